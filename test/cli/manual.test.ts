import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { VERSION } from '../../node/base/version.js'
import { completionScript, SHELLS } from '../../node/cli/completion-script.js'
import { PARLEY } from '../../node/cli/run.js'
import { EXIT } from '../../node/host/terminal/exit-code.js'
import { commandHelp, overview } from '../../node/host/terminal/help-text.js'
import { manPage } from '../../node/host/terminal/man-page.js'

const manual = suite('help, manual and completions')
const names = PARLEY.table.map(({ name }) => name)

manual('list every command', () => {
  const all = overview(PARLEY).join('\n')
  for (const name of names) assert.match(all, `  ${name} `)
})

manual('say of each command its arguments, options, examples and exit codes', () => {
  for (const command of PARLEY.table) {
    const help = commandHelp(PARLEY, command)
    for (const option of Object.keys(command.options)) assert.match(help, `--${option}`)
    for (const argument of command.arguments) assert.match(help, argument.summary)
    for (const [example] of command.examples) assert.match(help, example)
    assert.match(help, `  ${EXIT.interrupted}  interrupted`)
  }
})

manual('say the version of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  assert.is(VERSION, version)
})

manual('make a manual page of plain roff', () => {
  const page = manPage(PARLEY, '1.2.3')
  const requests = new Set(page.split('\n').flatMap(line => /^[.'](\w+)/.exec(line)?.[1] ?? []))
  assert.equal([...requests].toSorted(), ['B', 'I', 'PP', 'SH', 'SS', 'TH', 'TP', 'br'])
  for (const name of names) assert.match(page, `.SS "parley ${name}`)
  assert.match(page, '\\-\\-data\\-dir')
  assert.not.match(page, /^\.(B|SS) [^"p]/m)
})

manual('complete commands, second words and options in each shell', () => {
  for (const shell of SHELLS) {
    const script = completionScript(shell, PARLEY)
    for (const word of names.flatMap(name => name.split(' '))) assert.match(script, new RegExp(`\\b${word}\\b`), `${shell}: ${word}`)
    for (const option of ['json', 'follow', 'scope', 'passphrase-file']) assert.match(script, option, shell)
  }
})

/** What bash offers for the last of these words. */
function complete(...words: string[]): readonly string[] {
  const script = `${completionScript('bash', PARLEY)}
COMP_WORDS=(parley ${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _parley; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' }).trim().split('\n')
}

manual('complete in bash as one types', () => {
  assert.equal(complete('hi'), ['history'])
  assert.equal(complete('token', 'cr'), ['create'])
  assert.equal(complete('send', '--wa'), ['--wait'])
  assert.equal(complete('completion', 'z'), ['zsh'])
})

manual.run()

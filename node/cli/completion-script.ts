import type { Options } from '../host/terminal/command.js'
import { allOptions } from '../host/terminal/command-line.js'
import type { ProgramEntry } from '../host/terminal/program.js'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** For a shell to source: it completes commands, their second words, their options and what these may be. */
export function completionScript(shell: Shell, program: ProgramEntry): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](program)
}

const firstWords = (table: ProgramEntry['table']): readonly string[] => [...new Set(table.map(({ name }) => name.split(' ')[0] ?? name))]

const secondWords = (table: ProgramEntry['table'], first: string): readonly string[] =>
  table.flatMap(({ name }) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []))

/** All that may come after a first word: second words, the choices of arguments, options. */
function wordsAfter(program: ProgramEntry, first: string): readonly string[] {
  const commands: ProgramEntry['table'] = program.table.filter(({ name }) => name === first || name.startsWith(`${first} `))
  const choices = commands.flatMap(command => command.arguments.flatMap(argument => argument.choices ?? []))
  return [
    ...secondWords(program.table, first),
    ...choices,
    ...Object.keys(allOptions({ ...program, table: commands })).map(option => `--${option}`)
  ]
}

function bashScript(program: ProgramEntry): string {
  const firsts = firstWords(program.table)
  return [
    '_parley() {',
    '  local current=${COMP_WORDS[COMP_CWORD]} words',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words='${firsts.join(' ')}'`,
    '  else',
    '    case ${COMP_WORDS[1]} in',
    ...firsts.map(first => `      ${first}) words='${wordsAfter(program, first).join(' ')}' ;;`),
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -o default -F _parley parley'
  ].join('\n')
}

function zshScript(program: ProgramEntry): string {
  const { table } = program
  const firsts = firstWords(table)
  const summaryOf = (first: string): string => table.find(({ name }) => name.split(' ')[0] === first)?.summary ?? ''
  return [
    '#compdef parley',
    '_parley() {',
    '  if (( CURRENT == 2 )); then',
    '    local -a commands=(',
    ...firsts.map(first => `      ${zshQuoted(`${first}:${summaryOf(first)}`)}`),
    '    )',
    "    _describe 'command' commands",
    '  else',
    '    case ${words[2]} in',
    ...firsts.map(first => `      ${first}) compadd -- ${wordsAfter(program, first).join(' ')} ;;`),
    '    esac',
    '  fi',
    '}',
    'compdef _parley parley'
  ].join('\n')
}

function fishScript({ table, globals }: ProgramEntry): string {
  const commandLines = firstWords(table).map(first => {
    const summary = table.find(({ name }) => name.split(' ')[0] === first)?.summary ?? ''
    return `complete -c parley -n __fish_use_subcommand -a ${first} -d ${fishQuoted(summary)}`
  })
  const laterLines = table.flatMap(({ name, summary, options, arguments: args }) => {
    const [first = name, second] = name.split(' ')
    const when = `-n '__fish_seen_subcommand_from ${first}'`
    return [
      ...(second === undefined ? [] : [`complete -c parley ${when} -a ${second} -d ${fishQuoted(summary)}`]),
      ...args.flatMap(({ choices }) => (choices === undefined ? [] : [`complete -c parley ${when} -a ${fishQuoted(choices.join(' '))}`])),
      ...fishOptions(options, when)
    ]
  })
  return ['complete -c parley -f', ...commandLines, ...fishOptions(globals, ''), ...new Set(laterLines)].join('\n')
}

function fishOptions(options: Options, when: string): readonly string[] {
  return Object.entries(options).map(([name, option]) =>
    [
      'complete -c parley',
      when,
      `-l ${name}`,
      option.short === undefined ? '' : `-s ${option.short}`,
      option.type === 'flag' ? '' : '-r',
      option.type === 'flag' || option.choices === undefined ? '' : `-a ${fishQuoted(option.choices.join(' '))}`,
      `-d ${fishQuoted(option.summary)}`
    ]
      .filter(part => part !== '')
      .join(' ')
  )
}

const zshQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
const fishQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

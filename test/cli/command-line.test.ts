import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ChatError } from '../../node/base/errors.js'
import type { Context } from '../../node/cli/command.js'
import { allOptions, commandArguments, parseCommandLine } from '../../node/host/terminal/command-line.js'
import { PARLEY } from '../../node/cli/run.js'
import { readSettings } from '../../node/host/terminal/settings.js'

const line = suite('the command line')
let folder = ''
let configPath = ''

line.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-config-'))
  configPath = join(folder, 'config.json')
})
line.after.each(() => rmSync(folder, { recursive: true }))

interface Around {
  readonly environment?: Record<string, string>
  readonly config?: unknown
}

function parse(
  argv: readonly string[],
  { environment = {}, config }: Around = {}
): ReturnType<typeof parseCommandLine<Context, typeof PARLEY.globals>> {
  if (config !== undefined) writeFileSync(configPath, typeof config === 'string' ? config : JSON.stringify(config))
  return parseCommandLine(
    PARLEY,
    argv,
    readSettings({ program: PARLEY, environment, config: { path: configPath, isNamed: false }, known: allOptions(PARLEY) })
  )
}

function refusal(argv: readonly string[], around?: Around): string {
  try {
    const { command, args } = parse(argv, around)
    if (command !== undefined) commandArguments(PARLEY, command, args)
  } catch (err) {
    assert.ok(err instanceof ChatError && err.code === 'ERR_INVALID_ARGUMENT')
    return err.message
  }
  return assert.unreachable(`${argv.join(' ')} was taken`) as never
}

function argumentsOf(...argv: string[]): readonly (string | undefined)[] {
  const { command, args } = parse(argv)
  assert.ok(command)
  return commandArguments(PARLEY, command, args)
}

line('finds commands of one word and of two, with options anywhere', () => {
  assert.is(parse(['chats']).command?.name, 'chats')
  assert.is(parse(['--profile', 'work', 'token', '--json', 'list']).command?.name, 'token list')
  assert.is(parse(['invite']).command?.name, 'invite')
  assert.is(parse(['invite', 'list']).command?.name, 'invite list')
  assert.is(parse([]).command, undefined)
})

line('joins the words of a message, and takes what follows -- as it is', () => {
  assert.equal(argumentsOf('send', 'bob', 'hello', 'there'), ['bob', 'hello there'])
  assert.equal(argumentsOf('send', 'bob', '--', '--json', '-v'), ['bob', '--json -v'])
  assert.equal(argumentsOf('send', 'bob', '-'), ['bob', '-'])
  assert.equal(argumentsOf('send', 'bob'), ['bob', undefined])
})

line('takes an option that may stand alone with its choices, and nothing else, as its value', () => {
  const wait = (...argv: string[]): unknown => parse(argv).options.wait
  assert.is(wait('send', '--wait', 'bob', 'hi'), 'delivered')
  assert.is(wait('send', '--wait', 'read', 'bob', 'hi'), 'read')
  assert.is(wait('send', '--wait=read', 'bob', 'hi'), 'read')
  assert.is(wait('send', 'bob', 'hi', '--wait'), 'delivered')
  assert.is(wait('send', 'bob', '--', '--wait'), undefined)
  assert.is(parse(['add', 'x', '--wait']).options.wait, true)
})

line('reads a letter as the option of its own command', () => {
  assert.is(parse(['history', 'bob', '-n', '3']).options.limit, 3)
  assert.is(parse(['tail', 'bob', '-n3', '-f']).options.lines, 3)
  assert.match(refusal(['chats', '-n', '3']), 'there is no option -n')
})

line('splits and repeats options that take many', () => {
  assert.equal(parse(['token', 'create', '--scope', 'read,write']).options.scope, ['read', 'write'])
  assert.equal(parse(['token', 'create', '--scope', 'read', '--scope', 'admin']).options.scope, ['read', 'admin'])
})

line('names what was probably meant', () => {
  assert.match(refusal(['sned', 'bob']), 'did you mean send?')
  assert.match(refusal(['chats', '--jsno']), 'did you mean --json?')
  assert.match(refusal(['chats', '--follow']), 'parley chats has no option --follow')
  assert.match(refusal(['token']), 'create, list, revoke')
  assert.match(refusal(['xyzzy']), 'see parley help')
})

line('says what is missing, too much or wrong', () => {
  assert.match(refusal(['why']), /needs <message>.*\nusage: parley why <message>/)
  assert.match(refusal(['chats', 'extra']), 'takes no arguments')
  assert.match(refusal(['accept', 'a', 'b']), 'no more than 1')
  assert.match(refusal(['completion', 'tcsh']), 'bash, zsh, fish')
  assert.match(refusal(['chats', '--json=yes']), 'takes no value')
  assert.match(refusal(['chats', '--profile']), 'needs a value: NAME')
  assert.match(refusal(['history', 'bob', '--limit', '-5']), /--limit/)
  assert.match(refusal(['history', 'bob', '--limit', 'ten']), 'whole number')
  assert.match(refusal(['history', 'bob', '--limit', '0']), '--limit must be 1 or more, not 0')
  assert.match(refusal(['group', 'link', 'Garden', '--uses', '0']), '--uses must be 1 to 65,534, not 0')
  assert.match(refusal(['group', 'link', 'Garden', '--expires', '4000d']), '--expires must be 3650 d at most, not 4000 d')
  assert.match(refusal(['group', 'retention', 'Garden', '30']), 'no more than 1 argument, and --days N')
  assert.match(refusal(['chats', '--timeout', 'soon']), 'is no time')
  assert.match(refusal(['send', '--wait=never', 'bob', 'x']), 'stored, delivered, read')
})

line('goes before the environment, which goes before the configuration', () => {
  const config = { profile: 'file', timeout: 5, noHttp: true, listen: ['/ip4/127.0.0.1/tcp/1'] }
  const environment = { PARLEY_PROFILE: 'variable', PARLEY_TIMEOUT: '', PARLEY_NO_HTTP: '0' }
  const all = parse(['start', '--profile', 'flag'], { environment, config })
  assert.is(all.globals.profile, 'flag')
  assert.is(all.globals.timeout, 5_000)
  assert.is(all.options['no-http'], false)
  assert.equal(all.options.listen, ['/ip4/127.0.0.1/tcp/1'])
  assert.is(parse(['start'], { environment, config }).globals.profile, 'variable')
  assert.is(parse(['start'], { config }).globals.profile, 'file')
  assert.is(parse(['start'], { config }).options['no-http'], true)
  assert.equal(parse(['start'], { environment: { PARLEY_LISTEN: '/ip4/1.1.1.1/tcp/1,/ip4/1.1.1.1/tcp/2' } }).options.listen, [
    '/ip4/1.1.1.1/tcp/1',
    '/ip4/1.1.1.1/tcp/2'
  ])
})

line('says what is wrong with the configuration, and where', () => {
  assert.match(refusal(['chats'], { config: { profil: 'x' } }), 'did you mean "profile"?')
  assert.match(refusal(['chats'], { config: { profile: 7 } }), '"profile" must be a text')
  assert.match(refusal(['chats'], { config: { noHttp: 'yes' } }), '"noHttp" must be true or false')
  assert.match(refusal(['chats'], { config: { listen: '/ip4' } }), '"listen" must be a list of texts')
  assert.match(refusal(['chats'], { config: [] }), 'expected a JSON object')
  assert.match(refusal(['chats'], { config: '{"profile":' }), configPath)
})

line('takes comments in the configuration', () => {
  const config = '// why\n{\n  // whose\n  "profile": "https://x"\n}\n'
  assert.is(parse(['chats'], { config }).globals.profile, 'https://x')
  assert.match(refusal(['chats'], { config: '{"profile": "x" // not here\n}' }), configPath)
})

line('says what is wrong with the environment', () => {
  assert.match(refusal(['chats'], { environment: { PARLEY_QUIET: 'maybe' } }), 'PARLEY_QUIET')
})

line('has a table in which everything is said', () => {
  const names = new Set<string>()
  for (const { name, summary, arguments: args, options, examples } of PARLEY.table) {
    assert.not.ok(names.has(name), name)
    names.add(name)
    assert.match(name, /^[a-z]+( [a-z]+)?$/)
    assert.ok(examples.length > 0 && examples.every(([example]) => example.includes(`parley ${name.split(' ')[0]}`)), name)
    for (const said of [summary, ...Object.values(options).map(option => option.summary), ...args.map(argument => argument.summary)]) {
      assert.not.match(said, /\.$/, said)
    }
    const firstOptional = args.findIndex(({ optional }) => optional)
    assert.ok(firstOptional === -1 || args.slice(firstOptional).every(({ optional }) => optional), name)
    assert.ok(
      args.slice(0, -1).every(({ rest }) => rest === undefined),
      name
    )
  }
})

line('means the same setting by the same name in every command', () => {
  const kinds = new Map<string, string>()
  for (const { options } of PARLEY.table) {
    for (const [name, { type, setting }] of Object.entries(options)) {
      if (setting === undefined) continue
      assert.is(kinds.get(name) ?? type, type, name)
      kinds.set(name, type)
    }
  }
})

line.run()

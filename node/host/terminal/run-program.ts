import { ChatError, isChatError } from '../../base/errors.js'
import { VERSION } from '../../base/version.js'
import type { Command, Options, OptionValues } from './command.js'
import { allOptions, commandArguments, parseCommandLine, type CommandLine } from './command-line.js'
import { complain } from './complaint.js'
import { EXIT, exitOf } from './exit-code.js'
import { commandHelp, overview } from './help-text.js'
import type { Program, ProgramContext } from './program.js'
import { readSettings, type Settings } from './settings.js'
import { createTerminal, type Terminal } from './terminal.js'

/** What a process gives a program. */
export interface ProgramRun {
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly streams: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>
  /** Fires on SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}

type ProgramGlobals<Context, Globals extends Options> = OptionValues<Program<Context, Globals>['globals']>

/**
 * One run of a program: parses, runs, says what went wrong. Resolves to the exit code once stdout has taken everything.
 * @param contextOf what this program's commands use beyond what all programs' do
 */
export async function runProgram<Context extends ProgramContext, Globals extends Options>(
  program: Program<Context, Globals>,
  { argv, environment, streams, signal }: ProgramRun,
  contextOf: (globals: ProgramGlobals<Context, Globals>, common: ProgramContext) => Context
): Promise<number> {
  const brokenPipe = new AbortController()
  const terminalFor = (json: boolean, quiet: boolean): Terminal =>
    createTerminal({ ...streams, json, quiet, noColor: (environment.NO_COLOR ?? '') !== '', dumb: environment.TERM === 'dumb' }, () =>
      brokenPipe.abort()
    )
  let terminal = terminalFor(asksForJson(argv), false)
  let verbose = false
  try {
    const known = allOptions(program)
    const early = parseCommandLine(program, argv, readSettings({ program, environment, known }))
    const config = program.config(environment, early.globals)
    const settings = readSettings({ program, environment, config, known })
    const line = parseCommandLine(program, argv, settings)
    const { globals } = line
    verbose = globals.verbose
    terminal = terminalFor(globals.json, globals.quiet)
    const context = contextOf(globals, {
      program,
      terminal,
      version: VERSION,
      verbose,
      timeoutMs: globals.timeout,
      signal: AbortSignal.any([signal, brokenPipe.signal]),
      hint: hintFor(program, environment, globals, settings)
    })
    const exit = await runLine(program, line, context)
    return EXIT[exit ?? 'ok']
  } catch (err) {
    if (brokenPipe.signal.aborted) return EXIT.ok
    complain({ program, terminal, verbose }, err)
    return EXIT[isChatError(err) ? exitOf(err.code) : 'error']
  } finally {
    await terminal.flushed()
  }
}

async function runLine<Context extends ProgramContext, Globals extends Options>(
  program: Program<Context, Globals>,
  { command, args, globals, options }: CommandLine<Context, Program<Context, Globals>['globals']>,
  context: Context
): ReturnType<Command<Context>['run']> {
  const { terminal, version } = context
  if (globals.version) return terminal.show({ version }, () => version)
  if (globals.help && command !== undefined) {
    return terminal.show({ help: commandHelp(program, command) }, () => commandHelp(program, command))
  }
  if (globals.help) return terminal.show({ help: overview(program).join('\n') }, () => overview(program))
  if (command === undefined) {
    for (const line of overview(program)) terminal.note(line)
    throw new ChatError('ERR_INVALID_ARGUMENT', 'name a command')
  }
  return command.run(context, { args: commandArguments(program, command, args), options } as Parameters<typeof command.run>[1])
}

/** Known before the command line is parsed, for what is wrong with it. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end === -1 ? argv.length : end).includes('--json')
}

/** Where nobody has the program on their path, the commands to type begin with `npx`; they say again where this one was told to look. */
function hintFor(
  { globals: options }: Pick<Program<never, Options>, 'globals'>,
  environment: ProgramRun['environment'],
  globals: Readonly<Record<string, unknown>>,
  settings: Settings
): ProgramContext['hint'] {
  const start = environment.npm_lifecycle_event === undefined ? '' : 'npx '
  const end = Object.entries<Options[string]>(options).flatMap(([name, option]) => {
    const value = globals[name]
    if (option.type !== 'text' || typeof value !== 'string' || value === settings.of(name, option)?.at(-1)) return []
    return [` --${name} ${quoted(value)}`]
  })
  return command => `${start}${command}${end.join('')}`
}

/** As a POSIX shell takes it for one word. */
const quoted = (word: string): string => (/^[\w./~@%+,:=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)

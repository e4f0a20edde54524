import type { RpcClient } from '../api/rpc-client.js'
import { ChatError, isChatError } from '../base/errors.js'
import { configPath, findPlaces } from '../host/data-dir.js'
import type { Command, Context } from './command.js'
import { allOptions, commandArguments, GLOBAL_OPTIONS, parseCommandLine, type CommandLine } from './command-line.js'
import { COMMAND_TABLE } from './command-table.js'
import { complain } from './complaint.js'
import { EXIT, exitOf } from './exit-code.js'
import { commandHelp, overview } from './help-text.js'
import type { NodeDoor } from './node-door.js'
import { readSettings, type Settings } from './settings.js'
import { createTerminal, type Terminal } from './terminal.js'

const DEFAULT_TIMEOUT_MS = 60_000

export interface CliOptions {
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly streams: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>
  readonly door: NodeDoor
  readonly version: string
  /** Fires on SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}

/** One run of `parley`: parses, runs, says what went wrong. Resolves to the exit code once stdout has taken everything. */
export async function runCli({ argv, environment, streams, door, version, signal }: CliOptions): Promise<number> {
  const brokenPipe = new AbortController()
  const terminalFor = (json: boolean, quiet: boolean): Terminal =>
    createTerminal({ ...streams, json, quiet, noColor: (environment.NO_COLOR ?? '') !== '' }, () => brokenPipe.abort())
  let terminal = terminalFor(asksForJson(argv), false)
  let verbose = false
  try {
    const settings = readSettings({ environment, configPath: configPath(environment), known: allOptions(COMMAND_TABLE) })
    const line = parseCommandLine(COMMAND_TABLE, argv, settings)
    const { globals } = line
    verbose = globals.verbose
    terminal = terminalFor(globals.json, globals.quiet)
    const hint = hintFor(environment, globals, settings)
    const places = findPlaces(environment, { profile: globals.profile, dataDir: globals['data-dir'] })
    const exit = await runLine(line, {
      terminal,
      places,
      door,
      table: COMMAND_TABLE,
      version,
      verbose,
      timeoutMs: globals.timeout,
      signal: AbortSignal.any([signal, brokenPipe.signal]),
      hint,
      connect: () =>
        connect(places.profileDir, globals.timeout).catch((err: unknown) => {
          if (!isChatError(err, 'ERR_NO_DAEMON')) throw err
          throw new ChatError('ERR_NO_DAEMON', `no daemon is running for this profile; start one: ${hint('parley start')}`, {
            cause: err.cause
          })
        })
    })
    return EXIT[exit ?? 'ok']
  } catch (err) {
    if (brokenPipe.signal.aborted) return EXIT.ok
    complain({ terminal, verbose }, err)
    return EXIT[isChatError(err) ? exitOf(err.code) : 'error']
  } finally {
    await terminal.flushed()
  }
}

async function runLine({ command, args, globals, options }: CommandLine, context: Context): ReturnType<Command['run']> {
  const { terminal, version } = context
  if (globals.version) return terminal.show({ version }, () => version)
  if (globals.help && command !== undefined) return terminal.show({ help: commandHelp(command) }, () => commandHelp(command))
  if (globals.help) return terminal.show({ help: overview(context.table).join('\n') }, () => overview(context.table))
  if (command === undefined) {
    for (const line of overview(context.table)) terminal.note(line)
    throw new ChatError('ERR_INVALID_ARGUMENT', 'name a command')
  }
  return command.run(context, { args: commandArguments(command, args), options } as Parameters<Command['run']>[1])
}

/** Loads its part here: help and the like need none of it, and are the quicker for it. */
async function connect(profileDir: string, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<RpcClient> {
  const [{ connectSocket, socketPath }, { createRpcClient }, { systemClock }] = await Promise.all([
    import('../host/rpc-socket.js'),
    import('../api/rpc-client.js'),
    import('../base/clock.js')
  ])
  return createRpcClient(await connectSocket(socketPath(profileDir)), { clock: systemClock, timeoutMs })
}

/** Known before the command line is parsed, for what is wrong with it. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end === -1 ? argv.length : end).includes('--json')
}

/** Where nobody has `parley` on their path, the commands to type begin with `npx`; they name the profile where this one was told it. */
function hintFor(environment: CliOptions['environment'], globals: CommandLine['globals'], settings: Settings): Context['hint'] {
  const start = environment.npm_lifecycle_event === undefined ? '' : 'npx '
  const end = (['profile', 'data-dir'] as const).flatMap(name => {
    const value = globals[name]
    const isSet = value === settings.of(name, GLOBAL_OPTIONS[name])?.at(-1)
    return value === undefined || isSet ? [] : [` --${name} ${quoted(value)}`]
  })
  return command => `${start}${command}${end.join('')}`
}

/** As a POSIX shell takes it for one word. */
const quoted = (word: string): string => (/^[\w./~@%+,:=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)

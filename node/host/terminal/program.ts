import type { Command, CommandEntry, Options, OptionValues } from './command.js'
import type { Exit } from './exit-code.js'
import type { Terminal } from './terminal.js'

/** Every program takes these with every command. */
export const COMMON_OPTIONS = {
  json: { type: 'flag', summary: 'write JSON, one value a line; errors as JSON on stderr' },
  timeout: { type: 'duration', value: 'TIME', setting: true, summary: 'wait this long for an answer: 30, 500ms, 5m, 2h' },
  quiet: { type: 'flag', short: 'q', setting: true, summary: 'say nothing beside the result' },
  verbose: { type: 'flag', short: 'v', setting: true, summary: 'say more; errors with their causes' },
  help: { type: 'flag', short: 'h', summary: 'show help for the command' },
  version: { type: 'flag', summary: 'show the version' }
} as const satisfies Options

/** What help, the manual page and parsing are made from. */
export interface ProgramEntry {
  /** As it is typed. Variables of the environment begin with it: `parley-relay` reads `PARLEY_RELAY_LISTEN`. */
  readonly name: string
  readonly about: string
  /** In the order that help shows them. */
  readonly table: readonly CommandEntry[]
  /** The options of every command. */
  readonly globals: Options
  /** Exit codes that mean something else here than everywhere. */
  readonly exitMeanings?: Partial<Readonly<Record<Exit, string>>>
  /** What the manual page says of files: the configuration's, and where things lie. */
  readonly files: { readonly config: string; readonly data: string }
}

export interface Program<Context, Globals extends Options> extends ProgramEntry {
  readonly table: readonly Command<Context>[]
  readonly globals: Globals & typeof COMMON_OPTIONS
  /** Where the configuration is; one that `isNamed` has to be there. */
  config(
    environment: Readonly<Record<string, string | undefined>>,
    globals: OptionValues<Globals>
  ): { readonly path: string; readonly isNamed: boolean }
}

/** What every command of every program may use. */
export interface ProgramContext {
  readonly program: ProgramEntry
  readonly terminal: Terminal
  readonly version: string
  readonly verbose: boolean
  /** The person's `--timeout`, where one was given. */
  readonly timeoutMs: number | undefined
  /** Fires on SIGINT and SIGTERM. */
  readonly signal: AbortSignal
  /** A command for the person to type, as it works from where they are: `parley chats`, or `npx parley chats` in a clone. */
  readonly hint: (command: string) => string
}

import type { NodeDoor } from './node-door.js'
import type { Exit } from './exit-code.js'
import type { Places } from '../host/data-dir.js'
import type { Terminal } from './terminal.js'
import type { RpcClient } from '../api/rpc-client.js'

interface OptionBase {
  readonly summary: string
  readonly short?: string
  /** May also come from the environment (`--data-dir`: `PARLEY_DATA_DIR`) and from the configuration file (`dataDir`). */
  readonly setting?: true
}
interface FlagOption extends OptionBase {
  readonly type: 'flag'
}
export interface ValueOption extends OptionBase {
  readonly type: 'text' | 'count' | 'duration'
  /** What help calls the value. */
  readonly value: string
  readonly choices?: readonly string[]
  /** What the option means without a value; only with choices, which tell its value from the next argument. */
  readonly implied?: string
  /** May be given more than once. */
  readonly many?: true
}
export type Option = FlagOption | ValueOption
export type Options = Readonly<Record<string, Option>>

type OneValue<O extends Option> = O extends { type: 'count' | 'duration' }
  ? number
  : O extends { choices: readonly (infer Choice)[] }
    ? Choice
    : string
type OptionValue<O extends Option> = O extends FlagOption
  ? boolean
  : O extends { many: true }
    ? readonly OneValue<O>[]
    : OneValue<O> | undefined
/** Durations arrive as milliseconds. */
export type OptionValues<O extends Options> = { readonly [Name in keyof O]: OptionValue<O[Name]> }

export interface Argument {
  readonly name: string
  readonly summary: string
  readonly optional?: true
  /** Takes all that is left; the words are joined with spaces. */
  readonly rest?: true
  readonly choices?: readonly string[]
}

/** What every command may use. */
export interface Context {
  readonly terminal: Terminal
  readonly places: Places
  readonly door: NodeDoor
  readonly table: readonly Command[]
  readonly version: string
  readonly verbose: boolean
  /** The person's `--timeout`, where one was given. */
  readonly timeoutMs: number | undefined
  /** Fires on SIGINT and SIGTERM. */
  readonly signal: AbortSignal
  /** A command for the person to type, as it works from where they are: `parley chats`, or `npx parley chats` in a clone. */
  readonly hint: (command: string) => string
  /** @throws ERR_NO_DAEMON */
  readonly connect: () => Promise<RpcClient>
}

export interface Command {
  /** One word or two. */
  readonly name: string
  readonly summary: string
  /** What help says beyond the summary. */
  readonly details?: string
  readonly arguments: readonly Argument[]
  readonly options: Options
  readonly examples: readonly (readonly [command: string, does: string])[]
  /** Those beyond `ok`, `error`, `usage` and `interrupted`, which all have. */
  readonly exits: readonly Exit[]
  readonly run: (context: Context, given: Given<readonly Argument[], Options>) => Promise<Exit | void>
}

type ArgumentValues<A extends readonly Argument[]> = {
  readonly [I in keyof A]: A[I] extends { optional: true } ? string | undefined : string
}

interface Given<A extends readonly Argument[], O extends Options> {
  readonly args: ArgumentValues<A>
  readonly options: OptionValues<O>
}

interface CommandSpec<A extends readonly Argument[], O extends Options> extends Omit<Command, 'arguments' | 'options' | 'run'> {
  readonly arguments: A
  readonly options: O
  readonly run: (context: Context, given: Given<A, O>) => Promise<Exit | void>
}

/** Checks `run` against the arguments and options it is given, then forgets their types. */
export function command<const A extends readonly Argument[], const O extends Options>(spec: CommandSpec<A, O>): Command {
  return spec as unknown as Command
}

/** Talks to the daemon and hangs up, whatever happens. */
export async function withDaemon<T>(context: Context, use: (daemon: RpcClient) => Promise<T>): Promise<T> {
  const daemon = await context.connect()
  try {
    return await use(daemon)
  } finally {
    daemon.close()
  }
}

/** What any command that asks the daemon may end with. */
export const DAEMON_EXITS: readonly Exit[] = ['noDaemon', 'timeout']

import type { Exit } from './exit-code.js'

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
  readonly type: 'text' | 'count' | 'duration' | 'size'
  /** What help calls the value. */
  readonly value: string
  readonly choices?: readonly string[]
  /** What the option means without a value; only with choices, which tell its value from the next argument. */
  readonly implied?: string
  /** The least and the most of a count, or of a duration in milliseconds. */
  readonly from?: number
  readonly to?: number
  /** May be given more than once. */
  readonly many?: true
}
export type Option = FlagOption | ValueOption
export type Options = Readonly<Record<string, Option>>

type OneValue<O extends Option> = O extends { type: 'count' | 'duration' | 'size' }
  ? number
  : O extends { choices: readonly (infer Choice)[] }
    ? Choice
    : string
type OptionValue<O extends Option> = O extends FlagOption
  ? boolean
  : O extends { many: true }
    ? readonly OneValue<O>[]
    : OneValue<O> | undefined
/** Durations arrive as milliseconds, sizes as bytes. */
export type OptionValues<O extends Options> = { readonly [Name in keyof O]: OptionValue<O[Name]> }

export interface Argument {
  readonly name: string
  readonly summary: string
  readonly optional?: true
  /** Takes all that is left; the words are joined with spaces. */
  readonly rest?: true
  readonly choices?: readonly string[]
}

/** All that help, the manual page and parsing know of a command. */
export interface CommandEntry {
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
}

export interface Command<Context> extends CommandEntry {
  readonly run: (context: Context, given: Given<readonly Argument[], Options>) => Promise<Exit | void>
}

type ArgumentValues<A extends readonly Argument[]> = {
  readonly [I in keyof A]: A[I] extends { optional: true } ? string | undefined : string
}

interface Given<A extends readonly Argument[], O extends Options> {
  readonly args: ArgumentValues<A>
  readonly options: OptionValues<O>
}

interface CommandSpec<Context, A extends readonly Argument[], O extends Options> extends Omit<CommandEntry, 'arguments' | 'options'> {
  readonly arguments: A
  readonly options: O
  readonly run: (context: Context, given: Given<A, O>) => Promise<Exit | void>
}

/** For the commands of one program: checks `run` against the arguments and options it is given, then forgets their types. */
export function commandsOf<Context>() {
  return <const A extends readonly Argument[], const O extends Options>(spec: CommandSpec<Context, A, O>): Command<Context> =>
    spec as unknown as Command<Context>
}

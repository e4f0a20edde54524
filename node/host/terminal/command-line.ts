import { parseArgs } from 'node:util'
import { ChatError, isChatError } from '../../base/errors.js'
import { counted } from './counted.js'
import type { Argument, Command, CommandEntry, Option, Options, OptionValues, ValueOption } from './command.js'
import { parseDuration, showDuration } from './duration.js'
import { nearest } from './nearest.js'
import type { ProgramEntry } from './program.js'
import { settingOf, variableOf, type Settings } from './settings.js'
import { parseSize } from './size.js'

/** What lines are read by: the commands, and the options of every one. */
export interface Grammar<Context, Globals extends Options> extends Pick<ProgramEntry, 'name'> {
  readonly table: readonly Command<Context>[]
  readonly globals: Globals
}

export interface CommandLine<Context, Globals extends Options> {
  /** Undefined where none was named. */
  readonly command: Command<Context> | undefined
  readonly args: readonly string[]
  readonly globals: OptionValues<Globals>
  readonly options: OptionValues<Options>
}

/** The options of all commands. Where two have one of the same name, either tells a value from a flag well enough to find the command. */
export function allOptions({ table, globals }: Pick<ProgramEntry, 'table' | 'globals'>): Options {
  const all = table.flatMap(({ options }) => Object.entries<Option>(options))
  // Where two commands have one of a name, the one that can be set counts for the settings.
  const settings = all.filter(([, { setting }]) => setting !== undefined)
  return { ...Object.fromEntries([...all, ...settings]), ...globals }
}

/**
 * @param settings what the environment and the configuration file say, under the command line
 * @throws ERR_INVALID_ARGUMENT naming what was probably meant
 */
export function parseCommandLine<Context, Globals extends Options>(
  program: Grammar<Context, Globals>,
  argv: readonly string[],
  settings: Settings
): CommandLine<Context, Globals> {
  const known = allOptions(program)
  const command = findCommand(program, wordsOf(tokensOf(known, argv)))
  const own: Options = { ...command?.options, ...program.globals }
  const tokens = tokensOf({ ...known, ...own }, argv, own)
  const args = command === undefined ? [] : wordsOf(tokens).slice(command.name.split(' ').length)
  const given = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    checkOption(program, known, command, token.name, token.rawName, token.value)
    given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? 'true'])
  }
  const valuesOf = <O extends Options>(options: O): OptionValues<O> =>
    Object.fromEntries(
      Object.entries(options).map(([name, option]) => {
        const fromCommandLine = given.get(name)
        const where =
          fromCommandLine === undefined ? `${variableOf(program, name)}, or ${settingOf(name)} in the configuration,` : `--${name}`
        return [name, optionValue(option, fromCommandLine ?? settings.of(name, option), where)]
      })
    ) as unknown as OptionValues<O>
  return { command, args, globals: valuesOf(program.globals), options: valuesOf(command?.options ?? {}) }
}

/** As many as the command takes; the rest argument is joined. @throws ERR_INVALID_ARGUMENT */
export function commandArguments(
  program: Pick<ProgramEntry, 'name'>,
  command: CommandEntry,
  args: readonly string[]
): readonly (string | undefined)[] {
  const last = command.arguments.at(-1)
  const missing = command.arguments[args.length]
  if (missing !== undefined && missing.optional === undefined) {
    throw usage(program, command, `${program.name} ${command.name} needs ${showArgument(missing)}: ${missing.summary}`)
  }
  if (args.length > command.arguments.length && last?.rest === undefined) {
    throw usage(program, command, `${program.name} ${command.name} takes ${takesOf(command)}`)
  }
  return command.arguments.map((argument, i) => {
    const value = argument.rest === undefined ? args[i] : args.length > i ? args.slice(i).join(' ') : undefined
    if (value !== undefined && argument.choices?.includes(value) === false) {
      throw usage(program, command, `${argument.name} must be ${argument.choices.join(', ')}, not ${JSON.stringify(value)}`)
    }
    return value
  })
}

export function showArgument({ name, optional, rest, choices }: Argument): string {
  const what = choices?.join('|') ?? `${name}${rest === undefined ? '' : '…'}`
  return optional === undefined ? `<${what}>` : `[${what}]`
}

export const usageOf = ({ name }: Pick<ProgramEntry, 'name'>, command: CommandEntry): string =>
  [name, command.name, ...command.arguments.map(showArgument), '[options]'].join(' ')

type Token =
  | { readonly kind: 'option'; readonly name: string; readonly rawName: string; readonly value: string | undefined }
  | { readonly kind: 'positional'; readonly value: string }
  | { readonly kind: 'option-terminator' }

/** Refuses nothing yet. A letter may stand for another option in each command: `withLetters` are those whose letters count. */
function tokensOf(options: Options, argv: readonly string[], withLetters = options): readonly Token[] {
  return parseArgs({
    args: withImpliedValues(options, argv),
    options: Object.fromEntries(Object.entries(options).map(([name, option]) => [name, parseArgsOption(option, withLetters[name]?.short)])),
    strict: false,
    allowPositionals: true,
    tokens: true
  }).tokens
}

const wordsOf = (tokens: readonly Token[]): readonly string[] => tokens.flatMap(token => (token.kind === 'positional' ? [token.value] : []))

const parseArgsOption = ({ type }: Option, short: string | undefined): { type: 'boolean' | 'string'; short?: string } => ({
  type: type === 'flag' ? 'boolean' : 'string',
  ...(short === undefined ? {} : { short })
})

/** `--wait hello` is `--wait=delivered hello`: only one of its choices after it is its value. */
function withImpliedValues(known: Options, argv: readonly string[]): string[] {
  const args: string[] = []
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] ?? ''
    const option = i < end && arg.startsWith('--') ? known[arg.slice(2)] : undefined
    if (option === undefined || option.type === 'flag' || option.implied === undefined) args.push(arg)
    else if (option.choices?.includes(argv[i + 1] ?? '')) args.push(`${arg}=${argv[++i]}`)
    else args.push(`${arg}=${option.implied}`)
  }
  return args
}

function findCommand<Context>(
  { name: program, table }: Pick<Grammar<Context, Options>, 'name' | 'table'>,
  words: readonly string[]
): Command<Context> | undefined {
  const [first, second] = words
  if (first === undefined) return undefined
  const command = table.find(({ name }) => name === `${first} ${second}`) ?? table.find(({ name }) => name === first)
  if (command !== undefined) return command
  const subcommands = table.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name.slice(first.length + 1))
  if (subcommands.length > 0) throw invalid(`${program} ${first} needs one of: ${subcommands.join(', ')}`)
  const names = new Set(table.map(({ name }) => name.split(' ')[0] ?? name))
  const meant = nearest(first, names)
  throw invalid(`there is no command ${JSON.stringify(first)}${meant === undefined ? `; see ${program} help` : `; did you mean ${meant}?`}`)
}

function checkOption(
  program: Pick<ProgramEntry, 'name' | 'globals'>,
  known: Options,
  command: CommandEntry | undefined,
  name: string,
  rawName: string,
  value: string | undefined
): void {
  const allowed: Options = { ...command?.options, ...program.globals }
  const option = allowed[name]
  if (option === undefined) {
    const meant = nearest(name, Object.keys(allowed))
    const where =
      command === undefined || !Object.hasOwn(known, name) ? 'there is no option' : `${program.name} ${command.name} has no option`
    throw invalid(`${where} ${rawName}${meant === undefined || name.length === 1 ? '' : `; did you mean --${meant}?`}`)
  }
  if (option.type === 'flag' && value !== undefined) throw invalid(`${rawName} takes no value`)
  if (option.type !== 'flag' && value === undefined) throw invalid(`${rawName} needs a value: ${option.value}`)
}

function optionValue(option: Option, texts: readonly string[] | undefined, where: string): unknown {
  const last = texts?.at(-1)
  if (option.type === 'flag') return flagValue(last, where)
  if (option.many) return (texts ?? []).flatMap(text => text.split(',')).map(text => oneValue(option, text, where))
  return last === undefined ? undefined : oneValue(option, last, where)
}

function flagValue(text: string | undefined, where: string): boolean {
  if (text === undefined || text === 'false' || text === '0') return false
  if (text === 'true' || text === '1') return true
  throw invalid(`${where} must be true or false, not ${JSON.stringify(text)}`)
}

function oneValue(option: ValueOption, text: string, where: string): string | number {
  const { type, choices } = option
  if (choices?.includes(text) === false) throw invalid(`${where} must be ${choices.join(', ')}, not ${JSON.stringify(text)}`)
  if (type === 'duration')
    return within(
      option,
      named(where, () => parseDuration(text)),
      where,
      showDuration
    )
  if (type === 'size') return named(where, () => parseSize(text))
  if (type === 'text') return text
  if (!/^\d{1,9}$/.test(text)) throw invalid(`${where} must be a whole number, not ${JSON.stringify(text)}`)
  return within(option, Number(text), where, count => count.toLocaleString('en'))
}

function within({ from = 0, to = Infinity }: ValueOption, value: number, where: string, show: (value: number) => string): number {
  if (value >= from && value <= to) return value
  const bounds = to === Infinity ? `${show(from)} or more` : from === 0 ? `${show(to)} at most` : `${show(from)} to ${show(to)}`
  throw invalid(`${where} must be ${bounds}, not ${show(value)}`)
}

/** More would hide what is wrong; help has them all. */
const MOST_NAMED_OPTIONS = 3

function takesOf({ arguments: { length }, options }: CommandEntry): string {
  const most = length === 0 ? 'no arguments' : `no more than ${counted(length, 'argument')}`
  const withValues = Object.entries(options).flatMap(([name, option]) => (option.type === 'flag' ? [] : `--${name} ${option.value}`))
  return withValues.length === 0 || withValues.length > MOST_NAMED_OPTIONS ? most : `${most}, and ${withValues.join(', ')}`
}

/** What was read from this place. */
function named<T>(where: string, read: () => T): T {
  try {
    return read()
  } catch (err) {
    throw isChatError(err) ? new ChatError(err.code, `${where}: ${err.message}`, { cause: err }) : err
  }
}

const invalid = (message: string): ChatError => new ChatError('ERR_INVALID_ARGUMENT', message)
const usage = (program: Pick<ProgramEntry, 'name'>, command: CommandEntry, message: string): ChatError =>
  invalid(`${message}\nusage: ${usageOf(program, command)}`)

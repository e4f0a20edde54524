import { ChatError, isChatError } from '../../base/errors.js'
import { commandArguments, parseCommandLine, type Grammar } from '../../host/terminal/command-line.js'
import type { Argument, Options, OptionValues } from '../../host/terminal/command.js'
import { nearest } from '../../host/terminal/nearest.js'
import { COMMON_OPTIONS } from '../../host/terminal/program.js'
import type { Settings } from '../../host/terminal/settings.js'
import type { Command, Context } from '../command.js'
import { verbsOf, type ChatVerb, type Place } from './chat-verbs.js'
import { commandWords } from './command-words.js'

const { help, timeout } = COMMON_OPTIONS
const GLOBALS = { help, timeout } as const satisfies Options
type TypedGrammar = Grammar<Context, typeof GLOBALS>

/** Commands of the command line that have another way here, or no place. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  start: 'your node runs already',
  daemon: 'your node runs already',
  tui: 'you are there',
  init: 'you are somebody already',
  page: 'it opens a browser; type it in a shell',
  completion: 'it is for shells',
  man: 'type /help',
  send: 'what you write is sent with Enter',
  draft: 'what you write is kept as you write it',
  tail: 'new messages appear by themselves',
  history: 'PgUp shows what was said before',
  edit: 'select a message of yours with ↑, then Alt+E',
  delete: 'select a message of yours with ↑, then Alt+D',
  react: 'select a message with ↑, then Alt+T',
  forward: 'select a message with ↑, then Alt+F',
  pin: 'select a message with ↑, then Alt+P',
  unpin: 'select a message with ↑, then Alt+P'
}

/** Without its argument this one is for a machine that has no profile yet. */
const NEEDS_ARGUMENT = new Set(['device link'])

/** What is set for the command line is not meant for what is typed here. */
const NO_SETTINGS: Settings = { of: () => undefined }

export interface TypedCommand {
  readonly command: Command
  readonly given: Parameters<Command['run']>[1]
  readonly globals: OptionValues<typeof GLOBALS>
}

/** The commands that can be typed here, whatever is open. */
export const typedCommands = (table: readonly Command[]): readonly Command[] => table.filter(({ name }) => !Object.hasOwn(ELSEWHERE, name))

/** What a line without its slash asks for: a verb of the open chat before a command. @throws ERR_INVALID_ARGUMENT that says what to type */
export function readCommand(table: readonly Command[], place: Place | undefined, line: string): TypedCommand {
  const words = commandWords(line)
  const [first = '', second = ''] = words
  const commands = typedCommands(table)
  const isLonger = commands.some(({ name }) => name === `${first} ${second}`)
  const verb = isLonger ? undefined : verbCalled(first, place)
  if (place !== undefined && verb !== undefined) return readVerb(table, place, first, verb, words.slice(1))
  if (!isLonger && Object.hasOwn(ELSEWHERE, first)) throw invalid(`there is no /${first} here: ${ELSEWHERE[first]}`)
  if (first !== '' && commands.every(({ name }) => firstWord(name) !== first)) throw unknown(first, commands, place)
  return read({ name: 'parley', table: commands.map(command => withRest(command, command.arguments)), globals: GLOBALS }, words)
}

export const verbCalled = (name: string, place: Place | undefined): ChatVerb | undefined => {
  const verbs = place === undefined ? {} : verbsOf(place.kind)
  return Object.hasOwn(verbs, name) ? verbs[name] : undefined
}

function readVerb(table: readonly Command[], place: Place, name: string, verb: ChatVerb, typed: readonly string[]): TypedCommand {
  const command = table.find(one => one.name === verb.command)
  if (command === undefined) throw invalid(`there is no /${name} here`)
  const grammar: TypedGrammar = { name: 'parley', table: [withRest(command, command.arguments.slice(1))], globals: GLOBALS }
  try {
    const known = read(grammar, [...verb.command.split(' '), ...(verb.words?.(typed, place) ?? typed)])
    const about = verb.isForPerson === undefined ? place.id : (place.person ?? place.id)
    return { ...known, command, given: { ...known.given, args: [about, ...known.given.args] } }
  } catch (err) {
    if (!isChatError(err)) throw err
    throw new ChatError(err.code, err.message.replaceAll(`parley ${verb.command}`, `/${name}`), { cause: err })
  }
}

/** Names need no quotes: the last argument takes all that is left. */
function withRest(command: Command, args: readonly Argument[]): Command {
  const last = args.at(-1)
  if (last === undefined || last.choices !== undefined) return { ...command, arguments: args }
  const { optional: _, ...needed } = last
  const open: Argument = { ...(NEEDS_ARGUMENT.has(command.name) ? needed : last), rest: true }
  return { ...command, arguments: [...args.slice(0, -1), open] }
}

function read(grammar: TypedGrammar, words: readonly string[]): TypedCommand {
  const { command, args, options, globals } = parseCommandLine(grammar, words, NO_SETTINGS)
  if (command === undefined) throw invalid('type a command; /help lists them')
  const given = { args: globals.help ? [] : commandArguments(grammar, command, args), options }
  return { command, given: given as TypedCommand['given'], globals }
}

/** As it is typed here, of a text for the command line: `/links` for `parley group links` with the open chat. */
export function asTyped(table: readonly Command[], place: Place | undefined, text: string): string {
  const names = new Set(typedCommands(table).flatMap(({ name }) => [name, firstWord(name)]))
  const verbs = new Map(
    Object.entries(place === undefined ? {} : verbsOf(place.kind))
      .map(([verb, { command }]) => [command, verb] as const)
      .toReversed()
  )
  const shown = text.replaceAll(/\bparley ([a-z]+)( [a-z]+)?( [0-9a-f]{64})?/g, (whole, first: string, second = '', id = '') => {
    const verb = id.trim() === place?.id ? verbs.get(first + second) : undefined
    if (verb !== undefined) return `/${verb}`
    if (names.has(first + second) || names.has(first)) return `/${first}${second}${id}`
    return whole
  })
  const { id, person, title } = place ?? {}
  return [id, person].reduce<string>((said, one) => (one === undefined ? said : said.replaceAll(one, () => title ?? '')), shown)
}

function unknown(first: string, commands: readonly Command[], place: Place | undefined): ChatError {
  const verbs = place === undefined ? [] : Object.keys(verbsOf(place.kind))
  const meant = nearest(first, [...verbs, ...commands.map(({ name }) => firstWord(name))])
  return invalid(
    `there is no /${first}; ${meant === undefined ? '/help lists all.' : `did you mean /${meant}?`}${place === undefined ? '' : ' Two slashes make a message of it.'}`
  )
}

const firstWord = (name: string): string => name.split(' ')[0] ?? name

const invalid = (message: string): ChatError => new ChatError('ERR_INVALID_ARGUMENT', message)

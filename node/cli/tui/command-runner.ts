import { ChatError, toError } from '../../base/errors.js'
import type { Stop } from '../../base/lifecycle.js'
import { alignColumns } from '../../host/terminal/columns.js'
import type { Command, Context } from '../command.js'
import { verbsOf, type Place } from './chat-verbs.js'
import type { Input } from './input.js'
import { createPanelTerminal } from './panel-terminal.js'
import { asTyped, readCommand, typedCommands, verbCalled, type TypedCommand } from './typed-command.js'

const INDENT = '  '

export interface CommandRunner {
  /** One at a time. */
  run(line: string, place: Place | undefined): Promise<void>
  /** What the person says to what was asked. */
  answer(text: string): void
  /** What goes on is waited for no longer. */
  readonly giveUp: Stop
}

interface Options {
  readonly context: Context
  readonly columns: () => number
  readonly dispatch: (input: Input) => void
}

/** Runs commands of the command line for a screen: what they say and ask goes there. */
export function createCommandRunner({ context, columns, dispatch }: Options): CommandRunner {
  let over: AbortController | undefined
  let settle: ((text: string) => void) | undefined

  async function run(line: string, place: Place | undefined): Promise<void> {
    const ending = new AbortController()
    over = ending
    const lines: string[] = []
    const heard: typeof dispatch = input => void (ending.signal.aborted || dispatch(input))
    const shown = (text: string): string => asTyped(context.table, place, text)
    const terminal = createPanelTerminal({
      columns: columns(),
      print: more => void lines.push(...more.map(shown)),
      overwrite: progress => heard({ type: 'progress', line: shown(progress) }),
      asks(question, kind) {
        heard({ type: 'asked', command: line, lines: [...lines, shown(question)], hidden: kind === 'hidden' })
        const answer = new Promise<string>(resolve => {
          settle = resolve
        })
        return Promise.race([answer, givenUp(ending.signal)])
      }
    })
    const typedIn: Context = { ...context, terminal, signal: AbortSignal.any([context.signal, ending.signal]), hint: command => command }
    const typedAt = place === undefined ? {} : { chat: place.id }
    try {
      await Promise.race([perform(typedIn, place, line), givenUp(ending.signal)])
      dispatch({ type: 'commanded', command: line, ...typedAt, lines })
    } catch (err) {
      const [failure = ''] = shown(toError(err).message).split('\n')
      dispatch({ type: 'commanded', command: line, ...typedAt, lines, failure })
    }
  }

  return {
    run,
    answer(text) {
      settle?.(text)
      settle = undefined
    },
    giveUp: () => over?.abort()
  }
}

/** @throws ERR_ABORTED, once */
function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new ChatError('ERR_ABORTED', 'given up'))
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
  })
}

async function perform(context: Context, place: Place | undefined, line: string): Promise<void> {
  const { command, given, globals } = readCommand(context.table, place, line)
  const help = globals.help ? command.name : helpFor(place, command, given)
  if (help === '') return context.terminal.show(undefined, () => overview(context, place))
  const program = { ...context.program, table: typedCommands(context.table) }
  const typed: Context = { ...context, program, timeoutMs: globals.timeout }
  if (help === undefined) return void (await command.run(typed, given))
  const helping = readCommand(context.table, undefined, `help ${help}`)
  await helping.command.run(typed, helping.given)
}

/** Which command help is asked for: empty for all, undefined where none is. */
function helpFor(place: Place | undefined, { name }: Command, { args }: TypedCommand['given']): string | undefined {
  if (name !== 'help') return undefined
  const [about = ''] = args
  return verbCalled(about, place)?.command ?? about
}

/** All that can be typed here, a line each. */
function overview({ table }: Context, place: Place | undefined): readonly string[] {
  const verbs = Object.entries(place === undefined ? {} : verbsOf(place.kind))
  const here = verbs.map(([verb, { about, does }]) => [`${INDENT}/${verb}${about === undefined ? '' : ` ${about}`}`, does])
  const all = typedCommands(table).map(({ name, summary }) => [`${INDENT}/${name}`, summary])
  return [
    ...(place === undefined ? [] : [`In ${place.title}, where you write:`, ...alignColumns(here), '']),
    'Everywhere, where you write or after F3:',
    ...alignColumns(all),
    '',
    '/help and a command say more of it.'
  ]
}

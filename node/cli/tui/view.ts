import type { Message } from '../../api/message.js'
import type { MessageId } from '../../base/ids.js'
import { dayName, localTime } from '../../host/terminal/local-time.js'
import { allCounts, saidBy, showState } from '../message-lines.js'
import { layoutOf, type Layout } from './layout.js'
import { fitLine, isRule, lineWidth, span, spreadLine, type Line, type Span } from './line.js'
import { listView } from './list-view.js'
import { helpLines } from './help-view.js'
import { membersLines } from './members-view.js'
import { panelView } from './panel-view.js'
import { promptCursor, promptLine } from './prompt-view.js'
import { aboutIn, type About, type Focus, type Running, type Size, type State } from './state.js'
import { threadView, type ThreadView } from './thread-view.js'
import { visibleText } from './visible-text.js'

/** What stands on the terminal: exactly as many lines as it has rows, each exactly as wide as it is. */
export interface Screen {
  readonly lines: readonly Line[]
  /** From 0; hidden where nothing is written. */
  readonly cursor: { readonly row: number; readonly column: number } | undefined
  /** Messages that whoever looks at it has seen. */
  readonly shown: readonly MessageId[]
}

/** Where rules meet it from the left, and from the right. */
const BORDERS: Readonly<Record<string, string>> = { 'true true': '┼', 'true false': '┤', 'false true': '├' }
/** Of the message that something is done to. */
const TASK_CHARACTERS = 24
const NOTHING: ThreadView = { lines: [], cursor: undefined, shown: [] }

/** Pure. */
export function view(state: State, size: Size): Screen {
  const { columns, rows } = size
  const layout = layoutOf(state, size)
  const list = layout.listColumns === 0 ? undefined : listView(state, layout.listColumns, layout.bodyRows, layout.titleRows)
  const { panel } = state
  const isCovered = panel !== undefined || state.help || state.showsMembers
  const thread = layout.threadColumns === 0 || isCovered ? NOTHING : threadView(state, layout)
  const covering = panel === undefined ? [] : panelView(panel, size)
  const room = layout.threadColumns === 0 ? columns : layout.threadColumns
  const right = state.help ? helpLines(room) : state.showsMembers ? membersLines(state, room, layout.bodyRows) : thread.lines
  const beside = besides(list?.lines ?? [], right, layout, isCovered && !layout.isWide)
  const body = panel === undefined ? beside : beside.map((_, row) => covering[row] ?? [])
  const lines = [...body, statusLine(state, columns)].slice(-rows).map(line => fitLine(line, columns))
  const cursor = promptCursor(state.prompt, size) ?? inside(cursorOf(list?.cursorColumn, thread, layout, state), size)
  return { lines, cursor, shown: thread.shown }
}

function cursorOf(
  searchColumn: number | undefined,
  thread: ThreadView,
  { threadColumns, listColumns, isWide }: Layout,
  { help, showsMembers, panel, prompt }: State
): Screen['cursor'] {
  if (help || showsMembers || panel !== undefined || prompt !== undefined) return undefined
  if (searchColumn !== undefined) return { row: 0, column: searchColumn }
  if (thread.cursor === undefined || threadColumns === 0) return undefined
  return { row: thread.cursor.row, column: thread.cursor.column + (isWide ? listColumns + 1 : 0) }
}

/** On a terminal too small for anything the cursor is not drawn. */
const inside = (cursor: Screen['cursor'], { columns, rows }: Size): Screen['cursor'] =>
  cursor !== undefined && cursor.row < rows - 1 && cursor.column < columns ? cursor : undefined

/** The list and the conversation next to each other, or the one of them that is there. */
function besides(
  left: readonly Line[],
  right: readonly Line[],
  { isWide, listColumns, threadColumns, bodyRows }: Layout,
  onlyRight: boolean
): readonly Line[] {
  return Array.from({ length: bodyRows }, (_, row) => {
    if (!isWide) return (onlyRight || listColumns === 0 ? right[row] : left[row]) ?? []
    const border = span(BORDERS[`${isRule(left[row])} ${isRule(right[row])}`] ?? '│', 'faint')
    return [...fitLine(left[row] ?? [], listColumns), border, ...fitLine(right[row] ?? [], threadColumns)]
  })
}

/** The last row: what went wrong, what is selected, or what keys do here; as much of it as there is room for. */
function statusLine(state: State, columns: number): Line {
  if (!state.connected && !state.leaving) return [span(' ! The node is gone. Waiting for it; nothing that you wrote is lost.', 'warning')]
  if (state.prompt !== undefined) return promptLine(state.prompt, columns)
  if (state.notice !== undefined) return [span(' '), span(state.notice.text, state.notice.tone)]
  if (state.running !== undefined) return runningLine(state.running, columns)
  if (state.panel !== undefined) return [...keySpans(PANEL_KEYS, columns)]
  const task = taskLine(state)
  if (task !== undefined) return spreadLine([...task.left, ...keySpans(task.keys, columns - lineWidth(task.left))], [], columns)
  const selected = state.focus === 'messages' ? state.thread?.messages.find(({ id }) => id === state.thread?.selected) : undefined
  const left = selected === undefined ? [] : [span(` ${describe(selected, state.nowMs)}  `)]
  return spreadLine([...left, ...keySpans(keysOf(state, selected), columns - lineWidth(left))], [], columns)
}

const TASKS: Readonly<Record<About['kind'], KeyHint>> = {
  reply: ['Enter', 'reply'],
  edit: ['Enter', 'say this'],
  react: ['Enter', 'react']
}

/** What is being done to a message, and how it ends. */
function taskLine(state: State): { readonly left: Line; readonly keys: readonly KeyHint[] } | undefined {
  const { thread, forwarding, focus } = state
  const about = thread === undefined || focus !== 'compose' ? undefined : aboutIn(state, thread.chat)
  const isForwarding = focus === 'list' && forwarding !== undefined
  if (about === undefined && !isForwarding) return undefined
  const message = isForwarding ? forwarding : about?.message
  const does: KeyHint = about === undefined ? ['Enter', 'forward'] : TASKS[about.kind]
  const [line = ''] = message === undefined ? ['an earlier message'] : saidBy(message).split('\n')
  return { left: [span(` ↩ ${visibleText(line.slice(0, TASK_CHARACTERS))}  `)], keys: [does, ['Esc', 'give up']] }
}

const PANEL_KEYS: readonly KeyHint[] = [
  ['↑ ↓ PgUp PgDn', 'more'],
  ['Esc', 'back']
]

function runningLine({ command, progress }: Running, columns: number): Line {
  const left = span(` … ${visibleText(progress === '' ? `/${command}` : progress)}`)
  return spreadLine([left], keySpans([['Ctrl+X', 'give it up']], columns), columns)
}

function describe(message: Message, nowMs: number): string {
  const { state, sentAtMs } = message
  const when = `${dayName(sentAtMs, nowMs)} ${localTime(sentAtMs)}`
  return state === undefined ? when : [showState(state), ...allCounts(message), when].join(' · ')
}

type KeyHint = readonly [key: string, does: string]

const KEYS: Readonly<Record<Focus, readonly KeyHint[]>> = {
  list: [
    ['Enter', 'open'],
    ['type', 'find'],
    ['F1', 'keys'],
    ['F3', 'commands'],
    ['Ctrl+C', 'leave']
  ],
  compose: [
    ['Enter', 'send'],
    ['F1', 'keys'],
    ['Tab', 'chats'],
    ['↑', 'messages'],
    ['Alt+Enter', 'new line'],
    ['Ctrl+K', 'find']
  ],
  messages: [
    ['Enter', 'why'],
    ['Esc', 'back'],
    ['Alt+R', 'reply'],
    ['Alt+T', 'react'],
    ['Alt+E', 'edit'],
    ['Alt+F', 'forward'],
    ['Alt+P', 'pin'],
    ['Alt+D', 'delete']
  ],
  answer: [
    ['← →', 'choose'],
    ['Enter', 'do it'],
    ['Esc', 'back']
  ]
}

const keysOf = ({ focus }: State, selected: Message | undefined): readonly KeyHint[] => {
  if (focus !== 'messages') return KEYS[focus]
  if (selected?.state === 'failed') return [...KEYS.messages.slice(0, 1), ['Ctrl+R', 'send again'], ...KEYS.messages.slice(1)]
  return selected?.outgoing === true ? KEYS.messages : KEYS.messages.slice(1).filter(([, does]) => does !== 'edit' && does !== 'delete')
}

function keySpans(keys: readonly KeyHint[], width: number): readonly Span[] {
  const spans: Span[] = []
  for (const [key, does] of keys) {
    const next = [span(' '), span(key), span(` ${does} `, 'faint')]
    if (lineWidth([...spans, ...next]) > width) break
    spans.push(...next)
  }
  return spans
}

import { stripVTControlCharacters } from 'node:util'
import type { ConversationId } from '../../base/ids.js'
import { textWidth } from '../../host/terminal/text-width.js'
import { EMPTY_DRAFT, draftOf, insertText } from './draft.js'
import { only, type Input, type Next } from './input.js'
import type { Key } from './keys.js'
import { lineKey } from './line-keys.js'
import { panelHeight, panelRows } from './panel-view.js'
import type { Panel, Prompt, Size, State } from './state.js'
import { visibleText } from './visible-text.js'

type Typed = Exclude<Key, { type: 'focus' }>

/** Starts a command, of which one is under way at a time. @param started where what was typed is put away */
export function run(state: State, command: string, chat: ConversationId | undefined, started: State): Next {
  if (state.running !== undefined) {
    const text = `/${visibleText(state.running.command)} is under way: Ctrl+X gives it up.`
    return only({ ...state, notice: { text, tone: 'warning' } })
  }
  const running = { command, progress: '' }
  return only({ ...started, running }, { type: 'command', command, ...(chat === undefined ? {} : { chat }) })
}

export const startCommand = (state: State): State => ({ ...state, panel: undefined, prompt: { kind: 'command', draft: EMPTY_DRAFT } })

/** What is pasted with the end of its line is meant without it. */
const oneLine = (text: string): string => text.replace(/[\r\n]+$/, '').replaceAll(/[\r\n]+/g, ' ')

/** Where one line is typed below everything. */
export function promptKey(state: State, prompt: Prompt, key: Typed, size: Size): Next {
  const { kind, draft } = prompt
  const put = { ...state, prompt: undefined }
  if (key.type !== 'key') return only({ ...state, prompt: { kind, draft: insertText(draft, oneLine(key.text)) } })
  if (key.name === 'escape') return kind === 'command' ? only({ ...put, panel: undefined }) : only(put, { type: 'give-up' })
  if (key.name === 'enter' && kind !== 'command') return only(put, { type: 'reply', text: draft.text })
  if (key.name === 'enter') {
    const command = draft.text.trim().replace(/^\//, '')
    return command === '' ? only(put) : run(state, command, undefined, { ...put, panel: undefined })
  }
  const scrolled = state.panel && scrolledPanel(state.panel, key.name, size)
  if (scrolled !== undefined && key.name !== 'home' && key.name !== 'end') return only({ ...state, panel: scrolled })
  return only({ ...state, prompt: { kind, draft: lineKey(draft, key.name) } })
}

const PUTS_AWAY = new Set(['escape', 'enter'])

/** Undefined where the key is for what stands behind it. */
export function panelKey(state: State, panel: Panel, key: Typed, size: Size): State | undefined {
  const scrolled = key.type === 'key' ? scrolledPanel(panel, key.name, size) : undefined
  if (scrolled !== undefined) return { ...state, panel: scrolled }
  return key.type === 'key' && PUTS_AWAY.has(key.name) ? { ...state, panel: undefined } : undefined
}

/** Undefined where the key doesn't scroll. */
function scrolledPanel(panel: Panel, name: string, size: Size): Panel | undefined {
  const height = panelHeight(size)
  const last = Math.max(0, panelRows(panel, size.columns).length - height)
  const from = Math.min(panel.top, last)
  const page = Math.max(1, height - 2)
  const tops: Readonly<Record<string, number>> = {
    up: from - 1,
    down: from + 1,
    pageup: from - page,
    pagedown: from + page,
    home: 0,
    end: last,
    'ctrl+home': 0,
    'ctrl+end': last
  }
  const top = tops[name]
  return top === undefined ? undefined : { ...panel, top: Math.max(0, Math.min(last, top)) }
}

/** What a command asks, below what it has said so far. */
export function asked(state: State, { command, lines, hidden }: Input & { type: 'asked' }): State {
  return {
    ...state,
    help: false,
    showsMembers: false,
    panel: { title: `/${command}`, lines, top: Infinity },
    prompt: { kind: hidden ? 'hidden' : 'answer', draft: EMPTY_DRAFT }
  }
}

/** What came of a command: in the last row where it fits there. What failed stands where it was typed, to be mended. */
export function commanded(state: State, { command, chat, lines, failure }: Input & { type: 'commanded' }, size: Size): Next {
  const said = failure === undefined ? lines : [...lines, failure]
  const prompt = state.prompt?.kind === 'command' ? state.prompt : undefined
  const isDone: State = { ...state, running: undefined, prompt, panel: undefined }
  const mended = failure === undefined ? isDone : retyped(isDone, command, chat)
  const [text = 'There is nothing to show.'] = said
  const isShort = said.length <= 1 && textWidth(text) < size.columns && mended.prompt === undefined
  const told: State = isShort
    ? { ...mended, notice: { text: visibleText(stripVTControlCharacters(text)), tone: failure === undefined ? 'good' : 'danger' } }
    : { ...mended, help: false, showsMembers: false, panel: { title: `/${command}`, lines: said, top: 0 } }
  return only(told, { type: 'read-joining' })
}

function retyped(state: State, command: string, chat: ConversationId | undefined): State {
  const draft = draftOf(chat === undefined ? command : `/${command}`)
  if (chat === undefined) return { ...state, prompt: state.prompt ?? { kind: 'command', draft } }
  return state.drafts.has(chat) ? state : { ...state, drafts: new Map([...state.drafts, [chat, draft]]) }
}

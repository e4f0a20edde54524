import type { Chat } from '../../api/chat.js'
import type { Contact } from '../../api/person.js'
import type { MessageId } from '../../base/ids.js'
import { layOutDraft, type Draft } from './draft.js'
import { blocksOf, PROMPT_CELLS, type Layout } from './layout.js'
import { countMembers } from './members-view.js'
import { fitLine, lineWidth, ruleLine, span, spreadLine, type Line, type Span } from './line.js'
import { READ_ONLY } from './read-only.js'
import { aboutIn, choicesOf, contactOf, draftIn, openChat, type About, type Choice, type State } from './state.js'
import type { Thread } from './thread.js'
import { rowsFrom, topPlace, type Row } from './viewport.js'
import { visibleText } from './visible-text.js'
import { wrapText } from './wrapped-text.js'

const WELCOME_CELLS = 2

export interface ThreadView {
  readonly lines: readonly Line[]
  /** Where the next character goes, where something is written. */
  readonly cursor: { readonly row: number; readonly column: number } | undefined
  /** Messages of which the end is on the screen. */
  readonly shown: readonly MessageId[]
}

/** The open conversation: who it is with, what was said, what is being written. */
export function threadView(state: State, layout: Layout): ThreadView {
  const { thread } = state
  const chat = openChat(state)
  const width = layout.threadColumns
  if (thread === undefined || chat === undefined) return { lines: welcome(state, width), cursor: undefined, shown: [] }
  const blocks = blocksOf(state, layout)
  const top = topPlace(blocks, thread, layout.threadRows)
  const rows = rowsFrom(blocks, top, layout.threadRows)
  const writing = writingView(state, chat, layout)
  const head = [titleLine(state, chat, width), ...(layout.titleRows > 1 ? [ruleLine('', width, 'faint')] : [])]
  const above: readonly Line[] = Array.from({ length: layout.threadRows - rows.length }, () => [])
  const said = [...head, ...above, ...rows.map(({ line }) => line), unseenRule(thread, top.block, rows, width)]
  return {
    lines: [...said, ...writing.lines].map(line => fitLine(line, width)),
    cursor: writing.cursor && { row: said.length + writing.cursor.row, column: writing.cursor.column },
    shown: rows.flatMap(({ ends }) => ends ?? [])
  }
}

function welcome(state: State, width: number): readonly Line[] {
  const words =
    state.chats.length === 0
      ? 'People appear here by themselves, as soon as they knock.'
      : 'Choose a chat with ↑ ↓ and Enter, or type a name.'
  const lines = wrapText(words, width - 2 * WELCOME_CELLS).map(({ text }): Line => [span(' '.repeat(WELCOME_CELLS)), span(text, 'faint')])
  return [[], [], ...lines].map(line => fitLine(line, width))
}

function titleLine(state: State, chat: Chat, width: number): Line {
  const contact = contactOf(state, chat)
  return spreadLine([span(` ${visibleText(chat.title)}`, 'strong'), ...standing(chat, contact)], presence(state, chat, contact), width)
}

function standing(chat: Chat, contact: Contact | undefined): readonly Span[] {
  const { asking = 0 } = chat
  if (asking > 0) return [span(`  ${asking === 1 ? 'one asks' : `${asking} ask`} to be let in: /requests`, 'warning')]
  if (chat.unreached === true) return [span('  not delivered yet: goes out once they can be reached', 'warning')]
  if (chat.state === 'invited') return [span('  asked, no answer yet', 'faint')]
  if (chat.state !== 'accepted') return []
  return contact?.verified === true ? [span('  ✓ verified', 'good')] : []
}

function presence(state: State, chat: Chat, contact: Contact | undefined): Line {
  const { linked, connected, writing } = state
  const writers = connected ? (writing.get(chat.id) ?? []) : []
  if (writers.length > 0) return [span(chat.kind === 'group' ? `${visibleText(writers.join(', '))} writing… ` : 'writing… ', 'accent')]
  if (connected && chat.kind === 'group') return [span(`${countMembers(state)} `, 'faint')]
  if (!connected || chat.state !== 'accepted' || contact === undefined) return []
  return contact.devices.some(device => linked.has(device)) ? [span('● online ', 'good')] : [span('○ away ', 'faint')]
}

/** Between what was said and what is written: how much of it nobody has seen yet, and where. */
function unseenRule({ messages, unseen, anchor }: Thread, topIndex: number, rows: readonly Row[], width: number): Line {
  const bottomIndex = messages.findIndex(({ id }) => id === rows.findLast(({ ends }) => ends !== undefined)?.ends)
  const count = (from: number, to: number): number => messages.slice(from, to).filter(({ id }) => unseen.has(id)).length
  const above = count(0, topIndex)
  const below = count(bottomIndex + 1, messages.length)
  const left: Line = above === 0 ? [] : [span(` ↑ ${above} unread `, 'accent')]
  const right: Line =
    anchor === 'newest'
      ? []
      : [span(below === 0 ? ' ↓ more below ' : ` ↓ ${below} new `, below === 0 ? 'faint' : 'accent'), span('─', 'faint')]
  const rest = width - lineWidth(left) - lineWidth(right) - 1
  return rest < 0 ? ruleLine('', width, 'faint') : [span('─', 'faint'), ...left, span('─'.repeat(rest), 'faint'), ...right]
}

type Writing = Pick<ThreadView, 'lines' | 'cursor'>

function writingView(state: State, chat: Chat, { threadColumns, draftRows }: Layout): Writing {
  const choices = choicesOf(chat)
  if (choices.length > 0) return { lines: [choiceLine(state, chat, choices, threadColumns)], cursor: undefined }
  const draft = draftIn(state, chat.id)
  if (draft.text === '') return placeholder(state, chat)
  return draftView(draft, threadColumns, draftRows, state.focus === 'compose')
}

const WORDS: Readonly<Record<Choice, string>> = { later: 'Not now', accept: 'Accept', block: 'Block', unblock: 'Unblock' }

function choiceLine({ focus, choice }: State, chat: Chat, choices: readonly Choice[], threadColumns: number): Line {
  const asks = chat.state === 'request' ? `${visibleText(chat.title)} wants to talk.` : `${visibleText(chat.title)} is blocked.`
  const marked = focus === 'answer' ? choice : -1
  const buttons = choices.flatMap((one, index) => [span(' '), span(` ${WORDS[one]} `, index === marked ? 'chosen' : 'plain')])
  return spreadLine([span(` ${asks}`, 'warning')], [...buttons, span(' ')], threadColumns)
}

function invitationTo(kind: About['kind'] | undefined, { title }: Chat): string {
  if (kind === 'react') return 'An emoji, or its :name:; nothing takes yours back'
  return kind === 'edit' ? 'What it says from now on' : `${kind === 'reply' ? 'Reply to' : 'Message'} ${visibleText(title)}`
}

function placeholder(state: State, chat: Chat): Writing {
  const isHere = state.focus === 'compose'
  const prompt = span(' › ', isHere ? 'accent' : 'faint')
  const kind = aboutIn(state, chat.id)?.kind
  return {
    lines: [[prompt, span(chat.readOnly === undefined ? invitationTo(kind, chat) : READ_ONLY[chat.readOnly], 'faint')]],
    cursor: isHere ? { row: 0, column: PROMPT_CELLS } : undefined
  }
}

function draftView(draft: Draft, width: number, height: number, isHere: boolean): Writing {
  const { rows, cursorRow, cursorColumn } = layOutDraft(draft, width - PROMPT_CELLS)
  const first = Math.max(0, Math.min(cursorRow - height + 1, rows.length - height))
  const visible = rows.slice(first, first + height)
  const lines = visible.map(({ text }, row) => [row + first === 0 ? span(' › ', isHere ? 'accent' : 'faint') : span('   '), span(text)])
  return { lines, cursor: isHere ? { row: cursorRow - first, column: PROMPT_CELLS + cursorColumn } : undefined }
}

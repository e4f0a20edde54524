import type { Chat } from '../../api/chat.js'
import type { Hit, Message } from '../../api/message.js'
import { draftOf, EMPTY_DRAFT, insertText, type Draft } from './draft.js'
import { only, type Effect, type Next } from './input.js'
import type { Key } from './keys.js'
import { lineKey } from './line-keys.js'
import { choicesOf, chosenEntry, listedEntries, openChat, type Entry, type State } from './state.js'
import { emptyThread } from './thread.js'

const PAGE_CHATS = 5
const NOT_ASCII = /\P{ASCII}/u
/** Before messages are looked through for it; of many scripts one says enough. */
const LEAST_CHARACTERS = 2

/** Opens the chat, or goes back to it where it is open. */
export function open(state: State, chat: Chat): Next {
  const focus = choicesOf(chat).length > 0 ? 'answer' : 'compose'
  const at: State = { ...state, focus, choice: 0, search: undefined, forwarding: undefined, cursor: chat.id }
  if (state.thread?.chat === chat.id) return only(at)
  const members: readonly Effect[] = chat.kind === 'group' ? [{ type: 'read-members', chat: chat.id }] : []
  return only({ ...at, thread: emptyThread(chat.id) }, { type: 'open', chat: chat.id, unread: chat.unread }, ...members)
}

/** Opens the chat where this was said. */
function reach(state: State, { chat: id, message }: Hit): Next {
  const chat = state.chats.find(one => one.id === id)
  if (chat === undefined) return only(state)
  const [opened, [, ...rest]] = open({ ...state, thread: undefined }, chat)
  return only(opened, { type: 'reach', chat: id, message }, ...rest)
}

/** A message that was found is no place. */
function forwardTo(state: State, { id: message }: Message, entry: Entry): Next {
  if ('hit' in entry) return only(state)
  return only(endForwarding(state), { type: 'forward', message, chat: entry.id, title: entry.chat.title })
}

/** Back to the message. */
const endForwarding = (state: State): State => ({ ...state, focus: 'messages', forwarding: undefined, search: undefined, hits: [] })

/** The next one in the list, from the open one. */
export function openNeighbour(state: State, by: -1 | 1): Next {
  const all = { ...state, search: undefined }
  const index = all.chats.findIndex(({ id }) => id === state.thread?.chat)
  const chat = all.chats[index === -1 ? 0 : index + by]
  return chat === undefined ? only(state) : open(all, chat)
}

export const startSearch = (state: State): State => ({ ...state, focus: 'list', search: state.search ?? EMPTY_DRAFT })

/** In the list: move, open, search by typing. */
export function listKey(state: State, key: Exclude<Key, { type: 'focus' }>): Next {
  if (key.type !== 'key') return searched(state, typed(state.search, key.text))
  const moves: Readonly<Record<string, number>> = {
    up: -1,
    down: 1,
    'ctrl+p': -1,
    'ctrl+n': 1,
    pageup: -PAGE_CHATS,
    pagedown: PAGE_CHATS,
    'ctrl+home': -Infinity,
    'ctrl+end': Infinity
  }
  const by = moves[key.name]
  if (by !== undefined) return only(moveBy(state, by))
  if (key.name === 'enter') {
    const entry = chosenEntry(state)
    if (entry === undefined) return only(state)
    if (state.forwarding !== undefined) return forwardTo(state, state.forwarding, entry)
    return 'hit' in entry ? reach(state, entry.hit) : open(state, entry.chat)
  }
  if (state.forwarding !== undefined && (key.name === 'escape' || key.name === 'tab')) return only(endForwarding(state))
  if (key.name === 'escape' && state.search !== undefined) return only({ ...state, search: undefined })
  if (key.name === 'escape' || key.name === 'tab' || (key.name === 'right' && state.search === undefined)) return leaveList(state)
  return searched(state, edited(state.search, key.name))
}

function leaveList(state: State): Next {
  const chat = openChat(state)
  return chat === undefined ? only(state) : open(state, chat)
}

function moveBy(state: State, by: number): State {
  const listed = listedEntries(state)
  const index = listed.findIndex(({ id }) => id === chosenEntry(state)?.id)
  const next = listed[Math.max(0, Math.min(listed.length - 1, index + by))]
  return next === undefined ? state : { ...state, cursor: next.id }
}

/** What is searched for stands alone in the list, and its first is chosen. */
function searched(state: State, search: Draft | undefined): Next {
  if (search?.text === state.search?.text) return only({ ...state, search })
  const text = search?.text.trim() ?? ''
  const isLooking = text.length >= LEAST_CHARACTERS || NOT_ASCII.test(text)
  const next: State = { ...state, search, hits: [] }
  const there: State = { ...next, cursor: listedEntries(next)[0]?.id }
  return isLooking ? only(there, { type: 'search', text }) : only(there)
}

function typed(search: Draft | undefined, text: string): Draft {
  const line = text.replaceAll('\n', ' ')
  if (search === undefined) return draftOf(line.startsWith('/') ? line.slice(1) : line)
  return insertText(search, line)
}

function edited(search: Draft | undefined, name: string): Draft | undefined {
  if (search === undefined || (name === 'backspace' && search.text === '')) return undefined
  return lineKey(search, name)
}

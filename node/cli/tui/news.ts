import type { Chat } from '../../api/chat.js'
import type { ChatEvent } from '../../api/chat-event.js'
import type { Message } from '../../api/message.js'
import type { Contact } from '../../api/person.js'
import type { ConversationId } from '../../base/ids.js'
import { renamedLine } from '../message-lines.js'
import type { Effect, Next, Snapshot } from './input.js'
import { MOST_MESSAGES, PAGE_MESSAGES } from './page.js'
import { draftOf, EMPTY_DRAFT } from './draft.js'
import { READ_ONLY } from './read-only.js'
import { answering, choicesOf, openChat, type State } from './state.js'
import { isAwaited, isSaid, withChanged, withoutMessages, withState } from '../../api/thread.js'
import { visibleText } from './visible-text.js'

/** Everything anew: at the start, after the connection was lost, or after events were. */
export function withSnapshot(state: State, { me, chats, contacts, joining, linked }: Snapshot): Next {
  const known: State = {
    ...state,
    connected: true,
    writing: new Map(),
    me,
    chats: sorted(chats),
    contacts: new Map(contacts.map(contact => [contact.account, contact])),
    joining,
    linked: new Set(linked),
    thread: state.thread && { ...state.thread, loading: isAwaited(state.thread) },
    drafts: new Map([
      ...chats.flatMap(({ id, draft }) => (draft === undefined ? [] : [[id, draftOf(draft.text)] as const])),
      ...state.drafts
    ]),
    answers: new Map([
      ...chats.flatMap(({ id, draft }) => (draft?.answers === undefined || state.drafts.has(id) ? [] : [[id, draft.answers] as const])),
      ...state.answers
    ])
  }
  return [refocused(known), resumed(known)]
}

/** What was asked for before may never be answered. */
function resumed(state: State): readonly Effect[] {
  const chat = openChat(state)
  if (state.thread === undefined || chat === undefined) return []
  if (isAwaited(state.thread)) return [{ type: 'open', chat: chat.id, unread: chat.unread }]
  return refresh(state, chat.id)
}

export function withEvent(state: State, event: ChatEvent): Next {
  switch (event.type) {
    case 'message:received':
      return withMessage(state, event.message, isSaid(event.message) ? 1 : 0)
    case 'message:sent':
    case 'message:conflict':
      return withMessage(state, event.message, 0)
    case 'message:changed':
      return [withChangedMessage(state, event.message), []]
    case 'message:state':
      return withMessageState(state, event)
    case 'chat:changed':
      return [refocused(withChatNews(state, event.chat)), [...readGroup(state, event.chat), ...readJoining(state, event.chat)]]
    case 'contact:changed':
      return [withContact(state, event.contact), []]
    case 'contact:renamed':
      return [{ ...state, notice: { text: visibleText(renamedLine(event)), tone: 'warning' } }, refresh(state, state.thread?.chat)]
    case 'gap:changed':
      return [state, refresh(state, event.gap.chat)]
    case 'group:refused':
      return [{ ...state, notice: { text: event.reason, tone: 'warning' } }, []]
    case 'join:ended':
      return [{ ...state, notice: { text: event.reason, tone: 'warning' } }, [{ type: 'read-joining' }]]
    case 'typing:changed':
      return [withWriter(state, event), []]
    case 'draft:changed':
      return [withNodesDraft(state, event), []]
    case 'messages:faded':
      return withFaded(state, event)
    case 'history:forgotten':
    case 'history:shared':
      return [state, reopen(state, event.chat)]
    case 'happening:added':
      return [state, refresh(state, event.happening.chat)]
    case 'happening:removed':
      return [state, refresh(state, event.chat)]
    case 'link:up':
      return [{ ...state, linked: new Set([...state.linked, event.device]) }, []]
    case 'link:down':
      return [{ ...state, linked: new Set([...state.linked].filter(device => device !== event.device)) }, []]
    case 'device:added':
    case 'identity:changed':
      return [state, []]
    case 'history:changed':
      return [state, refresh(state, state.thread?.chat)]
    case 'events:lost':
      return [state, [{ type: 'reload' }]]
  }
}

/** Reads the open conversation anew: the node alone knows where in it something stands. */
function refresh({ thread }: State, chat: ConversationId | undefined): readonly Effect[] {
  // Far above the end nothing comes; what changes there is told by itself.
  if (thread === undefined || thread.chat !== chat || isAwaited(thread) || thread.after !== undefined) return []
  const following = thread.anchor === 'newest'
  const limit = following ? PAGE_MESSAGES : Math.min(MOST_MESSAGES, thread.messages.length + PAGE_MESSAGES)
  return [{ type: 'refresh', chat: thread.chat, limit, known: thread.messages.at(-1)?.id }]
}

/** What stood there may be gone. */
function reopen({ thread, chats }: State, id: ConversationId): readonly Effect[] {
  const chat = chats.find(one => one.id === id)
  return chat === undefined || thread?.chat !== id ? [] : [{ type: 'open', chat: id, unread: chat.unread }]
}

function withWriter(state: State, { chat, name, typing }: ChatEvent & { type: 'typing:changed' }): State {
  const others = (state.writing.get(chat) ?? []).filter(one => one !== name)
  return { ...state, writing: new Map([...state.writing, [chat, typing ? [...others, name] : others]]) }
}

/** Begun in another window. */
function withNodesDraft(state: State, { chat, draft }: ChatEvent & { type: 'draft:changed' }): State {
  const isSame = state.drafts.get(chat)?.text === draft?.text
  if (isSame && (draft === undefined || draft.answers === state.answers.get(chat))) return state
  const others = [...state.drafts].filter(([id]) => id !== chat)
  const drafts = new Map(
    draft === undefined ? others : [...others, [chat, isSame ? (state.drafts.get(chat) ?? EMPTY_DRAFT) : draftOf(draft.text)]]
  )
  return answering({ ...state, drafts }, chat, draft?.answers)
}

/** Where the window stands at one of them, the conversation is read anew. */
function withFaded(state: State, { chat, messages }: ChatEvent & { type: 'messages:faded' }): Next {
  const { thread } = state
  if (thread?.chat !== chat) return [state, []]
  const place = thread.anchor === 'newest' ? [] : [thread.anchor.message]
  const isLost = [...place, thread.selected].some(id => id !== undefined && messages.includes(id))
  return isLost ? [state, reopen(state, chat)] : [{ ...state, thread: withoutMessages(thread, messages) }, []]
}

/** Who is in the open group, and what they are called, may be other than it was. */
function readGroup(state: State, { id, kind }: Chat): readonly Effect[] {
  if (kind !== 'group' || state.thread?.chat !== id) return []
  return [{ type: 'read-members', chat: id }, ...refresh(state, id)]
}

const readJoining = ({ joining }: State, { id }: Chat): readonly Effect[] =>
  joining.some(({ chat }) => chat === id) ? [{ type: 'read-joining' }] : []

/** What calls for the person, where it has come about just now. */
function withChatNews(state: State, chat: Chat): State {
  const before = state.chats.find(({ id }) => id === chat.id)
  const next = withChat(state, chat)
  if (chat.readOnly === 'revoked' && before !== undefined && before.readOnly !== 'revoked')
    return { ...next, notice: { text: READ_ONLY.revoked, tone: 'danger' } }
  if ((chat.asking ?? 0) > (before?.asking ?? 0))
    return { ...next, notice: { text: `Somebody asks to be let in to ${visibleText(chat.title)}: /requests there.`, tone: 'warning' } }
  return next
}

const sorted = (chats: readonly Chat[]): readonly Chat[] =>
  chats.toSorted((a, b) => Number(b.pinned === true) - Number(a.pinned === true) || (b.newest?.sentAtMs ?? 0) - (a.newest?.sentAtMs ?? 0))

const withChat = (state: State, chat: Chat): State => ({
  ...state,
  chats: sorted([...state.chats.filter(({ id }) => id !== chat.id), chat])
})

function withMessage(state: State, message: Message, unread: 0 | 1): Next {
  const chat = state.chats.find(({ id }) => id === message.chat)
  if (chat === undefined) return [state, [{ type: 'reload' }]]
  const newest = (chat.newest?.sentAtMs ?? 0) > message.sentAtMs ? chat.newest : message
  return [withChat(state, { ...chat, newest, unread: chat.unread + unread }), refresh(state, message.chat)]
}

function withChangedMessage(state: State, message: Message): State {
  const { thread } = state
  return {
    ...state,
    chats: state.chats.map(chat => (chat.newest?.id === message.id ? { ...chat, newest: message } : chat)),
    thread: thread?.chat === message.chat ? withChanged(thread, message) : thread
  }
}

function withMessageState(state: State, event: ChatEvent & { type: 'message:state' }): Next {
  const { thread } = state
  const chats = state.chats.map(chat =>
    chat.newest?.id === event.message ? { ...chat, newest: { ...chat.newest, state: event.state } } : chat
  )
  const changed: State = {
    ...state,
    chats,
    thread: thread?.chat === event.chat ? withState(thread, event.message, event.state, event.counts) : thread,
    notice: event.state === 'failed' ? { text: 'A message failed: ↑ selects it, Enter says why.', tone: 'danger' } : state.notice
  }
  return [changed, thread?.why?.id === event.message ? [{ type: 'explain', message: event.message }] : []]
}

function withContact(state: State, contact: Contact): State {
  const isNewRequest = contact.state === 'request' && state.contacts.get(contact.account)?.state !== 'request'
  return {
    ...state,
    contacts: new Map([...state.contacts, [contact.account, contact]]),
    notice: isNewRequest ? { text: `${visibleText(contact.name)} wants to talk.`, tone: 'warning' } : state.notice
  }
}

/** Whether one can write, or first has to choose, may have changed under the person's hands. */
function refocused(state: State): State {
  const mustChoose = choicesOf(openChat(state)).length > 0
  if (state.focus === 'compose' && mustChoose) return { ...state, focus: 'answer', choice: 0 }
  if (state.focus === 'answer' && !mustChoose) return { ...state, focus: 'compose', choice: 0 }
  return state
}

import type { Chat } from '../../api/chat.js'
import type { AskedToJoin } from '../../api/group.js'
import type { Hit, Message } from '../../api/message.js'
import type { Contact } from '../../api/person.js'
import type { Identity } from '../../api/status.js'
import type { AccountId, ConversationId, DeviceId, MessageId } from '../../base/ids.js'
import { EMPTY_DRAFT, type Draft } from './draft.js'
import type { Tone } from './line.js'
import type { Thread } from './thread.js'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** Where keys go. `answer`: to the choice that a request or a blocked person leaves. */
export type Focus = 'list' | 'messages' | 'compose' | 'answer'

/** What is written is what a message says from now on, or an emoji for it, and has a draft of its own. */
export interface Change {
  readonly kind: 'edit' | 'react'
  readonly message: Message
  readonly draft: Draft
}

/** What is written belongs to a message: one that changes, or one that it answers, which may not be among those that are read. */
export type About = Change | { readonly kind: 'reply'; readonly answers: MessageId; readonly message: Message | undefined }

/** What a command has said, to be read until it is put away. */
export interface Panel {
  readonly title: string
  /** As a terminal takes them. */
  readonly lines: readonly string[]
  /** The first row that is shown, where there are so many. */
  readonly top: number
}

/** One line that is typed below everything: a command, or what was asked for, which may be for nobody to see. */
export interface Prompt {
  readonly kind: 'command' | 'answer' | 'hidden'
  readonly draft: Draft
}

/** A command that goes on. */
export interface Running {
  readonly command: string
  /** How, where that is known. */
  readonly progress: string
}

export interface Notice {
  readonly text: string
  readonly tone: Tone
}

/** All that the screen shows, and all that a key can change. */
export interface State {
  readonly nowMs: number
  readonly me: Identity | undefined
  /** Newest first. */
  readonly chats: readonly Chat[]
  readonly contacts: ReadonlyMap<AccountId, Contact>
  /** Groups that we ask to be let in to, and wait for. */
  readonly joining: readonly AskedToJoin[]
  /** Devices that a link reaches now. */
  readonly linked: ReadonlySet<DeviceId>
  readonly focus: Focus
  /** Where the list's cursor stands. */
  readonly cursor: ConversationId | MessageId | undefined
  /** Names that hold this are listed alone, and messages with its words. */
  readonly search: Draft | undefined
  /** Those messages, the newest first. */
  readonly hits: readonly Hit[]
  readonly thread: Thread | undefined
  /** What was begun and not sent, by chat: nothing but sending or erasing takes it away. */
  readonly drafts: ReadonlyMap<ConversationId, Draft>
  /** What those are to answer. */
  readonly answers: ReadonlyMap<ConversationId, MessageId>
  readonly about: Change | undefined
  /** Looked for in the list: where that is to be said, too. */
  readonly forwarding: Message | undefined
  /** Asked once to delete it. */
  readonly deleting: MessageId | undefined
  /** Who is writing to us now, by chat. */
  readonly writing: ReadonlyMap<ConversationId, readonly string[]>
  /** Which of the choices is marked. */
  readonly choice: number
  readonly notice: Notice | undefined
  readonly help: boolean
  /** Who is in the open group is shown. */
  readonly showsMembers: boolean
  readonly panel: Panel | undefined
  readonly prompt: Prompt | undefined
  readonly running: Running | undefined
  /** Without the node nothing moves; it is tried again. */
  readonly connected: boolean
  /** The person looks at this terminal, as far as it tells. */
  readonly watched: boolean
  /** Asked to leave once, with something unsent. */
  readonly leaving: boolean
}

export function emptyState(nowMs: number): State {
  return {
    nowMs,
    me: undefined,
    chats: [],
    contacts: new Map(),
    joining: [],
    linked: new Set(),
    focus: 'list',
    cursor: undefined,
    search: undefined,
    hits: [],
    thread: undefined,
    drafts: new Map(),
    answers: new Map(),
    about: undefined,
    forwarding: undefined,
    deleting: undefined,
    writing: new Map(),
    choice: 0,
    notice: undefined,
    help: false,
    showsMembers: false,
    panel: undefined,
    prompt: undefined,
    running: undefined,
    connected: true,
    watched: true,
    leaving: false
  }
}

export const openChat = ({ chats, thread }: State): Chat | undefined => chats.find(({ id }) => id === thread?.chat)

/** The other side of a chat between two. */
export function contactOf({ me, contacts }: State, chat: Chat): Contact | undefined {
  if (chat.kind === 'group') return undefined
  const other = chat.accounts.find(account => account !== me?.account)
  return other === undefined ? undefined : contacts.get(other)
}

/** Of that chat. */
export function aboutIn({ about, answers, thread }: State, chat: ConversationId): About | undefined {
  if (about?.message.chat === chat) return about
  const id = answers.get(chat)
  if (id === undefined) return undefined
  return { kind: 'reply', answers: id, message: thread?.chat === chat ? thread.messages.find(one => one.id === id) : undefined }
}

/** What is written there answers that message, or none. */
export function answering(state: State, chat: ConversationId, answers: MessageId | undefined): State {
  const others = [...state.answers].filter(([id]) => id !== chat)
  return { ...state, answers: new Map(answers === undefined ? others : [...others, [chat, answers]]) }
}

/** What is being written there. */
export function draftIn(state: State, chat: ConversationId): Draft {
  const about = aboutIn(state, chat)
  return about === undefined || about.kind === 'reply' ? (state.drafts.get(chat) ?? EMPTY_DRAFT) : about.draft
}

export type Choice = 'later' | 'accept' | 'block' | 'unblock'

/** What can be done about somebody whom one can't write to; empty for all others. */
export function choicesOf(chat: Chat | undefined): readonly Choice[] {
  if (chat?.state === 'request') return ['later', 'accept', 'block']
  if (chat?.state === 'blocked') return ['later', 'unblock']
  return []
}

/** Letters without their accents and case. */
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** The chats that are listed: all, or those whose name holds what is searched, names that begin with it first. */
export function listedChats({ chats, search }: State): readonly Chat[] {
  const wanted = folded(search?.text.trim() ?? '')
  if (wanted === '') return chats
  const found = chats.filter(({ title }) => folded(title).includes(wanted))
  const begins = ({ title }: Chat): number => (folded(title).startsWith(wanted) ? 0 : 1)
  return found.toSorted((a, b) => begins(a) - begins(b))
}

/** A row of the list: a chat, or a message that was found. */
export type Entry = { readonly id: ConversationId; readonly chat: Chat } | { readonly id: MessageId; readonly hit: Hit }

/** What is listed: chats, then the messages that were found, but for where something is to be forwarded to. */
export function listedEntries(state: State): readonly Entry[] {
  const chats = listedChats(state).map((chat): Entry => ({ id: chat.id, chat }))
  return state.search === undefined || state.forwarding !== undefined
    ? chats
    : [...chats, ...state.hits.map((hit): Entry => ({ id: hit.message, hit }))]
}

/** What the list's cursor means: of what is listed, one. */
export function chosenEntry(state: State): Entry | undefined {
  const listed = listedEntries(state)
  return listed.find(({ id }) => id === state.cursor) ?? listed[0]
}

import type { DeliveryState, Gap, Happening, History, Message } from './message.js'
import type { ConversationId, MessageId } from '../base/ids.js'
import { unquoted } from './unquoted.js'

/** A conversation that somebody reads, as far as it is here. What is done to it keeps what a window adds of its own. */
export interface Thread {
  readonly chat: ConversationId
  /** In the conversation's order. */
  readonly messages: readonly Message[]
  /** In the same order. */
  readonly happenings: readonly Happening[]
  readonly gaps: readonly Gap[]
  /** Reads what precedes; undefined at the beginning of the conversation. */
  readonly before: string | undefined
  /** Reads what follows; undefined where the newest is here. */
  readonly after: string | undefined
  /** The first page, or an older one, is under way. */
  readonly loading: boolean
  /** The first that was unread when the chat was opened, or when the person looked away. */
  readonly divider: MessageId | undefined
  /** Unread, and never shown in this window. */
  readonly unseen: ReadonlySet<MessageId>
  /** As far as the node was told that the person has read. */
  readonly readUpTo: MessageId | undefined
}

/** Whether somebody is to read it: what somebody set, or that they left, is a line between messages. */
export const isSaid = ({ leaving, setsLifetimeS }: Message): boolean => leaving === undefined && setsLifetimeS === undefined

export const isToRead = (message: Message): boolean => !message.outgoing && isSaid(message)

export function emptyThread(chat: ConversationId): Thread {
  return {
    chat,
    messages: [],
    happenings: [],
    gaps: [],
    before: undefined,
    after: undefined,
    loading: true,
    divider: undefined,
    unseen: new Set(),
    readUpTo: undefined
  }
}

/** The first page is here; of its newest so many are unread. */
export const opened = <T extends Thread>(thread: T, history: History, unread: number): T =>
  openedWith(thread, history, unread === 0 ? [] : history.messages.filter(isToRead).slice(-unread))

/** The first page is one around this message: from there on all is unread, here and in what follows. */
export const openedAt = <T extends Thread>(thread: T, history: History, first: MessageId): T =>
  openedWith(thread, history, history.messages.slice(history.messages.findIndex(({ id }) => id === first)).filter(isToRead))

function openedWith<T extends Thread>(thread: T, { messages, happenings, gaps, before, after }: History, fresh: readonly Message[]): T {
  const incoming = messages.filter(({ outgoing }) => !outgoing)
  return {
    ...thread,
    messages,
    happenings,
    gaps,
    before,
    after,
    loading: false,
    divider: fresh[0]?.id,
    unseen: new Set(fresh.map(({ id }) => id)),
    readUpTo: incoming[(fresh[0] === undefined ? incoming.length : incoming.indexOf(fresh[0])) - 1]?.id
  }
}

/** The end of the conversation as it is now, which replaces what stood there. @param watched whether a person looks at the newest */
export function refreshed<T extends Thread>(thread: T, { messages: read, happenings, gaps, before }: History, watched: boolean): T {
  const known = new Map(thread.messages.map(message => [message.id, message]))
  const messages = read.map(message => advanced(message, known.get(message.id)))
  const firstKnown = messages.findIndex(({ id }) => known.has(id))
  const arrived = messages.slice(Math.max(0, firstKnown)).filter(message => isToRead(message) && !known.has(message.id))
  const joins = thread.messages.findIndex(({ id }) => id === messages[0]?.id)
  const showsDivider = thread.unseen.size > 0 || watched
  return {
    ...thread,
    messages: joins > 0 ? [...thread.messages.slice(0, joins), ...messages] : messages,
    happenings: joins > 0 ? joined(thread.messages.slice(0, joins), thread.happenings, happenings) : happenings,
    gaps,
    before: joins > 0 ? thread.before : before,
    divider: showsDivider ? thread.divider : (arrived[0]?.id ?? thread.divider),
    unseen: new Set([...thread.unseen, ...arrived.map(({ id }) => id)])
  }
}

export function extended<T extends Thread>(thread: T, { messages, happenings, before }: History): T {
  const known = new Set(thread.messages.map(({ id }) => id))
  const earlier = messages.filter(({ id }) => !known.has(id))
  const all = [...happenings, ...thread.happenings.filter(({ id }) => happenings.every(one => one.id !== id))]
  return { ...thread, messages: [...earlier, ...thread.messages], happenings: all, before, loading: false }
}

/** Of the newest so many are unread. */
export function withUnseen<T extends Thread>(thread: T, unread: number): T {
  const fresh = unread === 0 ? [] : thread.messages.filter(isToRead).slice(-unread)
  return { ...thread, divider: fresh[0]?.id ?? thread.divider, unseen: new Set(fresh.map(({ id }) => id)) }
}

/** What follows; behind what is unread that is so, too. */
export function continued<T extends Thread>(thread: T, { messages, happenings, after }: History): T {
  const known = new Set(thread.messages.map(({ id }) => id))
  const later = messages.filter(({ id }) => !known.has(id))
  const fresh = thread.divider === undefined ? [] : later.filter(isToRead).map(({ id }) => id)
  const isKnown = new Set(thread.happenings.map(({ id }) => id))
  const all = [...thread.happenings, ...happenings.filter(({ id }) => !isKnown.has(id))]
  const unseen = new Set([...thread.unseen, ...fresh])
  return { ...thread, messages: [...thread.messages, ...later], happenings: all, unseen, after, loading: false }
}

/** The same part of the conversation as it is now. */
export function reread<T extends Thread>(thread: T, { messages, ...page }: History): T {
  const known = new Map(thread.messages.map(message => [message.id, message]))
  return {
    ...thread,
    ...page,
    before: page.before,
    after: page.after,
    messages: messages.map(message => advanced(message, known.get(message.id)))
  }
}

/** Those that stay where older messages stay, and those that were read anew behind them. */
function joined(kept: readonly Message[], before: readonly Happening[], anew: readonly Happening[]): readonly Happening[] {
  const isKept = new Set(kept.map(({ id }) => id))
  return [...before.filter(({ after }) => after === undefined || isKept.has(after)), ...anew]
}

/** What was sent here and now; reading anew gives it its place in the order. */
export const withSent = <T extends Thread>(thread: T, sent: Message): T => ({
  ...thread,
  messages: thread.messages.some(({ id }) => id === sent.id) ? thread.messages : [...thread.messages, sent],
  divider: undefined
})

/** What relays have lost is queued again. */
const PROGRESS: Readonly<Record<DeliveryState, number>> = { queued: 0, stored: 0, failed: 1, partly: 1, delivered: 2, read: 3 }

const progressOf = ({ state }: Pick<Message, 'state'>): number => (state === undefined ? -1 : PROGRESS[state])

/** States move forward, in whatever order the news of them comes. */
function advanced(message: Message, known: Message | undefined): Message {
  return known?.state === undefined || progressOf(known) <= progressOf(message) ? message : { ...message, state: known.state }
}

export function withState<T extends Thread>(thread: T, id: MessageId, state: DeliveryState, counts: Message['counts']): T {
  const changed = (message: Message): Message => ({
    ...message,
    ...(progressOf(message) <= PROGRESS[state] ? { state } : {}),
    ...(counts === undefined ? {} : { counts })
  })
  return { ...thread, messages: thread.messages.map(message => (message.id === id ? changed(message) : message)) }
}

/** A message is another by now, and so is what quotes it. */
export function withChanged<T extends Thread>(thread: T, changed: Message): T {
  const follow = (message: Message): Message => {
    if (message.id === changed.id) return advanced(changed, message)
    if (message.answers?.message !== changed.id) return message
    const { deleted: _, sticker: __, ...quote } = message.answers
    const { text, sticker, deleted } = changed
    const now = { text, ...(sticker === undefined ? {} : { sticker }), ...(deleted === true ? { deleted } : {}) }
    return { ...message, answers: { ...quote, ...now } }
  }
  return { ...thread, messages: thread.messages.map(follow) }
}

/** These have disappeared, and with them what quotes them. */
export function withoutMessages<T extends Thread>(thread: T, ids: readonly MessageId[]): T {
  const gone = new Set(ids)
  const unseen = new Set([...thread.unseen].filter(id => !gone.has(id)))
  return { ...thread, messages: thread.messages.flatMap(message => (gone.has(message.id) ? [] : unquoted(message, gone))), unseen }
}

/**
 * These were on the screen, and somebody looked. Read is what was shown together with all that came before it: the second value is the
 * newest such message, where it is news.
 */
export function withShown<T extends Thread>(thread: T, shown: readonly MessageId[]): readonly [T, MessageId | undefined] {
  const unseen = new Set(thread.unseen)
  for (const id of shown) unseen.delete(id)
  if (unseen.size === thread.unseen.size) return [thread, undefined]
  const firstUnseen = thread.messages.findIndex(({ id }) => unseen.has(id))
  const seen = firstUnseen === -1 ? thread.messages : thread.messages.slice(0, firstUnseen)
  const readUpTo = seen.findLast(({ outgoing }) => !outgoing)?.id
  return [{ ...thread, unseen, readUpTo }, readUpTo === thread.readUpTo ? undefined : readUpTo]
}

/** Nothing of it is here yet. */
export const isAwaited = ({ loading, messages }: Thread): boolean => loading && messages.length === 0

export const indexOf = (thread: Thread, id: MessageId | undefined): number =>
  id === undefined ? -1 : thread.messages.findIndex(message => message.id === id)

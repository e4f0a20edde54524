import { signal, type ReadonlySignal } from '@preact/signals'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import {
  continued,
  emptyThread,
  extended,
  isToRead,
  opened,
  openedAt,
  refreshed,
  reread,
  withChanged,
  withoutMessages,
  withSent,
  withShown,
  withState,
  withUnseen,
  type Thread
} from '../../node/api/thread.js'
import type { History } from '../../node/api/message.js'
import { isChatError } from '../../node/base/errors.js'
import type { ConversationId, MessageId } from '../../node/base/ids.js'

const PAGE_MESSAGES = 60
const OLDER_MESSAGES = 100
/** Read before what is unread. */
const CONTEXT_MESSAGES = 20
const MOST_MESSAGES = 1_000

/** Where somebody wants to go in a conversation. */
export type Target = { readonly around: MessageId } | { readonly fromMs: number }

/** Words, or a sticker by its name. */
export type Said = { readonly text: string } | { readonly sticker: string }

/** The chat that is open, as far as it was read. */
export interface Conversation {
  readonly thread: ReadonlySignal<Thread | undefined>
  /** Rises with every message sent from here: the window goes to it. */
  readonly sent: ReadonlySignal<number>
  /** Which message somebody is on the way to. */
  readonly goal: ReadonlySignal<MessageId | undefined>
  /** The open chat could not be read at all. */
  readonly isUnreadable: ReadonlySignal<boolean>
  /** Tries that again. */
  retry(): Promise<void>
  arrived(): void
  open(chat: ConversationId | undefined, unread?: number): void
  /** Reads what stands there, in its context. */
  goTo(chat: ConversationId, target: Target): Promise<void>
  /** From there back to the end. */
  toNewest(): Promise<void>
  /** Reads what precedes. */
  extend(): Promise<void>
  /** Reads what follows. */
  proceed(): Promise<void>
  /** Reads the end anew. */
  refresh(): Promise<void>
  /** `once` names what is sent: who missed the answer sends it again under the same name. */
  send(chat: ConversationId, said: Said, once: string, answers?: MessageId): Promise<void>
  /** These were on the screen, and somebody looked. */
  shown(messages: readonly MessageId[]): void
  take(event: ChatEvent): void
}

export interface ConversationOptions {
  readonly api: ChatApi
  /** Whether somebody looks at the page. */
  readonly isWatched: () => boolean
  readonly unreadIn: (chat: ConversationId) => number
  readonly failed: (err: unknown) => void
}

export function createConversation({ api, isWatched, unreadIn, failed }: ConversationOptions): Conversation {
  const thread = signal<Thread | undefined>(undefined)
  const sent = signal(0)
  const goal = signal<MessageId | undefined>(undefined)
  const isUnreadable = signal(false)
  let refreshing = false
  let isStale = false

  /** What came back for a chat that is no longer open is for nobody. */
  function change(chat: ConversationId, to: (thread: Thread) => Thread): void {
    if (thread.value?.chat === chat) thread.value = to(thread.value)
  }

  async function read(chat: ConversationId, unread: number): Promise<void> {
    const limit = Math.min(MOST_MESSAGES, Math.max(PAGE_MESSAGES, unread + CONTEXT_MESSAGES))
    const history = await api.history({ chat, limit })
    const first = await firstUnread(chat, history, unread)
    if (first === undefined || history.messages.some(({ id }) => id === first)) change(chat, now => opened(now, history, unread))
    else {
      const there = await api.history({ chat, around: first, limit: PAGE_MESSAGES })
      change(chat, now => openedAt(now, there, first))
    }
  }

  /** However far it stands before the newest, which `history` holds. */
  async function firstUnread(chat: ConversationId, history: History, unread: number): Promise<MessageId | undefined> {
    let left = unread
    let first: MessageId | undefined
    for (let page = history; left > 0; page = await api.history({ chat, before: page.before, limit: MOST_MESSAGES })) {
      const found = page.messages.filter(isToRead).slice(-left)
      first = found[0]?.id ?? first
      left -= found.length
      if (page.before === undefined) break
    }
    return first
  }

  async function begin(chat: ConversationId, unread: number): Promise<void> {
    isUnreadable.value = false
    try {
      await read(chat, unread)
    } catch (err) {
      failed(err)
      // Once the connection is back it is read anew by itself.
      isUnreadable.value = thread.peek()?.chat === chat && !isChatError(err, 'ERR_CLOSED')
    }
  }

  /** The node alone knows where in the conversation something stands. News that comes meanwhile is read once more, together. */
  async function refresh(): Promise<void> {
    const chat = thread.value?.chat
    if (chat === undefined || thread.value?.loading === true) return
    isStale = true
    if (refreshing) return
    refreshing = true
    try {
      while (isStale) {
        isStale = false
        const around = middleOf(thread.value)
        const history =
          around === undefined ? await newest(chat, thread.value?.messages.at(-1)?.id) : await api.history({ chat, ...around })
        const isThere = middleOf(thread.value)?.around === around?.around
        if (isThere) change(chat, now => (around === undefined ? refreshed(now, history, isWatched()) : reread(now, history)))
        else isStale = true
      }
    } catch (err) {
      failed(err)
    } finally {
      refreshing = false
      if (thread.value !== undefined && thread.value.chat !== chat && isStale) void refresh()
    }
  }

  /** So many that what is known joins on, within the most that one page holds. */
  async function newest(chat: ConversationId, known: MessageId | undefined): ReturnType<ChatApi['history']> {
    const history = await api.history({ chat, limit: PAGE_MESSAGES })
    if (known === undefined || history.before === undefined || history.messages.some(({ id }) => id === known)) return history
    return api.history({ chat, limit: MOST_MESSAGES })
  }

  /** More of it, on one side. */
  async function readOn(side: 'before' | 'after', add: typeof extended): Promise<void> {
    const { chat, loading, [side]: mark } = thread.value ?? {}
    if (chat === undefined || mark === undefined || loading === true) return
    change(chat, now => ({ ...now, loading: true }))
    try {
      const history = await api.history({ chat, [side]: mark, limit: OLDER_MESSAGES })
      // Somebody may have gone elsewhere meanwhile.
      change(chat, now => (now[side] === mark ? add(now, history) : { ...now, loading: false }))
    } catch (err) {
      change(chat, now => ({ ...now, loading: false }))
      failed(err)
    }
  }

  async function toNewest(): Promise<void> {
    const { chat, after } = thread.value ?? {}
    if (chat === undefined || after === undefined) return
    const history = await api.history({ chat, limit: PAGE_MESSAGES })
    // Whoever goes there is not led back to what is unread before it.
    change(chat, now => ({ ...opened(now, history, unreadIn(chat)), divider: undefined }))
    if (thread.value?.chat === chat) sent.value++
  }

  return {
    thread,
    sent,
    goal,
    isUnreadable,
    async retry() {
      const chat = thread.value?.chat
      if (chat !== undefined) await begin(chat, unreadIn(chat))
    },
    arrived: () => void (goal.value = undefined),
    toNewest: () => toNewest().catch(failed),
    async goTo(chat, target) {
      try {
        const history = await api.history({ chat, ...target, limit: PAGE_MESSAGES })
        const message = 'around' in target ? target.around : history.messages[0]?.id
        thread.value = opened(thread.value?.chat === chat ? thread.value : emptyThread(chat), history, 0)
        goal.value = message
      } catch (err) {
        failed(err)
      }
    },
    proceed: () =>
      readOn('after', (now, history) => {
        const further = continued(now, history)
        // What came meanwhile is seen from here on.
        return further.after === undefined && now.divider === undefined ? withUnseen(further, unreadIn(now.chat)) : further
      }),
    open(chat, unread = 0) {
      // Read aside: what opens chats does not follow every message.
      if (chat === thread.peek()?.chat) return
      thread.value = chat === undefined ? undefined : emptyThread(chat)
      if (chat === undefined) isUnreadable.value = false
      else void begin(chat, unread)
    },
    extend: () => readOn('before', extended),
    async refresh() {
      const { chat, loading, messages } = thread.value ?? {}
      // What was asked for before the connection was lost may never be answered.
      if (chat !== undefined && loading === true && messages?.length === 0) await begin(chat, unreadIn(chat))
      else {
        if (chat !== undefined) change(chat, now => ({ ...now, loading: false }))
        await refresh()
      }
    },
    async send(chat, said, once, answers) {
      const how = { chat, once, ...(answers === undefined ? {} : { answers }) }
      const message = await ('text' in said ? api.send({ ...said, ...how }) : api.sendSticker({ ...said, ...how }))
      if (thread.value?.chat !== chat) return
      await toNewest().catch(failed)
      if (thread.value?.chat !== chat) return
      change(chat, now => withSent(now, message))
      sent.value++
    },
    shown(messages) {
      if (thread.value === undefined) return
      const [after, readUpTo] = withShown(thread.value, messages)
      thread.value = readUpTo === undefined ? after : { ...after, readUpTo }
      if (readUpTo !== undefined) api.markRead({ chat: after.chat, message: readUpTo }).catch(failed)
    },
    take(event) {
      const chat = thread.value?.chat
      if (chat === undefined) return
      if (event.type === 'message:state') change(event.chat, now => withState(now, event.message, event.state, event.counts))
      else if (event.type === 'message:changed') change(event.message.chat, now => withChanged(now, event.message))
      else if (event.type === 'messages:faded') change(event.chat, now => withoutMessages(now, event.messages))
      else if (event.type === 'contact:renamed' || event.type === 'history:changed') void refresh()
      else if (event.type === 'happening:added') void (event.happening.chat === chat && refresh())
      else if ('chat' in event && event.chat === chat) void refresh()
      else if ('message' in event && typeof event.message === 'object' && event.message.chat === chat) void refresh()
      else if (event.type === 'gap:changed' && event.gap.chat === chat) void refresh()
    }
  }
}

/** Of a part that does not reach to the end: what names it, with as many messages as it has. */
function middleOf(thread: Thread | undefined): { readonly around: MessageId; readonly limit: number } | undefined {
  const middle = thread?.after === undefined ? undefined : thread.messages[(thread.messages.length - 1) >> 1]
  return middle && { around: middle.id, limit: Math.min(MOST_MESSAGES, thread?.messages.length ?? 1) }
}

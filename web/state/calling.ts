import type { Chat } from '../../node/api/chat.js'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { Message } from '../../node/api/message.js'
import { isSaid } from '../../node/api/thread.js'
import { plainText } from '../../node/api/markup.js'
import type { ConversationId, MessageId } from '../../node/base/ids.js'
import { createSerial } from '../../node/base/serial.js'
import type { Words } from '../strings/words.js'
import type { NoticeSays } from './preferences.js'

const MOST_CHARACTERS = 160
/** Held by every window of this browser that somebody looks at: then none calls. */
const WATCHED = 'parley watched'
/** Of a notice that names nobody. */
const NAMELESS = 'parley'

/** What the service worker tells the window that a click on a notice leads to. */
export interface NoticeClick {
  readonly clicked: string
}

/** Calls by notices of the system, where the browser was allowed to before: this never asks for it. */
export interface Calling {
  /**
   * Tells of what is said anew, in a chat that isn't muted, unless somebody looks at any window of this browser; and takes back what has been
   * read, deleted or has disappeared since, also while no window was open. @throws TypeError where this browser lets no window raise notices
   */
  take(event: ChatEvent): Promise<void>
}

export interface CallingInit {
  readonly api: Pick<ChatApi, 'history'>
  /** Whether somebody looks at this window. */
  readonly isWatched: () => boolean
  readonly chatOf: (chat: ConversationId) => Chat | undefined
  /** What the system may know: what it keeps of a notice is not sealed. */
  readonly says: () => NoticeSays
  readonly words: () => Words
  readonly opened: (chat: ConversationId) => void
}

/** What a notice carries for windows of later: its tag may name nobody. */
interface About {
  readonly chat: ConversationId
  readonly message: MessageId
}

interface Raised extends About {
  close(): Promise<void>
}

export function createCalling({ api, isWatched, chatOf, says, words, opened }: CallingInit): Calling {
  /** The one of each chat, as the system replaces them. */
  const raised = new Map<string, Raised>()
  const inTurn = createSerial()
  holdWhile(isWatched)
  // What can't be looked at now stays: the system's own, and theirs who click it.
  inTurn(adopt).catch(() => undefined)
  navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<Partial<NoticeClick>>) => {
    if (data.clicked !== undefined) open(data.clicked)
  })

  function open(tag: string): void {
    const chat = raised.get(tag)?.chat ?? tag
    raised.delete(tag)
    if (chat !== NAMELESS) opened(chat as ConversationId)
  }

  async function tellOf(message: Message): Promise<void> {
    const chat = chatOf(message.chat)
    if (chat?.muted === true || chat?.unread === 0 || !isSaid(message) || !('Notification' in window)) return
    if (Notification.permission !== 'granted' || (await isAnyWatched())) return
    const said = says()
    const title = said === 'nothing' ? words().notice.newMessage : words().notice.newMessageFrom(message.senderName)
    // The system would keep what is to disappear.
    const isTold = said === 'words' && message.text !== '' && message.lifetimeS === undefined
    const tag = said === 'nothing' ? NAMELESS : message.chat
    const body = isTold ? { body: plainText(message.text.slice(0, MOST_CHARACTERS)) } : {}
    const about: About = { chat: message.chat, message: message.id }
    const close = await raise(title, { tag, icon: '/icon.svg', data: about, ...body }, () => open(tag))
    raised.set(tag, { ...about, close })
  }

  /** Those of windows that are closed. */
  async function adopt(): Promise<void> {
    const worker = await navigator.serviceWorker?.getRegistration()
    for (const notice of (await worker?.getNotifications()) ?? []) {
      const { chat, message } = (notice.data ?? {}) as Partial<About>
      if (chat === undefined || message === undefined) continue
      raised.set(notice.tag, { chat, message, close: async () => notice.close() })
    }
    await takeBack(isPast)
  }

  async function isPast({ chat, message }: About): Promise<boolean> {
    const known = chatOf(chat)
    if (known === undefined || known.unread === 0) return true
    const { messages } = await api.history({ chat, around: message, limit: 1 })
    const told = messages.find(({ id }) => id === message)
    return told === undefined || told.deleted === true
  }

  async function takeBack(isOver: (notice: Raised) => boolean | Promise<boolean>): Promise<void> {
    for (const [tag, notice] of raised) {
      if (!(await isOver(notice))) continue
      raised.delete(tag)
      await notice.close()
    }
  }

  async function handle(event: ChatEvent): Promise<void> {
    if (event.type === 'message:received') await tellOf(event.message)
    else if (event.type === 'message:changed' && event.message.deleted === true)
      await takeBack(({ message }) => message === event.message.id)
    else if (event.type === 'messages:faded') await takeBack(({ message }) => event.messages.includes(message))
    else if (event.type === 'chat:changed' && event.chat.unread === 0) await takeBack(({ chat }) => chat === event.chat.id)
  }

  return { take: event => inTurn(() => handle(event)) }
}

/** By the service worker where there is one: browsers of phones let no window do it. @returns what takes it back */
async function raise(title: string, options: NotificationOptions, clicked: () => void): Promise<() => Promise<void>> {
  const worker = await navigator.serviceWorker?.getRegistration()
  if (worker !== undefined) {
    await worker.showNotification(title, options)
    return async () => {
      for (const notice of await worker.getNotifications({ tag: options.tag ?? '' })) notice.close()
    }
  }
  const notice = new Notification(title, options)
  notice.addEventListener('click', () => {
    window.focus()
    clicked()
    notice.close()
  })
  return async () => notice.close()
}

async function isAnyWatched(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some(({ name }) => name === WATCHED)
}

function holdWhile(isWatched: () => boolean): void {
  let watching: AbortController | undefined
  function look(): void {
    if (isWatched() === (watching !== undefined)) return
    watching?.abort()
    watching = isWatched() ? holdWatched() : undefined
  }
  look()
  for (const change of ['focus', 'blur']) addEventListener(change, look)
  document.addEventListener('visibilitychange', look)
}

function holdWatched(): AbortController {
  const over = new AbortController()
  const { signal } = over
  const held = (): Promise<void> => new Promise(release => signal.addEventListener('abort', () => release()))
  navigator.locks.request(WATCHED, { mode: 'shared', signal }, held).catch(() => undefined) // given up before it was held
  return over
}

import { fromUtf8, utf8 } from '../base/bytes.js'
import type { AsyncStop } from '../base/lifecycle.js'
import { passing } from '../conversation/on-link.js'
import type { Keyspace } from '../store/keyspace.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { Write } from '../store/store.js'
import type { Chat } from './chat.js'
import type { ChatApi } from './chat-api.js'
import type { ChatEvent } from './chat-event.js'
import type { Message } from './message.js'

/** As many as a page has. */
const MOST_UNREAD = 1_000

/** Says what is said to it, as an answer, and nothing by itself but one greeting. */
export interface Echoing {
  start(): AsyncStop
}

/** Said once, to whom it becomes a contact of. */
export const greetingOf = (keys: Keyspace, greeting: string): Write => ({ key: keys.setting('greeting'), value: utf8(greeting) })

/** Runs on the API that any program may use. What a crash leaves unanswered is unread, and is answered after the next start: once, by its name. */
export function createEchoing(api: ChatApi, store: Pick<SealedStore, 'keys' | 'get' | 'commit'>): Echoing {
  async function answer({ id, chat, text, sticker, outgoing, deleted }: Message): Promise<void> {
    if (outgoing) return
    if (sticker !== undefined) await api.react({ message: id, emoji: sticker.emoji })
    else if (text !== '' && deleted === undefined) {
      await api.typing({ chat, typing: true })
      await api.send({ chat, text, answers: id, once: `echo ${id}` })
    }
    await api.markRead({ chat, message: id })
  }

  async function accept(contact: string): Promise<void> {
    await api.accept({ contact })
    for (const chat of await api.chats()) await greet(chat)
  }

  async function greet({ id: chat, state }: Chat): Promise<void> {
    const key = store.keys.setting('greeting')
    const greeting = await store.get(key)
    if (greeting === undefined || state !== 'accepted') return
    await api.send({ chat, text: fromUtf8(greeting), once: 'greeting' })
    await store.commit([{ key, value: undefined }], { durable: true })
  }

  /** What came and was not answered before the last end. */
  async function catchUp(): Promise<void> {
    for (const { account, state } of await api.contacts()) if (state === 'request') await accept(account)
    for (const chat of await api.chats()) {
      await greet(chat)
      if (chat.unread === 0) continue
      const { messages } = await api.history({ chat: chat.id, limit: MOST_UNREAD })
      for (const message of messages.filter(({ outgoing }) => !outgoing).slice(-chat.unread)) await answer(message)
    }
  }

  async function take(event: ChatEvent): Promise<void> {
    if (event.type === 'message:received') await answer(event.message)
    else if (event.type === 'events:lost') await catchUp()
    else if (event.type === 'contact:changed' && event.contact.state === 'request') await accept(event.contact.account)
  }

  return {
    start() {
      const over = new AbortController()
      const events = api.events({}, { signal: over.signal })
      const running = (async () => {
        await catchUp().catch(passing)
        // What the disk refuses stays unread, and is answered after the next start.
        for await (const event of events) await take(event).catch(passing)
      })()
      return async () => {
        over.abort()
        await running
      }
    }
  }
}

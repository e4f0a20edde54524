import { signal, type ReadonlySignal } from '@preact/signals'
import type { Chat, Draft } from '../../node/api/chat.js'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { Message } from '../../node/api/message.js'
import type { ConversationId, MessageId } from '../../node/base/ids.js'

/** After the last key, for what else is typed. */
const PAUSE_MS = 400
const TELL_AGAIN_MS = 3_000

/** What is written belongs to another message: it answers it, or takes its place. */
export interface About {
  readonly kind: 'answer' | 'edit'
  readonly message: Message
  /** What had been typed before: it comes back afterwards. */
  readonly before: string
}

/** Whether its words can be said better. */
export const isEditable = ({ outgoing, text, sticker }: Message): boolean => outgoing && text !== '' && sticker === undefined

/** What was typed and not sent, by chat. The node keeps it, sealed; the browser keeps nothing. */
export interface Drafts {
  readonly all: ReadonlySignal<ReadonlyMap<ConversationId, string>>
  readonly about: ReadonlySignal<ReadonlyMap<ConversationId, About>>
  /** Rises when somebody is to go on writing. */
  readonly begun: ReadonlySignal<number>
  put(chat: ConversationId, text: string): void
  answer(message: Message): void
  edit(message: Message): void
  /** It is sent, or given up. */
  end(chat: ConversationId): void
  /** All chats were read anew: what was begun in another window, or before this one was opened. */
  learn(chats: readonly Chat[]): void
  take(event: ChatEvent): void
  /** Hands over at once what waits. */
  flush(): void
}

export function createDrafts(api: Pick<ChatApi, 'setDraft' | 'history' | 'typing'>): Drafts {
  const all = signal<ReadonlyMap<ConversationId, string>>(new Map())
  const about = signal<ReadonlyMap<ConversationId, About>>(new Map())
  const begun = signal(0)
  const waiting = new Map<ConversationId, ReturnType<typeof setTimeout>>()
  /** What the node has not got, since it was gone. */
  const unsaved = new Set<ConversationId>()
  /** When it was last said that somebody is writing here. */
  const told = new Map<ConversationId, number>()

  function hold(chat: ConversationId, text: string): void {
    const others = [...all.value].filter(([id]) => id !== chat)
    all.value = new Map(text === '' ? others : [...others, [chat, text]])
  }

  /** What takes the place of a message is no draft; what had been begun before it is. */
  function kept(chat: ConversationId): Draft {
    const now = about.value.get(chat)
    if (now?.kind === 'edit') return { text: now.before }
    return { text: all.value.get(chat) ?? '', ...(now === undefined ? {} : { answers: now.message.id }) }
  }

  function save(chat: ConversationId): void {
    clearTimeout(waiting.get(chat))
    waiting.delete(chat)
    const { text, ...answers } = kept(chat)
    unsaved.delete(chat)
    // It stands in the window, and is handed over again once the node is back.
    api.setDraft({ chat, ...(text === '' ? {} : { text, ...answers }) }).catch(() => unsaved.add(chat))
  }

  function saveSoon(chat: ConversationId): void {
    clearTimeout(waiting.get(chat))
    waiting.set(
      chat,
      setTimeout(() => save(chat), PAUSE_MS)
    )
  }

  /** A hint that nobody waits for. */
  function tellTyping(chat: ConversationId, typing: boolean): void {
    const isTold = Date.now() - (told.get(chat) ?? -Infinity) < TELL_AGAIN_MS
    if (typing === isTold) return
    if (typing) told.set(chat, Date.now())
    else told.delete(chat)
    api.typing({ chat, typing }).catch(() => undefined)
  }

  function put(chat: ConversationId, text: string): void {
    hold(chat, text)
    tellTyping(chat, text !== '')
    if (about.value.get(chat)?.kind !== 'edit') saveSoon(chat)
  }

  function end(chat: ConversationId): void {
    const was = about.value.get(chat)
    about.value = new Map([...about.value].filter(([id]) => id !== chat))
    if (was?.kind === 'edit') hold(chat, was.before)
    else if (was !== undefined) saveSoon(chat)
  }

  function begin(kind: About['kind'], message: Message): void {
    end(message.chat)
    about.value = new Map([...about.value, [message.chat, { kind, message, before: all.value.get(message.chat) ?? '' }]])
    if (kind === 'edit') hold(message.chat, message.text)
    else saveSoon(message.chat)
    begun.value++
  }

  /** What is written stays with a message as it is by now, and with none that was taken back. */
  function change(message: Message): void {
    const now = about.value.get(message.chat)
    if (now?.message.id !== message.id) return
    if (message.deleted === true) end(message.chat)
    else about.value = new Map([...about.value, [message.chat, { ...now, message }]])
  }

  /** Where somebody is writing here, what is written here counts. */
  function hear(chat: ConversationId, draft: Draft | undefined): void {
    if (waiting.has(chat) || about.value.get(chat)?.kind === 'edit') return
    if (all.value.get(chat) !== draft?.text) hold(chat, draft?.text ?? '')
    if (draft?.answers !== about.value.get(chat)?.message.id) hearAbout(chat, draft?.answers).catch(() => undefined) // it is not here
  }

  async function hearAbout(chat: ConversationId, answers: MessageId | undefined): Promise<void> {
    about.value = new Map([...about.value].filter(([id]) => id !== chat))
    if (answers === undefined) return
    const { messages } = await api.history({ chat, around: answers, limit: 1 })
    const message = messages.find(({ id }) => id === answers)
    if (message !== undefined && message.deleted !== true && !about.value.has(chat))
      about.value = new Map([...about.value, [chat, { kind: 'answer', message, before: '' }]])
  }

  return {
    all,
    about,
    begun,
    put,
    answer: message => begin('answer', message),
    edit: message => begin('edit', message),
    end,
    learn(chats) {
      for (const { id, draft } of chats) {
        if (unsaved.has(id)) saveSoon(id)
        else hear(id, draft)
      }
    },
    take(event) {
      if (event.type === 'draft:changed') hear(event.chat, event.draft)
      else if (event.type === 'message:changed') change(event.message)
      else if (event.type === 'messages:faded' && event.messages.some(id => id === about.value.get(event.chat)?.message.id)) end(event.chat)
    },
    flush() {
      for (const chat of waiting.keys()) save(chat)
    }
  }
}

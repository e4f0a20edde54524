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

/** What was taken out of the field to be said, until the node has it. */
export interface Leaving {
  readonly text: string
  readonly about: About | undefined
  /** The same for what is said again because nobody knows whether it was. */
  readonly once: string
}

/** Whether its words can be said better. */
export const isEditable = ({ outgoing, text, sticker }: Message): boolean => outgoing && text !== '' && sticker === undefined

/** What was typed and not sent, by chat. The node keeps it, sealed; the browser keeps nothing. */
export interface Drafts {
  readonly all: ReadonlySignal<ReadonlyMap<ConversationId, string>>
  readonly about: ReadonlySignal<ReadonlyMap<ConversationId, About>>
  /** In the order in which it is said. Until it has left it counts as begun. */
  readonly leaving: ReadonlySignal<ReadonlyMap<ConversationId, readonly Leaving[]>>
  /** Rises when somebody is to go on writing. */
  readonly begun: ReadonlySignal<number>
  put(chat: ConversationId, text: string): void
  answer(message: Message): void
  edit(message: Message): void
  /** It is sent, or given up. */
  end(chat: ConversationId): void
  /** Out of the field, where something else can be written at once. */
  takeOut(chat: ConversationId): void
  /** The first of what is leaving: the node has it. */
  left(chat: ConversationId): void
  /** All that is leaving comes back, before what was written meanwhile. */
  putBack(chat: ConversationId): void
  /** All chats were read anew: what was begun in another window, or before this one was opened. */
  learn(chats: readonly Chat[]): void
  take(event: ChatEvent): void
  /** Hands over at once what waits. */
  flush(): void
}

const joined = (texts: readonly string[]): string => texts.filter(text => text !== '').join('\n')

export function createDrafts(api: Pick<ChatApi, 'setDraft' | 'history' | 'typing'>): Drafts {
  const all = signal<ReadonlyMap<ConversationId, string>>(new Map())
  const about = signal<ReadonlyMap<ConversationId, About>>(new Map())
  const leaving = signal<ReadonlyMap<ConversationId, readonly Leaving[]>>(new Map())
  const begun = signal(0)
  /** What came back, under the name that it may have gone out with. */
  const cameBack = new Map<ConversationId, Leaving>()
  const waiting = new Map<ConversationId, ReturnType<typeof setTimeout>>()
  /** What the node has not got, since it was gone. */
  const unsaved = new Set<ConversationId>()
  /** When it was last said that somebody is writing here. */
  const told = new Map<ConversationId, number>()

  function hold(chat: ConversationId, text: string): void {
    const others = [...all.value].filter(([id]) => id !== chat)
    all.value = new Map(text === '' ? others : [...others, [chat, text]])
  }

  const textIn = (chat: ConversationId): string => all.value.get(chat) ?? ''
  const leavingFrom = (chat: ConversationId): readonly Leaving[] => leaving.value.get(chat) ?? []

  function setLeaving(chat: ConversationId, left: readonly Leaving[]): void {
    const others = [...leaving.value].filter(([id]) => id !== chat)
    leaving.value = new Map(left.length === 0 ? others : [...others, [chat, left]])
  }

  function setAbout(chat: ConversationId, now: About | undefined): void {
    const others = [...about.value].filter(([id]) => id !== chat)
    about.value = new Map(now === undefined ? others : [...others, [chat, now]])
  }

  /** All that would be lost with this window. Of a message that is edited, the new words alone. */
  function kept(chat: ConversationId): Draft {
    const now = about.value.get(chat)
    const typed = textIn(chat)
    const written = now?.kind !== 'edit' ? [typed] : [now.before, ...(typed === now.message.text ? [] : [typed])]
    const answered = [...leavingFrom(chat).map(one => one.about), now].find(one => one?.kind === 'answer')
    return {
      text: joined([...leavingFrom(chat).map(({ text }) => text), ...written]),
      ...(answered === undefined ? {} : { answers: answered.message.id })
    }
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
    saveSoon(chat)
  }

  function end(chat: ConversationId): void {
    const was = about.value.get(chat)
    if (was === undefined) return
    setAbout(chat, undefined)
    if (was.kind === 'edit') hold(chat, was.before)
    saveSoon(chat)
  }

  function begin(kind: About['kind'], message: Message): void {
    end(message.chat)
    setAbout(message.chat, { kind, message, before: textIn(message.chat) })
    if (kind === 'edit') hold(message.chat, message.text)
    saveSoon(message.chat)
    begun.value++
  }

  function takeOut(chat: ConversationId): void {
    const now = about.value.get(chat)
    const text = textIn(chat)
    const before = cameBack.get(chat)
    cameBack.delete(chat)
    const once = before?.text === text && before.about?.message.id === now?.message.id ? before.once : crypto.randomUUID()
    setLeaving(chat, [...leavingFrom(chat), { text, about: now, once }])
    setAbout(chat, undefined)
    hold(chat, now?.kind === 'edit' ? now.before : '')
    tellTyping(chat, textIn(chat) !== '')
    saveSoon(chat)
  }

  function putBack(chat: ConversationId): void {
    const back = leavingFrom(chat)
    const now = about.value.get(chat)
    const edit = now?.kind === 'edit' ? undefined : back.find(one => one.about?.kind === 'edit')
    const others = back.filter(one => one !== edit)
    const said = joined([...others.map(({ text }) => text), now?.kind === 'edit' ? now.before : textIn(chat)])
    setLeaving(chat, [])
    if (back[0] !== undefined) cameBack.set(chat, back[0])
    if (now?.kind === 'edit') setAbout(chat, { ...now, before: said })
    else {
      setAbout(
        chat,
        edit?.about === undefined ? (now ?? others.find(one => one.about !== undefined)?.about) : { ...edit.about, before: said }
      )
      hold(chat, edit?.text ?? said)
    }
    saveSoon(chat)
  }

  /** What is written stays with a message as it is by now, and with none that was taken back. */
  function change(message: Message): void {
    const now = about.value.get(message.chat)
    if (now?.message.id !== message.id) return
    if (message.deleted === true) end(message.chat)
    else setAbout(message.chat, { ...now, message })
  }

  /** Where somebody is writing here, what is written here counts. */
  function hear(chat: ConversationId, draft: Draft | undefined): void {
    if (waiting.has(chat) || leaving.value.has(chat) || about.value.get(chat)?.kind === 'edit') return
    if (all.value.get(chat) !== draft?.text) hold(chat, draft?.text ?? '')
    if (draft?.answers !== about.value.get(chat)?.message.id) hearAbout(chat, draft?.answers).catch(() => undefined) // it is not here
  }

  async function hearAbout(chat: ConversationId, answers: MessageId | undefined): Promise<void> {
    setAbout(chat, undefined)
    if (answers === undefined) return
    const { messages } = await api.history({ chat, around: answers, limit: 1 })
    const message = messages.find(({ id }) => id === answers)
    if (message !== undefined && message.deleted !== true && !about.value.has(chat)) setAbout(chat, { kind: 'answer', message, before: '' })
  }

  return {
    all,
    about,
    leaving,
    begun,
    put,
    answer: message => begin('answer', message),
    edit: message => begin('edit', message),
    end,
    takeOut,
    left(chat) {
      setLeaving(chat, leavingFrom(chat).slice(1))
      saveSoon(chat)
    },
    putBack,
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

import { signal, type ReadonlySignal } from '@preact/signals'
import type { Message } from '../../node/api/chat-api.js'
import type { ConversationId } from '../../node/base/ids.js'

/** What is written belongs to another message: it answers it, or takes its place. */
export interface About {
  readonly kind: 'answer' | 'edit'
  readonly message: Message
  /** What had been typed before: it comes back afterwards. */
  readonly before: string
}

/** Whether its words can be said better. */
export const isEditable = ({ outgoing, text, sticker }: Message): boolean => outgoing && text !== '' && sticker === undefined

/** What was typed and not sent, by chat. In memory alone: the node keeps history sealed, so the browser must not keep it open. */
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
}

export function createDrafts(): Drafts {
  const all = signal<ReadonlyMap<ConversationId, string>>(new Map())
  const about = signal<ReadonlyMap<ConversationId, About>>(new Map())
  const begun = signal(0)

  function put(chat: ConversationId, text: string): void {
    const others = [...all.value].filter(([id]) => id !== chat)
    all.value = new Map(text === '' ? others : [...others, [chat, text]])
  }

  function end(chat: ConversationId): void {
    const was = about.value.get(chat)
    about.value = new Map([...about.value].filter(([id]) => id !== chat))
    if (was?.kind === 'edit') put(chat, was.before)
  }

  function begin(kind: About['kind'], message: Message): void {
    end(message.chat)
    about.value = new Map([...about.value, [message.chat, { kind, message, before: all.value.get(message.chat) ?? '' }]])
    if (kind === 'edit') put(message.chat, message.text)
    begun.value++
  }

  return { all, about, begun, put, answer: message => begin('answer', message), edit: message => begin('edit', message), end }
}

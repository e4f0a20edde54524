import { signal, type ReadonlySignal } from '@preact/signals'
import type { ConversationId } from '../../node/base/ids.js'

/** What was typed and not sent, by chat. In memory alone: the node keeps history sealed, so the browser must not keep it open. */
export interface Drafts {
  readonly all: ReadonlySignal<ReadonlyMap<ConversationId, string>>
  put(chat: ConversationId, text: string): void
}

export function createDrafts(): Drafts {
  const all = signal<ReadonlyMap<ConversationId, string>>(new Map())
  return {
    all,
    put(chat, text) {
      const others = [...all.value].filter(([id]) => id !== chat)
      all.value = new Map(text === '' ? others : [...others, [chat, text]])
    }
  }
}

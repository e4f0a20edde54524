import { signal, type ReadonlySignal } from '@preact/signals'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { Message } from '../../node/api/message.js'
import type { ConversationId } from '../../node/base/ids.js'

/** What is pinned in the chat that is open, the one said first first. */
export interface Pins {
  readonly all: ReadonlySignal<readonly Message[]>
  open(chat: ConversationId | undefined): void
  take(event: ChatEvent): void
  /** Reads them anew. */
  refresh(): Promise<void>
}

export function createPins(api: Pick<ChatApi, 'pins'>): Pins {
  const all = signal<readonly Message[]>([])
  let opened: ConversationId | undefined
  let asked = 0

  async function refresh(): Promise<void> {
    const chat = opened
    const own = ++asked
    if (chat === undefined) return
    try {
      const pinned = await api.pins({ chat })
      if (own === asked) all.value = pinned
    } catch {
      // Whoever can't be asked can't be asked for the conversation either, and that is told.
    }
  }

  return {
    all,
    open(chat) {
      if (chat === opened) return
      opened = chat
      all.value = []
      void refresh()
    },
    take(event) {
      const isOfPinned =
        event.type === 'message:changed' &&
        event.message.chat === opened &&
        (event.message.pinned === true || all.value.some(({ id }) => id === event.message.id))
      const isOfMany = (event.type === 'messages:faded' || event.type === 'history:forgotten') && event.chat === opened
      if (isOfPinned || isOfMany) void refresh()
    },
    refresh
  }
}

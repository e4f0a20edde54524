import { signal, type ReadonlySignal } from '@preact/signals'
import type { Message } from '../../node/api/message.js'
import type { ConversationId } from '../../node/base/ids.js'

/** What lies over the page; one at a time. */
export type Overlay =
  | { readonly name: 'invite' }
  | { readonly name: 'add'; readonly link?: string }
  | { readonly name: 'new-group' }
  | { readonly name: 'details'; readonly chat: ConversationId }
  | { readonly name: 'delete'; readonly message: Message }
  | { readonly name: 'pins' }
  | { readonly name: 'forward'; readonly message: Message }
  | { readonly name: 'settings'; readonly section?: 'safety' }
  | { readonly name: 'connection' }
  /** In one chat, or in all. */
  | { readonly name: 'switcher'; readonly within?: ConversationId }

/** Where in the page the person is. The browser's back button leads out of a chat, and a reload back into it. */
export interface Place {
  readonly chat: ReadonlySignal<ConversationId | undefined>
  readonly overlay: ReadonlySignal<Overlay | undefined>
  go(chat: ConversationId | undefined): void
  show(overlay: Overlay | undefined): void
}

interface Kept {
  readonly chat?: ConversationId
  /** The entry before it is the list. */
  readonly isBehindList?: true
}

const stateOf = (chat: ConversationId | undefined): Kept => (chat === undefined ? {} : { chat })

export function createPlace(): Place {
  const chat = signal((history.state as Kept | null)?.chat)
  const overlay = signal<Overlay | undefined>(undefined)
  /** On the way back to the list. */
  let isLeaving = false

  /** From chat to chat one step stays one: back leads to the list. */
  function enter(next: ConversationId | undefined): void {
    const kept = history.state as Kept | null
    if (next === undefined && kept?.isBehindList === true) {
      isLeaving = true
      history.back()
    } else if (next === undefined) history.replaceState({}, '')
    else if (kept?.chat === undefined) history.pushState({ chat: next, isBehindList: true } satisfies Kept, '')
    else history.replaceState({ ...kept, chat: next } satisfies Kept, '')
  }

  addEventListener('popstate', ({ state }) => {
    // A link was put into the address, and is taken from there: where the person is stays.
    if (location.hash !== '') {
      history.replaceState(stateOf(chat.value), '')
      return
    }
    if (isLeaving) {
      isLeaving = false
      if (chat.value !== undefined) enter(chat.value)
      return
    }
    overlay.value = undefined
    chat.value = (state as Kept | null)?.chat
  })
  return {
    chat,
    overlay,
    go(to) {
      overlay.value = undefined
      if (to === chat.value) return
      chat.value = to
      if (!isLeaving) enter(to)
    },
    show(next) {
      overlay.value = next
    }
  }
}

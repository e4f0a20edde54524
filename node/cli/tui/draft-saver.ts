import type { ConversationId } from '../../base/ids.js'
import { isChatError } from '../../base/errors.js'
import type { Input } from './input.js'
import type { State } from './state.js'

/** After the last key, for what else is typed. */
const PAUSE_MS = 500
/** That somebody is writing is said again so often, while they are. */
const TELL_AGAIN_MS = 3_000

/** Hands to the node what is begun and not sent, so that it is there wherever and whenever the person goes on. */
export interface DraftSaver {
  /** Another window has not the last word where this one is still writing. */
  isWriting(chat: ConversationId): boolean
  /** After each step. */
  follow(before: State, input: Input, after: State): void
  /** Resolves once all is handed over. */
  flush(): Promise<void>
}

interface Node {
  readonly save: (chat: ConversationId, text: string) => Promise<unknown>
  readonly tellTyping: (chat: ConversationId, isTyping: boolean) => Promise<unknown>
}

export function createDraftSaver({ save, tellTyping }: Node): DraftSaver {
  const told = new Map<ConversationId, number>()
  const waiting = new Map<ConversationId, { readonly text: string; readonly timer: NodeJS.Timeout }>()

  async function saveNow(chat: ConversationId): Promise<void> {
    const begun = waiting.get(chat)
    if (begun === undefined) return
    clearTimeout(begun.timer)
    waiting.delete(chat)
    await save(chat, begun.text).catch((err: unknown) => {
      // It stands in the window, and is handed over again once the node is back.
      if (!isChatError(err)) throw err
    })
  }

  function tell(chat: ConversationId, isTyping: boolean): void {
    const isTold = Date.now() - (told.get(chat) ?? -Infinity) < TELL_AGAIN_MS
    if (isTyping === isTold) return
    if (isTyping) told.set(chat, Date.now())
    else told.delete(chat)
    tellTyping(chat, isTyping).catch(() => undefined) // a hint that nobody waits for
  }

  function saveSoon(chat: ConversationId, text: string): void {
    clearTimeout(waiting.get(chat)?.timer)
    waiting.set(chat, { text, timer: setTimeout(() => void saveNow(chat), PAUSE_MS) })
  }

  return {
    isWriting: chat => waiting.has(chat),
    follow(before, input, after) {
      if (input.type === 'event') return
      const kept =
        input.type === 'connected'
          ? new Map(input.snapshot.chats.map(({ id, draft }) => [id, draft?.text]))
          : new Map([...before.drafts].map(([id, { text }]) => [id, text]))
      const chats = new Set(input.type === 'connected' ? after.drafts.keys() : [...before.drafts.keys(), ...after.drafts.keys()])
      for (const chat of chats) {
        const text = after.drafts.get(chat)?.text
        if (text === kept.get(chat)) continue
        saveSoon(chat, text ?? '')
        if (input.type !== 'connected') tell(chat, text !== undefined)
      }
    },
    async flush() {
      await Promise.all([...waiting.keys()].map(saveNow))
    }
  }
}

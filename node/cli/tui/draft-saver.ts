import type { ConversationId, MessageId } from '../../base/ids.js'
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

/** What is written, and what it is to answer. */
interface Begun {
  readonly text: string
  readonly answers: MessageId | undefined
}

interface Node {
  readonly save: (chat: ConversationId, begun: Begun) => Promise<unknown>
  readonly tellTyping: (chat: ConversationId, isTyping: boolean) => Promise<unknown>
}

const NOTHING: Begun = { text: '', answers: undefined }

/** Without a text there is nothing that answers. */
const begunOf = (text = '', answers: MessageId | undefined): Begun => (text === '' ? NOTHING : { text, answers })

const begunIn = ({ drafts, answers }: State): ReadonlyMap<ConversationId, Begun> =>
  new Map([...drafts].map(([id, { text }]) => [id, begunOf(text, answers.get(id))]))

export function createDraftSaver({ save, tellTyping }: Node): DraftSaver {
  const told = new Map<ConversationId, number>()
  const waiting = new Map<ConversationId, { readonly begun: Begun; readonly timer: NodeJS.Timeout }>()

  async function saveNow(chat: ConversationId): Promise<void> {
    const due = waiting.get(chat)
    if (due === undefined) return
    clearTimeout(due.timer)
    waiting.delete(chat)
    await save(chat, due.begun).catch((err: unknown) => {
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

  function saveSoon(chat: ConversationId, begun: Begun): void {
    clearTimeout(waiting.get(chat)?.timer)
    waiting.set(chat, { begun, timer: setTimeout(() => void saveNow(chat), PAUSE_MS) })
  }

  return {
    isWriting: chat => waiting.has(chat),
    follow(before, input, after) {
      if (input.type === 'event') return
      const kept =
        input.type === 'connected'
          ? new Map(input.snapshot.chats.map(({ id, draft }) => [id, begunOf(draft?.text, draft?.answers)]))
          : begunIn(before)
      const begun = begunIn(after)
      for (const chat of new Set([...(input.type === 'connected' ? [] : kept.keys()), ...begun.keys()])) {
        const [was = NOTHING, is = NOTHING] = [kept.get(chat), begun.get(chat)]
        if (is.text === was.text && is.answers === was.answers) continue
        saveSoon(chat, is)
        if (input.type !== 'connected' && is.text !== was.text) tell(chat, is.text !== '')
      }
    },
    async flush() {
      await Promise.all([...waiting.keys()].map(saveNow))
    }
  }
}

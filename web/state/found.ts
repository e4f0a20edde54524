import { signal, type ReadonlySignal } from '@preact/signals'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { Found, Hit } from '../../node/api/message.js'
import type { ConversationId } from '../../node/base/ids.js'

const PAGE_HITS = 30
/** Somebody is still typing. */
const TYPING_MS = 150

/** Messages with the words that somebody types. */
export interface FoundMessages {
  readonly hits: ReadonlySignal<readonly Hit[]>
  /** The hits are of what was typed last. */
  readonly isDone: ReadonlySignal<boolean>
  readonly hasMore: ReadonlySignal<boolean>
  /** Not all messages can be found yet: so many can. */
  readonly passed: ReadonlySignal<number | undefined>
  /** In one chat, or in all. */
  seek(text: string, chat: ConversationId | undefined): void
  more(): void
}

export function createFoundMessages(api: Pick<ChatApi, 'search'>, failed: (err: unknown) => void): FoundMessages {
  const hits = signal<readonly Hit[]>([])
  const isDone = signal(true)
  const before = signal<string | undefined>(undefined)
  const hasMore = signal(false)
  const passed = signal<number | undefined>(undefined)
  let sought: { readonly text: string; readonly chat?: ConversationId } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  async function look(): Promise<void> {
    const asked = sought
    if (asked === undefined) return
    const from = before.value
    try {
      const found: Found = await api.search({ ...asked, limit: PAGE_HITS, ...(from === undefined ? {} : { before: from }) })
      if (sought !== asked || before.value !== from) return
      hits.value = from === undefined ? found.hits : [...hits.value, ...found.hits]
      before.value = found.before
      hasMore.value = found.before !== undefined
      passed.value = found.passed
    } catch (err) {
      failed(err)
    } finally {
      if (sought === asked) isDone.value = true
    }
  }

  return {
    hits,
    isDone,
    hasMore,
    passed,
    seek(text, chat) {
      clearTimeout(timer)
      const words = text.trim()
      sought = words === '' ? undefined : { text: words, ...(chat === undefined ? {} : { chat }) }
      before.value = undefined
      hasMore.value = false
      isDone.value = sought === undefined
      if (sought === undefined) hits.value = []
      else timer = setTimeout(() => void look(), TYPING_MS)
    },
    more() {
      if (!isDone.value || before.value === undefined) return
      isDone.value = false
      void look()
    }
  }
}

import type { MessageId } from '../base/ids.js'

/** The last messages by id: what the other side is about to name as parents is here without asking the disk. */
export interface Recent {
  get(id: MessageId): Uint8Array | undefined
  put(id: MessageId, bytes: Uint8Array): void
}

const KEPT = 64

export function createRecent(): Recent {
  const kept = new Map<MessageId, Uint8Array>()
  return {
    get: id => kept.get(id),
    put(id, bytes) {
      kept.delete(id)
      // A copy: what came in an envelope is a view of all that the envelope held.
      kept.set(id, bytes.slice())
      const oldest = kept.keys().next()
      if (kept.size > KEPT && oldest.done !== true) kept.delete(oldest.value)
    }
  }
}

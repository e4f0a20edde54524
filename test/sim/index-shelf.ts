import { ChatError } from '../../node/base/errors.js'
import type { SealedIndex } from '../../node/conversation/account-index.js'
import type { IndexShelf } from '../../node/conversation/index-keeper.js'

/** A relay's shelf for one account's index, in memory. */
export interface MemoryShelf extends IndexShelf {
  kept: SealedIndex | undefined
  /** So many of its calls fail with ERR_UNREACHABLE. */
  unreachable: number
  readonly writes: number
}

export function createMemoryShelf(): MemoryShelf {
  let writes = 0

  function answer(): void {
    if (shelf.unreachable === 0) return
    shelf.unreachable--
    throw new ChatError('ERR_UNREACHABLE', 'the shelf is away')
  }

  const shelf: MemoryShelf = {
    kept: undefined,
    unreachable: 0,
    get writes() {
      return writes
    },
    async put(index) {
      answer()
      if (shelf.kept !== undefined && index.seq <= shelf.kept.seq) throw new ChatError('ERR_ALREADY_EXISTS', 'a newer index is here')
      shelf.kept = index
      writes++
    },
    async holds(seq: number) {
      return shelf.kept === undefined || shelf.kept.seq === seq
    },
    async get() {
      answer()
      return shelf.kept === undefined ? [] : [shelf.kept]
    }
  }
  return shelf
}

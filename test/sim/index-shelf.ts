import { ChatError } from '../../node/base/errors.js'
import type { SealedIndex } from '../../node/conversation/account-index.js'
import type { IndexShelf } from '../../node/conversation/index-keeper.js'
import type { RelayId } from '../../node/network/relay-protocol.js'

const PLACE = '12D3KooWshelf' as RelayId

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
    async places() {
      answer()
      return [{ relay: PLACE, seq: shelf.kept?.seq ?? 0 }]
    },
    async put(_relay, index) {
      answer()
      if (shelf.kept !== undefined && index.seq <= shelf.kept.seq) throw new ChatError('ERR_ALREADY_EXISTS', 'a newer index is here')
      shelf.kept = index
      writes++
    }
  }
  return shelf
}

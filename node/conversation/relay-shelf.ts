import { isChatError } from '../base/errors.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Relays } from '../network/relays.js'
import type { SealedIndex } from './account-index.js'
import type { Self } from './context.js'
import type { IndexShelf } from './index-keeper.js'
import { namedNow } from './relay-set.js'

interface Kept {
  readonly storage: string
  readonly seq: number
}

type ShelfRelays = Pick<Relays, 'isUp' | 'info' | 'putIndex' | 'getIndex' | 'complain'>

/** The relays of the account that are reached now, as one shelf. */
export function createRelayShelf(relays: ShelfRelays, self: Pick<Self, 'relays'>): IndexShelf {
  /** What each is known to keep, for as long as its storage is the same. */
  const kept = new Map<RelayId, Kept>()

  function reached(): readonly RelayId[] {
    return namedNow(self.relays().relays)
      .map(({ id }) => id)
      .filter(id => relays.isUp(id) && relays.info(id)?.standing === 'member')
  }

  function note(relay: RelayId, seq: number): void {
    kept.set(relay, { storage: relays.info(relay)?.storage ?? '', seq })
  }

  async function seqAt(relay: RelayId): Promise<number | undefined> {
    const known = kept.get(relay)
    if (known !== undefined && known.storage === relays.info(relay)?.storage) return known.seq
    try {
      const seq = (await indexAt(relays, relay))?.seq ?? 0
      note(relay, seq)
      return seq
    } catch (err) {
      if (!isChatError(err)) throw err
      if (err.code === 'ERR_MALFORMED') relays.complain(relay, err)
      return undefined
    }
  }

  return {
    places: () => Promise.all(reached().map(async relay => ({ relay, seq: await seqAt(relay) }))),
    async put(relay, index) {
      // Another device may have written since: what is there is asked for again then.
      kept.delete(relay)
      await relays.putIndex(relay, index)
      note(relay, index.seq)
    }
  }
}

/** The index that a relay has, if any. */
export async function indexAt(relays: Pick<Relays, 'getIndex'>, relay: RelayId): Promise<SealedIndex | undefined> {
  try {
    return await relays.getIndex(relay)
  } catch (err) {
    // Of who is no member a relay keeps none.
    if (isChatError(err, 'ERR_NOT_FOUND') || isChatError(err, 'ERR_NOT_ALLOWED')) return undefined
    throw err
  }
}

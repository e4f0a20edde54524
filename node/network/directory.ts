import type { KadDHT, QueryEvent, SelectFn, ValidateFn } from '@libp2p/kad-dht'
import { equals } from '../base/bytes.js'
import type { Clock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import type { Primitives } from '../base/primitives.js'
import { checkDirectoryRecord, DIRECTORY_NAMESPACE, selectDirectoryRecord } from '../identity/directory.js'

const PUT_TIMEOUT_MS = 30_000
const FIND_TIMEOUT_MS = 15_000

/** The DHT as Parley uses it: one kind of record, found by whoever holds the card. */
export interface Directory {
  /** @returns how many nodes say that they keep it, 20 at most; of nodes that lie none can be told apart */
  put(place: Uint8Array, record: Uint8Array): Promise<number>
  /** The newest valid record that was found within 15 s. Who hides it, or shows an older one, is not noticed. */
  find(place: Uint8Array): Promise<Uint8Array | undefined>
  /** Nodes of the DHT that are known: while it is none, nothing is put or found. */
  peers(): number
  /** Whether this node keeps records for others. */
  serves(): boolean
}

export type DirectoryService = Pick<KadDHT, 'get' | 'put' | 'getMode'> & { readonly routingTable: { readonly size: number } }

/** What every node that keeps or looks for records judges them by. */
export function directoryRules(
  primitives: Pick<Primitives, 'verify'>,
  clock: Clock
): { readonly validators: Record<string, ValidateFn>; readonly selectors: Record<string, SelectFn> } {
  return {
    validators: {
      [DIRECTORY_NAMESPACE]: async (place, record) => void (await checkDirectoryRecord(primitives, place, record, clock.now())),
      // kad-dht's own kind, of which anybody could make any number.
      pk: () => {
        throw new ChatError('ERR_NOT_ALLOWED', 'no public keys are kept here')
      }
    },
    selectors: { [DIRECTORY_NAMESPACE]: (_place, records) => selectDirectoryRecord(records) }
  }
}

export function createDirectory(dht: DirectoryService): Directory {
  return {
    async put(place, record) {
      const events = dht.put(place, record, { signal: AbortSignal.timeout(PUT_TIMEOUT_MS) })
      let copies = 0
      // A put never fails, whatever becomes of the value: what counts is who gives it back.
      await exhaust(events, event => {
        if (event.name === 'PEER_RESPONSE' && event.record !== undefined && equals(event.record.value, record)) copies++
      })
      return copies
    },
    async find(place) {
      const found: Uint8Array[] = []
      // The values themselves come last of all, and not at all where one of those that had an older one can't be corrected.
      const onProgress = ({ type, detail }: CustomEvent): void => {
        if (type === 'kad-dht:query:value') found.push((detail as { readonly value: Uint8Array }).value)
      }
      await exhaust(dht.get(place, { signal: AbortSignal.timeout(FIND_TIMEOUT_MS), onProgress }), () => undefined)
      return found[selectDirectoryRecord(found)]
    },
    peers: () => dht.routingTable.size,
    serves: () => dht.getMode() === 'server'
  }
}

async function exhaust(events: AsyncIterable<QueryEvent>, each: (event: QueryEvent) => void): Promise<void> {
  try {
    for await (const event of events) each(event)
  } catch {
    // Time is up, or somebody failed on the way: what was learnt until then counts.
  }
}

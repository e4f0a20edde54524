import { NotFoundError } from '@libp2p/interface'
import { Libp2pRecord } from '@libp2p/record'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Libp2pOptions } from 'libp2p'
import { toHex } from '../base/bytes.js'
import type { Clock } from '../base/clock.js'
import { RECORD_VALID_MS, selectDirectoryRecord } from '../identity/directory.js'

type Datastore = NonNullable<Libp2pOptions['datastore']>
type Key = Parameters<Datastore['get']>[0]
interface Entry {
  readonly key: Key
  readonly value: Uint8Array
}
interface KeptRecord extends Entry {
  /** From this node, by Kademlia's measure, in hex. */
  readonly distance: string
  readonly receivedAtMs: number
}

const RECORDS = '/dht/record/'
const PROVIDERS = '/dht/provider/'

export interface DatastoreBounds {
  /** Of all records in the DHT that are kept for others. */
  readonly maxRecordBytes: number
  /** Peers of which libp2p remembers addresses and keys; who was unused for longest goes. */
  readonly maxPeers: number
}

export const DATASTORE_BOUNDS: DatastoreBounds = { maxRecordBytes: 16 * 1024 * 1024, maxPeers: 20_000 }

/**
 * What libp2p remembers, in memory. Its own store grows with whatever others say; this one keeps
 * 1. directory records up to a number of bytes: past it the expired go, then those farthest from this node, which others are to keep;
 * 2. of two records for one place the better, where kad-dht would keep the later;
 * 3. no provider records, since Parley makes none;
 * 4. peers up to a number.
 */
export function createBoundedDatastore(self: Uint8Array, clock: Clock, bounds: DatastoreBounds = DATASTORE_BOUNDS): Datastore {
  const records = new Map<string, KeptRecord>()
  const peers = new Map<string, Entry>()
  const selfHash = sha256(self)
  let recordBytes = 0

  function keepRecord(key: Key, value: Uint8Array): void {
    const record = Libp2pRecord.deserialize(value)
    const known = records.get(key.toString())
    if (known !== undefined && selectDirectoryRecord([record.value, Libp2pRecord.deserialize(known.value).value]) === 1) return
    dropRecord(key.toString())
    records.set(key.toString(), { key, value, distance: distanceTo(record.key), receivedAtMs: clock.now() })
    recordBytes += value.length
    if (recordBytes > bounds.maxRecordBytes) makeRoom()
  }

  function makeRoom(): void {
    const oldestMs = clock.now() - RECORD_VALID_MS
    for (const [name, { receivedAtMs }] of records) if (receivedAtMs < oldestMs) dropRecord(name)
    while (recordBytes > bounds.maxRecordBytes) dropRecord(farthest())
  }

  function farthest(): string {
    let [name, distance] = ['', '']
    for (const [each, record] of records) if (record.distance > distance) [name, distance] = [each, record.distance]
    return name
  }

  function dropRecord(name: string): void {
    recordBytes -= records.get(name)?.value.length ?? 0
    records.delete(name)
  }

  function distanceTo(place: Uint8Array): string {
    return toHex(sha256(place).map((byte, i) => byte ^ (selfHash[i] ?? 0)))
  }

  function put(key: Key, value: Uint8Array): Key {
    const name = key.toString()
    if (name.startsWith(RECORDS)) keepRecord(key, value)
    else if (!name.startsWith(PROVIDERS)) {
      touch(name, { key, value })
      const [oldest] = peers.keys()
      if (peers.size > bounds.maxPeers && oldest !== undefined) peers.delete(oldest)
    }
    return key
  }

  function touch(name: string, entry: Entry): void {
    peers.delete(name)
    peers.set(name, entry)
  }

  function get(key: Key): Uint8Array {
    const name = key.toString()
    const peer = peers.get(name)
    if (peer !== undefined) touch(name, peer)
    const value = (peer ?? records.get(name))?.value
    if (value === undefined) throw new NotFoundError(`nothing is kept under ${name}`)
    return value
  }

  function remove(key: Key): void {
    peers.delete(key.toString())
    dropRecord(key.toString())
  }

  const under = (prefix = ''): Entry[] => [...peers.values(), ...records.values()].filter(({ key }) => key.toString().startsWith(prefix))

  return {
    put,
    get,
    has: key => peers.has(key.toString()) || records.has(key.toString()),
    delete: remove,
    async *putMany(source) {
      for await (const { key, value } of source) yield put(key, value)
    },
    async *getMany(source) {
      for await (const key of source) yield { key, value: get(key) }
    },
    async *deleteMany(source) {
      for await (const key of source) {
        remove(key)
        yield key
      }
    },
    batch() {
      const steps: (() => void)[] = []
      return {
        put: (key, value) => void steps.push(() => put(key, value)),
        delete: key => void steps.push(() => remove(key)),
        commit: () => {
          for (const step of steps.splice(0)) step()
        }
      }
    },
    query: query =>
      select(
        under(query.prefix).map(({ key, value }) => ({ key, value })),
        query
      ),
    queryKeys: query =>
      select(
        under(query.prefix).map(({ key }) => key),
        query
      )
  }
}

interface Selection<T> {
  readonly filters?: ((item: T) => boolean)[]
  readonly orders?: ((a: T, b: T) => -1 | 0 | 1)[]
  readonly offset?: number
  readonly limit?: number
}

function* select<T>(all: readonly T[], { filters = [], orders = [], offset = 0, limit = Infinity }: Selection<T>): Generator<T> {
  const chosen = all.filter(each => filters.every(accepts => accepts(each)))
  for (const order of orders) chosen.sort(order)
  yield* chosen.slice(offset, offset + limit)
}

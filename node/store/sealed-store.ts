import { toHex } from '../base/bytes.js'
import type { Clock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import type { Awaitable } from '../base/primitives.js'
import type { EpochKeys } from './epoch-keys.js'
import { createJournal, type JournalStats } from './journal.js'
import { epochTagOf, type Keyspace } from './keyspace.js'
import type { Sealing } from './sealing.js'
import type { Range, Store, Write } from './store.js'

/** So many records of a range are being opened side by side where the primitives answer late. */
const PAGE_RECORDS = 64

/**
 * Plaintext records over a store: each value is sealed with its key path as additional data, so one that was altered, or moved to
 * another path, does not open. Secrets of an epoch (`keys.epoch`, `keys.ratchet`) are sealed under the epoch's own key, everything
 * else under the data key. A `Write`'s `value` is plaintext here; its arrays must not be changed after the call.
 */
export interface SealedStore {
  readonly keys: Keyspace
  /** `add` an epoch here before its first record is written; `wipe` it to make them unreadable for good. */
  readonly epochs: Pick<EpochKeys, 'add' | 'wipe'>
  /** Undefined also for secrets of an epoch that was wiped. @throws ERR_RECORD_DAMAGED, ERR_STORE, ERR_CLOSED */
  get(key: Uint8Array): Promise<Uint8Array | undefined>
  /** Secrets of wiped epochs are left out. @throws as `get` does, at the first record that doesn't open */
  range(range: Range): AsyncIterable<[key: Uint8Array, value: Uint8Array]>
  /**
   * All of these writes or none of them; see `Journal` for order, grouping and what a failure means.
   * @throws ERR_STORE, ERR_BUSY, ERR_CLOSED; ERR_INTERNAL for a secret of an epoch without a key
   */
  commit(writes: readonly Write[], options: { durable: boolean }): Promise<void>
  /**
   * Writes that can wait 50 ms and are not seen by reads before. Resolves once they are accepted, which is at once in Node; where
   * `onDisk` is given they are made durable, and it is called then. Refused by the disk, they are tried again. @throws ERR_BUSY, ERR_CLOSED, ERR_INTERNAL as `commit`
   */
  later(writes: readonly Write[], onDisk?: () => void): Promise<void>
  stats(): JournalStats
  /** Idempotent. Writes what waits, then closes the store. */
  close(): Promise<void>
}

export interface SealedStoreOptions {
  readonly store: Store
  readonly keyspace: Keyspace
  readonly epochKeys: EpochKeys
  /** 32 bytes, of the data key. */
  readonly recordKey: Uint8Array
  readonly sealing: Sealing
  readonly clock: Pick<Clock, 'after'>
}

export function createSealedStore({ store, keyspace, epochKeys, recordKey, sealing, clock }: SealedStoreOptions): SealedStore {
  const journal = createJournal(store, clock)
  const inTurn = createTurns()
  let closing: Promise<void> | undefined

  /** Undefined for a secret of an epoch that has no key. */
  function sealingKeyOf(path: Uint8Array): Uint8Array | undefined {
    const tag = epochTagOf(path)
    return tag === undefined ? recordKey : epochKeys.find(tag)
  }

  function seal({ key, value }: Write): Awaitable<Write> {
    if (value === undefined) return { key, value }
    const sealingKey = sealingKeyOf(key)
    if (sealingKey === undefined) throw new ChatError('ERR_INTERNAL', 'an epoch needs its key on disk before its secrets')
    const sealed = sealing.seal(sealingKey, value, key)
    return sealed instanceof Promise ? sealed.then(bytes => ({ key, value: bytes })) : { key, value: sealed }
  }

  async function get(key: Uint8Array): Promise<Uint8Array | undefined> {
    const sealed = await store.get(key)
    const sealingKey = sealingKeyOf(key)
    if (sealed === undefined || sealingKey === undefined) return undefined
    return (await sealing.open(sealingKey, sealed, key)) ?? damaged(key)
  }

  async function* range(of: Range): AsyncGenerator<[Uint8Array, Uint8Array]> {
    let page: [Uint8Array, Awaitable<Uint8Array | undefined>][] = []
    for await (const [key, sealed] of store.range(of)) {
      const sealingKey = sealingKeyOf(key)
      if (sealingKey === undefined) continue
      page.push([key, sealing.open(sealingKey, sealed, key)])
      if (page.length < PAGE_RECORDS) continue
      yield* openedOf(page)
      page = []
    }
    yield* openedOf(page)
  }

  async function close(): Promise<void> {
    await inTurn(undefined, () => undefined)
    try {
      await journal.close()
    } finally {
      await store.close()
    }
  }

  return {
    keys: keyspace,
    epochs: epochKeys,
    get,
    range,
    commit: async (writes, options) => inTurn(whenAll(writes.map(seal)), sealed => journal.commit(sealed, options)),
    later: async (writes, onDisk) => inTurn(whenAll(writes.map(seal)), sealed => journal.later(sealed, onDisk)),
    stats: () => journal.stats(),
    close: () => (closing ??= close())
  }
}

async function* openedOf(page: readonly [Uint8Array, Awaitable<Uint8Array | undefined>][]): AsyncGenerator<[Uint8Array, Uint8Array]> {
  for (const [key, opening] of page) {
    const value = opening instanceof Promise ? await opening : opening
    yield [key, value ?? damaged(key)]
  }
}

function damaged(key: Uint8Array): never {
  const message = `record ${toHex(key)} does not open: the database was altered, damaged, or belongs to another profile`
  throw new ChatError('ERR_RECORD_DAMAGED', message)
}

function whenAll<T>(values: readonly Awaitable<T>[]): Awaitable<readonly T[]> {
  return values.every(isReady) ? values : Promise.all(values)
}

function isReady<T>(value: Awaitable<T>): value is T {
  return !(value instanceof Promise)
}

/** Runs tasks in the order of their calls although what they need may be ready in another; at once where nothing has to wait. */
function createTurns(): <T, R>(needed: Awaitable<T>, task: (value: T) => Awaitable<R>) => Awaitable<R> {
  let last: Promise<unknown> | undefined
  return (needed, task) => {
    if (last === undefined && isReady(needed)) return task(needed)
    const turn = Promise.all([needed, last])
    const over = Promise.allSettled([turn, last]).finally(() => {
      if (last === over) last = undefined
    })
    last = over
    return turn.then(([value]) => task(value))
  }
}

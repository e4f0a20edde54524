import { ChatError } from '../../node/base/errors.js'
import type { Range, Store, Write } from '../../node/store/store.js'

const RECORDS = 'records'
/** About as many records as a screen of history has. */
const PAGE_RECORDS = 64

type Page = readonly (readonly [key: ArrayBuffer, value: Uint8Array])[]

/**
 * The store on IndexedDB, whose binary keys sort bytewise. A durable batch asks for `strict` durability, without which a browser calls done
 * what the disk has not written yet. Any number of documents may open it at once: somebody else keeps them out. @throws ERR_STORE
 */
export async function openIndexedStore(database: string): Promise<Store> {
  const db = await openDatabase(database)
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  /** Resolves once the transaction is over. */
  async function transact<T>(
    mode: IDBTransactionMode,
    durability: IDBTransactionDurability,
    work: (records: IDBObjectStore) => () => T
  ): Promise<T> {
    if (closing !== undefined) throw new ChatError('ERR_CLOSED', 'the store is closed')
    const over = new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(RECORDS, mode, { durability })
      const result = work(transaction.objectStore(RECORDS))
      transaction.addEventListener('complete', () => resolve(result()))
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')))
    })
    underWay.add(over)
    try {
      return await over
    } catch (cause) {
      throw refused(mode === 'readonly' ? 'read' : 'write', cause)
    } finally {
      underWay.delete(over)
    }
  }

  function page(keys: IDBKeyRange | undefined, reverse: boolean, most: number): Promise<Page> {
    return transact('readonly', 'default', records => (reverse ? readBackwards(records, keys, most) : readForwards(records, keys, most)))
  }

  async function* range({ gte, lt, reverse = false, limit = Infinity }: Range): AsyncGenerator<[Uint8Array, Uint8Array]> {
    let left = limit
    let [lower, upper]: [ArrayBuffer | undefined, ArrayBuffer | undefined] = [gte && keyOf(gte), lt && keyOf(lt)]
    let isBehind = false
    while (left > 0) {
      const bounds = keyRange(lower, upper, isBehind && !reverse)
      if (bounds === 'empty') return
      const most = Math.min(left, PAGE_RECORDS)
      const found = await page(bounds, reverse, most)
      for (const [key, value] of found) yield [new Uint8Array(key.slice(0)), value]
      const last = found.at(-1)
      if (last === undefined || found.length < most) return
      left -= found.length
      isBehind = true
      if (reverse) upper = last[0]
      else lower = last[0]
    }
  }

  async function close(): Promise<void> {
    await Promise.allSettled(underWay)
    db.close()
  }

  return {
    async get(key) {
      const found = await transact<unknown>('readonly', 'default', records => {
        const request = records.get(keyOf(key))
        return () => request.result
      })
      return found instanceof Uint8Array ? found : undefined
    },
    batch: (writes, { durable }) =>
      transact('readwrite', durable ? 'strict' : 'relaxed', records => {
        for (const write of writes) put(records, write)
        records.transaction.commit()
        return () => undefined
      }),
    range,
    close: () => (closing ??= close())
  }
}

function put(records: IDBObjectStore, { key, value }: Write): void {
  if (value === undefined) records.delete(keyOf(key))
  // A view would be kept with all that lies around it.
  else records.put(value.byteLength === value.buffer.byteLength ? value : value.slice(), keyOf(key))
}

function readForwards(records: IDBObjectStore, keys: IDBKeyRange | undefined, most: number): () => Page {
  const [found, values] = [records.getAllKeys(keys, most), records.getAll(keys, most)]
  return () => found.result.map((key, i) => [key as ArrayBuffer, values.result[i] as Uint8Array] as const)
}

function readBackwards(records: IDBObjectStore, keys: IDBKeyRange | undefined, most: number): () => Page {
  const found: [ArrayBuffer, Uint8Array][] = []
  const walking = records.openCursor(keys, 'prev')
  walking.addEventListener('success', () => {
    const cursor = walking.result
    if (cursor === null) return
    found.push([cursor.key as ArrayBuffer, cursor.value as Uint8Array])
    if (found.length < most) cursor.continue()
  })
  return () => found
}

/** From `lower` on, or from behind it, up to but without `upper`; IndexedDB refuses to make one that can hold nothing. */
function keyRange(lower: ArrayBuffer | undefined, upper: ArrayBuffer | undefined, isBehind: boolean): IDBKeyRange | undefined | 'empty' {
  if (lower !== undefined && upper !== undefined)
    return indexedDB.cmp(lower, upper) < 0 ? IDBKeyRange.bound(lower, upper, isBehind, true) : 'empty'
  if (lower !== undefined) return IDBKeyRange.lowerBound(lower, isBehind)
  return upper === undefined ? undefined : IDBKeyRange.upperBound(upper, true)
}

const keyOf = (key: Uint8Array): ArrayBuffer => Uint8Array.from(key).buffer

function openDatabase(database: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database, 1)
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(RECORDS))
    opening.addEventListener('success', () => resolve(opening.result))
    opening.addEventListener('error', () => reject(refused('open', opening.error)))
  })
}

function refused(doing: string, cause: unknown): ChatError {
  const isFull = cause instanceof DOMException && cause.name === 'QuotaExceededError'
  const advice = isFull
    ? 'the disk is full: free some space, nothing that was confirmed is lost'
    : 'reload the page, and see that it may keep data'
  return new ChatError('ERR_STORE', `this browser did not ${doing} the database: ${advice}`, { cause })
}

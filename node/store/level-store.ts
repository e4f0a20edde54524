import type { Level } from 'level'
import { ChatError } from '../base/errors.js'
import type { Range, Store, Write } from './store.js'

export type Database = Level<Uint8Array, Uint8Array>

/** What one kind of database that `level` opens does in a way of its own. */
export interface LevelKind {
  /** Whether a page may hold fewer records than were asked for though others follow. */
  readonly cutsPages: boolean
  /** Whether a write that failed may have spoilt what is written next, so that the database has to be opened anew before. */
  readonly isSpoiltByFailure: boolean
  /** Writes all or none; durable, where it is to be, once it resolves. */
  write(writes: readonly Write[], durable: boolean): Promise<void>
  /** What to do about a failure other than a full disk. @param said every error of its chain */
  advice(said: string): string
}

/** About as many records as a screen of history has; what cuts pages does so at `PAGE_BYTES`. */
const PAGE_RECORDS = 64
const PAGE_BYTES = 64 * 1024

/** How a database for a store has to be opened. */
export const AS_BYTES = { keyEncoding: 'view', valueEncoding: 'view' } as const

/** The store on a database that is open, and that nobody else writes to. */
export function createLevelStore(db: Database, kind: LevelKind): Store {
  const readsAtOnce = 'getSync' in db.supports && db.supports.getSync === true
  let suspect = false
  let reopening: Promise<void> | undefined
  let closing: Promise<void> | undefined

  function assertOpen(): void {
    if (closing !== undefined) throw new ChatError('ERR_CLOSED', 'the store is closed')
  }

  function reopen(): Promise<void> {
    reopening ??= openAnew().finally(() => (reopening = undefined))
    return reopening
  }

  async function openAnew(): Promise<void> {
    try {
      await db.close()
      await db.open()
      suspect = false
    } catch (cause) {
      throw storeError(kind, 'reopen the database', cause)
    }
  }

  /** Also after a reopening that failed: the disk may take it now. */
  function isShut(): boolean {
    return reopening !== undefined || db.status !== 'open'
  }

  function failed(doing: string, cause: unknown): ChatError {
    const wasClosed = closing !== undefined && db.status !== 'open'
    return wasClosed ? new ChatError('ERR_CLOSED', 'the store is closed', { cause }) : storeError(kind, doing, cause)
  }

  async function get(key: Uint8Array): Promise<Uint8Array | undefined> {
    assertOpen()
    if (suspect || isShut()) await reopen()
    try {
      // A record in the cache takes 2 µs here; by way of the thread pool it takes 30.
      const value = readsAtOnce ? db.getSync(key) : await db.get(key)
      return value === undefined ? undefined : plain(value)
    } catch (cause) {
      throw failed('read a record', cause)
    }
  }

  async function batch(writes: readonly Write[], { durable }: { durable: boolean }): Promise<void> {
    assertOpen()
    if (suspect || isShut()) await reopen()
    try {
      await kind.write(writes, durable)
      if (suspect) throw new Error('a batch beside it failed')
    } catch (cause) {
      suspect = kind.isSpoiltByFailure
      throw failed('write', cause)
    }
  }

  async function* range({ limit = Infinity, ...bounds }: Range): AsyncGenerator<[Uint8Array, Uint8Array]> {
    let left = limit
    let behind: Uint8Array | undefined
    while (left > 0) {
      assertOpen()
      if (suspect || isShut()) await reopen()
      const rest = { ...bounds, ...(behind !== undefined && (bounds.reverse === true ? { lt: behind } : { gt: behind })) }
      const iterator = db.iterator({ ...rest, limit: left === Infinity ? -1 : left, highWaterMarkBytes: PAGE_BYTES })
      try {
        for (;;) {
          const most = Math.min(left, PAGE_RECORDS)
          const page = await iterator.nextv(most)
          for (const [key, value] of page) {
            left--
            behind = plain(key)
            yield [behind, plain(value)]
          }
          if (page.length === 0 || (page.length < most && !kind.cutsPages)) return
        }
      } catch (cause) {
        // Where the database was reopened meanwhile, it goes on behind what was read.
        if (!isIteratorClosed(cause) || closing !== undefined) throw failed('read a range', cause)
      } finally {
        await iterator.close()
      }
    }
  }

  async function close(): Promise<void> {
    await reopening?.catch(() => undefined) // whoever asked for it was told
    try {
      await db.close()
    } catch (cause) {
      throw storeError(kind, 'close the database', cause)
    }
  }

  return { get, batch, range, close: () => (closing ??= close()) }
}

/** The same memory without the methods of Node's Buffer, which differ (`slice` shares instead of copying). */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** What closing the database waits for once it is being written. */
export function batchOf(db: Database, writes: readonly Write[]): ReturnType<Database['batch']> {
  const batch = db.batch()
  for (const { key, value } of writes) {
    if (value === undefined) batch.del(key)
    else batch.put(key, value)
  }
  return batch
}

/** Every error of the chain: abstract-level wraps the one that says what happened. */
export function* causesOf(err: unknown): Generator<Error> {
  for (let cause = err; cause instanceof Error; cause = cause.cause) yield cause
}

function isIteratorClosed(err: unknown): boolean {
  return err instanceof Error && 'code' in err && err.code === 'LEVEL_ITERATOR_NOT_OPEN'
}

export function storeError({ advice }: Pick<LevelKind, 'advice'>, doing: string, cause: unknown): ChatError {
  const said = [...causesOf(cause)].map(err => `${err.name}: ${err.message}`).join('; ')
  const isFull = /no space left|quota|file too large/i.test(said)
  const what = isFull ? 'the disk is full; free some space, nothing that was confirmed is lost' : advice(said)
  return new ChatError('ERR_STORE', `can't ${doing}: ${what}`, { cause })
}

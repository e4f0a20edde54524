import { Level } from 'level'
import { ChatError } from '../base/errors.js'
import type { Range, Store, Write } from './store.js'

type Database = Level<Uint8Array, Uint8Array>

/** About as many records as a screen of history has; a page is also cut at `PAGE_BYTES`. */
const PAGE_RECORDS = 64
const PAGE_BYTES = 64 * 1024

/**
 * The store on LevelDB in Node and on IndexedDB in a browser. `location` is a folder, or the name of an IndexedDB database.
 *
 * After a batch that failed, LevelDB's log may end in half a record, and what is appended behind it is lost at the next start
 * without a word. So the database is reopened, which cuts the log there, before anything else is read or written: a disk that was
 * full recovers by itself. Whether the failed batch itself is found after that is unknown; what is read then is what there is.
 *
 * LevelDB takes a folder without its file CURRENT for a new database and deletes the tables it finds there. So only what is new may
 * be created; in a browser this changes nothing.
 *
 * @throws ERR_PROFILE_LOCKED when another process (or this one) has it open, ERR_STORE otherwise; no record is touched then
 */
export async function openLevelStore(location: string, { create }: { readonly create: boolean }): Promise<Store> {
  const db: Database = new Level(location, { keyEncoding: 'view', valueEncoding: 'view', createIfMissing: create })
  try {
    await db.open()
  } catch (cause) {
    throw openError(location, cause)
  }
  const readsAtOnce = 'getSync' in db.supports && db.supports.getSync === true
  let suspect = false
  let reopening: Promise<void> | undefined
  let closing: Promise<void> | undefined

  function assertOpen(): void {
    if (closing !== undefined) throw new ChatError('ERR_CLOSED', 'the store is closed')
  }

  function reopen(): Promise<void> {
    reopening ??= cutLog().finally(() => (reopening = undefined))
    return reopening
  }

  async function cutLog(): Promise<void> {
    try {
      await db.close()
      await db.open()
      suspect = false
    } catch (cause) {
      throw diskError('reopen the database', cause)
    }
  }

  /** Also after a reopening that failed: the disk may take it now. */
  function isShut(): boolean {
    return reopening !== undefined || db.status !== 'open'
  }

  function failed(doing: string, cause: unknown): ChatError {
    const wasClosed = closing !== undefined && db.status !== 'open'
    return wasClosed ? new ChatError('ERR_CLOSED', 'the store is closed', { cause }) : diskError(doing, cause)
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
      await writeAll(db, writes, durable)
      if (suspect) throw new Error('a batch beside it failed')
    } catch (cause) {
      suspect = true
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
          const page = await iterator.nextv(Math.min(left, PAGE_RECORDS))
          if (page.length === 0) return
          for (const [key, value] of page) {
            left--
            behind = plain(key)
            yield [behind, plain(value)]
          }
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
      throw diskError('close the database', cause)
    }
  }

  return { get, batch, range, close: () => (closing ??= close()) }
}

/** The same memory without the methods of Node's Buffer, which differ (`slice` shares instead of copying). */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

async function writeAll(db: Database, writes: readonly Write[], durable: boolean): Promise<void> {
  const batch = db.batch()
  for (const { key, value } of writes) {
    if (value === undefined) batch.del(key)
    else batch.put(key, value)
  }
  await batch.write({ sync: durable })
}

/** Every error of the chain: abstract-level wraps the one that says what happened. */
function* causesOf(err: unknown): Generator<Error> {
  for (let cause = err; cause instanceof Error; cause = cause.cause) yield cause
}

function isIteratorClosed(err: unknown): boolean {
  return err instanceof Error && 'code' in err && err.code === 'LEVEL_ITERATOR_NOT_OPEN'
}

function openError(location: string, cause: unknown): ChatError {
  for (const err of causesOf(cause)) {
    if ('code' in err && err.code === 'LEVEL_LOCKED') {
      return new ChatError('ERR_PROFILE_LOCKED', `${location} is in use: stop the other Parley that has it open`, { cause })
    }
  }
  return diskError(`open ${location}`, cause)
}

function diskError(doing: string, cause: unknown): ChatError {
  const said = [...causesOf(cause)].map(err => `${err.name}: ${err.message}`).join('; ')
  return new ChatError('ERR_STORE', `can't ${doing}: ${adviceFor(said)}`, { cause })
}

const BEGIN_ANEW = 'keep its folder, and begin another profile with the 24 words and, where there is one, an export'

function adviceFor(said: string): string {
  if (/no space left|quota|file too large/i.test(said)) return 'the disk is full; free some space, nothing that was confirmed is lost'
  if (/read-only|permission denied/i.test(said)) return 'the disk or folder is not writable; check how it is mounted and who owns it'
  if (/does not exist \(create_if_missing/i.test(said))
    return `no database is there, or its file CURRENT is gone; nothing else was touched: ${BEGIN_ANEW}`
  if (/corruption/i.test(said)) return `the database is damaged: ${BEGIN_ANEW}`
  return `the disk refused (${said})`
}

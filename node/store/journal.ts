import type { Clock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import type { Store, Write } from './store.js'

/** What one batch takes from the queue, so that nobody waits long behind somebody else's bulk. */
const MAX_BATCH_BYTES = 1024 * 1024
/** Beyond this the disk is hopelessly behind, and holding more would only move the failure to memory. */
const MAX_QUEUED_BYTES = 64 * 1024 * 1024
const LATER_MS = 50
const RETRY_LATER_MS = 1_000

/** Counted since the start, batches that failed left out. */
export interface JournalStats {
  readonly batches: number
  /** Batches that were synced: each costs one fdatasync. */
  readonly syncs: number
  readonly writes: number
  /** Keys and values as handed to the store. */
  readonly bytes: number
}

/**
 * Group commit: while one batch is being written, later ones queue and are then written together, durably if any of them asked
 * for it. Writes reach the store in the order in which they were given. A commit that finds the store idle goes out at once.
 */
export interface Journal {
  /**
   * Resolves once these writes are in the store, on disk where `durable`. When the store refuses the batch they went out with,
   * only the commits of that batch fail, and whether their writes will be found later is unknown.
   * @throws ERR_STORE, ERR_CLOSED, ERR_BUSY when 64 MiB are already waiting: slow down and try again
   */
  commit(writes: readonly Write[], options: { durable: boolean }): Promise<void>
  /**
   * Writes that can wait: they ride with the next commit, or go out by themselves after 50 ms or at close; reads don't see them
   * before. Where somebody wants to hear that they are on disk they are made durable, else they need not be. Refused by the disk,
   * they are tried again. @throws ERR_CLOSED, ERR_BUSY
   */
  later(writes: readonly Write[], onDisk?: () => void): void
  stats(): JournalStats
  /** Idempotent; writes what waits, and rejects when the store refuses that. The store stays open. */
  close(): Promise<void>
}

interface Entry {
  readonly writes: readonly Write[]
  readonly bytes: number
  readonly durable: boolean
  /** Of writes that can wait, called once they are durable. */
  readonly onDisk: (() => void) | undefined
  /** Undefined for writes that can wait. */
  readonly settle: { resolve(): void; reject(err: unknown): void } | undefined
}

export function createJournal(store: Pick<Store, 'batch'>, clock: Pick<Clock, 'after'>): Journal {
  const stats = { batches: 0, syncs: 0, writes: 0, bytes: 0 }
  let queue: Entry[] = []
  let queuedBytes = 0
  let commitsQueued = 0
  let laterDue = false
  let cancelTimer: (() => void) | undefined
  let writing = false
  let drained: Promise<void> | undefined
  let closing: Promise<void> | undefined

  function enqueue(entry: Entry): void {
    if (closing !== undefined) throw new ChatError('ERR_CLOSED', 'the store is closed')
    if (queuedBytes > 0 && queuedBytes + entry.bytes > MAX_QUEUED_BYTES) {
      throw new ChatError('ERR_BUSY', 'the disk is far behind; wait for earlier writes to finish, then try again')
    }
    queue.push(entry)
    queuedBytes += entry.bytes
    if (entry.settle === undefined) armTimer(LATER_MS)
    else commitsQueued++
  }

  function armTimer(delayMs: number): void {
    cancelTimer ??= clock.after(delayMs, () => {
      cancelTimer = undefined
      laterDue = true
      wake()
    })
  }

  function wake(): void {
    if (!writing) drained = drain()
  }

  /** Never rejects: what fails is told to whoever gave it, or tried again. */
  async function drain(): Promise<void> {
    writing = true
    while (commitsQueued > 0 || (laterDue && queue.length > 0)) {
      const entries = takeBatch()
      try {
        await write(entries)
        for (const { settle, onDisk } of entries) {
          settle?.resolve()
          onDisk?.()
        }
      } catch (err) {
        for (const { settle } of entries) settle?.reject(err)
        putBack(entries.filter(({ settle }) => settle === undefined))
      }
    }
    laterDue = false
    writing = false
  }

  function takeBatch(): Entry[] {
    let bytes = 0
    const end = queue.findIndex(entry => (bytes += entry.bytes) > MAX_BATCH_BYTES)
    const taken = end === -1 ? queue : queue.slice(0, Math.max(end, 1))
    queue = end === -1 ? [] : queue.slice(taken.length)
    for (const entry of taken) {
      queuedBytes -= entry.bytes
      if (entry.settle !== undefined) commitsQueued--
    }
    return taken
  }

  async function write(entries: readonly Entry[]): Promise<void> {
    const [first] = entries
    const writes = entries.length === 1 && first !== undefined ? first.writes : entries.flatMap(entry => entry.writes)
    const durable = entries.some(entry => entry.durable)
    await store.batch(writes, { durable })
    stats.batches++
    if (durable) stats.syncs++
    stats.writes += writes.length
    for (const entry of entries) stats.bytes += entry.bytes
  }

  function putBack(entries: readonly Entry[]): void {
    laterDue = false
    if (entries.length === 0) return
    queue = [...entries, ...queue]
    for (const entry of entries) queuedBytes += entry.bytes
    if (closing === undefined) armTimer(RETRY_LATER_MS)
  }

  async function close(): Promise<void> {
    cancelTimer?.()
    await drained
    const rest = queue
    queue = []
    if (rest.length > 0) await write(rest)
    for (const { onDisk } of rest) onDisk?.()
  }

  return {
    commit: (writes, { durable }) =>
      new Promise((resolve, reject) => {
        enqueue({ writes, bytes: bytesOf(writes), durable, onDisk: undefined, settle: { resolve, reject } })
        wake()
      }),
    later: (writes, onDisk) => enqueue({ writes, bytes: bytesOf(writes), durable: onDisk !== undefined, onDisk, settle: undefined }),
    stats: () => ({ ...stats }),
    close: () => (closing ??= close())
  }
}

function bytesOf(writes: readonly Write[]): number {
  let bytes = 0
  for (const { key, value } of writes) bytes += key.length + (value?.length ?? 0)
  return bytes
}

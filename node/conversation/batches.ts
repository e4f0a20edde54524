import type { RecordWrite, Records } from './records.js'

/** What one conversation has handed over to be written. */
export interface Batches {
  /** Resolves once every batch so far is on disk. Once one was refused, this is rejected, and all that follow are refused too. */
  durable: Promise<void>
  /** A batch was refused, or a change broke off: what is in memory is not what is on disk, and has to be read again. */
  torn: boolean
}

export function createBatches(): Batches {
  return { durable: Promise.resolve(), torn: false }
}

interface HowToWrite {
  readonly canWait?: boolean
  /** Called once these writes are on disk. */
  readonly onDisk?: (() => void) | undefined
}

/**
 * Resolves once these writes and all that were handed over before are on disk; nothing to write waits for the others alone. What
 * can wait goes out with what comes next, in this order too.
 */
export function handOver(
  records: Pick<Records, 'commit' | 'later'>,
  batches: Batches,
  writes: readonly RecordWrite[],
  { canWait = false, onDisk }: HowToWrite = {}
): Promise<void> {
  const batch = batches.durable.then(() => {
    if (writes.length === 0) return undefined
    return canWait ? records.later(writes, onDisk) : records.commit(writes)
  })
  batches.durable = batch
  batch.then(canWait ? undefined : onDisk, () => (batches.torn = true))
  return batch
}

import type { LogStore } from './log-store.js'

/** Keys of an envelope and of its digest, and the place that the latter names. */
const ENVELOPE_EXTRA_BYTES = 98
/** A log's record, and when it is due. */
const LOG_BYTES = 300

/** What everything takes that is kept for accounts. The database needs somewhat more, until it has tidied up after itself. */
export interface Space {
  usedBytes(): number
  isFull(): boolean
}

interface SpaceInit {
  readonly logs: Pick<LogStore, 'totals'>
  /** Of all that is no log. */
  readonly recordBytes: () => number
  readonly totalBytes: number
}

export function createSpace({ logs, recordBytes, totalBytes }: SpaceInit): Space {
  function usedBytes(): number {
    const { bytes, envelopes, logs: count } = logs.totals()
    return bytes + envelopes * ENVELOPE_EXTRA_BYTES + count * LOG_BYTES + recordBytes()
  }
  return { usedBytes, isFull: () => usedBytes() >= totalBytes }
}

import type { DeviceId } from '../base/ids.js'
import { NOTHING, union, type Progress, type SeqRange } from './progress.js'

/** What is here of one device's messages, and how far they were read. The same shape says what a device holds of ours. */
export interface Holding {
  readonly progress: Progress
  readonly read: number
  /** The highest seq that the device says it has given out; only about messages that come to us. */
  readonly newest: number
  /** Up to this seq an earlier device of our account had them: they are not here, and nobody owes them. Only about messages that come to us. */
  readonly had: number
  /** In a group: the first seq that is for our account, once the device has told it. Only about messages that come to us. */
  readonly since?: number
  /** In a group: behind that, what was said while our account was out, as the device has told it. Only about messages that come to us. */
  readonly without?: readonly SeqRange[]
  /** In a group that our account has come into again: from here on it may have been out, until the device says so. Only about messages that come to us. */
  readonly outFrom?: number
}

export const NO_HOLDING: Holding = { progress: NOTHING, read: 0, newest: 0, had: 0 }

/** What the account has had of a device's messages, here or before, or was never to have: what nobody owes it. */
export function everHad({ progress, had, since = 1, without = [] }: Holding): Progress {
  const contiguous = Math.max(had, since - 1)
  return contiguous === 0 && without.length === 0 ? progress : union(progress, { contiguous, ranges: without })
}

/** How far an account says that a device's messages go: what it is believed alone, and what where another says so too. */
export interface Claim {
  readonly alone: number
  readonly together: number
}

export function holdingOf(holdings: ReadonlyMap<DeviceId, Holding>, device: DeviceId): Holding {
  return holdings.get(device) ?? NO_HOLDING
}

import type { Branded, NowMs } from '../base/ids.js'

/**
 * A hybrid logical clock value: milliseconds since the Unix epoch in the upper 48 bits, a counter in the lower 16. Every message
 * takes a value above all that its sender had seen, so sorting by it is causal whatever the clocks say; a clock that is a day
 * ahead only makes the others count on from it. (Kulkarni et al., "Logical Physical Clocks", 2014.) Messages written at once
 * without knowing of each other can share a value: the key path then sorts them by device, the same on every disk.
 */
export type Hlc = Branded<bigint, 'Hlc'>

export const COUNTER_BITS = 16n

/** Around the year 6400: a message beyond it is refused. */
export const MAX_HLC = (((1n << 47n) << COUNTER_BITS) - 1n) as Hlc

/**
 * The next value: now, or one above everything seen where that is ahead of now. A conversation whose clock somebody pushed to
 * its end stays there: it goes on, sorted by device and number.
 */
export function nextHlc(seen: Hlc, now: NowMs): Hlc {
  const wall = BigInt(Math.max(0, Math.floor(now))) << COUNTER_BITS
  const next = wall > seen ? wall : seen + 1n
  return (next > MAX_HLC ? MAX_HLC : next) as Hlc
}

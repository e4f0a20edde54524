import type { Branded, NowMs } from '../base/ids.js'

/**
 * A hybrid logical clock value: milliseconds since the Unix epoch in the upper 48 bits, a counter in the lower 16. Every message
 * takes a value above all that its sender had seen, so sorting by it is causal whatever the clocks say; a clock that is a day
 * ahead only makes the others count on from it. (Kulkarni et al., "Logical Physical Clocks", 2014.) Messages written at once
 * without knowing of each other can share a value: the key path then sorts them by device, the same on every disk.
 */
export type Hlc = Branded<bigint, 'Hlc'>

const COUNTER_BITS = 16n

/** Around the year 6400: a message beyond it is refused, so that nobody can push a conversation's clock to its end. */
export const MAX_HLC = ((1n << 47n) << COUNTER_BITS) as Hlc

/** The next value: now, or one above everything seen where that is ahead of now. */
export function nextHlc(seen: Hlc, now: NowMs): Hlc {
  const wall = BigInt(now) << COUNTER_BITS
  return (wall > seen ? wall : seen + 1n) as Hlc
}

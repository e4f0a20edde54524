import type { Branded, NowMs } from '../base/ids.js'

/**
 * A hybrid logical clock value: milliseconds since the Unix epoch in the upper 48 bits, a counter in the lower 16. Every message
 * takes a value above all that its sender had seen, so sorting by it is causal whatever the clocks say; a clock that is a day
 * ahead only makes the others count on from it. (Kulkarni et al., "Logical Physical Clocks", 2014.) Messages written at once
 * without knowing of each other can share a value: the key path then sorts them by device, the same on every disk.
 */
export type Hlc = Branded<bigint, 'Hlc'>

export const COUNTER_BITS = 16n

/** So much later than it is here somebody else's clock may say it is. */
const MAX_AHEAD_MS = 3 * 24 * 60 * 60 * 1_000

/** Around the year 6400: a message beyond it is refused. */
export const MAX_HLC = (((1n << 47n) << COUNTER_BITS) - 1n) as Hlc

/**
 * Where something stands that says it was done then: there, or where it is three days later than now, or than all that was seen, if it
 * says later. Nobody's clock can take a conversation's along for years.
 */
export function placed(told: Hlc, seen: Hlc, now: NowMs): Hlc {
  const furthest = BigInt(Math.max(0, Math.floor(now + MAX_AHEAD_MS))) << COUNTER_BITS
  const limit = furthest > seen ? furthest : seen
  return (told < limit ? told : limit) as Hlc
}

/**
 * The next value: now, or one above everything seen where that is ahead of now. A conversation whose clock somebody pushed to
 * its end stays there: it goes on, sorted by device and number.
 */
export function nextHlc(seen: Hlc, now: NowMs): Hlc {
  const wall = BigInt(Math.max(0, Math.floor(now))) << COUNTER_BITS
  const next = wall > seen ? wall : seen + 1n
  return (next > MAX_HLC ? MAX_HLC : next) as Hlc
}

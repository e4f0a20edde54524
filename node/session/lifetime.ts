import { ChatError } from '../base/errors.js'
import type { NowMs } from '../base/ids.js'

const DAY_SECONDS = 86_400
/** Clocks are hints: a package is good this long before it was made, so that one that is a day wrong breaks nothing. */
const CLOCK_TOLERANCE_SECONDS = 2 * DAY_SECONDS
const LIFETIME_SECONDS = 90 * DAY_SECONDS
const LAST_RESORT_LIFETIME_SECONDS = 365 * DAY_SECONDS
/** RFC 9420 section 7.2 has the application say how long a lifetime may be in all. */
const MAX_LIFETIME_SECONDS = BigInt(CLOCK_TOLERANCE_SECONDS + LAST_RESORT_LIFETIME_SECONDS)

/** Seconds since the Unix epoch, both included. */
export interface Lifetime {
  readonly notBefore: bigint
  readonly notAfter: bigint
}

/** Of a key package that is made now. */
export function lifetimeFrom(nowMs: NowMs, lastResort: boolean): Lifetime {
  const now = Math.floor(nowMs / 1_000)
  return {
    notBefore: BigInt(Math.max(0, now - CLOCK_TOLERANCE_SECONDS)),
    notAfter: BigInt(now + (lastResort ? LAST_RESORT_LIFETIME_SECONDS : LIFETIME_SECONDS))
  }
}

/** @throws ERR_EXPIRED for a package that can't be used now, or that claims to be good for more than 367 days */
export function checkLifetime({ notBefore, notAfter }: Lifetime, nowMs: NowMs): void {
  const now = BigInt(Math.floor(nowMs / 1_000))
  if (now < notBefore || now > notAfter || notAfter - notBefore > MAX_LIFETIME_SECONDS) {
    throw new ChatError('ERR_EXPIRED', 'this key package is past its time, or one of the two clocks is wrong: ask for a new one')
  }
}

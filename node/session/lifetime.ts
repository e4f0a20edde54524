import { ChatError } from '../base/errors.js'
import type { NowMs } from '../base/ids.js'

const DAY_SECONDS = 86_400
/** Clocks are hints: a package is good this long before it was made, so that one that is a day wrong breaks nothing. */
const CLOCK_TOLERANCE_SECONDS = 2 * DAY_SECONDS
const LIFETIME_SECONDS = 90 * DAY_SECONDS
const LAST_RESORT_LIFETIME_SECONDS = 365 * DAY_SECONDS
/** A day, and the three by which a conversation's clock may be ahead ("Messages, receipts and order"). */
const RETURN_LIFETIME_SECONDS = 4 * DAY_SECONDS
/** RFC 9420 section 7.2 has the application say how long a lifetime may be in all. */
const MAX_LIFETIME_SECONDS = BigInt(CLOCK_TOLERANCE_SECONDS + LAST_RESORT_LIFETIME_SECONDS)
const MAX_RETURN_LIFETIME_SECONDS = BigInt(CLOCK_TOLERANCE_SECONDS + RETURN_LIFETIME_SECONDS)

/** Seconds since the Unix epoch, both included. */
export interface Lifetime {
  readonly notBefore: bigint
  readonly notAfter: bigint
}

/** What a key package is made for. */
export type Purpose = 'one join' | 'last resort' | 'return'

const LIFETIMES: Readonly<Record<Purpose, number>> = {
  'one join': LIFETIME_SECONDS,
  'last resort': LAST_RESORT_LIFETIME_SECONDS,
  return: RETURN_LIFETIME_SECONDS
}

/** Of a key package that is made now. */
export function lifetimeFrom(nowMs: NowMs, purpose: Purpose): Lifetime {
  const now = Math.floor(nowMs / 1_000)
  return {
    notBefore: BigInt(Math.max(0, now - CLOCK_TOLERANCE_SECONDS)),
    notAfter: BigInt(now + LIFETIMES[purpose])
  }
}

/** @throws ERR_EXPIRED for a package that can't be used now, or that claims to be good for more than 367 days */
export function checkLifetime({ notBefore, notAfter }: Lifetime, nowMs: NowMs): void {
  const now = BigInt(Math.floor(nowMs / 1_000))
  if (now < notBefore || now > notAfter || notAfter - notBefore > MAX_LIFETIME_SECONDS) {
    throw new ChatError('ERR_EXPIRED', 'this key package is past its time, or one of the two clocks is wrong: ask for a new one')
  }
}

/** Whether a key package made for coming back was good at this time, and for no longer than such a one may be. */
export function isReturnLifetime({ notBefore, notAfter }: Lifetime, atMs: number): boolean {
  const at = BigInt(Math.floor(atMs / 1_000))
  return notBefore <= at && at <= notAfter && notAfter - notBefore <= MAX_RETURN_LIFETIME_SECONDS
}

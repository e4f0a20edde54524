import type { Clock } from '../node/base/clock.js'
import { ChatError } from '../node/base/errors.js'
import type { DeviceId } from '../node/base/ids.js'
import { createKept } from '../node/base/kept.js'
import type { Act, Limits, Rate } from './limits.js'
import { draw, type Bucket } from './policy.js'

/** Who is behind a link, as far as limits go. */
export interface Source {
  readonly device: DeviceId
  /** What it shares limits with: a network address; of a member all of its account, so that no stranger next door uses them up. */
  readonly address: string
}

export interface Rates {
  /** Draws from the device's bucket and its address's. @throws ERR_BUSY where one is empty */
  charge(act: Act, source: Source, cost?: number): void
  /** For somebody who did wrong: never throws, the next `charge` of that act does. */
  note(act: Act, source: Source): void
  /** Whether there is anything left. */
  allows(act: Act, source: Source): boolean
  /** @throws ERR_QUOTA */
  chargeInvite(tokenHash: string): void
}

/** Whoever makes so many sources gets full buckets again, and has paid for it with handshakes. */
const KEPT_BUCKETS = 65_536

export function createRates(limits: Limits, clock: Pick<Clock, 'now'>): Rates {
  const buckets = createKept<string, Bucket>(KEPT_BUCKETS)

  function take(name: string, rate: Rate, cost: number): boolean {
    const drawn = draw(buckets.get(name), rate, cost, clock.now())
    if (drawn !== undefined) buckets.put(name, drawn)
    return drawn !== undefined
  }

  function takeBoth(act: Act, { device, address }: Source, cost: number): boolean {
    const rates = limits.rates[act]
    return take(`${act} ${device}`, rates.peer, cost) && take(`${act} ${address}`, rates.address, cost)
  }

  return {
    charge(act, source, cost = 1) {
      if (!takeBoth(act, source, cost)) throw new ChatError('ERR_BUSY', 'too much at once from this device or address; try again later')
    },
    note: (act, source) => void takeBoth(act, source, 1),
    allows(act, { device, address }) {
      const { peer, address: shared } = limits.rates[act]
      const now = clock.now()
      return [[`${act} ${device}`, peer] as const, [`${act} ${address}`, shared] as const].every(
        ([name, rate]) => draw(buckets.get(name), rate, 1, now) !== undefined
      )
    },
    chargeInvite(tokenHash) {
      if (!take(`invite ${tokenHash}`, limits.takesPerInvite, 1)) {
        throw new ChatError('ERR_QUOTA', 'this invite is used too often; try again in an hour')
      }
    }
  }
}

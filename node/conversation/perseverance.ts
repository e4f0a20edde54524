import type { Clock } from '../base/clock.js'
import type { AccountId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createRedial } from '../network/redial.js'
import type { AskOptions } from './approach.js'
import { passing } from './on-link.js'

const FIRST_RETRY_MS = 2_000
const LAST_RETRY_MS = 3_600_000

/** Tries to get through to somebody. */
type Pursue = (account: AccountId, options?: AskOptions) => Promise<void>

export interface Perseverance {
  /** One try. Where it fails there is another by itself, after 2 s at first and every hour at last. @throws what the try does */
  readonly pursue: Pursue
  stop: Stop
}

/**
 * Goes on trying. That a relay or a link comes up is not all that can be waited for: a relay may hear of an invite, or be given key
 * packages, only after it was asked for them.
 */
export function createPerseverance(clock: Clock, tryOnce: Pursue): Perseverance {
  const unmet = new Set<AccountId>()
  const again = createRedial(clock, () => void pursueAll(), { firstMs: FIRST_RETRY_MS, lastMs: LAST_RETRY_MS })

  async function pursue(account: AccountId, options?: AskOptions): Promise<void> {
    try {
      await tryOnce(account, options)
    } catch (err) {
      if (!unmet.has(account)) again.reset()
      unmet.add(account)
      again.later()
      throw err
    }
    unmet.delete(account)
    if (unmet.size === 0) again.reset()
  }

  async function pursueAll(): Promise<void> {
    await Promise.all([...unmet].map(account => pursue(account).catch(passing)))
  }

  return { pursue, stop: () => again.stop() }
}

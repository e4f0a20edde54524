import type { Clock } from '../base/clock.js'
import type { Stop } from '../base/lifecycle.js'

const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 60_000

export interface Redial {
  /** Tries after the next delay, unless a try is already due: 1 s at first, doubling to 60 s, each cut by up to half at random. */
  later(): void
  /** Tries after `delayMs` at the latest. */
  within(delayMs: number): void
  /** What was tried worked: nothing is due, and delays begin again at the shortest. */
  reset(): void
  stop: Stop
}

/** When to dial again; what dialling means is `attempt`'s business. Random delays keep peers from dialling in step. */
export function createRedial(clock: Clock, attempt: () => void, random: () => number = Math.random): Redial {
  let failures = 0
  let cancel: Stop | undefined
  let stopped = false

  function arm(delayMs: number): void {
    cancel?.()
    if (stopped) return
    cancel = clock.after(delayMs, () => {
      cancel = undefined
      attempt()
    })
  }

  return {
    later() {
      if (cancel !== undefined) return
      const delayMs = Math.min(FIRST_RETRY_MS * 2 ** failures++, LAST_RETRY_MS)
      arm(delayMs * (1 - random() / 2))
    },
    within: arm,
    reset() {
      failures = 0
      cancel?.()
      cancel = undefined
    },
    stop() {
      stopped = true
      cancel?.()
      cancel = undefined
    }
  }
}

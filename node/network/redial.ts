import type { Clock } from '../base/clock.js'
import type { Stop } from '../base/lifecycle.js'

const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 60_000

export interface Redial {
  /** Tries after the next delay, unless a try is already due: `firstMs`, doubling to `lastMs`, each cut by up to half at random. */
  later(): void
  /** Tries after `delayMs` at the latest. */
  within(delayMs: number): void
  /** What was tried worked: nothing is due, and delays begin again at the shortest. */
  reset(): void
  stop: Stop
}

export interface RedialOptions {
  /** 1 s unless given. */
  readonly firstMs?: number
  /** 60 s unless given. */
  readonly lastMs?: number
  /** From 0 to 1, without 1. */
  readonly random?: () => number
}

/** When to dial again; what dialling means is `attempt`'s business. Random delays keep peers from dialling in step. */
export function createRedial(
  clock: Clock,
  attempt: () => void,
  { firstMs = FIRST_RETRY_MS, lastMs = LAST_RETRY_MS, random = Math.random }: RedialOptions = {}
): Redial {
  let failures = 0
  let cancel: Stop | undefined
  let stopped = false

  function arm(delayMs: number): void {
    cancel?.()
    if (stopped) return
    cancel = clock.after(Math.ceil(delayMs), () => {
      cancel = undefined
      attempt()
    })
  }

  return {
    later() {
      if (cancel !== undefined) return
      const delayMs = Math.min(firstMs * 2 ** failures++, lastMs)
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

import type { Clock } from '../base/clock.js'
import type { Stop } from '../base/lifecycle.js'

const FIRST_MS = 60_000
const LAST_MS = 60 * 60_000

/** Asks again, after ever longer, whoever did not know what they were asked about: by then they may have heard of it. */
export interface AskingAgain {
  /** They did not know it: `ask` runs once the wait is over. */
  unknown(key: string, ask: () => void): void
  /** They do. */
  known(key: string): void
  stop: Stop
}

export function createAskingAgain(clock: Pick<Clock, 'after'>): AskingAgain {
  const waits = new Map<string, { readonly nextMs: number; readonly stop: Stop }>()

  function known(key: string): void {
    waits.get(key)?.stop()
    waits.delete(key)
  }

  return {
    unknown(key, ask) {
      const { nextMs, stop } = waits.get(key) ?? { nextMs: FIRST_MS, stop: () => undefined }
      stop()
      waits.set(key, { nextMs: Math.min(2 * nextMs, LAST_MS), stop: clock.after(nextMs, ask) })
    },
    known,
    stop() {
      for (const { stop } of waits.values()) stop()
    }
  }
}

import type { NowMs } from './ids.js'
import type { Stop } from './lifecycle.js'

/** Time as a seam: the simulation and the clock tests bring their own. */
export interface Clock {
  now(): NowMs
  /** Runs once after `delayMs`; the timer never keeps a process alive. */
  after(delayMs: number, run: () => void): Stop
}

export const systemClock: Clock = {
  now: () => Date.now() as NowMs,
  after: (delayMs, run) => {
    const timer: unknown = setTimeout(run, delayMs)
    if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function') timer.unref()
    return () => clearTimeout(timer as ReturnType<typeof setTimeout>)
  }
}

import type { Clock } from '../../node/base/clock.js'
import type { NowMs } from '../../node/base/ids.js'

/** Time that passes when a test says so. */
export interface SimTime {
  readonly nowMs: number
  /** The clock of one machine, wrong by so much; `jump` sets it anew, which moves no timer. */
  clock(offsetMs?: number): Clock & { jump(byMs: number): void }
  /** Fires what is due, in order, and lets everything that follows from each happen before the next. */
  pass(ms: number): Promise<void>
  /** All machines sleep so long: what is due by then happens when they wake, once. */
  sleep(ms: number): Promise<void>
}

interface Timer {
  readonly dueMs: number
  readonly order: number
  readonly run: () => void
}

/** @param settled resolves once nothing moves any more */
export function createSimTime(startMs: number, settled: () => Promise<void>): SimTime {
  const timers = new Set<Timer>()
  let nowMs = startMs
  let order = 0

  function nextUntil(endMs: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of timers) {
      if (timer.dueMs > endMs) continue
      if (next === undefined || timer.dueMs < next.dueMs || (timer.dueMs === next.dueMs && timer.order < next.order)) next = timer
    }
    return next
  }

  return {
    get nowMs() {
      return nowMs
    },
    clock(offsetMs = 0) {
      let offset = offsetMs
      return {
        now: () => (nowMs + offset) as NowMs,
        after(delayMs, run) {
          const timer = { dueMs: nowMs + Math.max(0, delayMs), order: order++, run }
          timers.add(timer)
          return () => void timers.delete(timer)
        },
        jump: byMs => void (offset += byMs)
      }
    },
    async pass(ms) {
      const endMs = nowMs + ms
      await settled()
      for (let timer = nextUntil(endMs); timer !== undefined; timer = nextUntil(endMs)) {
        timers.delete(timer)
        nowMs = Math.max(nowMs, timer.dueMs)
        timer.run()
        const sameInstant = nextUntil(nowMs) !== undefined
        if (!sameInstant) await settled()
      }
      nowMs = endMs
    },
    async sleep(ms) {
      await settled()
      nowMs += ms
      for (const timer of [...timers].filter(({ dueMs }) => dueMs <= nowMs).toSorted((a, b) => a.dueMs - b.dueMs || a.order - b.order))
        if (timers.delete(timer)) timer.run()
      await settled()
    }
  }
}

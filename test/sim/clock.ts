import type { Clock } from '../../node/base/clock.js'
import type { NowMs } from '../../node/base/ids.js'

/** Time that passes when a test says so. */
export interface SimTime {
  readonly nowMs: number
  /** Timers that are set, of all machines. */
  readonly waiting: number
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
  isStopped: boolean
}

/** @param settled resolves once nothing moves any more */
export function createSimTime(startMs: number, settled: () => Promise<void>): SimTime {
  const timers = createTimers()
  let nowMs = startMs
  let order = 0

  return {
    get nowMs() {
      return nowMs
    },
    get waiting() {
      return timers.count()
    },
    clock(offsetMs = 0) {
      let offset = offsetMs
      return {
        now: () => (nowMs + offset) as NowMs,
        after(delayMs, run) {
          const timer = { dueMs: nowMs + Math.max(0, delayMs), order: order++, run, isStopped: false }
          timers.add(timer)
          return () => void (timer.isStopped = true)
        },
        jump: byMs => void (offset += byMs)
      }
    },
    async pass(ms) {
      const endMs = nowMs + ms
      await settled()
      for (let timer = timers.takeUntil(endMs); timer !== undefined; timer = timers.takeUntil(endMs)) {
        nowMs = Math.max(nowMs, timer.dueMs)
        timer.run()
        const sameInstant = timers.isAnyDue(nowMs)
        if (!sameInstant) await settled()
      }
      nowMs = endMs
    },
    async sleep(ms) {
      await settled()
      nowMs += ms
      const due: Timer[] = []
      for (let timer = timers.takeUntil(nowMs); timer !== undefined; timer = timers.takeUntil(nowMs)) due.push(timer)
      for (const timer of due) if (!timer.isStopped) timer.run()
      await settled()
    }
  }
}

interface Timers {
  add(timer: Timer): void
  /** The next one, if it is due by then; it is gone from here. */
  takeUntil(endMs: number): Timer | undefined
  isAnyDue(atMs: number): boolean
  /** Without those that were stopped. */
  count(): number
}

/** A binary heap: the next timer stands first, and none after those behind it. Those that were stopped go when their turn comes. */
function createTimers(): Timers {
  const heap: Timer[] = []

  function isBefore(a: number, b: number): boolean {
    const [one, other] = [heap[a], heap[b]]
    if (one === undefined || other === undefined) return one !== undefined
    return one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.order < other.order)
  }

  function swap(a: number, b: number): void {
    const [one, other] = [heap[a], heap[b]]
    if (one !== undefined && other !== undefined) [heap[a], heap[b]] = [other, one]
  }

  function first(): Timer | undefined {
    while (heap[0]?.isStopped === true) removeFirst()
    return heap[0]
  }

  function removeFirst(): void {
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    heap[0] = last
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const next = isBefore(right, left) ? right : left
      if (!isBefore(next, at)) return
      swap(at, next)
      at = next
    }
  }

  return {
    add(timer) {
      heap.push(timer)
      for (let at = heap.length - 1; at > 0;) {
        const above = (at - 1) >>> 1
        if (!isBefore(at, above)) return
        swap(at, above)
        at = above
      }
    },
    takeUntil(endMs) {
      const next = first()
      if (next === undefined || next.dueMs > endMs) return undefined
      removeFirst()
      return next
    },
    isAnyDue(atMs) {
      const next = first()
      return next !== undefined && next.dueMs <= atMs
    },
    count: () => heap.filter(({ isStopped }) => !isStopped).length
  }
}

import type { Clock } from './clock.js'
import { ChatError } from './errors.js'
import type { Stop } from './lifecycle.js'

/** Runs a task that gives up when its signal fires: after `ms`, or with the caller's own signal. @throws ERR_ABORTED, what the task does */
export async function withPatience<T>(
  clock: Pick<Clock, 'after'>,
  ms: number,
  task: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal
): Promise<T> {
  // `AbortSignal.any` keeps what it was made of for as long as the longest of them lives.
  const patience = new AbortController()
  const giveUp = (): void => patience.abort()
  const stopTimer = clock.after(ms, giveUp)
  outer?.addEventListener('abort', giveUp, { once: true })
  try {
    if (outer?.aborted === true) throw new ChatError('ERR_ABORTED', 'the caller gave up', { cause: outer.reason })
    return await task(patience.signal)
  } finally {
    stopTimer()
    outer?.removeEventListener('abort', giveUp)
  }
}

/** Resolves once the task has, or after `ms`; then it goes on by itself. @throws what the task does in time */
export async function untilLate(clock: Pick<Clock, 'after'>, ms: number, task: Promise<unknown>): Promise<void> {
  let stopTimer: Stop | undefined
  const late = new Promise<void>(resolve => (stopTimer = clock.after(ms, resolve)))
  await Promise.race([task, late]).finally(() => stopTimer?.())
}

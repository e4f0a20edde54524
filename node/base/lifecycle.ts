import { toError } from './errors.js'

/** Ends what was started. Safe to call twice. */
export type Stop = () => void
export type AsyncStop = () => Promise<void>

/** What was started, ended in reverse order; every stop runs even where an earlier one throws. */
export interface Lifecycle {
  add(stop: Stop | AsyncStop): void
  /** Idempotent. @throws AggregateError of what the stops threw. */
  stop: AsyncStop
}

export function createLifecycle(): Lifecycle {
  const stops: (Stop | AsyncStop)[] = []
  let stopping: Promise<void> | undefined
  async function stopAll(): Promise<void> {
    const errors: unknown[] = []
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
      try {
        await stop()
      } catch (err) {
        errors.push(err)
      }
    }
    if (errors.length > 0)
      throw new AggregateError(errors, `some parts did not stop cleanly: ${errors.map(err => toError(err).message).join('; ')}`)
  }
  return {
    add: stop => stops.push(stop),
    stop: () => (stopping ??= stopAll())
  }
}

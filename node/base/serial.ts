/** Runs tasks one after another in the order they were given; a failed task fails only its own promise. */
export type Serial = <T>(task: () => Promise<T>) => Promise<T>

export function createSerial(): Serial {
  let tail: Promise<unknown> = Promise.resolve()
  return task => {
    const run = tail.then(task, task)
    tail = run
    // The caller handles `run`; the chain itself must not raise a second, unhandled rejection.
    run.catch(() => undefined)
    return run
  }
}

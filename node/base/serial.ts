/** Runs tasks one after another in the order they were given; a failed task fails only its own promise. */
export interface Serial {
  <T>(task: () => Promise<T>): Promise<T>
  /** No task runs or waits. */
  isIdle(): boolean
}

export function createSerial(): Serial {
  let tail: Promise<unknown> = Promise.resolve()
  let unfinished = 0
  const finished = (): void => void unfinished--
  function serial<T>(task: () => Promise<T>): Promise<T> {
    unfinished++
    const run = tail.then(task, task)
    tail = run
    // The caller handles `run`; the chain itself must not raise a second, unhandled rejection.
    run.then(finished, finished)
    return run
  }
  return Object.assign(serial, { isIdle: () => unfinished === 0 })
}

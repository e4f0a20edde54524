import type { LogId } from '../node/base/ids.js'
import type { Write } from '../node/store/store.js'
import type { StoredLog } from './log-record.js'

/** What a step came to: the log as it is then, and what has to be written for that, its own record left out. */
export interface Step<T> {
  readonly log: StoredLog | undefined
  readonly writes: readonly Write[]
  readonly result: T
}

/**
 * Runs alone on its log. `fresh` has the places, by digest in hex, of what earlier steps of the same batch took: that is not to be
 * read from the store yet. A step that throws has done nothing.
 */
export type RunStep<T> = (log: StoredLog | undefined, fresh: Map<string, number>) => Promise<Step<T>>

interface Waiting {
  readonly bytes: number
  readonly run: RunStep<unknown>
  resolve(result: unknown): void
  reject(err: unknown): void
}

export interface LogLocks {
  /** Resolves once the step's writes are durable. `bytes`: about how much it writes. */
  run<T>(log: LogId, bytes: number, step: RunStep<T>): Promise<T>
}

interface LogLocksInit {
  readonly load: (log: LogId) => Promise<StoredLog | undefined>
  /** Durable once it resolves. `before` is what `load` gave, `after` what the steps made of it. */
  readonly commit: (log: LogId, before: StoredLog | undefined, after: StoredLog | undefined, writes: readonly Write[]) => Promise<void>
}

/** What one batch of a log takes, so that nobody waits long behind somebody else's bulk. */
const MAX_RUN_BYTES = 1024 * 1024

/**
 * One lock a log. Whoever comes while a batch of that log is being written waits, and then all that waited goes into the next one:
 * so a batch that fails has nothing built upon it, and places have no holes.
 */
export function createLogLocks({ load, commit }: LogLocksInit): LogLocks {
  const busy = new Map<LogId, Waiting[]>()

  function takeRun(waiting: Waiting[]): readonly Waiting[] {
    let bytes = 0
    const end = waiting.findIndex(one => (bytes += one.bytes) > MAX_RUN_BYTES)
    return waiting.splice(0, end === -1 ? waiting.length : Math.max(end, 1))
  }

  async function runTogether(log: LogId, run: readonly Waiting[]): Promise<void> {
    const before = await load(log)
    const fresh = new Map<string, number>()
    const writes: Write[] = []
    const done: (() => void)[] = []
    let after = before
    for (const one of run) {
      try {
        const step = await one.run(after, fresh)
        after = step.log
        for (const write of step.writes) writes.push(write)
        done.push(() => one.resolve(step.result))
      } catch (err) {
        one.reject(err)
      }
    }
    if (writes.length > 0 || after !== before) await commit(log, before, after, writes)
    for (const resolve of done) resolve()
  }

  async function drain(log: LogId, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) {
      const run = takeRun(waiting)
      try {
        await runTogether(log, run)
      } catch (err) {
        for (const one of run) one.reject(err)
      }
    }
    busy.delete(log)
  }

  return {
    run: (log, bytes, step) =>
      new Promise((resolve, reject) => {
        const one: Waiting = { bytes, run: step, resolve, reject }
        const waiting = busy.get(log)
        if (waiting !== undefined) return void waiting.push(one)
        const first = [one]
        busy.set(log, first)
        void drain(log, first)
      })
  }
}

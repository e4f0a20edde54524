/**
 * Tells when a process full of nodes has nothing left to do. Everything in it runs on promises, which a turn of the event loop
 * empties, but for WebCrypto, which answers from threads: its calls are counted here, as are timers of this runtime.
 */
export interface Idleness {
  /** Resolves once nothing moves any more. Timers of a simulated clock don't count: they move when that is told to. */
  readonly settled: () => Promise<void>
}

const QUIET_TURNS = 3

/** Where nothing answers from threads or by timers of this runtime, one turn of the event loop empties all promises. */
export const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
/** Once what runs now is over: what `queueMicrotask` does for a tenth of the time, since nobody follows what ran before. */
export const soon = (run: () => void): void => void done.then(run)
const done = Promise.resolve()
/** Timers of zero milliseconds, by which a long computation lets others run, have fired after this. */
const moment = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 1))

export function watchIdleness(): Idleness {
  let pending = 0
  let calls = 0
  const prototype = Object.getPrototypeOf(crypto.subtle) as Record<string, unknown>
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const original = prototype[name]
    if (name === 'constructor' || typeof original !== 'function') continue
    prototype[name] = (...args: unknown[]) => {
      pending++
      calls++
      const answer = Reflect.apply(original, crypto.subtle, args) as Promise<unknown>
      return answer.finally(() => pending--)
    }
  }
  return {
    async settled() {
      for (let quiet = 0; quiet < QUIET_TURNS;) {
        const before = calls
        await moment()
        await turn()
        quiet = pending === 0 && calls === before ? quiet + 1 : 0
      }
    }
  }
}

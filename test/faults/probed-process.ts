import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Stop } from '../../node/base/lifecycle.js'
import { within } from '../e2e/deadline.js'
import type { Orders, Told } from './orders.js'

const READY_DEADLINE_MS = 20_000
const DEATH_DEADLINE_MS = 20_000
const CALL_DEADLINE_MS = 30_000

/** One after another, processes of a program that obeys orders: each may die at any moment, and the next is started. */
export interface ProbedProcess<Options, Run> {
  /** Of every process there was, the newest last. */
  readonly pids: readonly number[]
  /** What runs now. @throws where nothing does */
  current(): Run
  /** Resolves once it runs, or has died by its orders before. */
  start(options: Options & { readonly orders: Orders }): Promise<void>
  /** Resolves when it runs. */
  running(): Promise<void>
  /** Orders take the place of those before. @returns how many batches the disk fault that was in force until now has hit */
  order(orders: Orders): Promise<number>
  /** Resolves when the process has died by its own hand; rejects where it ended otherwise. */
  died(): Promise<void>
  /** SIGKILL from outside, at whatever it is doing; nothing where nothing runs. */
  kill(): Promise<void>
  /** SIGTERM: it closes as it should, and its process ends. */
  stop(): Promise<void>
  /** Hears of all that it tells, and of every start. */
  onChange(listener: () => void): Stop
  /** Tells them that something else has changed. */
  changed(): void
}

interface ProbedProgram<Ready, Run> {
  /** Of its process, in what goes wrong. */
  readonly name: string
  /** Of those that `test/bundle.mjs` bundles. */
  readonly program: string
  /** From what it tells when it is ready to what is done with it. `gone` resolves at its end. */
  readonly reach: (ready: Ready, gone: Promise<unknown>) => Promise<Run>
}

export function createProbedProcess<Options, Ready, Run>({ name, program, reach }: ProbedProgram<Ready, Run>): ProbedProcess<Options, Run> {
  const path = fileURLToPath(new URL(`../../probed/${program}`, import.meta.url))
  const listeners = new Set<() => void>()
  const pids: number[] = []
  let child: ReturnType<typeof fork> | undefined
  let run: Run | undefined
  let exited: Promise<unknown[]> = Promise.resolve([])
  let waiting: (() => void)[] = []

  function changed(): void {
    for (const listener of listeners) listener()
  }

  function living(): ReturnType<typeof fork> {
    if (child === undefined) throw new Error(`${name} does not run`)
    return child
  }

  type Saying<What> = Extract<Told<Ready>, Record<What & string, unknown>>
  function told<What extends 'ready' | 'obeyed'>(by: ReturnType<typeof fork>, what: What): Promise<Saying<What>> {
    return new Promise((resolve, reject) => {
      const listen = (message: Told<Ready>): void => {
        if (!(what in message) && !('failed' in message)) return
        by.off('message', listen)
        if ('failed' in message) reject(new Error(message.failed))
        else resolve(message as Saying<What>)
      }
      by.on('message', listen)
      by.once('exit', (code, signal) => reject(new Error(`${name} ended with ${code} ${signal}`)))
    })
  }

  async function start(options: Options & { readonly orders: Orders }): Promise<void> {
    if (child !== undefined) throw new Error(`${name} runs already`)
    const born = fork(path, [JSON.stringify(options)], { execArgv: ['--enable-source-maps'] })
    const gone = once(born, 'exit')
    child = born
    exited = gone
    if (born.pid === undefined) throw new Error(`${name} has no process`)
    pids.push(born.pid)
    born.once('exit', () => {
      child = undefined
      run = undefined
    })
    born.on('message', (message: Told) => {
      if ('failed' in message) console.error(`${name}: ${message.failed}`)
      changed()
    })
    try {
      const { ready } = await within(READY_DEADLINE_MS, `${name} to be ready`, told(born, 'ready'))
      const reached = await reach(ready, gone)
      if (child !== born) return died()
      run = reached
    } catch (err) {
      // It may have been told to die so early that nobody could reach it.
      if (options.orders.die !== undefined) return died()
      born.kill('SIGKILL')
      throw err
    }
    for (const resolve of waiting) resolve()
    waiting = []
    changed()
  }

  async function died(): Promise<void> {
    const [code, signal] = await within(DEATH_DEADLINE_MS, `${name} to die`, exited)
    if (signal !== 'SIGKILL') throw new Error(`${name} ended with ${String(code)} ${String(signal)}`)
  }

  return {
    pids,
    current() {
      if (run === undefined) throw new Error(`${name} does not run`)
      return run
    },
    start,
    running: async () => (run === undefined ? new Promise(resolve => waiting.push(resolve)) : undefined),
    async order(orders) {
      const by = living()
      by.send(orders)
      const { diskHits } = await within(CALL_DEADLINE_MS, `${name} to obey`, told(by, 'obeyed'))
      return diskHits
    },
    died,
    async kill() {
      if (child === undefined) return
      child.kill('SIGKILL')
      await died()
    },
    async stop() {
      living().kill('SIGTERM')
      const [code] = await within(DEATH_DEADLINE_MS, `${name} to end`, exited)
      if (code !== 0) throw new Error(`${name} ended with ${String(code)}`)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    changed
  }
}

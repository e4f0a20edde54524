import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ChatEvent, Message } from '../../node/api/chat-api.js'
import { createRpcClient, type RpcClient } from '../../node/api/rpc-client.js'
import { systemClock } from '../../node/base/clock.js'
import { isChatError } from '../../node/base/errors.js'
import type { Stop } from '../../node/base/lifecycle.js'
import { connectSocket, socketPath } from '../../node/host/rpc-socket.js'
import { within } from '../e2e/deadline.js'
import type { Orders, ProbedOptions, Told } from './probed-node.js'

const PROBED_NODE = fileURLToPath(new URL('probed-node.js', import.meta.url))
const READY_DEADLINE_MS = 20_000
const DEATH_DEADLINE_MS = 20_000
const CALL_DEADLINE_MS = 30_000

export interface StartOptions extends Orders {
  /** By default any that is free: another one than before. */
  readonly port?: number
}

/** Somebody whose node is the test build, in a process of its own that may die at any moment and be started again. */
export interface ProbedPerson {
  readonly name: string
  readonly profileDir: string
  readonly sideFile: string
  /** Of every node process there was, the newest last. */
  readonly pids: readonly number[]
  /** Of the node that runs now. @throws where none does */
  readonly api: RpcClient
  readonly port: number
  start(options?: StartOptions): Promise<void>
  /** One call of the API. Where the node died meanwhile it rejects once that is known, so that what comes next finds no node. */
  ask<T>(call: (api: RpcClient) => Promise<T>): Promise<T>
  /** Resolves when the node runs. */
  running(): Promise<void>
  /** Orders take the place of those before. @returns how many batches the disk fault that was in force until now has hit */
  order(orders: Orders): Promise<number>
  /** Resolves when the process has died by its own hand; rejects where it ended otherwise. */
  died(): Promise<void>
  /** SIGKILL from outside, at whatever it is doing. */
  kill(): Promise<void>
  /** The node closes as it should, and its process ends. */
  stop(): Promise<void>
  /** Hears of whatever may have changed: every event of the API, every row that is settled, every start. */
  onChange(listener: () => void): Stop
  /** All of it, in the conversation's order. */
  history(): Promise<readonly Message[]>
  /** Events of the present run. */
  readonly seen: readonly ChatEvent[]
  /** Ends the node and deletes the profile. */
  close(): Promise<void>
}

interface Run {
  readonly child: ChildProcess
  readonly gone: Promise<unknown>
  readonly api: RpcClient
  readonly port: number
  readonly seen: ChatEvent[]
}

export async function createProbedPerson(name: string, first: Orders = {}): Promise<ProbedPerson> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-faults-'))
  const profileDir = join(folder, 'profile')
  const sideFile = join(folder, 'encrypted')
  const listeners = new Set<() => void>()
  const pids: number[] = []
  let run: Run | undefined
  let exited: Promise<unknown[]> = Promise.resolve([])
  let waiting: (() => void)[] = []
  const changed = (): void => {
    for (const listener of listeners) listener()
  }

  function current(): Run {
    if (run === undefined) throw new Error(`${name}'s node does not run`)
    return run
  }

  async function start({ port = 0, ...orders }: StartOptions = {}): Promise<void> {
    if (run !== undefined) throw new Error(`${name}'s node runs already`)
    const options: ProbedOptions = { profileDir, sideFile, listen: `/ip4/127.0.0.1/tcp/${port}`, orders }
    const child = fork(PROBED_NODE, [JSON.stringify(options)], { execArgv: ['--enable-source-maps'] })
    exited = once(child, 'exit')
    if (child.pid === undefined) throw new Error(`${name}'s node has no process`)
    pids.push(child.pid)
    child.on('message', (message: Told) => {
      if ('failed' in message) console.error(`${name}: ${message.failed}`)
      changed()
    })
    try {
      await within(READY_DEADLINE_MS, `${name}'s node to be ready`, told(child, 'ready'))
      run = await reach(child)
    } catch (err) {
      // It may have been told to die so early that nobody could reach it.
      if (orders.die !== undefined) return ended()
      child.kill('SIGKILL')
      throw err
    }
    for (const resolve of waiting) resolve()
    waiting = []
    changed()
  }

  async function reach(child: ChildProcess): Promise<Run> {
    const gone = exited
    const api = createRpcClient(await connectSocket(socketPath(profileDir)), { clock: systemClock, timeoutMs: CALL_DEADLINE_MS })
    const { addresses } = await api.status()
    const reached: Run = { child, gone, api, port: portOf(addresses), seen: [] }
    void follow(reached)
    child.once('exit', () => {
      api.close()
      if (run === reached) run = undefined
    })
    return reached
  }

  async function kill(): Promise<void> {
    if (run === undefined) return
    run.child.kill('SIGKILL')
    await ended()
  }

  async function follow({ api, seen }: Run): Promise<void> {
    try {
      for await (const event of api.events({ since: 0 })) {
        seen.push(event)
        changed()
      }
    } catch {
      // The node was killed: that is what this is about.
    }
  }

  async function ended(): Promise<void> {
    const [code, signal] = await within(DEATH_DEADLINE_MS, `${name}'s node to die`, exited)
    if (signal !== 'SIGKILL') throw new Error(`${name}'s node ended with ${String(code)} ${String(signal)}`)
  }

  await start({ ...first, create: name })
  return {
    name,
    profileDir,
    sideFile,
    pids,
    get api() {
      return current().api
    },
    get port() {
      return current().port
    },
    get seen() {
      return current().seen
    },
    start,
    async ask(call) {
      const { api, gone } = current()
      try {
        return await call(api)
      } catch (err) {
        if (isChatError(err, 'ERR_CLOSED')) await gone
        throw err
      }
    },
    running: async () => (run === undefined ? new Promise(resolve => waiting.push(resolve)) : undefined),
    async order(orders) {
      const { child } = current()
      child.send(orders)
      const { diskHits } = await within(CALL_DEADLINE_MS, `${name}'s node to obey`, told(child, 'obeyed'))
      return diskHits
    },
    died: ended,
    kill,
    async stop() {
      current().child.kill('SIGTERM')
      const [code] = await within(DEATH_DEADLINE_MS, `${name}'s node to end`, exited)
      if (code !== 0) throw new Error(`${name}'s node ended with ${String(code)}`)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async history() {
      const { api } = current()
      const [chat] = await api.chats()
      if (chat === undefined) return []
      const messages: Message[] = []
      let before: string | undefined
      do {
        const page = await api.history({ chat: chat.id, limit: 1_000, ...(before === undefined ? {} : { before }) })
        messages.unshift(...page.messages)
        before = page.before
      } while (before !== undefined)
      return messages
    },
    async close() {
      await kill()
      await rm(folder, { recursive: true, maxRetries: 3 })
    }
  }
}

type Saying<What> = Extract<Told, Record<What & string, unknown>>

function told<What extends 'ready' | 'obeyed'>(child: ChildProcess, what: What): Promise<Saying<What>> {
  return new Promise((resolve, reject) => {
    const listen = (message: Told): void => {
      if (!(what in message) && !('failed' in message)) return
      child.off('message', listen)
      if ('failed' in message) reject(new Error(message.failed))
      else resolve(message as Saying<What>)
    }
    child.on('message', listen)
    child.once('exit', (code, signal) => reject(new Error(`the node ended with ${code} ${signal}`)))
  })
}

function portOf(addresses: readonly string[]): number {
  const port = addresses.map(address => /^\/ip4\/127\.0\.0\.1\/tcp\/(\d+)$/.exec(address)?.[1]).find(found => found !== undefined)
  if (port === undefined) throw new Error(`listens at no TCP port of this machine, but at ${addresses.join(', ') || 'nothing'}`)
  return Number(port)
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatEvent } from '../../node/api/chat-event.js'
import type { Message } from '../../node/api/message.js'
import { createRpcClient, type RpcClient } from '../../node/api/rpc-client.js'
import { systemClock } from '../../node/base/clock.js'
import { isChatError } from '../../node/base/errors.js'
import { connectSocket, socketPath } from '../../node/host/rpc-socket.js'
import type { Orders } from './orders.js'
import type { ProbedNodeOptions } from './probed-node.js'
import { createProbedProcess, type ProbedProcess } from './probed-process.js'

const CALL_DEADLINE_MS = 30_000

export interface StartOptions extends Orders {
  /** By default any that is free: another one than before. */
  readonly port?: number
}

interface Run {
  readonly gone: Promise<unknown>
  readonly api: RpcClient
  readonly port: number | undefined
  readonly seen: ChatEvent[]
}

type Process = ProbedProcess<Omit<ProbedNodeOptions, 'orders'>, Run>

/** Somebody whose node is the test build, in a process of its own that may die at any moment and be started again. */
export interface ProbedPerson extends Pick<Process, 'pids' | 'running' | 'order' | 'died' | 'kill' | 'stop' | 'onChange'> {
  readonly name: string
  readonly profileDir: string
  readonly sideFile: string
  /** Of the node that runs now. @throws where none does */
  readonly api: RpcClient
  /** Where others dial it. @throws where nobody can */
  readonly port: number
  start(options?: StartOptions): Promise<void>
  /** One call of the API. Where the node died meanwhile it rejects once that is known, so that what comes next finds no node. */
  ask<T>(call: (api: RpcClient) => Promise<T>): Promise<T>
  /** All of it, in the conversation's order. */
  history(): Promise<readonly Message[]>
  /** Events of the present run. */
  readonly seen: readonly ChatEvent[]
  /** Ends the node and deletes the profile. */
  close(): Promise<void>
}

interface Beginning {
  readonly orders?: Orders | undefined
  /** Whether others can dial it. */
  readonly listens?: boolean
}

export async function createProbedPerson(name: string, { orders: first = {}, listens = true }: Beginning = {}): Promise<ProbedPerson> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-faults-'))
  const profileDir = join(folder, 'profile')
  const sideFile = join(folder, 'encrypted')
  const node: Process = createProbedProcess({ name: `${name}'s node`, program: 'probed-node.js', reach })

  const optionsFor = (port: number): Omit<ProbedNodeOptions, 'orders'> => ({
    profileDir,
    sideFile,
    listen: listens ? [`/ip4/127.0.0.1/tcp/${port}`] : []
  })

  async function reach(_ready: true, gone: Promise<unknown>): Promise<Run> {
    const api = createRpcClient(await connectSocket(socketPath(profileDir)), { clock: systemClock, timeoutMs: CALL_DEADLINE_MS })
    const { addresses } = await api.status()
    const run: Run = { gone, api, port: portOf(addresses), seen: [] }
    void follow(run)
    void gone.then(() => api.close())
    return run
  }

  async function follow({ api, seen }: Run): Promise<void> {
    try {
      for await (const event of api.events({ since: 0 })) {
        seen.push(event)
        node.changed()
      }
    } catch {
      // The node was killed: that is what this is about.
    }
  }

  await node.start({ ...optionsFor(0), create: name, orders: first })
  return {
    ...node,
    name,
    profileDir,
    sideFile,
    get api() {
      return node.current().api
    },
    get port() {
      const { port } = node.current()
      if (port === undefined) throw new Error(`${name}'s node listens at no TCP port of this machine`)
      return port
    },
    get seen() {
      return node.current().seen
    },
    start: ({ port = 0, ...orders } = {}) => node.start({ ...optionsFor(port), orders }),
    async ask(call) {
      const { api, gone } = node.current()
      try {
        return await call(api)
      } catch (err) {
        if (isChatError(err, 'ERR_CLOSED')) await gone
        throw err
      }
    },
    async history() {
      const { api } = node.current()
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
      await node.kill()
      await rm(folder, { recursive: true, maxRetries: 3 })
    }
  }
}

function portOf(addresses: readonly string[]): number | undefined {
  const port = addresses.map(address => /^\/ip4\/127\.0\.0\.1\/tcp\/(\d+)$/.exec(address)?.[1]).find(found => found !== undefined)
  return port === undefined ? undefined : Number(port)
}

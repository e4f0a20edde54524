import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { multiaddr } from '@multiformats/multiaddr'
import type { DeviceId } from '../../node/base/ids.js'
import type { Limits } from '../../relay/limits.js'
import type { ReachableRelay } from '../relay/client.js'
import type { Orders } from './orders.js'
import { createProbedProcess, type ProbedProcess } from './probed-process.js'
import type { ProbedRelayOptions, ProbedRelayReady } from './probed-relay.js'

type Process = ProbedProcess<Omit<ProbedRelayOptions, 'orders'>, ProbedRelayReady>

/** A relay in a process of its own that may die at any moment and be started again, where it was. */
export interface ProbedRelay extends ReachableRelay, Pick<Process, 'pids' | 'running' | 'order' | 'died' | 'kill' | 'stop'> {
  readonly folder: string
  /** Multiaddr, with its peer id. */
  readonly address: string
  start(orders?: Orders): Promise<void>
  /** Ends it, and deletes its folder where it made that itself. */
  close(): Promise<void>
}

interface Beginning {
  /** One of its own where not given. */
  readonly folder?: string
  readonly limits?: Partial<Limits>
}

export async function createProbedRelay({ folder: given, ...options }: Beginning = {}): Promise<ProbedRelay> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'parley-faults-relay-')))
  const relay: Process = createProbedProcess({
    name: 'the relay',
    program: 'probed-relay.js',
    reach: async (ready: ProbedRelayReady) => ready
  })
  await relay.start({ ...options, folder, port: 0, orders: {} })
  const { id, address } = relay.current()
  const port = Number(
    multiaddr(address)
      .getComponents()
      .find(({ name }) => name === 'tcp')?.value
  )
  return {
    ...relay,
    folder,
    address,
    relay: { self: id as DeviceId },
    addresses: [address.replace(/\/p2p\/.*/, '')],
    start: (orders = {}) => relay.start({ ...options, folder, port, orders }),
    async close() {
      await relay.kill()
      if (given === undefined) await rm(folder, { recursive: true, maxRetries: 3 })
    }
  }
}

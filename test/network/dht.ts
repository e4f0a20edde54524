import '../../node/host/shim.js'
import { createLibp2p } from 'libp2p'
import { libp2pOptions } from '../../node/host/libp2p-options.js'
import { systemClock } from '../../node/base/clock.js'
import { startLibp2p, type RunningLibp2p, type StartOptions } from '../../node/host/libp2p-node.js'
import { newSeed } from './nodes.js'

const POLL_MS = 20

/** A DHT on loopback: nodes that keep records, each of which begins with two of those before it. */
export interface TestDht {
  readonly nodes: readonly RunningLibp2p[]
  /** Multiaddrs for others to begin with. */
  readonly bootstrap: readonly string[]
  stop(): Promise<void>
}

export async function startDht(size: number, startOne: typeof startDhtNode = startDhtNode): Promise<TestDht> {
  const nodes: RunningLibp2p[] = []
  for (let i = 0; i < size; i++) nodes.push(await startOne({ dhtServer: true, bootstrap: entriesOf(nodes) }))
  await until(() => nodes.every(node => node.services.dht.routingTable.size >= Math.min(2, size - 1)), 'every node to know two others')
  return {
    nodes,
    bootstrap: entriesOf(nodes),
    async stop() {
      await Promise.all(nodes.map(async node => node.stop()))
    }
  }
}

/** A node as it ships, without links. */
export const startDhtNode = (options: Partial<StartOptions> = {}): Promise<RunningLibp2p> =>
  startLibp2p({ seed: newSeed(), mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'], ...options })

const hides = (path: string): boolean => path.startsWith('/dht/record')

/** One that says it keeps every record, and shows none. */
export async function startHidingNode(options: Partial<StartOptions> = {}): Promise<RunningLibp2p> {
  const honest = await libp2pOptions({ seed: newSeed(), mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'], ...options })
  const { datastore } = honest
  if (datastore === undefined) throw new Error('there is no datastore to hide things from')
  return createLibp2p({
    ...honest,
    datastore: { ...datastore, put: (key, value) => (hides(key.toString()) ? key : datastore.put(key, value)) }
  })
}

const entriesOf = (nodes: readonly RunningLibp2p[]): string[] => [nodes[0], nodes.at(-1)].flatMap(node => tcpAddressOf(node) ?? [])

export const tcpAddressOf = (node: RunningLibp2p | undefined): string | undefined =>
  node
    ?.getMultiaddrs()
    .map(String)
    .find(address => address.includes('/tcp/') && !address.includes('webrtc'))

/** Waits for what no event tells. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, deadlineMs = 20_000): Promise<void> {
  const giveUpAtMs = performance.now() + deadlineMs
  while (!(await holds())) {
    if (performance.now() > giveUpAtMs) throw new Error(`gave up waiting for ${what}`)
    await new Promise<void>(resolve => void systemClock.after(POLL_MS, resolve))
  }
}

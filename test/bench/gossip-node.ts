import { gossipsub } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import type { Libp2p } from '@libp2p/interface'
import type { DeviceId } from '../../node/base/ids.js'
import { startLibp2p } from '../../node/host/libp2p-node.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { createGossip } from '../../node/network/libp2p-gossip.js'
import type { Envelope } from '../../node/network/links.js'

export type GossipKind = 'parley' | 'stock'

export interface Whereabouts {
  readonly device: string
  readonly address: string
}

/** One that hears one log, and counts. */
export interface GossipBenchNode {
  readonly at: Whereabouts
  dial(others: readonly Whereabouts[]): Promise<void>
  publish(envelope: Envelope): Promise<unknown>
  /** Who hears the log, as far as it knows. */
  hearing(): number
  stop(): Promise<void>
}

export const createGossipNode = (kind: GossipKind, log: Envelope['log'], heard: () => void): Promise<GossipBenchNode> =>
  kind === 'stock' ? stockNode(log, heard) : parleyNode(log, heard)

/** gossipsub as it comes, which signs and checks in its own way, and looks at no envelope. */
async function stockNode(log: Envelope['log'], heard: () => void): Promise<GossipBenchNode> {
  const libp2p = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    // By default the 6th of one address in a second is refused.
    connectionManager: { inboundConnectionThreshold: 100 },
    services: { identify: identify(), pubsub: gossipsub() }
  })
  const { pubsub } = libp2p.services
  pubsub.addEventListener('message', heard)
  pubsub.subscribe(log)
  return {
    at: whereabouts(libp2p),
    dial: others => dialAll(libp2p, others),
    publish: ({ bytes }) => pubsub.publish(log, bytes),
    hearing: () => pubsub.getSubscribers(log).length,
    stop: async () => libp2p.stop()
  }
}

/** The shipped node: every envelope's signature is checked by whoever passes it on. */
async function parleyNode(log: Envelope['log'], heard: () => void): Promise<GossipBenchNode> {
  const libp2p = await startLibp2p({ seed: crypto.getRandomValues(new Uint8Array(32)), mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] })
  const gossip = createGossip({ service: libp2p.services.gossip, primitives: createNodePrimitives() })
  gossip.join(log, heard)
  return {
    at: whereabouts(libp2p),
    async dial(others) {
      for (const { device } of others) gossip.admit(device as DeviceId)
      await dialAll(libp2p, others)
    },
    publish: envelope => gossip.publish(envelope),
    hearing: () => libp2p.services.gossip.pubsub.getSubscribers(log).length,
    async stop() {
      await gossip.close()
      await libp2p.stop()
    }
  }
}

function whereabouts(libp2p: Libp2p): Whereabouts {
  return { device: libp2p.peerId.toString(), address: libp2p.getMultiaddrs()[0]?.toString() ?? '' }
}

/** Those after it in the order of all; the others dial it. */
async function dialAll(libp2p: Libp2p, others: readonly Whereabouts[]): Promise<void> {
  const self = libp2p.peerId.toString()
  for (const { device, address } of others) if (device > self) await libp2p.dial(multiaddr(address))
}

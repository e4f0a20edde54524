import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify, identifyPush } from '@libp2p/identify'
import { mdns } from '@libp2p/mdns'
import { ping, type Ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { promptWebSockets } from './web-sockets.js'
import type { Libp2pOptions } from 'libp2p'
import { circuitWatchdog, type WakingCircuits } from '../network/circuit-watchdog.js'
import type { DirectoryService } from '../network/directory.js'
import { entryPoints } from '../network/entry-points.js'
import { gossipService, type GossipService } from '../network/gossip-service.js'
import { dialWithin } from '../network/dial-within.js'
import { directoryDHT } from '../network/directory-dht.js'
import { lazyWebRTC } from '../network/lazy-webrtc.js'
import { libp2pBase } from '../network/libp2p-base.js'
import { createNodePrimitives, sha256 } from './node-crypto.js'
import { ownAddresses } from './own-addresses.js'

const MAX_CONNECTIONS = 300
const MDNS_SERVICE = '_parley._udp.local'
/** Addresses are tried one after another: one that swallows packets must not use up the whole dial. */
const SOCKET_DIAL_MS = 3_000
/**
 * A circuit is a dial to a relay first, and WebRTC is loaded, signals over a circuit and then tries pairs of addresses: on a busy
 * machine over 3 s. No more than this, because now and then one of them never ends, and the next try finds its way.
 */
const LONGEST_DIAL_MS = 6_000

export interface NodeOptions {
  /** 32 bytes: the Ed25519 seed of this device's key, which is its peer id. */
  readonly seed: Uint8Array
  /** Multiaddrs to listen on. */
  readonly listen: readonly string[]
  /** Whether to look for peers on the local network, and be found there. */
  readonly mdns: boolean
  /** `stun:` URLs that WebRTC asks for its own address: looked up for each connection. */
  readonly stunServers?: () => readonly string[]
  /** Multiaddrs at which others reach this node, which it can't see by itself: behind a forwarded port, or a public address. */
  readonly announce?: readonly string[]
  /** Multiaddrs of nodes of the DHT to begin with, each with its peer id. */
  readonly bootstrap?: readonly string[]
  /** Whether to keep records for others. By default once there is a public address: whom nobody can dial only costs others time. */
  readonly dhtServer?: boolean
}

export type NodeServices = {
  identify: unknown
  identifyPush: unknown
  ping: Ping
  dht: DirectoryService
  entryPoints: unknown
  circuits: WakingCircuits
  gossip: GossipService
  ownAddresses: unknown
}

/** How a Parley node sets libp2p up on Node. */
export async function libp2pOptions(options: NodeOptions): Promise<Libp2pOptions<NodeServices>> {
  const { seed, listen, announce = [], mdns: discover, stunServers = () => [], bootstrap = [], dhtServer } = options
  const primitives = createNodePrimitives()
  return {
    ...(await libp2pBase({ primitives, seed, maxConnections: MAX_CONNECTIONS, longestDialMs: LONGEST_DIAL_MS })),
    addresses: { listen: [...listen, '/webrtc'], appendAnnounce: [...announce] },
    transports: [
      dialWithin(SOCKET_DIAL_MS, tcp()),
      dialWithin(SOCKET_DIAL_MS, promptWebSockets()),
      circuitRelayTransport(),
      lazyWebRTC(stunServers, LONGEST_DIAL_MS)
    ],
    peerDiscovery: discover ? [mdns({ serviceTag: MDNS_SERVICE })] : [],
    services: {
      identify: identify(),
      identifyPush: identifyPush(),
      ping: ping(),
      dht: directoryDHT(primitives, dhtServer),
      entryPoints: entryPoints(bootstrap),
      circuits: circuitWatchdog(),
      gossip: gossipService({ sha256 }),
      ownAddresses: ownAddresses()
    }
  }
}

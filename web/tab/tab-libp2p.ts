import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify, identifyPush } from '@libp2p/identify'
import type { Libp2p } from '@libp2p/interface'
import { ping } from '@libp2p/ping'
import { webSockets } from '@libp2p/websockets'
import type { Multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import type { NodeServices } from '../../node/api/open-node.js'
import type { Primitives } from '../../node/base/primitives.js'
import { circuitWatchdog } from '../../node/network/circuit-watchdog.js'
import { dialWithin } from '../../node/network/dial-within.js'
import { lazyWebRTC } from '../../node/network/lazy-webrtc.js'
import { libp2pBase } from '../../node/network/libp2p-base.js'
import { reach } from '../../node/network/reachability.js'
import { lazyDirectory } from './lazy-directory.js'
import { lazyGossip, type LazyGossip } from './lazy-gossip.js'

/** A browser gives all pages together 255 WebSockets and each some 500 peer connections. */
const MAX_CONNECTIONS = 100
const SOCKET_DIAL_MS = 5_000
/** Over a circuit: the library is loaded, both sides signal, and pairs of addresses are tried. */
const LONGEST_DIAL_MS = 8_000

export type TabServices = { [K in keyof NodeServices]: NodeServices[K] } & { gossip: LazyGossip; identify: unknown; identifyPush: unknown }

export interface TabLibp2pInit {
  readonly primitives: Primitives
  /** 32 bytes: the Ed25519 seed of this device's key, which is its peer id. */
  readonly seed: Uint8Array
  /** `stun:` URLs: looked up for each connection. */
  readonly stunServers?: () => readonly string[]
}

/** How a tab sets libp2p up: WebSockets to relays, and over their circuits WebRTC to others. Started. */
export async function startTabLibp2p({ primitives, seed, stunServers = () => [] }: TabLibp2pInit): Promise<Libp2p<TabServices>> {
  return createLibp2p({
    ...(await libp2pBase({ primitives, seed, maxConnections: MAX_CONNECTIONS, longestDialMs: LONGEST_DIAL_MS })),
    addresses: { listen: ['/webrtc'] },
    transports: [dialWithin(SOCKET_DIAL_MS, webSockets()), circuitRelayTransport(), lazyWebRTC(stunServers, LONGEST_DIAL_MS)],
    connectionGater: { denyDialMultiaddr: address => isBehindThePage(address) },
    services: {
      identify: identify(),
      identifyPush: identifyPush(),
      ping: ping(),
      dht: lazyDirectory(primitives),
      circuits: circuitWatchdog(),
      gossip: lazyGossip(primitives)
    }
  })
}

/**
 * A page of the internet dials nothing on the network of whoever looks at it, whatever a card says. One from this machine does: that is where
 * its relay is.
 */
function isBehindThePage(address: Multiaddr): boolean {
  return location.protocol === 'https:' && reach([address.toString()]) !== 'internet'
}

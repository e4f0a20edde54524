import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify, identifyPush } from '@libp2p/identify'
import { kadDHT, passthroughMapper, type KadDHT, type KadDHTInit } from '@libp2p/kad-dht'
import { mdns } from '@libp2p/mdns'
import { ping, type Ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { promptWebSockets } from './web-sockets.js'
import type { Libp2pOptions } from 'libp2p'
import { circuitWatchdog } from '../network/circuit-watchdog.js'
import { libp2pBase } from './libp2p-base.js'
import { lazyWebRTC } from './lazy-webrtc.js'
import { dialWithin } from './dial-within.js'
import { ownAddresses } from './own-addresses.js'

const MAX_CONNECTIONS = 300
const DHT_PROTOCOL = '/parley/kad/1.0.0'
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
  /** Multiaddrs of relays to hold a circuit reservation at, each with its peer id. A relay that is down delays nothing. */
  readonly relays?: readonly string[]
  /** `stun:` URLs that WebRTC asks for its own address. */
  readonly stunServers?: readonly string[]
  /** What records the DHT carries; a server when forced to, else once a public address is confirmed. */
  readonly dht?: Pick<KadDHTInit, 'validators' | 'selectors'> & { readonly server?: boolean }
}

export type NodeServices = {
  identify: unknown
  identifyPush: unknown
  ping: Ping
  dht: KadDHT
  circuitWatchdog: unknown
  ownAddresses: unknown
}

/** How a Parley node sets libp2p up on Node. */
export async function libp2pOptions(options: NodeOptions): Promise<Libp2pOptions<NodeServices>> {
  const { seed, listen, mdns: discover, relays = [], stunServers = [], dht = {} } = options
  return {
    ...(await libp2pBase({ seed, maxConnections: MAX_CONNECTIONS, longestDialMs: LONGEST_DIAL_MS })),
    addresses: { listen: [...listen, '/webrtc'] },
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
      dht: kadDHT({
        protocol: DHT_PROTOCOL,
        // Private networks count: the default drops their addresses and leaves the routing table empty.
        peerInfoMapper: passthroughMapper,
        // An empty table answers at once instead of holding up a dial.
        allowQueryWithZeroPeers: true,
        ...(dht.server === undefined ? {} : { clientMode: !dht.server }),
        ...(dht.validators === undefined ? {} : { validators: dht.validators }),
        ...(dht.selectors === undefined ? {} : { selectors: dht.selectors })
      }),
      circuitWatchdog: circuitWatchdog(relays),
      ownAddresses: ownAddresses()
    }
  }
}

import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { privateKeyFromRaw } from '@libp2p/crypto/keys'
import { identify, identifyPush } from '@libp2p/identify'
import { kadDHT, passthroughMapper, type KadDHT, type KadDHTInit } from '@libp2p/kad-dht'
import type { PrivateKey } from '@libp2p/interface'
import { mdns } from '@libp2p/mdns'
import { ping, type Ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import type { Libp2pOptions } from 'libp2p'
import { concat } from '../base/bytes.js'
import { circuitWatchdog } from '../network/circuit-watchdog.js'
import { lazyWebRTC } from './lazy-webrtc.js'
import { createNodePrimitives } from './node-crypto.js'
import { dialWithin } from './dial-within.js'
import { noiseInOneWrite } from './noise-in-one-write.js'
import { ownAddresses } from './own-addresses.js'

const DHT_PROTOCOL = '/parley/kad/1.0.0'
const MDNS_SERVICE = '_parley._udp.local'
const WEEK_MS = 7 * 24 * 3_600_000
const MAX_BUFFER_BYTES = 4 * 1024 * 1024
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

/** How Parley sets libp2p up on Node: what is in, and the limits that keep strangers from locking honest peers out. */
export async function libp2pOptions(options: NodeOptions): Promise<Libp2pOptions<NodeServices>> {
  const { seed, listen, mdns: discover, relays = [], stunServers = [], dht = {} } = options
  return {
    privateKey: await privateKeyOf(seed),
    addresses: { listen: [...listen, '/webrtc'] },
    transports: [
      dialWithin(SOCKET_DIAL_MS, tcp()),
      dialWithin(SOCKET_DIAL_MS, webSockets()),
      circuitRelayTransport(),
      lazyWebRTC(stunServers, LONGEST_DIAL_MS)
    ],
    connectionEncrypters: [noiseInOneWrite()],
    streamMuxers: [yamux({ maxInboundStreams: 64, streamOptions: { maxWriteBufferLength: MAX_BUFFER_BYTES } })],
    peerDiscovery: discover ? [mdns({ serviceTag: MDNS_SERVICE })] : [],
    connectionManager: {
      maxConnections: 300,
      // Silent sockets hold a place each until the upgrade times out: many places, short time. No allow list: it would bypass every limit.
      maxIncomingPendingConnections: 500,
      inboundUpgradeTimeout: 2_000,
      // Per address and second: a handshake costs 20 ms of CPU, so this is one core's worth, and a whole office may share an address.
      inboundConnectionThreshold: 48,
      inboundStreamProtocolNegotiationTimeout: 2_000,
      outboundStreamProtocolNegotiationTimeout: 5_000,
      addressDialTimeout: LONGEST_DIAL_MS
    },
    // Links find out by themselves within 15 s; this is for connections without one.
    connectionMonitor: { pingInterval: 30_000 },
    // The default forgets in an hour where a peer was, which is shorter than a night.
    peerStore: { maxAddressAge: WEEK_MS, maxPeerAge: WEEK_MS },
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

/** libp2p would derive the public half in JavaScript, which takes 70 ms of every start; OpenSSL takes none that counts. */
async function privateKeyOf(seed: Uint8Array): Promise<PrivateKey> {
  const { publicKey } = await createNodePrimitives().signingKey(seed)
  return privateKeyFromRaw(concat([seed, publicKey]))
}

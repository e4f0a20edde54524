import type { RequestListener } from 'node:http'
import { circuitRelayServer, type CircuitRelayService } from '@libp2p/circuit-relay-v2'
import { identify, identifyPush } from '@libp2p/identify'
import type { Libp2p, PeerId } from '@libp2p/interface'
import { ping, type Ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { promptWebSockets } from '../node/host/web-sockets.js'
import { createLibp2p } from 'libp2p'
import { ChatError } from '../node/base/errors.js'
import { requireNamed } from '../node/host/named-addresses.js'
import { createNodePrimitives } from '../node/host/node-crypto.js'
import { ownAddresses } from '../node/host/own-addresses.js'
import type { DirectoryService } from '../node/network/directory.js'
import { directoryDHT } from '../node/network/directory-dht.js'
import { entryPoints } from '../node/network/entry-points.js'
import { libp2pBase } from '../node/network/libp2p-base.js'
import type { Standing } from '../node/network/relay-protocol.js'
import { circuitRules, type CircuitLimits } from './circuit-rules.js'
import { handshakeRules, keepRoomForMembers } from './crowd.js'

const LONGEST_DIAL_MS = 3_000

export interface RelayLibp2pOptions {
  /** 32 bytes: the Ed25519 seed of the relay's key, which is its peer id. */
  readonly seed: Uint8Array
  /** Multiaddrs: TCP and WebSocket. */
  readonly listen: readonly string[]
  /** Multiaddrs others reach it at that this machine can't see: a name, a forwarded port, WSS at a proxy. */
  readonly announce: readonly string[]
  /** WebSockets come by a proxy, which says for whom. */
  readonly behindProxy: boolean
  /** See `WebSocketOptions`. */
  readonly answer?: RequestListener | undefined
  /** Multiaddrs of other nodes that keep the directory's records, to begin with. */
  readonly bootstrap: readonly string[]
  readonly maxConnections: number
  readonly circuits: CircuitLimits
  /** Undefined: once a public address is known. */
  readonly dhtServer: boolean | undefined
  /** How a device that has said hello stands. */
  readonly standing: (peer: PeerId) => Standing | undefined
}

type RelayServices = {
  ping: Ping
  circuits: CircuitRelayService
  dht: DirectoryService
  entryPoints: unknown
  identify: unknown
  identifyPush: unknown
  ownAddresses: unknown
}
type RelayLibp2p = Libp2p<RelayServices>

/** What a relay is to libp2p: an entry point, a server of circuits, a keeper of the DHT's records. @throws ERR_INVALID_ARGUMENT for what is no address, or when it can't listen there */
export async function startRelayLibp2p(options: RelayLibp2pOptions): Promise<RelayLibp2p> {
  const { seed, listen, announce, behindProxy, answer, bootstrap, maxConnections, circuits, dhtServer, standing } = options
  requireNamed(options)
  const primitives = createNodePrimitives()
  const rules = circuitRules({
    limits: circuits,
    standing,
    addressOf: peer => libp2p.getConnections(peer)[0]?.remoteAddr,
    reservations: () => libp2p.services.circuits.reservations
  })
  const libp2p: RelayLibp2p = await createLibp2p({
    ...(await libp2pBase({ primitives, seed, maxConnections, longestDialMs: LONGEST_DIAL_MS })),
    addresses: { listen: [...listen], appendAnnounce: [...announce] },
    transports: [tcp(), promptWebSockets({ behindProxy, ...(answer === undefined ? {} : { answer }) })],
    connectionGater: { ...rules, ...handshakeRules() },
    services: {
      identify: identify(),
      identifyPush: identifyPush(),
      ping: ping(),
      circuits: circuitRelayServer({
        reservations: {
          maxReservations: circuits.reservations,
          defaultDurationLimit: circuits.durationMs,
          defaultDataLimit: BigInt(circuits.bytes)
        }
      }),
      ownAddresses: ownAddresses(),
      dht: directoryDHT(primitives, dhtServer),
      entryPoints: entryPoints(bootstrap)
    }
  }).catch((cause: unknown) => {
    throw cannotListen(listen, cause)
  })
  keepRoomForMembers(libp2p, { maxConnections, standing })
  return libp2p
}

function cannotListen(listen: readonly string[], cause: unknown): ChatError {
  const where = listen.map(address => JSON.stringify(address)).join(', ')
  return new ChatError(
    'ERR_INVALID_ARGUMENT',
    `can't listen at ${where}; name addresses of this machine and free ports, such as /ip4/0.0.0.0/tcp/4001 and /ip4/0.0.0.0/tcp/4002/ws`,
    { cause }
  )
}

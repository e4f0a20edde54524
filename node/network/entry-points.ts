import type { AbortOptions, Connection, Libp2pEvents, PeerId, PeerInfo, TypedEventTarget } from '@libp2p/interface'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { systemClock, type Clock } from '../base/clock.js'
import { createRedial } from './redial.js'

const DIAL_TIMEOUT_MS = 5_000
/** Of those that are found on this network, dialled at once. */
const MAX_TRIES = 4

export interface EntryPointComponents {
  readonly connectionManager: { openConnection(peer: PeerId | Multiaddr, options: AbortOptions): Promise<Connection> }
  readonly events: TypedEventTarget<Libp2pEvents>
  readonly dht: { readonly routingTable: { readonly size: number } }
}

/**
 * How a node that knows nobody enters the DHT. It stays connected to each of the entry points it was given, asking again with
 * backoff; and while it knows no node of the DHT it dials whoever is found that needs no relay, as on this network. Relays and
 * contacts are linked to anyway.
 */
export function entryPoints(addresses: readonly string[], clock: Clock = systemClock) {
  return (components: EntryPointComponents) => {
    const { connectionManager, events, dht } = components
    const points = addresses.map(address => watchEntryPoint(multiaddr(address), components, clock))
    let tries = 0

    const onClose = ({ detail }: CustomEvent<Connection>): void => {
      for (const point of points) point.lost(detail)
    }
    const onDiscovery = ({ detail }: CustomEvent<PeerInfo>): void => {
      const isBeside = detail.multiaddrs.some(address => !address.getComponents().some(({ name }) => name === 'p2p-circuit'))
      if (isBeside && dht.routingTable.size === 0 && tries < MAX_TRIES) void tryNeighbour(detail.id)
    }
    async function tryNeighbour(peer: PeerId): Promise<void> {
      tries++
      try {
        await connectionManager.openConnection(peer, { signal: AbortSignal.timeout(DIAL_TIMEOUT_MS) })
      } catch {
        // Not there any more: others may be.
      }
      tries--
    }

    return {
      [Symbol.toStringTag]: '@parley/entry-points',
      afterStart(): void {
        events.addEventListener('connection:close', onClose)
        events.addEventListener('peer:discovery', onDiscovery)
        for (const point of points) point.check()
      },
      stop(): void {
        events.removeEventListener('connection:close', onClose)
        events.removeEventListener('peer:discovery', onDiscovery)
        for (const point of points) point.stop()
      },
      start(): void {
        // libp2p calls stop only on services that have a start
      }
    }
  }
}

function watchEntryPoint(address: Multiaddr, { connectionManager }: EntryPointComponents, clock: Clock) {
  const id = address.getComponents().findLast(({ name }) => name === 'p2p')?.value
  const redial = createRedial(clock, () => void attempt())

  async function attempt(): Promise<void> {
    try {
      await connectionManager.openConnection(address, { signal: AbortSignal.timeout(DIAL_TIMEOUT_MS) })
      redial.reset()
    } catch {
      redial.later() // it is down: asked again later
    }
  }

  return {
    check: () => void attempt(),
    lost(connection: Connection): void {
      if (connection.remotePeer.toString() === id) redial.later()
    },
    stop: redial.stop
  }
}

import type { AbortOptions, Connection, Libp2pEvents, Startable, TypedEventTarget } from '@libp2p/interface'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { systemClock, type Clock } from '../base/clock.js'
import type { Stop } from '../base/lifecycle.js'
import { createRedial } from './redial.js'
import type { RelayId } from './relay-protocol.js'
import type { RelayAddress } from './relays.js'

const CHECK_MS = 15_000
const DIAL_TIMEOUT_MS = 5_000

/** Where others reach us that can't dial us. */
export interface Circuits {
  /** Holds a reservation at this relay, from whenever it can be had. What is held when it is given up ends with the connection. */
  keep(relay: RelayAddress): Stop
}

/** Circuits of a runtime that sleeps, and moves between networks. */
export interface WakingCircuits extends Circuits {
  /** Asks at once for what is missing. */
  wake: Stop
}

export interface CircuitWatchdogComponents {
  readonly connectionManager: { openConnection(relay: Multiaddr, options: AbortOptions): Promise<Connection> }
  readonly transportManager: { listen(addresses: Multiaddr[]): Promise<void>; getAddrs(): Multiaddr[] }
  readonly events: TypedEventTarget<Libp2pEvents>
}

/**
 * Keeps a circuit reservation at each wanted relay. libp2p makes one at start, fails to start when the relay is down, and never
 * comes back after the relay restarted (js-libp2p#3601); so no relay is a listen address, and this service asks instead: at
 * first, on every loss of a connection, and every 15 s, with backoff while it fails.
 */
export function circuitWatchdog(clock: Clock = systemClock) {
  return (components: CircuitWatchdogComponents): WakingCircuits & Startable => {
    const wanted = new Set<ReturnType<typeof watchRelay>>()
    const onClose = ({ detail }: CustomEvent<Connection>): void => {
      for (const relay of wanted) relay.lost(detail)
    }
    return {
      start(): void {
        components.events.addEventListener('connection:close', onClose)
      },
      stop(): void {
        components.events.removeEventListener('connection:close', onClose)
        for (const relay of wanted) relay.stop()
      },
      wake() {
        for (const relay of wanted) relay.wake()
      },
      keep({ id, address }) {
        const relay = watchRelay(id, multiaddr(address), components, clock)
        wanted.add(relay)
        relay.check()
        return () => {
          wanted.delete(relay)
          relay.stop()
        }
      }
    }
  }
}

function watchRelay(id: RelayId, relay: Multiaddr, { connectionManager, transportManager }: CircuitWatchdogComponents, clock: Clock) {
  const redial = createRedial(clock, () => void attempt())
  let stopped = false

  function isHeld(): boolean {
    return transportManager.getAddrs().some(address => address.toString().includes(`/p2p/${id}/p2p-circuit`))
  }

  async function attempt(): Promise<void> {
    if (stopped) return
    if (isHeld()) return redial.within(CHECK_MS)
    try {
      // Dialled first, since every failed listen would leave a dead listener behind.
      await connectionManager.openConnection(relay, { signal: AbortSignal.timeout(DIAL_TIMEOUT_MS) })
      await transportManager.listen([relay.encapsulate('/p2p-circuit')])
      redial.reset()
      redial.within(CHECK_MS)
    } catch {
      redial.later() // the relay is down, full, or no relay: asked again later
    }
  }

  return {
    check: () => void attempt(),
    wake: () => redial.within(0),
    lost(connection: Connection): void {
      if (connection.remotePeer.toString() === id) redial.within(0)
    },
    stop(): void {
      stopped = true
      redial.stop()
    }
  }
}

import '../node/host/shim.js'
import { systemClock, type Clock } from '../node/base/clock.js'
import type { AccountId, DeviceId } from '../node/base/ids.js'
import { createLifecycle, type AsyncStop, type Lifecycle } from '../node/base/lifecycle.js'
import { noProbe, type Probe } from '../node/base/probe.js'
import { openProfileFolder } from '../node/host/data-dir.js'
import { addressesForOthers, dialable } from '../node/network/reachability.js'
import type { RelayId } from '../node/network/relay-protocol.js'
import { DEFAULT_CIRCUIT_LIMITS, type CircuitLimits } from './circuit-rules.js'
import { createControl } from './control.js'
import { serveControl } from './control-socket.js'
import { startRelayLibp2p } from './libp2p.js'
import { DEFAULT_LIMITS, DEFAULT_MAX_CONNECTIONS, type Limits } from './limits.js'
import { metricsText, type RelayFigures } from './metrics.js'
import { serveMonitor } from './monitor.js'
import { servePage } from './page.js'
import { createRelayOnLibp2p } from './relay-on-libp2p.js'
import type { Relay } from './relay.js'
import { relaySeed } from './relay-key.js'
import { openRelayFolder } from './relay-storage.js'
import { serveStun } from './stun-responder.js'
import { timeSyncs, type SyncTimes } from './sync-times.js'

export interface RelayHostOptions {
  /** Holds everything of the relay; made for its owner alone. */
  readonly folder: string
  /** Multiaddrs to listen at. */
  readonly listen: readonly string[]
  /** Multiaddrs others reach it at that this machine can't see. */
  readonly announce?: readonly string[]
  /** WebSockets come by a proxy on this machine or its network: see `WebSocketOptions`. */
  readonly behindProxy?: boolean
  /** Serves the page where WebSockets are listened for. */
  readonly page?: boolean
  /** Multiaddrs of other nodes that keep the directory's records, to begin with. */
  readonly bootstrap?: readonly string[]
  /** Whether anybody may join without an invite. */
  readonly isOpen: boolean
  readonly limits?: Partial<Limits>
  readonly circuits?: Partial<CircuitLimits>
  readonly maxConnections?: number
  /** Whether to keep the directory's records for others; where nothing is said, once a public address is known. */
  readonly dhtServer?: boolean
  /** UDP; 0 lets the system pick, absent: no STUN. */
  readonly stunPort?: number
  /** Addresses of this machine that STUN is answered at: all where nothing is said. */
  readonly stunHosts?: readonly string[]
  /** Of 127.0.0.1, for `/healthz`, `/readyz` and `/metrics`; absent: none of them. */
  readonly monitorPort?: number
  /** The tests' own clock and probe. */
  readonly clock?: Clock
  readonly probe?: Probe
}

export interface RelayHost {
  readonly id: RelayId
  readonly limits: Limits
  /** The best first, those that only this machine can dial where there are no others; each ends in `/p2p/` and the relay’s id. */
  addresses(): readonly string[]
  readonly members: Relay['members']
  /** Takes no more, ends what is under way, and closes; what was acknowledged is on disk. Idempotent. */
  readonly close: AsyncStop
}

/**
 * The composition root of a relay: a folder becomes a running one. Its owner's commands reach it by a socket in the folder.
 * @throws ERR_PROFILE_LOCKED where it runs already, ERR_INVALID_ARGUMENT for addresses and ports, ERR_NOT_ALLOWED, ERR_STORE
 */
export async function startRelayHost(options: RelayHostOptions): Promise<RelayHost> {
  const lifecycle = createLifecycle()
  try {
    return await start(options, lifecycle)
  } catch (err) {
    await lifecycle.stop()
    throw err
  }
}

async function start(options: RelayHostOptions, lifecycle: Lifecycle): Promise<RelayHost> {
  const { folder, listen, announce = [], bootstrap = [], isOpen, maxConnections = DEFAULT_MAX_CONNECTIONS } = options
  const { clock = systemClock, probe = noProbe } = options
  const startedAtMs = clock.now()
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits }
  const circuits: CircuitLimits = { ...DEFAULT_CIRCUIT_LIMITS, ...options.circuits }
  await openProfileFolder(folder)
  let syncTimes: (() => SyncTimes) | undefined
  const storage = await openRelayFolder(folder, {
    clock,
    probe,
    watched(store) {
      const timed = timeSyncs(store)
      syncTimes = timed.times
      return timed.store
    }
  })
  lifecycle.add(() => storage.close())
  const seed = await relaySeed(folder)

  let relay: Relay | undefined
  const libp2p = await startRelayLibp2p({
    seed,
    listen,
    announce,
    behindProxy: options.behindProxy ?? false,
    answer: options.page === true ? servePage(() => ({ relay: libp2p.peerId.toString(), open: isOpen })) : undefined,
    bootstrap,
    maxConnections,
    circuits,
    dhtServer: options.dhtServer,
    standing: peer => relay?.standing(peer.toString() as DeviceId)
  })
  lifecycle.add(() => libp2p.stop())
  const stun =
    options.stunPort === undefined
      ? undefined
      : await serveStun({
          port: options.stunPort,
          clock,
          ...(options.stunHosts === undefined ? {} : { hosts: options.stunHosts })
        })
  if (stun !== undefined) lifecycle.add(stun.close)
  const running = await createRelayOnLibp2p({
    libp2p,
    ping: libp2p.services.ping,
    storage,
    limits,
    isOpen,
    stunPort: stun?.port ?? 0,
    servesPage: options.page ?? false,
    clock,
    probe
  })
  lifecycle.add(() => running.close())

  relay = running
  const figures = (): RelayFigures => ({
    ...running.counts(),
    startedAtMs,
    nowMs: clock.now(),
    connections: libp2p.getConnections().length,
    reservations: libp2p.services.circuits.reservations.size,
    stun: stun?.counts() ?? { answered: 0, ignored: 0 },
    store: storage.stats(),
    ...(syncTimes === undefined ? {} : { syncs: syncTimes() })
  })
  const addresses = (): readonly string[] =>
    addressesForOthers(dialable(libp2p.getMultiaddrs(), running.self), Infinity).map(address => `${address}/p2p/${running.self}`)
  const monitor =
    options.monitorPort === undefined
      ? undefined
      : await serveMonitor({ port: options.monitorPort, metrics: () => metricsText(figures()), isReady: () => libp2p.status === 'started' })
  if (monitor !== undefined) lifecycle.add(monitor.close)
  const control = createControl({
    id: running.self,
    addresses,
    isOpen,
    limits,
    members: running.members,
    remove: account => running.remove(account),
    ban: who => running.ban(who),
    usage: (account: AccountId) => running.usage(account),
    figures,
    stunPort: stun?.port ?? 0,
    monitor: monitor?.url,
    records: storage.records,
    seed
  })
  lifecycle.add(await serveControl(control, folder))
  return { id: running.self, limits, addresses, members: running.members, close: lifecycle.stop }
}

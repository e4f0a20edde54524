import type { Connection, Stream, Topology } from '@libp2p/interface'
import type { GossipSubComponents } from '@libp2p/gossipsub'
import { peerIdFromString } from '@libp2p/peer-id'
import type { Clock } from '../base/clock.js'
import type { DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'

/** Opening takes up to 5 s, one peer after another; after this long a stream that isn't there broke. Doubles while it stays away. */
const MISSED_MS = 4_000
const LAST_RETRY_MS = 60_000
/** At 4 MiB that wait for one peer its stream breaks: before that, whoever publishes waits. */
const MOST_WAITING_BYTES = 512 * 1024
/** A peer that takes nothing for so long holds up nobody any more. */
const PATIENCE_MS = 1_000

export interface GossipGate {
  /** What gossipsub is to use instead of libp2p's own. */
  readonly registrar: GossipSubComponents['registrar']
  admit(device: DeviceId): Stop
  /** Whether what is said to it would leave. */
  isOpen(device: string): boolean
  /** Resolves once little waits for those that read. */
  ready(): Promise<void>
  /** Opens anew what broke; to be called every second. */
  mend(): void
}

interface GossipGateInit {
  readonly clock: Clock
  /** Whether gossipsub counts on a stream to this peer. */
  readonly believesOpen: (device: DeviceId) => boolean
}

interface Neighbour {
  readonly device: DeviceId
  admissions: number
  stream: Stream | undefined
  missedAtMs: number | undefined
  retryMs: number
}

/**
 * Stands between libp2p and gossipsub. Gossipsub would tell every peer that connects which topics we hear: here it learns of
 * admitted devices alone. And it opens its stream once a connection and never again: one that broke (a peer that read too
 * slowly, the first of two connections) would leave that peer deaf to us until it connects anew.
 */
export function createGossipGate(
  protocol: string,
  { registrar, connectionManager }: GossipSubComponents,
  { clock, believesOpen }: GossipGateInit
): GossipGate {
  const neighbours = new Map<string, Neighbour>()
  const lagging = new WeakSet<Stream>()
  let topology: Topology | undefined

  const gated = Object.create(registrar) as GossipSubComponents['registrar']
  gated.handle = (id, handler, options) =>
    registrar.handle(
      id,
      (stream, connection) => {
        const neighbour = neighbours.get(connection.remotePeer.toString())
        if (neighbour === undefined) return stream.abort(new Error('not admitted'))
        forgetDead(neighbour, connection)
        return handler(stream, connection)
      },
      options
    )
  gated.register = (id, inner, options) => {
    topology = inner
    return registrar.register(
      id,
      {
        onConnect: (peer, connection) => (neighbours.has(peer.toString()) ? inner.onConnect?.(peer, connection) : undefined),
        onDisconnect: peer => inner.onDisconnect?.(peer)
      },
      options
    )
  }

  function direct(device: string): Connection[] {
    const connections = connectionManager.getConnections(peerIdFromString(device))
    return connections.filter(({ status, limits }) => status === 'open' && limits === undefined)
  }

  function outbound(neighbour: Neighbour): Stream | undefined {
    if (neighbour.stream?.status === 'open') return neighbour.stream
    const streams = direct(neighbour.device).flatMap(connection => connection.streams)
    neighbour.stream = streams.find(stream => stream.protocol === protocol && stream.direction === 'outbound' && stream.status === 'open')
    return neighbour.stream
  }

  function meet(device: DeviceId): void {
    const [connection] = direct(device)
    if (connection !== undefined) void topology?.onConnect?.(connection.remotePeer, connection)
  }

  /**
   * It has admitted us. Where it had not when our stream was opened, that was reset, perhaps before gossipsub listened for it: then it
   * would take it for open. Forgotten, it opens another.
   */
  function forgetDead(neighbour: Neighbour, { remotePeer }: Connection): void {
    if (outbound(neighbour) === undefined && believesOpen(neighbour.device)) void topology?.onDisconnect?.(remotePeer)
  }

  /** Resets what is left, so that the other side opens its stream anew as well. */
  function part(device: DeviceId): void {
    for (const connection of direct(device))
      for (const stream of connection.streams) if (stream.protocol === protocol) stream.abort(new Error('gossip with this peer ended'))
    void topology?.onDisconnect?.(peerIdFromString(device))
  }

  function mend(neighbour: Neighbour): void {
    if (outbound(neighbour) !== undefined || direct(neighbour.device).length === 0) {
      neighbour.missedAtMs = undefined
      neighbour.retryMs = MISSED_MS
      return
    }
    neighbour.missedAtMs ??= clock.now()
    if (clock.now() - neighbour.missedAtMs < neighbour.retryMs) return
    neighbour.missedAtMs = clock.now()
    neighbour.retryMs = Math.min(neighbour.retryMs * 2, LAST_RETRY_MS)
    part(neighbour.device)
    meet(neighbour.device)
  }

  function emptied(stream: Stream): Promise<void> {
    return new Promise(resolve => {
      const done = (): void => {
        cancel()
        lagging.delete(stream)
        stream.removeEventListener('idle', done)
        stream.removeEventListener('close', done)
        resolve()
      }
      const cancel = clock.after(PATIENCE_MS, () => {
        lagging.add(stream)
        resolve()
      })
      stream.addEventListener('idle', done)
      stream.addEventListener('close', done)
    })
  }

  return {
    registrar: gated,
    admit(device) {
      const known = neighbours.get(device)
      const neighbour = known ?? { device, admissions: 0, stream: undefined, missedAtMs: undefined, retryMs: MISSED_MS }
      neighbours.set(device, neighbour)
      neighbour.admissions++
      if (known === undefined) meet(device)
      let admitted = true
      return () => {
        if (!admitted) return
        admitted = false
        if (--neighbour.admissions > 0) return
        neighbours.delete(device)
        part(device)
      }
    },
    isOpen(device) {
      const neighbour = neighbours.get(device)
      return neighbour !== undefined && outbound(neighbour) !== undefined
    },
    async ready() {
      const streams = [...neighbours.values()].flatMap(neighbour => outbound(neighbour) ?? [])
      const full = streams.filter(stream => stream.writeBufferLength > MOST_WAITING_BYTES && !lagging.has(stream))
      if (full.length > 0) await Promise.all(full.map(emptied))
    },
    mend() {
      for (const neighbour of neighbours.values()) mend(neighbour)
    }
  }
}

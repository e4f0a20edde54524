import type { Connection, Libp2p, PeerId, PeerInfo, PeerUpdate, Stream } from '@libp2p/interface'
import type { Ping } from '@libp2p/ping'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { systemClock, type Clock } from '../base/clock.js'
import { ChatError, isChatError } from '../base/errors.js'
import { createEmitter } from '../base/events.js'
import type { DeviceId } from '../base/ids.js'
import { createLifecycle, type Stop } from '../base/lifecycle.js'
import { createLink, type Link } from './link.js'
import { createLinkPeer, type LinkPeer } from './link-peer.js'
import type { LinkEvents, LinkHandler, LinkProtocol, Links } from './links.js'
import { dialable, isCircuit } from './reachability.js'

/** Time for a few addresses that swallow packets before the one that leads there. */
const OPEN_TIMEOUT_MS = 20_000
const PING_TIMEOUT_MS = 10_000
const TICK_MS = 1_000
const MAX_LEARNT_ADDRESSES = 16
const RUN_BYTES = 16
/** Keeps libp2p from pruning the connections of those we keep a link to. */
const KEPT_TAG = 'parley-kept'

export interface LinksInit<Kind extends string> {
  readonly protocol: LinkProtocol<Kind>
  readonly libp2p: Libp2p
  readonly ping: Pick<Ping, 'ping'>
  readonly clock?: Clock
}

/** Links of a runtime that sleeps, and moves between networks. */
export interface WakingLinks<Kind extends string> extends Links<Kind> {
  /** Time was lost or the network is another: links that do not answer end, and those that are kept are dialled at once. */
  wake: Stop
}

/** Links over libp2p. Starts nothing and stops nothing of libp2p itself: `close` ends the streams, the host stops the node. */
export async function createLinks<Kind extends string>({
  protocol,
  libp2p,
  ping,
  clock = systemClock
}: LinksInit<Kind>): Promise<WakingLinks<Kind>> {
  const self = deviceOf(libp2p.peerId)
  const run = crypto.getRandomValues(new Uint8Array(RUN_BYTES))
  const peers = new Map<DeviceId, LinkPeer<Kind>>()
  const unborn = new Set<Link<Kind>>()
  const barred = new Set<DeviceId>()
  const emitter = createEmitter<LinkEvents>()
  const lifecycle = createLifecycle()
  let handler: LinkHandler<Kind> | undefined
  let closed = false
  let told = dialable(libp2p.getMultiaddrs(), self)

  function peerOf(device: DeviceId): LinkPeer<Kind> {
    const known = peers.get(device)
    if (known !== undefined) return known
    const peer = createLinkPeer({
      device,
      self,
      clock,
      direct: () => direct(device),
      open: connection => open(device, connection),
      onUp: () => emitter.emit('link:up', { device }),
      onDown: () => {
        emitter.emit('link:down', { device })
        forget(device)
      },
      onAnew: () => {
        emitter.emit('link:down', { device })
        // First whoever waited for the earlier run is told that it failed.
        clock.after(0, () => {
          if (peers.get(device)?.current !== undefined) emitter.emit('link:up', { device })
        })
      }
    })
    peers.set(device, peer)
    return peer
  }

  /** A link from its first byte on; resolves when the peer has said hello. */
  function begin(stream: Stream, connection: Connection, device: DeviceId, opener: DeviceId): Promise<Link<Kind>> {
    return new Promise((resolve, reject) => {
      const link = createLink({
        protocol,
        stream,
        connection,
        device,
        opener,
        run,
        handler: () => handler,
        onOpen: opened => {
          unborn.delete(opened)
          if (barred.has(device)) return opened.end(unreachable())
          peerOf(device).opened(opened)
          resolve(opened)
        },
        onEnd: (ended, error, fault) => {
          unborn.delete(ended)
          reject(new ChatError('ERR_UNREACHABLE', 'that device did not say hello', { cause: error }))
          peers.get(device)?.ended(ended)
          if (fault) emitter.emit('link:refused', { device, error })
        }
      })
      unborn.add(link)
    })
  }

  async function open(device: DeviceId, given?: Connection): Promise<Link<Kind>> {
    try {
      if (closed) throw new ChatError('ERR_CLOSED', 'the network is closed')
      if (barred.has(device)) throw unreachable()
      const signal = AbortSignal.timeout(OPEN_TIMEOUT_MS)
      const connection = given ?? openTo(device) ?? (await libp2p.dial(peerIdFromString(device), { signal }))
      if (deviceOf(connection.remotePeer) !== device) {
        connection.abort(new Error('not the device that was dialled'))
        throw new ChatError('ERR_PROTOCOL', 'somebody else answered')
      }
      const stream = await connection
        .newStream([protocol.id], { signal, runOnLimitedConnection: true, maxOutboundStreams: 1 })
        .catch((err: unknown) => {
          // Nobody is at its other end: a WebRTC that failed may be listed as open on the side that was asked.
          if (err instanceof Error && err.name === 'TimeoutError') connection.abort(err)
          throw err
        })
      return await begin(stream, connection, device, self)
    } catch (cause) {
      if (isChatError(cause, 'ERR_CLOSED')) throw cause
      throw unreachable(cause)
    }
  }

  async function direct(device: DeviceId): Promise<Connection> {
    const id = peerIdFromString(device)
    const { addresses } = await libp2p.peerStore.get(id)
    const ways = addresses.flatMap(({ multiaddr: way }) => parse(way.toString(), device)).filter(way => !isCircuit(way.getComponents()))
    return libp2p.dial(
      ways.map(way => way.encapsulate(`/p2p/${device}`)),
      { signal: AbortSignal.timeout(OPEN_TIMEOUT_MS) }
    )
  }

  /** An open connection to it, a direct one if there is one. */
  function openTo(device: DeviceId): Connection | undefined {
    const connections = libp2p.getConnections(peerIdFromString(device)).filter(({ status }) => status === 'open')
    return connections.find(({ limits }) => limits === undefined) ?? connections[0]
  }

  function accept(stream: Stream, connection: Connection): void {
    const device = deviceOf(connection.remotePeer)
    if (closed || barred.has(device) || connection.remotePeer.type !== 'Ed25519') {
      stream.abort(new Error('not served'))
      return
    }
    begin(stream, connection, device, device).catch(() => undefined) // told by link:refused where the peer is at fault
  }

  function onConnection({ detail: connection }: CustomEvent<Connection>): void {
    peers.get(deviceOf(connection.remotePeer))?.connected(connection)
  }

  function onDiscovery({ detail: { id } }: CustomEvent<PeerInfo>): void {
    peers.get(deviceOf(id))?.hint()
  }

  function onPeerUpdate({ detail: { peer, previous } }: CustomEvent<PeerUpdate>): void {
    const known = new Set(previous?.addresses.map(address => address.multiaddr.toString()))
    if (peer.addresses.some(address => !known.has(address.multiaddr.toString()))) peers.get(deviceOf(peer.id))?.hint()
  }

  function onSelfUpdate(): void {
    const now = dialable(libp2p.getMultiaddrs(), self)
    if (now.length === told.length && now.every(address => told.includes(address))) return
    told = now
    emitter.emit('addresses:changed', { addresses: now })
  }

  function tick(): Stop {
    return clock.after(TICK_MS, () => {
      for (const link of unborn) link.tick()
      for (const peer of peers.values()) peer.tick()
      stopTicking = tick()
    })
  }

  libp2p.addEventListener('connection:open', onConnection)
  libp2p.addEventListener('peer:discovery', onDiscovery)
  libp2p.addEventListener('peer:update', onPeerUpdate)
  libp2p.addEventListener('self:peer:update', onSelfUpdate)
  lifecycle.add(() => {
    libp2p.removeEventListener('connection:open', onConnection)
    libp2p.removeEventListener('peer:discovery', onDiscovery)
    libp2p.removeEventListener('peer:update', onPeerUpdate)
    libp2p.removeEventListener('self:peer:update', onSelfUpdate)
  })
  let stopTicking = tick()
  lifecycle.add(() => stopTicking())
  lifecycle.add(() => {
    const err = new ChatError('ERR_CLOSED', 'the network is closed')
    for (const peer of peers.values()) peer.close(err)
    for (const link of unborn) link.end(err)
  })
  await libp2p.handle(protocol.id, accept, { maxInboundStreams: 1, maxOutboundStreams: 1, runOnLimitedConnection: true })
  lifecycle.add(() => libp2p.unhandle(protocol.id))

  return {
    self,
    serve(serving) {
      handler = serving
      return () => {
        if (handler === serving) handler = undefined
      }
    },
    async learn(device, addresses) {
      const multiaddrs = addresses.slice(0, MAX_LEARNT_ADDRESSES).flatMap(address => parse(address, device))
      if (multiaddrs.length === 0 || device === self) return
      await libp2p.peerStore.merge(parsePeer(device), { multiaddrs })
      peers.get(device)?.hint()
    },
    keep(device) {
      const id = parsePeer(device)
      const stop = peerOf(device).keep()
      tag(id, { value: 100 })
      return () => {
        stop()
        if (peers.get(device)?.kept === true) return
        tag(id, undefined)
        forget(device)
      }
    },
    release(device) {
      const peer = peers.get(device)
      if (peer?.kept === false) peer.hangUp()
      forget(device)
    },
    bar(device) {
      barred.add(device)
      peers.get(device)?.hangUp()
      return () => {
        barred.delete(device)
        peers.get(device)?.hint()
      }
    },
    isUp: device => peers.get(device)?.current !== undefined,
    async send(device, envelope, options = {}) {
      const link = peers.get(device)?.current ?? (await linkTo(device, options.signal))
      return link.send.envelope(envelope, options)
    },
    async request(device, kind, body, options = {}) {
      const link = peers.get(device)?.current ?? (await linkTo(device, options.signal))
      return link.send.request(kind, body, options)
    },
    async ping(device, options = {}) {
      const signal = options.signal ?? AbortSignal.timeout(PING_TIMEOUT_MS)
      try {
        return await ping.ping(parsePeer(device), { signal })
      } catch (cause) {
        if (signal.aborted) throw new ChatError('ERR_TIMEOUT', 'that device did not answer in time', { cause })
        throw unreachable(cause)
      }
    },
    paths: () => [...peers.values()].flatMap(peer => peer.path() ?? []),
    addresses: () => dialable(libp2p.getMultiaddrs(), self),
    on: (name, listener) => emitter.on(name, listener),
    wake() {
      for (const peer of peers.values()) peer.wake()
    },
    close() {
      closed = true
      return lifecycle.stop()
    }
  }

  async function linkTo(device: DeviceId, signal: AbortSignal | undefined): Promise<Link<Kind>> {
    parsePeer(device)
    try {
      return await unlessAborted(peerOf(device).link(), signal)
    } finally {
      forget(device)
    }
  }

  /** Nothing is remembered of a device that is neither linked nor kept. */
  function forget(device: DeviceId): void {
    const peer = peers.get(device)
    if (peer?.kept === false && peer.current === undefined) peers.delete(device)
  }

  function tag(id: PeerId, value: { value: number } | undefined): void {
    // The tag only guards against pruning; a peer store that refuses it costs nothing else.
    libp2p.peerStore.merge(id, { tags: { [KEPT_TAG]: value } }).catch(() => undefined)
  }
}

/** The dial goes on: somebody else may wait for it too. */
function unlessAborted<T>(link: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return link
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new ChatError('ERR_ABORTED', 'the caller gave up', { cause: signal.reason }))
    signal.addEventListener('abort', onAbort, { once: true })
    void link.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    if (signal.aborted) onAbort()
  })
}

const unreachable = (cause?: unknown): ChatError => new ChatError('ERR_UNREACHABLE', 'that device can not be reached now', { cause })

function deviceOf(peer: PeerId): DeviceId {
  return peer.toString() as DeviceId
}

function parsePeer(device: DeviceId): PeerId {
  try {
    return peerIdFromString(device)
  } catch (cause) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `${device} is not a device id`, { cause })
  }
}

/** The address without the peer id it may end in; nothing when it does not parse or leads to somebody else. */
function parse(address: string, device: DeviceId): readonly Multiaddr[] {
  try {
    const parsed = multiaddr(address)
    const last = parsed.getComponents().at(-1)
    if (last?.name !== 'p2p') return [parsed]
    return last.value === device ? [parsed.decapsulate(`/p2p/${device}`)] : []
  } catch {
    return [] // an address that does not parse can't be dialled
  }
}

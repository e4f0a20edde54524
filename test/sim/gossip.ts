import { toHex, utf8, concat } from '../../node/base/bytes.js'
import type { Clock } from '../../node/base/clock.js'
import { ChatError } from '../../node/base/errors.js'
import { createEmitter, type Emitter } from '../../node/base/events.js'
import type { DeviceId, LogId } from '../../node/base/ids.js'
import { createKept } from '../../node/base/kept.js'
import type { Primitives } from '../../node/base/primitives.js'
import type { Gossip, GossipEvents } from '../../node/network/gossip.js'
import { createGossipLogs, MAX_HEARD_LOGS, type GossipLogs } from '../../node/network/gossip-logs.js'
import type { Envelope, Links } from '../../node/network/links.js'
import { decodeEnvelope, isSignedByLog } from '../../node/wire/envelope.js'
import type { Weather } from './links.js'

const SEEN_MS = 120_000
const MOST_SEEN = 100_000

/** Gossip between devices of one process, over whatever links there are between them. */
export interface SimGossip {
  join(member: SimGossipMember): Gossip
}

export interface SimGossipMember {
  /** Of a simulated network: whoever it is linked to is a neighbour. */
  readonly links: Pick<Links, 'self' | 'paths' | 'on'>
  readonly clock: Clock
  readonly primitives: Pick<Primitives, 'sha256' | 'verify'>
  readonly mostHeard?: number
}

interface Station extends Omit<SimGossipMember, 'mostHeard'> {
  readonly device: DeviceId
  readonly admitted: Map<DeviceId, number>
  readonly logs: GossipLogs
  readonly emitter: Emitter<GossipEvents>
  readonly seenAtMs: { get(id: string): number | undefined; put(id: string, atMs: number): void }
  /** When what was last sent to each arrives. */
  readonly lastArrivalsMs: Map<DeviceId, number>
  closed: boolean
}

/**
 * Passes everything on to all neighbours that hear the log: a mesh as wide as the network. Envelopes are lost, doubled, late and
 * out of order as the weather has it.
 */
export function createSimGossip(nowMs: () => number, weather: Weather): SimGossip {
  const stations = new Map<DeviceId, Station>()

  /** Since when they are linked, if they are, and each has admitted the other. */
  function linkedSinceMs(a: Station, b: Station): number | undefined {
    if (a.closed || b.closed || !a.admitted.has(b.device) || !b.admitted.has(a.device)) return undefined
    return a.links.paths().find(({ device }) => device === b.device)?.sinceMs
  }

  function hearing(from: Station, log: LogId): Station[] {
    return [...stations.values()].filter(to => to !== from && to.logs.isHeard(log) && linkedSinceMs(from, to) !== undefined)
  }

  function carry(from: Station, to: Station, envelope: Envelope): void {
    const since = linkedSinceMs(from, to)
    const last = from.lastArrivalsMs.get(to.device) ?? 0
    const arrivesMs = nowMs() + weather.latencyMs()
    const atMs = weather.overtakes() ? arrivesMs : Math.max(arrivesMs, last)
    from.lastArrivalsMs.set(to.device, Math.max(last, atMs))
    const land = (): void => {
      // What was on its way when the link ended is lost with it.
      if (linkedSinceMs(from, to) === since) void receive(to, from.device, envelope)
    }
    for (let copies = weather.repeats() ? 2 : 1; copies > 0; copies--) {
      if (weather.loses('envelope', from.device, to.device)) continue
      if (atMs <= nowMs()) queueMicrotask(land)
      else from.clock.after(atMs - nowMs(), land)
    }
  }

  function spread(from: Station, envelope: Envelope, except?: DeviceId): number {
    const neighbours = hearing(from, envelope.log).filter(({ device }) => device !== except)
    for (const to of neighbours) carry(from, to, envelope)
    return neighbours.length
  }

  async function receive(station: Station, from: DeviceId, { log, bytes }: Envelope): Promise<void> {
    if (!station.logs.isHeard(log) || !(await isNew(station, { log, bytes }))) return
    const envelope = decodeEnvelope(bytes)
    if (envelope.log !== log || !(await isSignedByLog(station.primitives, envelope))) return
    spread(station, { log, bytes }, from)
    for (const take of station.logs.takes(log)) take(from, { log, bytes, isSigned: true })
  }

  async function isNew({ primitives, seenAtMs }: Station, { log, bytes }: Envelope): Promise<boolean> {
    const id = toHex(await primitives.sha256(concat([utf8(log), bytes])))
    const before = seenAtMs.get(id)
    if (before !== undefined && nowMs() - before < SEEN_MS) return false
    seenAtMs.put(id, nowMs())
    return true
  }

  /** Everybody's mesh may be another now. */
  function changed(): void {
    queueMicrotask(() => {
      for (const { logs } of stations.values()) logs.look()
    })
  }

  function join({ links, clock, primitives, mostHeard = MAX_HEARD_LOGS }: SimGossipMember): Gossip {
    const emitter = createEmitter<GossipEvents>()
    const mesh = (log: LogId): number => hearing(station, log).length
    const logs = createGossipLogs({ mostHeard, hear: changed, ignore: changed, mesh, emitter })
    const station: Station = {
      device: links.self,
      links,
      clock,
      primitives,
      admitted: new Map(),
      logs,
      emitter,
      seenAtMs: createKept(MOST_SEEN),
      lastArrivalsMs: new Map(),
      closed: false
    }
    stations.set(station.device, station)
    const stops = [links.on('link:up', changed), links.on('link:down', changed)]
    const requireOpen = (): void => {
      if (station.closed) throw new ChatError('ERR_CLOSED', 'the network is closed')
    }

    return {
      admit(device) {
        station.admitted.set(device, (station.admitted.get(device) ?? 0) + 1)
        changed()
        let admitted = true
        return () => {
          if (!admitted) return
          admitted = false
          const left = (station.admitted.get(device) ?? 0) - 1
          if (left > 0) station.admitted.set(device, left)
          else station.admitted.delete(device)
          changed()
        }
      },
      join(log, take) {
        requireOpen()
        return logs.join(log, take)
      },
      async publish({ log, bytes }) {
        requireOpen()
        if (decodeEnvelope(bytes).log !== log) throw new ChatError('ERR_INVALID_ARGUMENT', 'this envelope belongs to another log')
        if (!(await isNew(station, { log, bytes }))) return 0
        return spread(station, { log, bytes })
      },
      hearers: log => hearing(station, log).length,
      mesh: log => (logs.isHeard(log) ? mesh(log) : 0),
      on: (name, listener) => emitter.on(name, listener),
      async close() {
        if (station.closed) return
        station.closed = true
        for (const stop of stops) stop()
        logs.close()
        if (stations.get(station.device) === station) stations.delete(station.device)
        changed()
      }
    }
  }

  return { join }
}

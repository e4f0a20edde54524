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
import { soon } from './idle.js'

const SEEN_MS = 120_000
const MOST_SEEN = 100_000

/** Gossip between devices of one process, over whatever links there are between them. */
export interface SimGossip {
  join(member: SimGossipMember): Gossip
}

export interface SimGossipMember {
  /** Of a simulated network: whoever it is linked to is a neighbour. */
  readonly links: Pick<Links, 'self' | 'paths' | 'isUp' | 'on'>
  readonly clock: Clock
  readonly primitives: Pick<Primitives, 'sha256' | 'verify'>
  readonly mostHeard?: number
}

interface Passed extends Envelope {
  /** The same for all who pass it on. */
  readonly id: string
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

  /** Whether they are linked, and each has admitted the other. */
  function areLinked(a: Station, b: Station): boolean {
    return !a.closed && !b.closed && a.admitted.has(b.device) && b.admitted.has(a.device) && a.links.isUp(b.device)
  }

  function linkedSinceMs(a: Station, b: Station): number | undefined {
    return areLinked(a, b) ? a.links.paths().find(({ device }) => device === b.device)?.sinceMs : undefined
  }

  function hearing(from: Station, log: LogId): Station[] {
    return [...stations.values()].filter(to => to !== from && to.logs.isHeard(log) && areLinked(from, to))
  }

  function carry(from: Station, to: Station, envelope: Passed): void {
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
      if (atMs <= nowMs()) soon(land)
      else from.clock.after(atMs - nowMs(), land)
    }
  }

  function spread(from: Station, envelope: Passed, except?: DeviceId): number {
    const neighbours = hearing(from, envelope.log).filter(({ device }) => device !== except)
    for (const to of neighbours) carry(from, to, envelope)
    return neighbours.length
  }

  async function receive(station: Station, from: DeviceId, passed: Passed): Promise<void> {
    const { log, bytes } = passed
    if (!station.logs.isHeard(log) || !isNew(station, passed)) return
    const envelope = decodeEnvelope(bytes)
    if (envelope.log !== log || !(await isSignedByLog(station.primitives, envelope))) return
    spread(station, passed, from)
    for (const take of station.logs.takes(log)) take(from, { log, bytes, isSigned: true })
  }

  function isNew({ seenAtMs }: Station, { id }: Passed): boolean {
    const before = seenAtMs.get(id)
    if (before !== undefined && nowMs() - before < SEEN_MS) return false
    seenAtMs.put(id, nowMs())
    return true
  }

  let isLookDue = false

  /** Everybody's mesh may be another now. */
  function changed(): void {
    if (isLookDue) return
    isLookDue = true
    soon(() => {
      isLookDue = false
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
        const passed = { log, bytes, id: toHex(await primitives.sha256(concat([utf8(log), bytes]))) }
        return isNew(station, passed) ? spread(station, passed) : 0
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

import { utf8 } from '../../node/base/bytes.js'
import { ChatError, isChatError, type ErrorCode } from '../../node/base/errors.js'
import type { Clock } from '../../node/base/clock.js'
import { createEmitter } from '../../node/base/events.js'
import type { DeviceId } from '../../node/base/ids.js'
import type { Stop } from '../../node/base/lifecycle.js'
import { deviceKeyOf } from '../../node/identity/device-id.js'
import { peerRefusal } from '../../node/network/peer-refusal.js'
import type { Envelope, LinkEvents, LinkHandler, Links, RequestKind, Verdict } from '../../node/network/links.js'
import { soon } from './idle.js'

const ANSWER_TIMEOUT_MS = 30_000
const REDIAL_MS = 1_000
const MAX_BODY_BYTES = 71 * 1024

/** What crossed the network, as far as it came. */
export interface Crossing<Kind extends string = RequestKind> {
  readonly atMs: number
  readonly from: DeviceId
  readonly to: DeviceId
  /** An envelope is answered by `durable`, `refusal`, or not at all; a request by `answer` or `denial`. */
  readonly what: 'envelope' | 'durable' | 'refusal' | Kind | 'answer' | 'denial'
  /** Of refusals and denials the code. */
  readonly bytes: Uint8Array
}

/** How bad the network is. All off at first. */
export interface Weather<Kind extends string = RequestKind> {
  /** One way, milliseconds. */
  latencyMs(): number
  /** This thing never arrives. */
  loses(what: Crossing<Kind>['what'], from: DeviceId, to: DeviceId): boolean
  /** This envelope arrives twice. */
  repeats(): boolean
  /** This thing may overtake what was sent before. */
  overtakes(): boolean
}

export interface SimNetwork<Kind extends string = RequestKind> {
  /** `addresses` are where others find it, until it is closed. */
  join(device: DeviceId, clock: Clock, addresses: readonly string[]): Links<Kind>
  /** Cuts these two off from each other, or lets them meet again; kept links come back by themselves. */
  part(a: DeviceId, b: DeviceId): void
  meet(a: DeviceId, b: DeviceId): void
  isLinked(a: DeviceId, b: DeviceId): boolean
  /** Each of the two learns where the other is now, as from a directory. */
  tellAddresses(a: DeviceId, b: DeviceId): void
  readonly weather: Weather<Kind>
  readonly crossings: readonly Crossing<Kind>[]
  forgetCrossings(): void
}

interface Waiting {
  readonly envelope: Envelope
  answer(verdict: Verdict): void
}

/** One end of one link. */
interface End {
  readonly inbox: Waiting[]
  /** Fails what waits for an answer from there. */
  readonly unanswered: Set<(err: ChatError) => void>
  busy: boolean
  sinceMs: number
  lastArrivalMs: number
}

interface AnyStation<Kind extends string> {
  readonly device: DeviceId
  readonly clock: Clock
  readonly ends: Map<DeviceId, End>
  readonly addresses: readonly string[]
  readonly learnt: Map<DeviceId, Set<string>>
  readonly kept: Map<DeviceId, number>
  readonly barred: Set<DeviceId>
  readonly events: ReturnType<typeof createEmitter<LinkEvents>>
  handler: LinkHandler<Kind> | undefined
  closed: boolean
}

const pairOf = (a: DeviceId, b: DeviceId): string => (a < b ? `${a} ${b}` : `${b} ${a}`)
const gone = (): ChatError => new ChatError('ERR_UNREACHABLE', 'the link to that device ended')
const closedError = (): ChatError => new ChatError('ERR_CLOSED', 'the network is closed')

export const FAIR: Weather<string> = { latencyMs: () => 0, loses: () => false, repeats: () => false, overtakes: () => false }

/** Links between nodes of one process, as the seam promises them, on a network that does what it is told. */
export function createSimNetwork<Kind extends string = RequestKind>(
  nowMs: () => number,
  weather: Weather<NoInfer<Kind>> = { ...FAIR }
): SimNetwork<Kind> {
  type Station = AnyStation<Kind>
  const stations = new Map<DeviceId, Station>()
  const parted = new Set<string>()
  let crossings: Crossing<Kind>[] = []

  function cross(from: Station, to: Station, what: Crossing<Kind>['what'], bytes: Uint8Array, arrive: () => void): void {
    const end = from.ends.get(to.device)
    if (end === undefined || weather.loses(what, from.device, to.device)) return
    const arrivesMs = nowMs() + weather.latencyMs()
    const atMs = weather.overtakes() ? arrivesMs : Math.max(arrivesMs, end.lastArrivalMs)
    end.lastArrivalMs = Math.max(end.lastArrivalMs, atMs)
    const land = (): void => {
      // What was on its way when the link ended is lost with it.
      if (from.ends.get(to.device) !== end) return
      crossings.push({ atMs: nowMs(), from: from.device, to: to.device, what, bytes })
      arrive()
    }
    if (atMs <= nowMs()) soon(land)
    else from.clock.after(atMs - nowMs(), land)
  }

  function dial(from: Station, device: DeviceId): Station {
    if (from.closed) throw closedError()
    const to = findStation(from, device)
    if (to === undefined) {
      deviceOrRefuse(device)
      throw new ChatError('ERR_UNREACHABLE', 'that device can not be reached now')
    }
    if (!from.ends.has(device)) link(from, to)
    return to
  }

  /** Where it can be reached from there, if it can. */
  function findStation(from: Station, device: DeviceId): Station | undefined {
    const to = stations.get(device)
    if (to === undefined || to.closed) return undefined
    if (from.ends.has(device)) return to
    const isFound = to.addresses.some(address => from.learnt.get(device)?.has(address))
    const isBarred = from.barred.has(device) || to.barred.has(from.device)
    return isFound && !isBarred && !parted.has(pairOf(from.device, device)) ? to : undefined
  }

  function link(a: Station, b: Station): void {
    for (const [one, other] of [
      [a, b],
      [b, a]
    ] as const)
      one.ends.set(other.device, { inbox: [], unanswered: new Set(), busy: false, sinceMs: nowMs(), lastArrivalMs: 0 })
    soon(() => {
      if (!a.ends.has(b.device)) return
      for (const [one, other] of [
        [a, b],
        [b, a]
      ] as const)
        one.events.emit('link:up', { device: other.device })
    })
  }

  function cut(a: Station, b: Station, err = gone): void {
    if (!a.ends.has(b.device)) return
    const ends = [a, b].map(station => station.ends.get(station === a ? b.device : a.device))
    a.ends.delete(b.device)
    b.ends.delete(a.device)
    ends.forEach((end, i) => end?.unanswered.forEach(fail => fail(i === 0 ? err() : gone())))
    for (const [one, other] of [
      [a, b],
      [b, a]
    ] as const) {
      if (!one.closed) one.events.emit('link:down', { device: other.device })
      redialLater(one, other.device)
    }
  }

  function redialLater(station: Station, device: DeviceId): void {
    if (station.kept.has(device)) station.clock.after(REDIAL_MS, () => redial(station, device))
  }

  function redial(station: Station, device: DeviceId): void {
    if (station.closed || !station.kept.has(device) || station.ends.has(device)) return
    const to = findStation(station, device)
    if (to !== undefined) link(station, to)
  }

  /** Whoever keeps a link to somebody who came, or came back, notices. */
  function look(): void {
    for (const station of stations.values()) for (const device of station.kept.keys()) redial(station, device)
  }

  async function serve(station: Station, from: Station): Promise<void> {
    const end = station.ends.get(from.device)
    if (end === undefined || end.busy) return
    end.busy = true
    while (end.inbox.length > 0) {
      const run = end.inbox.splice(0)
      const verdicts = await answersOf(station, from.device, run)
      for (const [i, waiting] of run.entries()) waiting.answer(verdicts[i] ?? 'ERR_INTERNAL')
      station.handler?.answered?.(from.device, verdicts)
    }
    end.busy = false
  }

  async function answersOf(station: Station, from: DeviceId, run: readonly Waiting[]): Promise<readonly Verdict[]> {
    const refuseAll = (code: ErrorCode): Verdict[] => run.map(() => code)
    if (station.handler === undefined) return refuseAll('ERR_BUSY')
    try {
      return await station.handler.envelopes(
        from,
        run.map(({ envelope }) => envelope)
      )
    } catch (err) {
      return refuseAll(isChatError(err) ? err.code : 'ERR_INTERNAL')
    }
  }

  /** An answer, or the code of a refusal, once; or nothing in 30 s. */
  function expect<T>(
    from: Station,
    to: Station,
    signal: AbortSignal | undefined,
    ask: (settle: (answer: T | ErrorCode) => void) => void
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = from.ends.get(to.device)
      const refuse = (err: ChatError): void => {
        done()
        reject(err)
      }
      const onAbort = (): void => refuse(new ChatError('ERR_ABORTED', 'the caller gave up'))
      const stopTimer = from.clock.after(ANSWER_TIMEOUT_MS, () => refuse(new ChatError('ERR_TIMEOUT', 'no answer in 30 seconds')))
      const done = (): void => {
        stopTimer()
        signal?.removeEventListener('abort', onAbort)
        end?.unanswered.delete(refuse)
      }
      if (signal?.aborted === true) return onAbort()
      signal?.addEventListener('abort', onAbort, { once: true })
      end?.unanswered.add(refuse)
      ask(answer => {
        if (typeof answer === 'string') return refuse(peerRefusal(answer))
        done()
        resolve(answer)
      })
    })
  }

  function join(device: DeviceId, clock: Clock, addresses: readonly string[]): Links<Kind> {
    const station: Station = {
      device,
      clock,
      addresses,
      ends: new Map(),
      learnt: new Map(),
      kept: new Map(),
      barred: new Set(),
      events: createEmitter<LinkEvents>(),
      handler: undefined,
      closed: false
    }
    stations.set(device, station)
    soon(look)

    return {
      self: device,
      serve(handler) {
        station.handler = handler
        return () => {
          if (station.handler === handler) station.handler = undefined
        }
      },
      async learn(of, at) {
        const known = station.learnt.get(of) ?? new Set()
        station.learnt.set(of, known)
        for (const address of at) known.add(address.replace(`/p2p/${of}`, ''))
        redial(station, of)
      },
      keep(of) {
        station.kept.set(of, (station.kept.get(of) ?? 0) + 1)
        soon(() => redial(station, of))
        return once(() => {
          const left = (station.kept.get(of) ?? 0) - 1
          if (left > 0) station.kept.set(of, left)
          else station.kept.delete(of)
        })
      },
      release(of) {
        const to = stations.get(of)
        if (to !== undefined && !station.kept.has(of)) cut(station, to)
      },
      bar(of) {
        const to = stations.get(of)
        station.barred.add(of)
        if (to !== undefined) cut(station, to)
        return () => {
          station.barred.delete(of)
          soon(look)
        }
      },
      isUp: of => station.ends.has(of),
      async send(of, envelope, { signal, written } = {}) {
        const to = dial(station, of)
        if (envelope.bytes.length > MAX_BODY_BYTES) throw new ChatError('ERR_TOO_LARGE', 'that does not fit in a frame')
        written?.()
        await expect<true>(station, to, signal, settle => {
          const answer = (verdict: Verdict): void => {
            if (verdict === 'silent') return
            const what = verdict === 'durable' ? 'durable' : 'refusal'
            cross(to, station, what, utf8(verdict), () => settle(verdict === 'durable' ? true : verdict))
          }
          const arrive = (): void => {
            to.ends.get(device)?.inbox.push({ envelope, answer })
            void serve(to, station)
          }
          for (let copies = weather.repeats() ? 2 : 1; copies > 0; copies--) cross(station, to, 'envelope', envelope.bytes, arrive)
        })
      },
      async request(of, kind, body, { signal } = {}) {
        const to = dial(station, of)
        if (body.length > MAX_BODY_BYTES) throw new ChatError('ERR_TOO_LARGE', 'that does not fit in a frame')
        return expect<Uint8Array>(station, to, signal, settle => {
          const refuse = (code: ErrorCode): void => cross(to, station, 'denial', utf8(code), () => settle(code))
          cross(station, to, kind, body, () => {
            if (to.handler === undefined) return refuse('ERR_BUSY')
            to.handler.request(device, kind, body).then(
              answer => cross(to, station, 'answer', answer, () => settle(answer)),
              (err: unknown) => refuse(isChatError(err) ? err.code : 'ERR_INTERNAL')
            )
          })
        })
      },
      async ping(of) {
        dial(station, of)
        return 1
      },
      paths: () =>
        [...station.ends].map(([of, { sinceMs }]) => ({
          device: of,
          via: 'direct',
          transport: 'tcp',
          address: stations.get(of)?.addresses[0] ?? '',
          roundTripMs: 1,
          sinceMs
        })),
      addresses: () => addresses,
      on: (name, listener) => station.events.on(name, listener),
      async close() {
        if (station.closed) return
        station.closed = true
        for (const of of station.ends.keys()) {
          const other = stations.get(of)
          if (other !== undefined) cut(station, other, closedError)
        }
        if (stations.get(device) === station) stations.delete(device)
      }
    }
  }

  function linked(a: DeviceId, b: DeviceId): [Station, Station] | undefined {
    const [one, other] = [stations.get(a), stations.get(b)]
    return one === undefined || other === undefined ? undefined : [one, other]
  }

  return {
    join,
    part(a, b) {
      parted.add(pairOf(a, b))
      const both = linked(a, b)
      if (both !== undefined) cut(...both)
    },
    meet(a, b) {
      parted.delete(pairOf(a, b))
      const both = linked(a, b)
      if (both === undefined) return
      redial(both[0], b)
      redial(both[1], a)
    },
    isLinked: (a, b) => stations.get(a)?.ends.has(b) === true,
    tellAddresses(a, b) {
      const both = linked(a, b)
      if (both === undefined) return
      for (const [one, other] of [both, both.toReversed()] as const)
        if (one !== undefined && other !== undefined) one.learnt.set(other.device, new Set(other.addresses))
    },
    weather,
    get crossings() {
      return crossings
    },
    forgetCrossings: () => void (crossings = [])
  }
}

function deviceOrRefuse(device: DeviceId): void {
  try {
    deviceKeyOf(device)
  } catch (cause) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `${device} is not a device id`, { cause })
  }
}

function once(stop: Stop): Stop {
  let stopped = false
  return () => {
    if (stopped) return
    stopped = true
    stop()
  }
}

import type { ConversationId, DeviceId } from '../../node/base/ids.js'
import type { Draw } from '../session/seeded.js'
import type { Actor, Ledger } from './ledger.js'
import { FAIR } from './links.js'
import { goneFrom, lostOf } from './losses.js'
import type { RealRelay, World, WorldRelay } from './people.js'

const DAY_MS = 24 * 60 * 60 * 1_000
/** Steps of a node within which it crashes. */
const CRASH_WITHIN = 30

/** All that goes wrong in a world but what its people do. */
export interface Faults {
  /** Another network: how slow it is, and what it loses, doubles and lets overtake. */
  disturb(): void
  /** Cuts the people in two, or some of them from a relay, or lets nothing through in one direction. */
  tear(): void
  /** All may meet again; the weather stays. */
  mend(): void
  /** Two halves that can't meet, nor both reach the relays: `some` in one of them, the `others` in the other. */
  divide(some: readonly Actor[], others: readonly Actor[]): void
  /** Their links end; those that they keep come back at once. */
  blink(actor: Actor): void
  /** The power goes at one of their next steps. */
  crashSoon(actor: Actor): void
  /** The power goes now. */
  crash(actor: Actor): Promise<void>
  /** It runs again: what it had promised to keep is there. */
  start(actor: Actor): Promise<void>
  /** A relay stops and starts, now and then on a copy of its database from before. */
  restartRelay(): Promise<void>
  /** Their clock is a day ahead, or behind, or right. */
  jump(actor: Actor): void
  /** The relay that lies, lies in another way. */
  corrupt(): void
  /** The network is fair, and every link begins anew: one over which something was lost does not last. */
  end(): void
}

const deviceOf = ({ person }: Actor): DeviceId => person.device.id

function pairs(some: readonly Actor[], others: readonly Actor[]): [DeviceId, DeviceId][] {
  return some.flatMap(a => others.filter(b => a !== b).map((b): [DeviceId, DeviceId] => [deviceOf(a), deviceOf(b)]))
}

export interface Stage {
  readonly world: World
  readonly draw: Draw
  readonly ledger: Ledger
  readonly actors: readonly Actor[]
  readonly honest: RealRelay
  readonly evil: WorldRelay | undefined
  /** The group that all this is about. */
  readonly chat: ConversationId
}

export function createFaults({ world, draw, ledger, actors, honest, evil, chat }: Stage): Faults {
  const { network, relayNetwork } = world
  const offsetsMs = new Map<Actor, number>()
  const relays = evil === undefined ? [honest.id] : [honest.id, evil.id]
  let backup = honest.disk.contents()
  let mute: ReadonlySet<string> = new Set()

  const happens = (what: string, isSo: boolean): boolean => {
    if (isSo) ledger.count(what)
    return isSo
  }

  const isMute = (from: DeviceId, to: DeviceId): boolean => mute.size > 0 && mute.has(`${from} ${to}`)
  const half = (): readonly Actor[] => draw.some(actors, 1 + draw.below(actors.length - 1))

  function splitPeople(side: readonly Actor[] = half()): void {
    ledger.count('split')
    const rest = actors.filter(actor => !side.includes(actor))
    for (const [a, b] of pairs(side, rest)) network.part(a, b)
    // Whoever is on the wrong side does not reach the relays either.
    if (draw.below(2) === 0) for (const actor of side) for (const relay of relays) relayNetwork.part(deviceOf(actor), relay)
  }

  function splitRelay(): void {
    ledger.count('relay_away')
    const relay = draw.one(relays)
    for (const actor of half()) relayNetwork.part(deviceOf(actor), relay)
  }

  function muteSome(): void {
    ledger.count('one-way_split')
    mute = new Set(pairs(half(), half()).map(([from, to]) => `${from} ${to}`))
  }

  function mend(): void {
    mute = new Set()
    for (const [a, b] of pairs(actors, actors)) network.meet(a, b)
    for (const actor of actors) for (const relay of relays) relayNetwork.meet(deviceOf(actor), relay)
  }

  function crash(actor: Actor): Promise<void> {
    return actor.person.crash(async () => void ledger.lost.push(...(await lostOf(actor, actors, chat))))
  }

  return {
    disturb() {
      const [worstMs, loss, repeats, overtakes] = [draw.below(4) * 250, draw.below(4), draw.below(3), draw.below(3)]
      for (const weather of [network.weather, relayNetwork.weather]) {
        Object.assign(weather, {
          latencyMs: () => draw.below(worstMs + 1),
          loses: (_: unknown, from: DeviceId, to: DeviceId) =>
            happens('muted', isMute(from, to)) || happens('lost', loss > 0 && draw.below(40) < loss),
          repeats: () => repeats > 0 && happens('repeated', draw.below(10) < repeats),
          overtakes: () => overtakes > 0 && happens('overtaken', draw.below(10) < overtakes)
        })
      }
    },
    tear: () => draw.one([() => splitPeople(), () => splitPeople(), splitRelay, muteSome])(),
    divide: (some, others) => splitPeople([...some, ...half().filter(actor => !some.includes(actor) && !others.includes(actor))]),
    mend,
    blink(actor) {
      const theirs = pairs([actor], actors).filter(([, other]) => network.isLinked(deviceOf(actor), other))
      for (const [own, other] of theirs) network.part(own, other)
      for (const [own, other] of theirs) network.meet(own, other)
    },
    crashSoon(actor) {
      const { person } = actor
      let left = 1 + draw.below(CRASH_WITHIN)
      person.probe.current = async (step, detail) => {
        await ledger.probe(step, detail)
        if (--left !== 0 || !person.running) return
        person.probe.current = ledger.probe
        ledger.count('crash')
        ledger.count(step)
        // Not waited for: what runs here is what dies.
        crash(actor).catch(ledger.fail)
      }
    },
    crash,
    async start(actor) {
      await actor.person.start()
      ledger.lost.push(...(await goneFrom(actor, ledger, chat)))
    },
    async restartRelay() {
      ledger.count('relay_restart')
      if (draw.below(3) > 0) return honest.restart()
      ledger.count('relay_restored')
      await honest.restart(backup)
      backup = honest.disk.contents()
    },
    jump(actor) {
      ledger.count('clock_jump')
      const offsetMs = (draw.below(3) - 1) * DAY_MS
      actor.person.clock.jump(offsetMs - (offsetsMs.get(actor) ?? 0))
      offsetsMs.set(actor, offsetMs)
    },
    corrupt() {
      if (evil === undefined) return
      ledger.count('lie')
      const { lies } = evil
      const [drops, flips, muddles] = [draw.below(3), draw.below(3), draw.below(3)]
      lies.drops = () => happens('relay_dropped', draw.below(4) < drops)
      lies.flips = () => happens('relay_flipped', draw.below(6) < flips)
      lies.muddles = () => happens('relay_muddled', draw.below(4) < muddles)
      lies.isSilent = draw.below(3) === 0
      lies.withholds = draw.below(3) === 0
      lies.refusal = [undefined, undefined, 'ERR_QUOTA', 'ERR_BUSY'][draw.below(4)] as typeof lies.refusal
    },
    end() {
      Object.assign(network.weather, FAIR)
      Object.assign(relayNetwork.weather, FAIR)
      for (const [a, b] of pairs(actors, actors)) network.part(a, b)
      for (const actor of actors) for (const relay of relays) relayNetwork.part(deviceOf(actor), relay)
      mend()
      for (const { person } of actors) person.probe.current = ledger.probe
    }
  }
}

import { createDraw, type Draw } from '../session/seeded.js'
import { beginning, FOUNDING, HOSTS, type Beginning } from './beginning.js'
import type { Cryptography } from './cryptography.js'
import { createFaults, type Stage } from './faults.js'
import { findings, type Evidence, type Findings } from './invariants.js'
import { createLedger, type Actor, type Ledger } from './ledger.js'
import { createWorld, type World } from './people.js'
import { restless } from './rest.js'
import { createSchedule } from './schedule.js'
import { standingOf, type Standing } from './standings.js'

/** Everybody finds everybody, and what the founder did to the group gets about. */
const ARRIVING_MS = 10_000
const MINUTE_MS = 60_000
/** After healing it is looked at again and again: after two days at most, all must be well. */
const LOOKS_MS = [MINUTE_MS, 5 * MINUTE_MS, 20 * MINUTE_MS]
const HALF_A_DAY_MS = 12 * 60 * MINUTE_MS
/** An hour of rest takes a fifth of a run: every eighth seed has one. */
const RESTS_EVERY = 8

export interface GroupRunOptions {
  readonly seed: number
  readonly cryptography: Cryptography
  /** Things that people do. */
  readonly steps: number
}

export interface GroupRun {
  /** How often each thing happened. */
  readonly counts: ReadonlyMap<string, number>
  /** What must hold and doesn't. */
  readonly findings: readonly string[]
  /** Faults of ours that reached somebody, which are among the findings. After the first the run is over, and nothing has healed. */
  readonly faults: readonly string[]
}

/**
 * Twelve people with a node each and one or two relays, of which one may lie: for a while everything goes wrong that can, and people
 * go on talking and changing the group. Then all is well again, and after two days at most nothing may be wrong with the group.
 */
export async function runGroup(options: GroupRunOptions): Promise<GroupRun> {
  const { seed, cryptography } = options
  const draw = createDraw(`group run ${seed}`)
  const begun = await beginning(cryptography)
  const world = createWorld(`group run ${seed}`, cryptography, begun.atMs)
  const ledger = createLedger()
  process.on('unhandledRejection', ledger.fail)
  try {
    const stage = await setTheStage(world, begun, draw, ledger)
    return { counts: ledger.counts, findings: await play(stage, options), faults: ledger.errors }
  } finally {
    await world.close()
    process.off('unhandledRejection', ledger.fail)
  }
}

async function setTheStage(world: World, { people, relay, chat }: Beginning, draw: Draw, ledger: Ledger): Promise<Stage> {
  const honest = await world.realRelay(undefined, relay)
  const evil = draw.below(2) === 0 ? undefined : await world.relay()
  const actors: Actor[] = []
  for (const { name, belongings } of people) {
    const person = await world.person(name, { belongings })
    person.probe.current = ledger.probe
    actors.push({ person, account: (await person.api.identity()).account })
  }
  const stage = { world, draw, ledger, actors, honest, evil, chat }
  await chooseRelays(stage)
  await world.time.pass(ARRIVING_MS)
  return stage
}

/** In some groups whoever is in the other half hears nothing at all; some are kept by a relay that lies as well. */
async function chooseRelays({ draw, actors, honest, evil, chat }: Stage): Promise<void> {
  const [founder] = actors
  if (evil !== undefined) await founder?.person.api.addRelay({ address: evil.address })
  const isKept = draw.below(3) > 0
  if (!isKept) await founder?.person.api.setGroupRelays({ chat, relays: [] })
  else if (evil !== undefined) await founder?.person.api.setGroupRelays({ chat, relays: [honest.address, evil.address] })
}

async function play(stage: Stage, { seed, steps }: GroupRunOptions): Promise<readonly string[]> {
  const { world, ledger, actors, honest, chat } = stage
  const [founder] = actors
  if (founder === undefined) throw new Error('nobody is there')
  const founding = actors.slice(0, FOUNDING)
  const faults = createFaults(stage)
  const schedule = createSchedule(stage, faults, { founder, hosts: actors.slice(1, HOSTS), firstQuarrel: seed })
  faults.disturb()
  for (let step = 0; step < steps && !ledger.isBroken(); step++) {
    await schedule.step()
    // Nobody looks at them here, and they are many.
    for (const network of [world.network, world.relayNetwork]) network.forgetCrossings()
  }
  faults.end()
  for (const actor of actors) if (!actor.person.running) await faults.start(actor)
  const calmSinceMs = ledger.isBroken() ? undefined : world.time.nowMs

  let grownAtRest: readonly string[] = []
  const look = async (): Promise<Findings> => {
    const standings = (await Promise.all(actors.map(actor => standingOf(actor, chat)))).filter(one => one !== undefined)
    const { faults: relayFaults } = await honest.relay.recount()
    const evidence: Evidence = {
      actors,
      founder,
      founding,
      ledger,
      standings,
      calmSinceMs,
      keptByRelays: () => keptBy(stage),
      relayFaults,
      grownAtRest
    }
    noteForks(standings, ledger)
    return findings(evidence)
  }
  const wrong = ledger.isBroken() ? await look() : await healed(world, look)
  if (wrong.all.length > 0) return wrong.all
  await schedule.everybodySpeaks('says in the end')
  const wrongInTheEnd = await healed(world, look)
  if (wrongInTheEnd.all.length > 0 || seed % RESTS_EVERY > 0) return wrongInTheEnd.all
  grownAtRest = await restless(stage)
  return (await look()).all
}

const keptBy = ({ honest, evil }: Stage): readonly Uint8Array[] => [
  ...honest.disk.contents().map(([, value]) => value),
  ...(evil?.envelopes() ?? [])
]

/** @returns what is still wrong after two days */
async function healed({ time }: World, look: () => Promise<Findings>): Promise<Findings> {
  for (const ms of LOOKS_MS) {
    await time.pass(ms)
    const wrong = await look()
    if (wrong.all.length === 0 || wrong.areLasting) return wrong
  }
  // Nothing happens in these two days but what somebody waits for.
  for (let days = 0; days < 2; days += 0.5) {
    await time.sleep(HALF_A_DAY_MS)
    await time.pass(5 * MINUTE_MS)
    const wrong = await look()
    if (wrong.all.length === 0 || wrong.areLasting) return wrong
  }
  return look()
}

function noteForks(standings: readonly Standing[], ledger: Ledger): void {
  for (const { group } of standings) {
    const parents = [...group.tree.commits.values()].map(({ header }) => header.parent)
    if (new Set(parents).size < parents.length) ledger.count('fork')
  }
}

import { TABLE } from '../../node/store/keyspace.js'
import type { Stage } from './faults.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** What is waited for an hour is over by then, and what follows from it. */
const AFTERWARDS_MS = 10 * MINUTE_MS
/** Rows that were queued together are published together. */
const MOST_ROUNDS = 3

type Resting = Pick<Stage, 'world' | 'actors' | 'honest' | 'evil'>

interface Amounts {
  /** Records by what they hold, on each disk, and timers. */
  readonly kept: ReadonlyMap<string, number>
  /** On all people's disks: rows that somebody is to get who is out of reach. */
  readonly rows: number
  /** At each relay. */
  readonly relayed: ReadonlyMap<string, number>
}

const TABLE_NAMES = new Map<number, string>(Object.entries(TABLE).map(([name, byte]) => [byte, name]))

/** What grows in an hour in which nobody does anything, an hour after they last did. */
export async function restless(resting: Resting): Promise<readonly string[]> {
  const { time } = resting.world
  await time.sleep(HOUR_MS)
  await time.pass(AFTERWARDS_MS)
  const before = amountsOf(resting)
  await time.pass(HOUR_MS)
  const after = amountsOf(resting)
  // Rows are published again after ever longer, at most once in this hour, and everybody says once more that they have them.
  const answers = before.rows > 0 ? MOST_ROUNDS * resting.actors.length : 0
  return [...grown(before.kept, after.kept, 0), ...grown(before.relayed, after.relayed, answers)]
}

function amountsOf({ world, actors, honest, evil }: Resting): Amounts {
  const kept = new Map([['timers', world.time.waiting]])
  let rows = 0
  for (const { person } of actors) {
    for (const [[table = 0]] of person.disk.contents()) {
      const what = `${TABLE_NAMES.get(table) ?? table} of ${person.name}`
      kept.set(what, (kept.get(what) ?? 0) + 1)
      if (table === TABLE.outbox) rows++
    }
  }
  const relayed = new Map([['what the other relay keeps', evil?.envelopes().length ?? 0]])
  for (const [[table = 0]] of honest.disk.contents()) {
    const what = `table ${table} of the relay`
    relayed.set(what, (relayed.get(what) ?? 0) + 1)
  }
  return { kept, rows, relayed }
}

function grown(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>, allowance: number): readonly string[] {
  return [...after].flatMap(([what, amount]) => {
    const was = before.get(what) ?? 0
    return amount > was + allowance ? [`${what}: ${was}, then ${amount}`] : []
  })
}

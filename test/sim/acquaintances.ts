import type { Cryptography } from './cryptography.js'
import { befriend, createWorld } from './people.js'
import type { Belongings } from './person.js'

const NAMES = ['Ann', 'Bea', 'Cleo', 'Dan', 'Eve', 'Fay', 'Gus', 'Hal', 'Ida', 'Jon', 'Kim', 'Lea'] as const
/** The first so many are contacts of everybody, the others of nobody else. */
export const HOSTS = 3

interface Acquaintance {
  readonly name: string
  readonly belongings: Belongings
}

const known = new Map<Cryptography, Promise<readonly Acquaintance[]>>()

/**
 * Twelve people of whom three know everybody. How they came to do so is not what a long simulation is about, and takes a third of its
 * time: it is done once in a process, and every world begins with what they had on their disks then.
 */
export function acquaintances(cryptography: Cryptography): Promise<readonly Acquaintance[]> {
  const met = known.get(cryptography) ?? meet(cryptography)
  known.set(cryptography, met)
  return met
}

async function meet(cryptography: Cryptography): Promise<readonly Acquaintance[]> {
  const world = createWorld('acquaintances', cryptography)
  const people = []
  for (const name of NAMES) people.push(await world.person(name))
  for (const [i, host] of people.slice(0, HOSTS).entries()) for (const other of people.slice(i + 1)) await befriend(world, host, other)
  await world.close()
  return Promise.all(people.map(async person => ({ name: person.name, belongings: await person.belongings() })))
}

import type { ConversationId } from '../../node/base/ids.js'
import type { Cryptography } from './cryptography.js'
import { befriend, createWorld, type RelayBelongings, type World } from './people.js'
import type { Belongings, SimPerson } from './person.js'

const NAMES = ['Ann', 'Bea', 'Cleo', 'Dan', 'Eve', 'Fay', 'Gus', 'Hal', 'Ida', 'Jon', 'Kim', 'Lea'] as const
/** The first so many have contacts: the founder everybody, of the two others each half of those who are none; nobody else has any. */
export const HOSTS = 3
/** So many of them are in before anything goes wrong. */
export const FOUNDING = 8
/** The group is given so long to come together. */
const FOUNDING_MS = 5 * 60_000
const MINUTE_MS = 60_000

/** What everybody has on their disks when a group has just begun. */
export interface Beginning {
  readonly atMs: number
  readonly chat: ConversationId
  /** The founder first. */
  readonly people: readonly { readonly name: string; readonly belongings: Belongings }[]
  /** Theirs, and the group's. */
  readonly relay: RelayBelongings
}

const begun = new Map<Cryptography, Promise<Beginning>>()

/**
 * Twelve people, eight of them in a group. How they came together is not what a long simulation is about, and takes half of its time: it
 * is done once in a process, and every world goes on from there.
 */
export function beginning(cryptography: Cryptography): Promise<Beginning> {
  const first = begun.get(cryptography) ?? begin(cryptography)
  begun.set(cryptography, first)
  return first
}

/** Worlds of this process go on from what another has begun. */
export function goOnFrom(cryptography: Cryptography, beginningOfAnother: Beginning): void {
  begun.set(cryptography, Promise.resolve(beginningOfAnother))
}

/** Whether these two are contacts, by their places among the people. */
export function areContacts(one: number, other: number): boolean {
  const [host, guest] = [Math.min(one, other), Math.max(one, other)]
  return host === 0 || guest < HOSTS || (host < HOSTS && guest % (HOSTS - 1) === host % (HOSTS - 1))
}

async function begin(cryptography: Cryptography): Promise<Beginning> {
  const world = createWorld('the beginning', cryptography)
  const relay = await world.realRelay()
  const people: SimPerson[] = []
  for (const name of NAMES) people.push(await world.person(name))
  for (const [i, host] of people.entries()) {
    for (const [j, guest] of people.entries()) if (i < j && areContacts(i, j)) await befriend(world, host, guest)
    await host.api.addRelay({ address: relay.address })
  }
  await world.time.pass(MINUTE_MS)
  const chat = await found(world, people.slice(0, FOUNDING))
  await world.close()
  const belongings = await Promise.all(people.map(async person => ({ name: person.name, belongings: await person.belongings() })))
  return { atMs: world.time.nowMs, chat, people: belongings, relay: await relay.belongings() }
}

async function found(world: World, [founder, ...others]: readonly SimPerson[]): Promise<ConversationId> {
  if (founder === undefined) throw new Error('nobody founds it')
  const contacts = await Promise.all(others.map(async ({ api }) => (await api.identity()).account))
  const { id } = await founder.api.createGroup({ name: 'Garden', contacts })
  await world.time.pass(FOUNDING_MS)
  for (const { name, api } of [founder, ...others]) {
    const members = await api.members({ chat: id })
    if (members.length !== others.length + 1 || members.some(({ coming }) => coming))
      throw new Error(`${name} sees ${members.length} members when the group begins`)
  }
  return id
}

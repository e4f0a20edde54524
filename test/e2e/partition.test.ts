import { multiaddr } from '@multiformats/multiaddr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { historyHash, wholeHistory } from './acquaint.js'
import { befriendAll, eachOf, gather, groupOf, untilNothingIsMissing, whoIsIn } from './crowd.js'
import { AT_HOME, scene, type Stage } from './harness.js'
import { standingOnDisk } from './on-disk.js'
import { createPartedNetwork, type PartedNetwork, type Side } from './parted-network.js'
import type { Person } from './person.js'
import { LOOPBACK, type RelayProcess } from './relay-process.js'

const test = suite('a group of twelve processes that is parted')

const SIDES = ['west', 'east'] as const
/** The first is the group's founder, the second are owners, the third become admins, the last are put out by the other side. */
const NAMES: Readonly<Record<Side, readonly string[]>> = {
  west: ['Ada', 'Bob', 'Cleo', 'Dora', 'Eve', 'Zoe'],
  east: ['Gus', 'Hal', 'Ida', 'Jon', 'Kim', 'Mal']
}
const FURTHER_ROUNDS = process.env['PARLEY_SOAK'] === undefined ? 0 : 6
/** Let in while the network is parted. */
const NEWCOMERS: Readonly<Record<Side, string>> = { west: 'Olaf', east: 'Nell' }

interface Cast {
  readonly members: Readonly<Record<Side, readonly Person[]>>
  readonly newcomers: Readonly<Record<Side, Person>>
  readonly everybody: readonly Person[]
  readonly relays: readonly RelayProcess[]
  readonly who: (name: string) => Person
}

async function cast(stage: Stage, network: PartedNetwork): Promise<Cast> {
  const relays = await Promise.all(SIDES.map(side => relayOn(stage, network, side)))
  const addresses = relays.flatMap(({ address }) => ['--relay', address])
  const places = SIDES.flatMap(side => [...NAMES[side], NEWCOMERS[side]].map(name => ({ side, name })))
  const everybody = await eachOf(places, async ({ side, name }) => {
    const person = await stage.person(name, { flags: AT_HOME, init: addresses, env: network.env(side) })
    for (const port of await portsOf(person)) network.holds(side, port)
    return person
  })
  const who = (name: string): Person => {
    const person = everybody.find(one => one.name === name)
    if (person === undefined) throw new Error(`there is no ${name}`)
    return person
  }
  const [west, east] = [NAMES.west.map(who), NAMES.east.map(who)]
  return {
    members: { west, east },
    newcomers: { west: who(NEWCOMERS.west), east: who(NEWCOMERS.east) },
    everybody,
    relays,
    who
  }
}

async function relayOn(stage: Stage, network: PartedNetwork, side: Side): Promise<RelayProcess> {
  const env = Object.entries(network.env(side)).map(([name, value]) => `${name}=${value}`)
  const relay = await stage.relay({ ...LOOPBACK, wrapper: ['env', ...env] })
  for (const port of portsIn([relay.address])) network.holds(side, port)
  return relay
}

const portsOf = async ({ api }: Person): Promise<readonly number[]> => portsIn((await api.status()).addresses)

const portsIn = (addresses: readonly string[]): readonly number[] =>
  addresses.flatMap(address => multiaddr(address).getComponents()).flatMap(({ name, value }) => (name === 'tcp' ? [Number(value)] : []))

/** Each of them says something. @returns the texts */
async function speak(people: readonly Person[], chat: ConversationId, word: string): Promise<readonly string[]> {
  const said = await Promise.all(people.map(async ({ name, api }) => (await api.send({ chat, text: `${name} ${word}` })).text))
  return said
}

async function textsOf({ api }: Person, chat: ConversationId): Promise<readonly string[]> {
  return (await wholeHistory(api, chat)).map(({ text }) => text)
}

/** What these don't have of these texts, each once. */
async function lacking(people: readonly Person[], chat: ConversationId, texts: readonly string[]): Promise<readonly string[]> {
  const all = await Promise.all(
    people.map(async person => {
      const had = await textsOf(person, chat)
      return texts.filter(text => !had.includes(text)).map(text => `${person.name} lacks ${text}`)
    })
  )
  return all.flat()
}

async function titles(people: readonly Person[], chat: ConversationId): Promise<readonly (string | undefined)[]> {
  return Promise.all(people.map(async person => (await groupOf(person, chat))?.title))
}

function report(what: string, ms: number): void {
  console.log(`  Figure: ${what}: ${(ms / 1_000).toFixed(1)} s`)
}

scene(test, 'both sides talk and change it; healed, all have one head and one history, and whoever was put out is out', async stage => {
  const network = await createPartedNetwork()
  try {
    await play(stage, network)
  } finally {
    await network.close()
  }
})

async function play(stage: Stage, network: PartedNetwork): Promise<void> {
  const startedAt = performance.now()
  const { members, newcomers, everybody, relays, who } = await cast(stage, network)
  const { west, east } = members
  const founding = [...west, ...east]
  const pids = [...everybody, ...relays].map(({ pid }) => pid)
  assert.is(new Set(pids).size, founding.length + 4)
  const [ada, bob, gus, hal] = [who('Ada'), who('Bob'), who('Gus'), who('Hal')]
  await befriendAll(ada, [...founding.filter(person => person !== ada), newcomers.west])
  await befriendAll(gus, [newcomers.east])
  report('14 processes and 2 relays are there, and acquainted', performance.now() - startedAt)

  const chat = await gather(
    ada,
    'Garden',
    founding.filter(person => person !== ada)
  )
  for (const { name } of [bob, gus, hal]) await ada.api.setRole({ chat, member: name, role: 'owner' })
  const texts = [...(await speak(founding, chat, 'before'))]
  await untilNothingIsMissing(async () => {
    const seen = await Promise.all(founding.map(async person => ({ person, who: await whoIsIn(person, chat) })))
    const unaware = seen.filter(one => one.who.filter(member => member.includes('owner')).length !== 4)
    return [...unaware.map(({ person }) => `${person.name} knows not all owners`), ...(await lacking(founding, chat, texts))]
  })
  report('the group of 12 is there', performance.now() - startedAt)

  network.part()
  const partedAt = performance.now()
  texts.push(...(await speak(founding, chat, 'is cut off')))
  await ada.api.removeMember({ chat, member: 'Mal' })
  await gus.api.removeMember({ chat, member: 'Zoe' })
  await untilNothingIsMissing(async () => [
    ...(await stillIn(west.slice(1), chat, who('Mal'))),
    ...(await stillIn(east.slice(1), chat, who('Zoe')))
  ])
  await Promise.all([
    bob.api.renameGroup({ chat, name: 'Westgarden' }),
    bob.api.setRole({ chat, member: 'Cleo', role: 'admin' }),
    ada.api.addMember({ chat, contact: newcomers.west.name }),
    hal.api.renameGroup({ chat, name: 'Eastgarden' }),
    hal.api.setRole({ chat, member: 'Ida', role: 'admin' }),
    gus.api.addMember({ chat, contact: newcomers.east.name })
  ])
  // Whoever changes something writes where it was until all know of it; the others of their side are further.
  const [westward, eastward] = [west.slice(2), east.slice(2)]
  await untilNothingIsMissing(async () => {
    const [westTitles, eastTitles] = [await titles(westward, chat), await titles(eastward, chat)]
    return [...westTitles.filter(title => title !== 'Westgarden'), ...eastTitles.filter(title => title !== 'Eastgarden')].map(String)
  })
  const apart = { west: await speak(west, chat, 'is in the west'), east: await speak(east, chat, 'is in the east') }
  texts.push(...apart.west, ...apart.east)
  await untilNothingIsMissing(async () => [...(await lacking(west, chat, apart.west)), ...(await lacking(east, chat, apart.east))])
  for (const person of west)
    assert.equal(
      (await textsOf(person, chat)).filter(text => apart.east.includes(text)),
      [],
      person.name
    )
  for (const person of east)
    assert.equal(
      (await textsOf(person, chat)).filter(text => apart.west.includes(text)),
      [],
      person.name
    )
  report('both sides have talked and changed the group', performance.now() - partedAt)

  network.heal()
  const healedAt = performance.now()
  const steady = founding.filter(({ name }) => name !== 'Mal' && name !== 'Zoe')
  const all = [...steady, newcomers.west, newcomers.east]
  await untilNothingIsMissing(async () => await differing(all, chat))
  report('after healing all see the same group', performance.now() - healedAt)
  await untilNothingIsMissing(async () => [...(await lacking(steady, chat, texts)), ...(await otherHistories(steady, chat))])
  report('and the same history', performance.now() - healedAt)
  for (let round = 1; round <= FURTHER_ROUNDS; round++) texts.push(...(await partAgain(network, { chat, all, members, who }, round)))
  const after = await speak(all, chat, 'after')
  await untilNothingIsMissing(() => lacking(all, chat, after))
  report('and hear each other', performance.now() - healedAt)
  await untilNothingIsMissing(() => differing(all, chat))

  for (const person of steady) assert.equal((await textsOf(person, chat)).toSorted(), [...texts, ...after].toSorted(), person.name)
  assert.equal(await otherHistories(steady, chat), [])
  for (const person of all) assert.equal(await toldTwice(person), [], person.name)
  const gone = [who('Mal'), who('Zoe')]
  await untilNothingIsMissing(async () => {
    const seen = await Promise.all(gone.map(async person => ({ person, readOnly: (await groupOf(person, chat))?.readOnly })))
    return seen.filter(({ readOnly }) => readOnly !== 'removed').map(({ person }) => `${person.name} does not know that they are out`)
  })
  report('whoever is out knows it', performance.now() - healedAt)
  for (const person of gone) {
    const read = (await textsOf(person, chat)).filter(text => after.includes(text))
    assert.equal(read, [], person.name)
  }
  await Promise.all(all.map(person => person.stop()))
  const standings = await eachOf(all, person => standingOnDisk(person, chat))
  assert.is(new Set(standings.map(({ head, authenticator }) => `${head} ${authenticator}`)).size, 1, 'one head')
  assert.ok(standings[0] !== undefined && standings[0].forks.length > 0, 'it was a fork')
  report('in all', performance.now() - startedAt)
}

/**
 * Parts the network once more: who was put out is let in again by their own side or put out once more by the other, in turns; healed, all see
 * one group. @returns what was said
 */
async function partAgain(
  network: PartedNetwork,
  { chat, all, members, who }: Pick<Cast, 'members' | 'who'> & { readonly chat: ConversationId; readonly all: readonly Person[] },
  round: number
): Promise<readonly string[]> {
  const [ada, bob, gus, hal, mal, zoe] = ['Ada', 'Bob', 'Gus', 'Hal', 'Mal', 'Zoe'].map(who) as [
    Person,
    Person,
    Person,
    Person,
    Person,
    Person
  ]
  network.part()
  const isBack = round % 2 === 1
  await Promise.all([
    isBack ? ada.api.addMember({ chat, contact: 'Zoe' }) : ada.api.removeMember({ chat, member: 'Mal' }),
    isBack ? ada.api.addMember({ chat, contact: 'Mal' }) : gus.api.removeMember({ chat, member: 'Zoe' }),
    bob.api.renameGroup({ chat, name: `West ${round}` }),
    hal.api.renameGroup({ chat, name: `East ${round}` })
  ])
  const texts: string[] = []
  for (const side of Object.values(members)) {
    const speakers = side.filter(person => all.includes(person))
    const said = await speak(speakers, chat, `in round ${round}`)
    texts.push(...said)
    await untilNothingIsMissing(() => lacking(speakers, chat, said))
  }
  network.heal()
  const healedAt = performance.now()
  await untilNothingIsMissing(() => differing(isBack ? [...all, mal, zoe] : all, chat))
  report(`all see the same group in round ${round}`, performance.now() - healedAt)
  await untilNothingIsMissing(() => lacking(all, chat, texts))
  return texts
}

/** Whoever of these thinks that somebody is in. */
async function stillIn(people: readonly Person[], chat: ConversationId, gone: Person): Promise<readonly string[]> {
  const { account } = await gone.api.identity()
  const seen = await Promise.all(people.map(async person => ({ person, who: await whoIsIn(person, chat) })))
  return seen.filter(({ who }) => who.some(one => one.startsWith(account))).map(({ person }) => `${person.name} has ${gone.name} in it`)
}

/** Whoever sees the group as another one than the first of them. */
async function differing(people: readonly Person[], chat: ConversationId): Promise<readonly string[]> {
  const seen = await Promise.all(
    people.map(async person => ({ person, is: `${(await groupOf(person, chat))?.title}: ${(await whoIsIn(person, chat)).join(', ')}` }))
  )
  const expected = people.length
  return seen
    .filter(({ is }) => is !== seen[0]?.is || is.split(', ').length !== expected || is.includes('coming'))
    .map(({ person, is }) => `${person.name} sees ${is.replaceAll(/[0-9a-f]{58}/g, '')}`)
}

/** Whoever of these has another history than the first. */
async function otherHistories(people: readonly Person[], chat: ConversationId): Promise<readonly string[]> {
  const hashes = await Promise.all(people.map(({ api }) => historyHash(api, chat)))
  return people.filter((_, i) => hashes[i] !== hashes[0]).map(({ name }) => `${name} has another history`)
}

async function toldTwice({ events }: Person): Promise<readonly string[]> {
  const told = events.seen.flatMap(event => (event.type === 'message:received' ? [event.message.text] : []))
  return told.filter((text, i) => told.indexOf(text) < i)
}

test.run()

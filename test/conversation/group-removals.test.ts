import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { newPhrase } from '../../node/identity/phrase.js'
import { codeOf } from '../contract/links.js'
import { createSeededPrimitives } from '../session/seeded.js'
import { befriend, createWorld, type RealRelay, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  relay: RealRelay
}

const MINUTE_MS = 60_000
const removals = suite<Context>('whoever must go from a group')

removals.before.each(async context => {
  context.world = createWorld('removals')
  context.relay = await context.world.realRelay()
})
removals.after.each(({ world }) => world.close())

async function people({ world, relay }: Context, names: readonly string[]): Promise<readonly SimPerson[]> {
  const all: SimPerson[] = []
  for (const name of names) {
    const person = await world.person(name, { identity: { phrase: newPhrase(createSeededPrimitives(`the words of ${name}`)) } })
    await person.api.addRelay({ address: relay.address })
    all.push(person)
  }
  const [founder, ...others] = all
  for (const other of others) await befriend(world, founder as SimPerson, other)
  return all
}

async function found({ world }: Pick<Context, 'world'>, founder: SimPerson, others: readonly SimPerson[]): Promise<ConversationId> {
  const { id } = await founder.api.createGroup({ name: 'Garden', contacts: others.map(({ name }) => name) })
  await world.time.pass(MINUTE_MS)
  return id
}

async function namesIn(person: SimPerson, chat: ConversationId): Promise<readonly string[]> {
  return (await person.api.members({ chat })).map(({ name }) => name).toSorted()
}

async function textsIn(person: SimPerson, chat: ConversationId): Promise<readonly string[]> {
  return (await person.api.history({ chat, limit: 1_000 })).messages.map(({ text }) => text)
}

/** The epochs in which this person encrypts from now on, in order. */
function watchEpochs(person: SimPerson): string[] {
  const epochs: string[] = []
  person.probe.current = async (step, detail = '') => {
    if (step === 'encrypt') epochs.push(detail.split(' ')[0] ?? '')
  }
  return epochs
}

async function waitsFor(person: SimPerson, message: string): Promise<string> {
  return (await person.api.why({ message })).because.map(({ what }) => what).join('\n')
}

removals('put out on one branch and kept on another that wins, goes before anything is encrypted there', async context => {
  const { world } = context
  const [ada, bob, cleo, dora, eve] = (await people(context, ['Ada', 'Bob', 'Cleo', 'Dora', 'Eve'])) as [
    SimPerson,
    SimPerson,
    SimPerson,
    SimPerson,
    SimPerson
  ]
  const chat = await found(context, ada, [bob, cleo, dora, eve])
  await ada.api.setRole({ chat, member: 'Bob', role: 'admin' })
  await world.time.pass(MINUTE_MS)
  // Bob hears nothing of what Ada does, and nobody of what he does.
  for (const other of [ada, cleo, dora, eve]) world.network.part(bob.device.id, other.device.id)
  world.relayNetwork.part(bob.device.id, context.relay.id)
  await world.settled()
  // Both at once, his two in one commit: it has more to show than hers.
  const going = (await ada.api.members({ chat })).filter(({ name }) => name === 'Dora' || name === 'Eve')
  await Promise.all(going.map(async ({ account }) => bob.api.removeMember({ chat, member: account })))
  await ada.api.removeMember({ chat, member: 'Cleo' })
  await world.time.pass(5_000)
  await ada.stop()
  const encrypted = watchEpochs(bob)
  world.relayNetwork.meet(bob.device.id, context.relay.id)
  await world.time.pass(8_000)
  const sent = await bob.api.send({ chat, text: 'just us' })
  assert.is(sent.state, 'queued')
  assert.match(await waitsFor(bob, sent.id), /is out of the group/)
  assert.equal(encrypted, [])
  await cleo.restart()
  await world.time.pass(2 * MINUTE_MS)
  assert.not.match(await waitsFor(bob, sent.id), /is out of the group/)
  await ada.start()
  await world.time.pass(2 * MINUTE_MS)
  assert.equal((await bob.api.members({ chat })).length, 2)
  assert.is((await bob.api.chats()).find(({ id }) => id === chat)?.members, 2)
  assert.equal(await namesIn(ada, chat), ['Ada', 'Bob'])
  assert.equal(await textsIn(ada, chat), ['just us'])
  for (const gone of [cleo, dora, eve]) {
    assert.equal(await textsIn(gone, chat), [], gone.name)
    assert.is((await gone.api.chats()).find(({ id }) => id === chat)?.readOnly, 'removed', gone.name)
  }
})

removals('of devices that are revoked, by whoever is there, and hears nothing meanwhile', async context => {
  const { world, relay } = context
  const [ada, bob, cleo] = (await people(context, ['Ada', 'Bob', 'Cleo'])) as [SimPerson, SimPerson, SimPerson]
  await befriend(world, bob, cleo)
  const chat = await found(context, ada, [bob, cleo])
  await cleo.api.send({ chat, text: 'all of us' })
  await world.time.pass(MINUTE_MS)
  await ada.stop()
  await bob.stop()
  const fetched = await world.fetch(bob.phrase, relay)
  const before = watchEpochs(cleo)
  await cleo.api.send({ chat, text: 'still to Bob' })
  await world.settled()
  const [old] = before
  const restore = { fetched, revoke: [bob.device.id], relays: [relay.address] }
  const anew = await world.person('Bob anew', { identity: { phrase: bob.phrase }, restore })
  await world.time.pass(5_000)
  before.length = 0
  const sent = await cleo.api.send({ chat, text: 'not to a thief' })
  assert.is(sent.state, 'queued')
  assert.match(await waitsFor(cleo, sent.id), /is out of the group/)
  // What is kept without an envelope is there after the power went, and still for nobody.
  await cleo.crash()
  await cleo.start()
  await world.time.pass(2_000)
  assert.not.ok(before.includes(old ?? ''), 'nothing was encrypted where the device is')
  await bob.start()
  await bob.api.send({ chat, text: 'I am Bob' })
  await world.time.pass(2 * MINUTE_MS)
  assert.not.ok(before.includes(old ?? ''), 'nothing was encrypted where the device is')
  // In its place the device that has taken it over.
  const devicesOfBob = async (person: SimPerson): Promise<readonly string[] | undefined> =>
    (await person.api.members({ chat })).find(({ name }) => name === 'Bob')?.devices
  assert.equal(await devicesOfBob(cleo), [anew.device.id])
  await ada.start()
  await world.time.pass(2 * MINUTE_MS)
  assert.equal(await devicesOfBob(ada), [anew.device.id])
  assert.equal(await textsIn(ada, chat), ['all of us', 'still to Bob', 'not to a thief'])
  assert.not.ok((await textsIn(bob, chat)).includes('not to a thief'))
})

removals('whoever is put out by a branch that seems the worse one to them, since they see no further, knows it', async ({ world }) => {
  const names = ['Ada', 'Bob', 'Zoe', 'Gus', 'Hal', 'Ida', 'Mal'] as const
  const all = await Promise.all(names.map(name => world.person(name)))
  const [ada, bob, zoe, gus, hal, ida, mal] = all as [SimPerson, SimPerson, SimPerson, SimPerson, SimPerson, SimPerson, SimPerson]
  for (const other of all.slice(1)) await befriend(world, ada, other)
  for (const side of [
    [bob, zoe],
    [gus, hal, ida, mal]
  ])
    for (const one of side) for (const other of side) if (one.name < other.name) await befriend(world, one, other)
  const chat = await found({ world }, ada, all.slice(1))
  for (const { name } of [bob, gus, hal, ida]) {
    await ada.api.setRole({ chat, member: name, role: 'owner' })
    await world.time.pass(MINUTE_MS)
  }
  const [west, east] = [
    [ada, bob, zoe],
    [gus, hal, ida, mal]
  ]
  const across = west.flatMap(one => east.map(other => [one.device.id, other.device.id] as const))
  for (const [one, other] of across) world.network.part(one, other)
  await world.settled()
  await ada.api.removeMember({ chat, member: 'Mal' })
  await gus.api.removeMember({ chat, member: 'Zoe' })
  await world.time.pass(MINUTE_MS)
  for (const [who, name] of [
    [bob, 'West'],
    [hal, 'East'],
    [ida, 'Far East']
  ] as const) {
    await who.api.renameGroup({ chat, name })
    await world.time.pass(MINUTE_MS)
  }
  for (const [one, other] of across) world.network.meet(one, other)
  await world.time.pass(5 * MINUTE_MS)
  for (const person of [ada, bob, gus, hal, ida])
    assert.equal(await namesIn(person, chat), ['Ada', 'Bob', 'Gus', 'Hal', 'Ida'], person.name)
  for (const gone of [zoe, mal]) assert.is((await gone.api.chats()).find(({ id }) => id === chat)?.readOnly, 'removed', gone.name)
  assert.is(await codeOf(zoe.api.send({ chat, text: 'anybody?' })), 'ERR_NOT_ALLOWED')
})

removals('whoever came in on a branch that loses is let in again, also where roles were changed on both', async ({ world }) => {
  const names = ['Ada', 'Bob', 'Cleo', 'Gus', 'Hal', 'Ida', 'Mal', 'Nell'] as const
  const all = await Promise.all(names.map(name => world.person(name)))
  const [ada, bob, cleo, gus, hal, ida, mal, nell] = all as [
    SimPerson,
    SimPerson,
    SimPerson,
    SimPerson,
    SimPerson,
    SimPerson,
    SimPerson,
    SimPerson
  ]
  const founding = all.filter(person => person !== nell)
  for (const other of founding.slice(1)) await befriend(world, ada, other)
  for (const other of [hal, ida, mal]) await befriend(world, gus, other)
  await befriend(world, bob, cleo)
  await befriend(world, gus, nell)
  const chat = await found({ world }, ada, founding.slice(1))
  for (const { name } of [bob, gus, hal]) {
    await ada.api.setRole({ chat, member: name, role: 'owner' })
    await world.time.pass(MINUTE_MS)
  }
  const across = [ada, bob, cleo].flatMap(one => [gus, hal, ida, mal, nell].map(other => [one.device.id, other.device.id] as const))
  for (const [one, other] of across) world.network.part(one, other)
  await world.settled()
  await ada.api.removeMember({ chat, member: 'Mal' })
  await gus.api.setRole({ chat, member: 'Hal', role: 'member' })
  await world.time.pass(MINUTE_MS)
  await ada.api.setRole({ chat, member: 'Cleo', role: 'admin' })
  await gus.api.addMember({ chat, contact: 'Nell' })
  await world.time.pass(MINUTE_MS)
  assert.equal((await nell.api.members({ chat })).length, 8, 'she is in, with Mal')
  for (const [one, other] of across) world.network.meet(one, other)
  await world.time.pass(5 * MINUTE_MS)
  const here = founding.filter(person => person !== mal)
  for (const person of [...here, nell]) assert.equal((await person.api.members({ chat })).length, 7, person.name)
  await nell.api.send({ chat, text: 'let in again' })
  await world.time.pass(MINUTE_MS)
  for (const person of here) assert.equal(await textsIn(person, chat), ['let in again'], person.name)
})

removals.run()

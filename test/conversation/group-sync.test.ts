import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'

/** Of envelopes that are kept for others (`store/keyspace.ts`). */
const KEPT_TABLE = 0x2a

interface Context {
  world: World
  ada: SimPerson
  /** Contacts of Ada's, and none of each other's. */
  bob: SimPerson
  cleo: SimPerson
  dora: SimPerson
  emil: SimPerson
}

const sync = suite<Context>('sync in groups')

sync.before.each(async context => {
  context.world = createWorld('group sync')
  const { world } = context
  context.ada = await world.person('Ada')
  context.bob = await world.person('Bob')
  context.cleo = await world.person('Cleo')
  context.dora = await world.person('Dora')
  context.emil = await world.person('Emil')
  for (const other of [context.bob, context.cleo, context.dora, context.emil]) await befriend(world, context.ada, other)
})
sync.after.each(({ world }) => world.close())

async function groupOf(founder: SimPerson, world: World, others: readonly SimPerson[]): Promise<ConversationId> {
  const { id } = await founder.api.createGroup({ name: 'Garden', contacts: others.map(({ name }) => name) })
  await pass(world, 20_000)
  return id
}

async function pass(world: World, ms: number): Promise<void> {
  await world.settled()
  await world.time.pass(ms)
  await world.settled()
}

async function textsIn(person: SimPerson, chat: ConversationId): Promise<readonly string[]> {
  return (await person.api.history({ chat, limit: 1_000 })).messages.map(({ text }) => text)
}

async function gapsIn(person: SimPerson, chat: ConversationId): Promise<readonly (readonly [number, number])[]> {
  return (await person.api.history({ chat })).gaps.map(({ from, to }) => [from, to] as const)
}

const namesIn = async (person: SimPerson, chat: ConversationId): Promise<readonly string[]> =>
  (await person.api.members({ chat })).map(({ name }) => name).toSorted()

/** As where there was too much of it. */
async function forgetKept(person: SimPerson): Promise<void> {
  const raw = person.disk.open()
  const kept = person.disk.contents().filter(([key]) => key[0] === KEPT_TABLE)
  assert.ok(kept.length > 0)
  await raw.batch(
    kept.map(([key]) => ({ key, value: undefined })),
    { durable: true }
  )
}

const isLinked = (one: SimPerson, other: SimPerson): boolean => one.links.isUp(other.device.id)

function partAll(world: World, person: SimPerson, others: readonly SimPerson[]): void {
  for (const other of others) world.network.part(person.device.id, other.device.id)
}

function meetAll(world: World, person: SimPerson, others: readonly SimPerson[]): void {
  for (const other of others) world.network.meet(person.device.id, other.device.id)
}

sync('members who are no contacts know each other by name, and find each other', async ({ world, ada, bob, cleo, dora, emil }) => {
  const chat = await groupOf(ada, world, [bob, cleo, dora, emil])
  for (const person of [ada, bob, cleo, dora, emil]) assert.equal(await namesIn(person, chat), ['Ada', 'Bob', 'Cleo', 'Dora', 'Emil'])
  const strangers = [bob, cleo, dora, emil]
  for (const one of strangers)
    for (const other of strangers) if (one !== other) assert.ok(isLinked(one, other), `${one.name} and ${other.name}`)
  await ada.stop()
  await pass(world, 2_000)
  await bob.api.send({ chat, text: 'is anybody here?' })
  await pass(world, 5_000)
  const [message] = (await emil.api.history({ chat })).messages
  assert.equal([message?.text, message?.senderName], ['is anybody here?', 'Bob'])
  await bob.api.rename({ name: 'Bobby' })
  await pass(world, 20_000)
  assert.equal(await namesIn(emil, chat), ['Ada', 'Bobby', 'Cleo', 'Dora', 'Emil'])
})

sync(
  'members who talk ask each other for news once in half a minute at most, and of two who link one asks',
  async ({ world, ada, bob, cleo, dora, emil }) => {
    const people = [ada, bob, cleo, dora, emil]
    const chat = await groupOf(ada, world, people.slice(1))
    const asks = (): number => world.network.crossings.filter(({ what }) => what === 'ask').length
    await pass(world, 60_000)
    world.network.forgetCrossings()
    for (let i = 0; i < 10; i++) {
      await (people[i % 5] ?? ada).api.send({ chat, text: `number ${i}` })
      await pass(world, 3_000)
    }
    const pairs = 10
    assert.ok(asks() <= 2 * pairs, `${asks()} times`)
    await pass(world, 60_000)
    world.network.forgetCrossings()
    partAll(world, bob, [cleo])
    meetAll(world, bob, [cleo])
    await pass(world, 5_000)
    assert.is(asks(), 1)
  }
)

sync('who is away gets what was said, and every change, from any other member', async ({ world, ada, bob, cleo, dora, emil }) => {
  const chat = await groupOf(ada, world, [bob, cleo, dora])
  await dora.stop()
  await pass(world, 2_000)
  await ada.api.send({ chat, text: 'one' })
  await ada.api.renameGroup({ chat, name: 'Orchard' })
  await pass(world, 10_000)
  assert.is((await cleo.api.chats()).find(({ id }) => id === chat)?.title, 'Orchard', 'a change is not held up by who is away')
  await bob.api.send({ chat, text: 'two' })
  await ada.api.addMember({ chat, contact: 'Emil' })
  await pass(world, 10_000)
  await ada.api.renameGroup({ chat, name: 'Hedge' })
  await pass(world, 10_000)
  await bob.api.send({ chat, text: 'three' })
  await pass(world, 10_000)
  for (const gone of [ada, bob, emil]) await gone.stop()
  await dora.start()
  await pass(world, 30_000)
  assert.is((await dora.api.chats()).find(({ id }) => id === chat)?.title, 'Hedge')
  assert.equal(await textsIn(dora, chat), ['one', 'two', 'three'])
  assert.equal(await gapsIn(dora, chat), [])
  assert.equal((await dora.api.members({ chat })).length, 5)
})

sync('what came to one member is asked of it by another whom its sender does not reach', async ({ world, ada, bob, cleo }) => {
  const chat = await groupOf(ada, world, [bob, cleo])
  partAll(world, cleo, [ada])
  // Bob passes nothing on of himself.
  world.network.weather.loses = (what, from, to) => what === 'envelope' && from === bob.device.id && to === cleo.device.id
  await ada.api.send({ chat, text: 'by way of Bob' })
  await pass(world, 30_000)
  assert.equal(await textsIn(cleo, chat), ['by way of Bob'])
  await ada.api.renameGroup({ chat, name: 'Orchard' })
  await pass(world, 60_000)
  assert.is((await cleo.api.chats()).find(({ id }) => id === chat)?.title, 'Orchard')
})

sync('who comes in later misses nothing of before, and is sent nothing of it', async ({ world, ada, bob, cleo, dora, emil }) => {
  const chat = await groupOf(ada, world, [bob])
  for (const text of ['one', 'two', 'three']) await ada.api.send({ chat, text })
  await bob.api.send({ chat, text: 'four' })
  await pass(world, 5_000)
  const later = [cleo, dora, emil]
  for (const { name } of later) await ada.api.addMember({ chat, contact: name })
  await pass(world, 20_000)
  await bob.api.send({ chat, text: 'welcome' })
  await pass(world, 20_000)
  for (const person of later) assert.equal([await textsIn(person, chat), await gapsIn(person, chat)], [['welcome'], []])
  for (const person of [ada, bob, ...later]) await person.restart()
  await pass(world, 30_000)
  await ada.api.send({ chat, text: 'good morning' })
  await pass(world, 20_000)
  for (const person of later) assert.equal([await textsIn(person, chat), await gapsIn(person, chat)], [['welcome', 'good morning'], []])
  assert.equal([(await ada.api.status()).queued, (await bob.api.status()).queued], [0, 0], 'nothing waits for nobody')
})

sync('two sides of a group that change it while they are parted end in one, also for who was away', async context => {
  const { world, ada, bob, cleo, dora, emil } = context
  const chat = await groupOf(ada, world, [bob, cleo, dora, emil])
  await ada.api.setRole({ chat, member: 'Bob', role: 'admin' })
  await pass(world, 10_000)
  await emil.stop()
  for (const one of [ada, cleo]) partAll(world, one, [bob, dora])
  await pass(world, 2_000)
  await ada.api.renameGroup({ chat, name: 'Left' })
  await pass(world, 10_000)
  await bob.api.removeMember({ chat, member: 'Emil' })
  await pass(world, 10_000)
  for (const person of [ada, bob, cleo, dora]) await person.api.send({ chat, text: `${person.name} apart` })
  await pass(world, 10_000)
  assert.equal((await dora.api.members({ chat })).length, 4, 'written in without the other side')
  for (const one of [ada, cleo]) meetAll(world, one, [bob, dora])
  await pass(world, 120_000)
  for (const person of [ada, bob, cleo, dora]) {
    assert.equal((await person.api.members({ chat })).length, 4, person.name)
    assert.is((await person.api.chats()).find(({ id }) => id === chat)?.title, 'Left', person.name)
    assert.equal((await textsIn(person, chat)).toSorted(), ['Ada apart', 'Bob apart', 'Cleo apart', 'Dora apart'], person.name)
  }
})

sync('what members have and can give no more is a gap that says so, until its sender says it again', async ({ world, ada, bob, cleo }) => {
  const chat = await groupOf(ada, world, [bob, cleo])
  await ada.api.send({ chat, text: 'one' })
  await pass(world, 5_000)
  await cleo.stop()
  await ada.api.send({ chat, text: 'two' })
  await ada.api.send({ chat, text: 'three' })
  await pass(world, 5_000)
  await ada.stop()
  await bob.stop()
  await forgetKept(bob)
  await bob.start()
  await cleo.start()
  await pass(world, 30_000)
  const [gap] = (await cleo.api.history({ chat })).gaps
  assert.equal([gap?.device, gap?.from, gap?.to, gap?.lost], [ada.device.id, 2, 3, true])
  await ada.start()
  await pass(world, 30_000)
  assert.equal([await textsIn(cleo, chat), await gapsIn(cleo, chat)], [['one', 'two', 'three'], []])
})

sync('many pages are given one after another, and what was cut off goes on at the next meeting', async ({ world, ada, bob, cleo }) => {
  const chat = await groupOf(ada, world, [bob, cleo])
  await cleo.stop()
  const texts = Array.from({ length: 40 }, (_, i) => `${i} ${'x'.repeat(9_000)}`)
  for (const text of texts) await ada.api.send({ chat, text })
  await pass(world, 10_000)
  await ada.stop()
  let pages = 0
  world.network.weather.loses = what => what === 'answer' && ++pages === 4
  await cleo.start()
  await pass(world, 60_000)
  world.network.weather.loses = () => false
  await cleo.restart()
  await pass(world, 30_000)
  assert.equal(await textsIn(cleo, chat), texts)
  assert.equal(await gapsIn(cleo, chat), [])
})

sync('what somebody says whom one has blocked is not shown, and is there once the block is lifted', async ({ world, ada, bob, cleo }) => {
  const chat = await groupOf(ada, world, [bob, cleo])
  await ada.api.block({ contact: 'Bob' })
  await bob.api.send({ chat, text: 'do you hear me?' })
  await pass(world, 10_000)
  assert.equal([await textsIn(ada, chat), await textsIn(cleo, chat)], [[], ['do you hear me?']])
  const seen = (await ada.api.chats()).find(({ id }) => id === chat)
  assert.equal([seen?.unread, seen?.newest], [0, undefined])
  assert.not.ok(ada.events.some(event => event.type === 'message:received' && event.message.text === 'do you hear me?'))
  await bob.api.send({ chat, text: 'still not?' })
  await pass(world, 10_000)
  await ada.api.unblock({ contact: 'Bob' })
  await pass(world, 10_000)
  assert.equal(await textsIn(ada, chat), ['do you hear me?', 'still not?'])
})

sync.run()

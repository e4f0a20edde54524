import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { GROUP_RECEIPT_INTERVAL_MS } from '../../node/conversation/receipts.js'
import { MOST_STREAMS } from '../../node/conversation/spread.js'
import { STREAMS_AFTER_MS } from '../../node/conversation/publishing.js'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'
import { createDraw } from '../session/seeded.js'

interface Context {
  world: World
}

const MINUTE_MS = 60_000

const meshes = suite<Context>('groups in meshes')

meshes.before.each(context => {
  context.world = createWorld('meshes')
})
meshes.after.each(({ world }) => world.close())

/** A group in which all are contacts of the first, and each of the next; without relays. */
async function circle(world: World, size: number): Promise<{ people: SimPerson[]; chat: ConversationId }> {
  const people: SimPerson[] = []
  for (let n = 0; n < size; n++) people.push(await world.person(`P${n}`))
  const [first, ...others] = people as [SimPerson, ...SimPerson[]]
  for (const other of others) await befriend(world, first, other)
  for (const [i, other] of others.entries()) {
    const next = others[i + 1]
    if (next !== undefined) await befriend(world, other, next)
  }
  const { id } = await first.api.createGroup({ name: 'Circle', contacts: others.map(({ name }) => name) })
  await world.settled()
  await world.time.pass(MINUTE_MS)
  return { people, chat: id }
}

/** Linked are neighbours alone from now on. */
async function stretch(world: World, people: readonly SimPerson[]): Promise<void> {
  for (const [i, one] of people.entries())
    for (const [j, other] of people.entries()) if (j > i + 1) world.network.part(one.device.id, other.device.id)
  await world.settled()
  await world.time.pass(MINUTE_MS)
}

async function textsIn(person: SimPerson, chat: ConversationId): Promise<readonly string[]> {
  return (await person.api.history({ chat, limit: 1_000 })).messages.map(({ text }) => text).toSorted()
}

const told = ({ events }: SimPerson): readonly string[] =>
  events.flatMap(event => (event.type === 'message:received' ? [event.message.text] : [])).filter(text => !text.startsWith('hello'))

async function stateOf(person: SimPerson, chat: ConversationId, text: string) {
  const message = (await person.api.history({ chat, limit: 1_000 })).messages.find(one => one.text === text)
  return [message?.state, message?.counts?.delivered]
}

async function assertAllHaveOnce(people: readonly SimPerson[], chat: ConversationId, texts: readonly string[]): Promise<void> {
  for (const person of people) {
    assert.equal(await textsIn(person, chat), texts.toSorted(), person.name)
    assert.equal(new Set(told(person)).size, told(person).length, `${person.name} was told twice`)
  }
}

meshes('what one says reaches members that nobody of theirs is linked to, once, and comes to be delivered', async ({ world }) => {
  const { people, chat } = await circle(world, 5)
  await stretch(world, people)
  for (const person of people) await person.api.send({ chat, text: `from ${person.name}` })
  await world.settled()
  await assertAllHaveOnce(people, chat, ['from P0', 'from P1', 'from P2', 'from P3', 'from P4'])
  await world.time.pass(2 * MINUTE_MS)
  for (const person of people) assert.equal(await stateOf(person, chat, `from ${person.name}`), ['delivered', 4])
})

meshes('a change is taken along the line by all, and what is said next is sealed behind it', async ({ world }) => {
  const { people, chat } = await circle(world, 5)
  await stretch(world, people)
  const [first] = people as [SimPerson]
  await first.api.renameGroup({ chat, name: 'Line' })
  await world.settled()
  await world.time.pass(2 * MINUTE_MS)
  for (const person of people) {
    const group = (await person.api.chats()).find(({ id }) => id === chat)
    assert.is(group?.title, 'Line', person.name)
  }
  await first.api.send({ chat, text: 'after' })
  await world.settled()
  await assertAllHaveOnce(people, chat, ['after'])
})

meshes('parted in the middle, both sides go on, and each has what the other said once they meet', async ({ world }) => {
  const { people, chat } = await circle(world, 5)
  await stretch(world, people)
  const [, , left, right] = people as [SimPerson, SimPerson, SimPerson, SimPerson]
  world.network.part(left.device.id, right.device.id)
  await world.settled()
  await world.time.pass(MINUTE_MS)
  for (const person of people) await person.api.send({ chat, text: `${person.name} apart` })
  await world.settled()
  assert.equal(await textsIn(left, chat), ['P0 apart', 'P1 apart', 'P2 apart'])
  assert.equal(await textsIn(right, chat), ['P3 apart', 'P4 apart'])
  await world.time.pass(5 * MINUTE_MS)
  world.network.meet(left.device.id, right.device.id)
  await world.settled()
  await world.time.pass(10 * MINUTE_MS)
  await assertAllHaveOnce(
    people,
    chat,
    people.map(({ name }) => `${name} apart`)
  )
})

meshes('of twelve on a bad network all have everything once', async ({ world }) => {
  const { people, chat } = await circle(world, 12)
  const draw = createDraw('bad weather')
  world.network.weather.loses = what => what === 'envelope' && draw.below(100) < 15
  world.network.weather.repeats = () => draw.below(100) < 20
  world.network.weather.overtakes = () => draw.below(100) < 20
  for (const person of people) await person.api.send({ chat, text: `one of ${person.name}` })
  await world.time.pass(MINUTE_MS)
  for (const person of people) await person.api.send({ chat, text: `two of ${person.name}` })
  await world.time.pass(20 * MINUTE_MS)
  await assertAllHaveOnce(
    people,
    chat,
    people.flatMap(({ name }) => [`one of ${name}`, `two of ${name}`])
  )
})

meshes('whoever has more links than a few sends one copy, and streams only to whom nobody heard of', async ({ world }) => {
  const { people, chat } = await circle(world, MOST_STREAMS + 3)
  const [first, ...others] = people as [SimPerson, ...SimPerson[]]
  // Were all linked, streams would do.
  const last = others.at(-1) ?? first
  world.network.part(first.device.id, last.device.id)
  await world.time.pass(5 * MINUTE_MS)
  world.network.forgetCrossings()
  const streamed = () => world.network.crossings.filter(({ from, what }) => from === first.device.id && what === 'envelope').length
  await first.api.send({ chat, text: 'one copy' })
  await world.settled()
  await assertAllHaveOnce(people, chat, ['one copy'])
  await world.time.pass(2 * MINUTE_MS)
  assert.is(streamed(), 0)
  assert.equal(await stateOf(first, chat, 'one copy'), ['delivered', people.length - 1])
  world.network.weather.loses = what => what === 'envelope'
  await first.api.send({ chat, text: 'into the wind' })
  await world.settled()
  world.network.weather.loses = () => false
  await world.time.pass(STREAMS_AFTER_MS - 5_000)
  assert.is(streamed(), 0)
  await world.time.pass(10_000)
  assert.is(streamed(), others.length - 1)
  await world.time.pass(MINUTE_MS)
  await assertAllHaveOnce(people, chat, ['one copy', 'into the wind'])
})

meshes(
  'whoever has a link to each member sends a copy to each, which each acknowledges at once, and publishes nothing',
  async ({ world }) => {
    const { people, chat } = await circle(world, MOST_STREAMS + 2)
    const [first] = people as [SimPerson]
    await world.time.pass(5 * MINUTE_MS)
    world.network.forgetCrossings()
    await first.api.send({ chat, text: 'to each' })
    await world.settled()
    await assertAllHaveOnce(people, chat, ['to each'])
    const streamed = world.network.crossings.filter(({ from, what }) => from === first.device.id && what === 'envelope')
    assert.is(streamed.length, people.length - 1)
    await world.time.pass(1_000)
    assert.equal(await stateOf(first, chat, 'to each'), ['delivered', people.length - 1])
  }
)

meshes('in a group receipts leave at most every 30 seconds, and go along with what is said', async ({ world }) => {
  const { people, chat } = await circle(world, 3)
  const [first, second] = people as [SimPerson, SimPerson]
  await world.time.pass(MINUTE_MS)
  world.network.forgetCrossings()
  const envelopes = () =>
    world.network.crossings
      .filter(({ from, to, what }) => from === second.device.id && to === first.device.id && what === 'envelope')
      .map(({ atMs }) => atMs)
  for (let n = 0; n < 10; n++) {
    const { id } = await first.api.send({ chat, text: `number ${n}` })
    await world.settled()
    await second.api.markRead({ chat, message: id })
    await world.time.pass(10_000)
  }
  const times = envelopes()
  assert.ok(times.length >= 3 && times.length <= 5, `${times.length} receipts`)
  assert.ok(times.every((atMs, i) => i === 0 || atMs - (times[i - 1] ?? 0) >= GROUP_RECEIPT_INTERVAL_MS))
  await world.time.pass(GROUP_RECEIPT_INTERVAL_MS)
  world.network.forgetCrossings()
  const { id } = await first.api.send({ chat, text: 'read me' })
  await world.settled()
  await second.api.markRead({ chat, message: id })
  await second.api.markRead({ chat, message: id })
  await second.api.send({ chat, text: 'read' })
  await world.settled()
  await world.time.pass(5_000)
  const message = (await first.api.history({ chat })).messages.find(one => one.id === id)
  assert.is(message?.counts?.read, 1)
})

meshes.run()

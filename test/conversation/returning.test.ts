import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { newPhrase } from '../../node/identity/phrase.js'
import { createSeededPrimitives } from '../session/seeded.js'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'
import { MODEL } from '../sim/cryptography.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  cleo: SimPerson
  dora: SimPerson
}

const returning = suite<Context>('coming back to a group after long')

returning.before.each(async context => {
  context.world = createWorld('returning', MODEL)
  const { world } = context
  for (const [name, key] of [
    ['Ada', 'ada'],
    ['Bob', 'bob'],
    ['Cleo', 'cleo'],
    ['Dora', 'dora']
  ] as const)
    context[key] = await world.person(name, { identity: { phrase: newPhrase(createSeededPrimitives(`the words of ${name}`)) } })
  await befriend(world, context.ada, context.bob)
  await befriend(world, context.ada, context.cleo)
  await befriend(world, context.ada, context.dora)
})
returning.after.each(({ world }) => world.close())

async function found(world: World, founder: SimPerson, others: readonly SimPerson[]): Promise<ConversationId> {
  const { id } = await founder.api.createGroup({ name: 'Garden', contacts: others.map(({ name }) => name) })
  await world.time.pass(5 * MINUTE_MS)
  return id
}

async function textsIn(person: SimPerson, chat: ConversationId): Promise<readonly string[]> {
  return (await person.api.history({ chat, limit: 1_000 })).messages.map(({ text }) => text)
}

const devicesIn = async (person: SimPerson, chat: ConversationId): Promise<readonly number[]> =>
  (await person.api.members({ chat })).map(({ devices }) => devices.length)

/** Weeks go by in which the others look in now and then, until none of them has the keys of what was before. */
async function goOn(world: World, chat: ConversationId, people: readonly SimPerson[]): Promise<void> {
  for (const days of [9, 33]) {
    for (const person of people) await person.stop()
    await world.time.pass(days * DAY_MS)
    for (const person of people) await person.start()
    await world.time.pass(90 * MINUTE_MS)
    for (const person of people) await person.api.send({ chat, text: `${person.name} after ${days} days` })
    await world.time.pass(90 * MINUTE_MS)
  }
}

returning(
  'whom all have forgotten the epochs of is let in again by whoever is there, says what waited, and sees how much is missing',
  async ({ world, ada, bob, cleo, dora }) => {
    const chat = await found(world, ada, [bob, cleo, dora])
    await ada.api.send({ chat, text: 'before' })
    await world.time.pass(5 * MINUTE_MS)
    await cleo.stop()
    await goOn(world, chat, [ada, bob, dora])
    await ada.stop()
    await cleo.start()
    const sent = await cleo.api.send({ chat, text: 'am I still here?' })
    await world.time.pass(10_000)
    assert.match((await cleo.api.why({ message: sent.id })).because.at(-1)?.what ?? '', /lets this device in/)
    await world.time.pass(20 * MINUTE_MS)
    assert.equal(await devicesIn(bob, chat), [1, 1, 1, 1])
    for (const person of [bob, dora]) assert.ok((await textsIn(person, chat)).includes('am I still here?'), person.name)
    await bob.api.send({ chat, text: 'you are' })
    await world.time.pass(5 * MINUTE_MS)
    const texts = await textsIn(cleo, chat)
    assert.equal([texts[0], texts.at(-1)], ['before', 'you are'])
    // What Bob and Dora have said they say again; of Ada nobody has the keys any more.
    assert.ok(texts.includes('Dora after 9 days'))
    const { gaps } = await cleo.api.history({ chat })
    assert.equal(
      gaps.map(({ device, from, to, lost }) => [device, to - from + 1, lost]),
      [[ada.device.id, 2, true]]
    )
    await ada.start()
    await world.time.pass(10 * MINUTE_MS)
    assert.ok((await textsIn(ada, chat)).includes('am I still here?'))
    // What is over 30 days old has failed, and is not said again.
    assert.equal(
      (await cleo.api.history({ chat })).gaps.map(({ device, from, to }) => [device, to - from + 1]),
      [[ada.device.id, 1]]
    )
  }
)

returning('who dies as they come in again waits for nobody to let them in', async ({ world, ada, bob, cleo, dora }) => {
  const chat = await found(world, ada, [bob, cleo, dora])
  await cleo.stop()
  await goOn(world, chat, [ada, bob, dora])
  const cleos = (await ada.api.contacts()).find(({ name }) => name === 'Cleo')?.account
  const isLetIn = (): boolean =>
    [ada, bob, dora].some(({ commits }) => commits.some(({ letInAnew }) => letInAnew.some(account => account === cleos)))
  let died: Promise<void> | undefined
  cleo.probe.current = step => {
    if (step === 'epoch:durable' && isLetIn()) died ??= cleo.crash()
    return died
  }
  await cleo.start()
  await world.time.pass(20 * MINUTE_MS)
  assert.ok(died)
  await died
  cleo.probe.current = () => undefined
  for (const person of [ada, bob, dora]) await person.stop()
  await cleo.start()
  await world.time.pass(MINUTE_MS)
  const sent = await cleo.api.send({ chat, text: 'nobody is here' })
  const { because } = await cleo.api.why({ message: sent.id })
  assert.not.ok(
    because.some(({ code }) => code === 'returning'),
    JSON.stringify(because)
  )
  assert.is((await cleo.api.members({ chat })).length, 4)
})

returning('nobody who was put out comes back by asking, and no stranger', async ({ world, ada, bob, cleo, dora }) => {
  await dora.stop()
  const chat = await found(world, ada, [bob, cleo])
  const { contents } = { contents: cleo.disk.contents() }
  await cleo.stop()
  await ada.api.removeMember({ chat, member: 'Cleo' })
  await goOn(world, chat, [ada, bob])
  await cleo.rewind(contents)
  await cleo.start()
  await world.time.pass(3 * 60 * MINUTE_MS)
  assert.equal(await devicesIn(ada, chat), [1, 1])
  assert.not.ok((await textsIn(cleo, chat)).some(text => text.includes('days')))
})

returning.run()

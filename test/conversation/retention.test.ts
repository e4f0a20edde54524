import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId, SentAtMs } from '../../node/base/ids.js'
import { encodeContent, signedMessage } from '../../node/conversation/content.js'
import { MAX_HLC } from '../../node/conversation/order.js'
import { codeOf } from '../contract/links.js'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'
import { standingOf } from '../sim/standings.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  cleo: SimPerson
}

const HOUR_MS = 60 * 60_000
const retention = suite<Context>('how long a group keeps what is said')

retention.before.each(async context => {
  context.world = createWorld('retention')
  const { world } = context
  context.ada = await world.person('Ada')
  context.bob = await world.person('Bob')
  context.cleo = await world.person('Cleo')
  for (const other of [context.bob, context.cleo]) await befriend(world, context.ada, other)
})
retention.after.each(({ world }) => world.close())

async function found({ world, ada, bob, cleo }: Context): Promise<ConversationId> {
  const { id } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
  await world.settled()
  await world.time.pass(5_000)
  for (const person of [bob, cleo]) assert.is((await person.api.members({ chat: id })).length, 3)
  return id
}

async function textsIn(person: SimPerson, chat: ConversationId): Promise<readonly string[]> {
  return (await person.api.history({ chat })).messages.map(({ text }) => text)
}

retention('what is older than the group wants goes for good at every member, and what is younger stays', async context => {
  const { world, ada, bob, cleo } = context
  const chat = await found(context)
  const old = await ada.api.send({ chat, text: 'old' })
  await bob.api.send({ chat, text: 'old, too' })
  await world.settled()
  await world.time.pass(HOUR_MS)
  assert.is(await codeOf(bob.api.setGroupRetention({ chat, days: 1 })), 'ERR_NOT_ALLOWED')
  assert.is(await codeOf(ada.api.setGroupRetention({ chat, days: 367 })), 'ERR_INVALID_ARGUMENT')
  await ada.api.setGroupRetention({ chat, days: 1 })
  await world.settled()
  await world.time.pass(20 * HOUR_MS)
  for (const person of [ada, bob, cleo]) {
    assert.equal(await person.api.groupRetention({ chat }), { days: 1 })
    assert.equal(await textsIn(person, chat), ['old', 'old, too'], 'it is no day old yet')
  }
  await cleo.api.send({ chat, text: 'young' })
  await world.settled()
  assert.is((await bob.api.chats()).find(({ id }) => id === chat)?.unread, 2)
  await world.time.pass(6 * HOUR_MS)
  for (const person of [ada, bob, cleo]) {
    assert.equal(await textsIn(person, chat), ['young'], person.name)
    assert.is(await codeOf(person.api.why({ message: old.id })), 'ERR_NOT_FOUND')
    assert.equal((await person.api.history({ chat })).gaps, [], 'it is not missed')
    assert.ok(person.events.some(event => event.type === 'history:forgotten' && event.chat === chat))
  }
  assert.is((await bob.api.chats()).find(({ id }) => id === chat)?.unread, 1)
  assert.ok((await bob.api.history({ chat })).happenings.some(({ text }) => text === 'Ada set messages to be kept for 1 day'))
  await bob.restart()
  await world.settled()
  assert.equal(await textsIn(bob, chat), ['young'])
})

retention('what somebody has not got yet stays until they have it', async context => {
  const { world, ada, bob, cleo } = context
  const chat = await found(context)
  await ada.api.setGroupRetention({ chat, days: 1 })
  await world.settled()
  await world.time.pass(HOUR_MS)
  await cleo.stop()
  await ada.api.send({ chat, text: 'for all' })
  await world.settled()
  await world.time.pass(48 * HOUR_MS)
  assert.equal(await textsIn(ada, chat), ['for all'])
  assert.equal(await textsIn(bob, chat), [])
  await cleo.start()
  await world.settled()
  await world.time.pass(60_000)
  assert.equal(await textsIn(cleo, chat), ['for all'])
  await world.time.pass(3 * HOUR_MS)
  for (const person of [ada, bob, cleo]) assert.equal(await textsIn(person, chat), [], person.name)
})

retention('a clock that is wrong for a moment deletes nothing', async context => {
  const { world, ada, bob } = context
  const chat = await found(context)
  await ada.api.setGroupRetention({ chat, days: 30 })
  await ada.api.send({ chat, text: 'young' })
  await world.settled()
  await world.time.pass(2 * HOUR_MS)
  bob.clock.jump(40 * 24 * HOUR_MS)
  await world.time.pass(HOUR_MS)
  bob.clock.jump(-40 * 24 * HOUR_MS)
  await world.time.pass(3 * HOUR_MS)
  assert.equal(await textsIn(bob, chat), ['young'])
})

retention('a device that never runs for an hour deletes what is over, too', async context => {
  const { world, ada, bob } = context
  const chat = await found(context)
  await ada.api.setGroupRetention({ chat, days: 1 })
  await ada.api.send({ chat, text: 'old' })
  await world.settled()
  await bob.restart()
  await world.settled()
  await bob.stop()
  await world.time.pass(30 * HOUR_MS)
  await bob.start()
  await world.settled()
  await world.time.pass(10 * 60_000)
  assert.equal(await textsIn(bob, chat), ['old'], 'it was not over when that was last looked at')
  for (const pause of [60_000, 2 * HOUR_MS]) {
    await bob.stop()
    await world.time.pass(pause)
    await bob.start()
    await world.settled()
    await world.time.pass(60_000)
    assert.equal(await textsIn(bob, chat), pause < HOUR_MS ? ['old'] : [])
  }
})

retention('one message from the far future has nothing kept for longer, itself for three days', async context => {
  const { world, ada, bob, cleo } = context
  const chat = await found(context)
  const place = await standingOf({ person: bob, account: (await bob.api.identity()).account }, chat)
  if (place === undefined) throw new Error('Bob is in the group')
  const said = signedMessage({ seq: 1, hlc: MAX_HLC, sentAtMs: world.time.nowMs as SentAtMs, parents: [], text: 'in the year 6429' })
  const { envelope } = await bob.session.seal(place.head, encodeContent([said]))
  for (const { device } of [ada, cleo]) await bob.links.send(device.id, { log: place.head.log, bytes: envelope })
  await world.time.pass(60_000)
  await ada.api.send({ chat, text: 'after it' })
  await ada.api.setGroupRetention({ chat, days: 1 })
  await world.settled()
  await world.time.pass(60_000)
  for (const person of [ada, cleo]) {
    assert.equal(await textsIn(person, chat), ['in the year 6429', 'after it'], person.name)
    const { happenings } = await person.api.history({ chat })
    assert.ok(Math.max(...happenings.map(({ atMs }) => atMs)) < world.time.nowMs + 4 * 24 * HOUR_MS)
  }
  await cleo.restart()
  await world.time.pass(4 * 24 * HOUR_MS + 3 * HOUR_MS)
  for (const person of [ada, cleo]) assert.equal(await textsIn(person, chat), [], person.name)
})

retention.run()

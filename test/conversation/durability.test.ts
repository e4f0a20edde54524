import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { befriend, createWorld, historyOf, say, textsOf, type SimPerson, type World } from '../sim/people.js'
import { rejection } from '../identity/refusal.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
}

const PATIENCE_MS = 31_000

const durability = suite<Context>('what is told is on disk')

durability.before.each(async context => {
  context.world = createWorld('durability')
  context.ada = await context.world.person('Ada')
  context.bob = await context.world.person('Bob')
  await befriend(context.world, context.bob, context.ada)
})
durability.after.each(async ({ world, bob }) => {
  bob.disk.letGo()
  await world.close()
})

async function linkAnew({ network, time }: World, ada: SimPerson, bob: SimPerson): Promise<void> {
  network.part(ada.device.id, bob.device.id)
  network.meet(ada.device.id, bob.device.id)
  await time.pass(2_000)
}

async function stateAt(sender: SimPerson, other: SimPerson, text: string): Promise<string | undefined> {
  return (await historyOf(sender, other)).find(message => message.text === text)?.state
}

durability(
  'what comes again while its first batch is being written is acknowledged with that, and no sooner',
  async ({ world, ada, bob }) => {
    bob.disk.hold()
    await say(ada, bob, 'are you there?')
    await world.settled()
    await linkAnew(world, ada, bob)
    assert.is(await stateAt(ada, bob, 'are you there?'), 'queued')
    bob.disk.letGo()
    await world.time.pass(PATIENCE_MS)
    assert.is(await stateAt(ada, bob, 'are you there?'), 'delivered')
    assert.equal(await textsOf(bob, ada), await textsOf(ada, bob))
  }
)

durability('what was being written when the power went is sent again, although it had come twice by then', async ({ world, ada, bob }) => {
  bob.disk.hold()
  await say(ada, bob, 'are you there?')
  await world.settled()
  await linkAnew(world, ada, bob)
  await bob.crash()
  assert.is(await stateAt(ada, bob, 'are you there?'), 'queued')
  await bob.start()
  await world.time.pass(PATIENCE_MS)
  assert.is(await stateAt(ada, bob, 'are you there?'), 'delivered')
  assert.equal((await textsOf(bob, ada)).slice(-1), ['are you there?'])
})

durability('a batch that the disk refuses takes what was built upon it with it, and leaves no hole', async ({ world, ada, bob }) => {
  bob.disk.hold()
  const lost = rejection(say(bob, ada, 'to be refused'), 'ERR_STORE')
  const heard = say(ada, bob, 'meanwhile')
  await world.settled()
  bob.disk.failWith('full', 1)
  bob.disk.letGo()
  await lost
  await heard
  await say(bob, ada, 'again')
  await world.time.pass(PATIENCE_MS)
  const texts = await textsOf(bob, ada)
  assert.equal(texts.toSorted(), ['again', 'hello, I am Bob', 'meanwhile'])
  assert.equal(await textsOf(ada, bob), texts)
  const { gaps } = await ada.api.history({ chat: 'Bob' })
  assert.equal(gaps, [])
  await bob.restart()
  await say(bob, ada, 'after a restart')
  await world.time.pass(PATIENCE_MS)
  assert.equal(await textsOf(ada, bob), [...texts, 'after a restart'])
})

durability('delivered and read are told and shown once they are on disk, and no power cut takes them back', async ({ world, ada, bob }) => {
  const told = (id: string): string[] =>
    ada.events.flatMap(event => (event.type === 'message:state' && event.message === id ? [event.state] : []))
  const { id, chat } = await say(ada, bob, 'are you there?')
  await world.settled()
  assert.equal([await stateAt(ada, bob, 'are you there?'), ...told(id)], ['queued'])
  await ada.crash()
  await ada.start()
  await world.time.pass(PATIENCE_MS)
  assert.equal(told(id), ['delivered'])
  await bob.api.markRead({ chat, message: id })
  await world.time.pass(PATIENCE_MS)
  assert.equal(told(id), ['delivered', 'read'])
  world.network.part(ada.device.id, bob.device.id)
  await ada.crash()
  await ada.start()
  assert.is(await stateAt(ada, bob, 'are you there?'), 'read')
})

durability('what was told of many messages is there after a power cut at any moment', async ({ world, ada, bob }) => {
  for (let round = 0; round < 10; round++) {
    const writing = Promise.all(Array.from({ length: 5 }, (_, i) => say(ada, bob, `${round}.${i}`)))
    await world.time.pass(round * 10)
    await writing
    const [shown, count] = [await historyOf(ada, bob), ada.events.length]
    world.network.part(ada.device.id, bob.device.id)
    await ada.crash()
    await ada.start()
    const after = new Map((await historyOf(ada, bob)).map(message => [message.id, message.state]))
    for (const { id, state } of shown) if (state === 'delivered') assert.is(after.get(id), 'delivered')
    for (const event of ada.events.slice(0, count))
      if (event.type === 'message:state' && event.state === 'delivered') assert.is(after.get(event.message), 'delivered')
    world.network.meet(ada.device.id, bob.device.id)
    await world.time.pass(2_000)
  }
})

durability.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { RECEIPT_INTERVAL_MS } from '../../node/conversation/receipts.js'
import { befriend, chatWith, createWorld, historyOf, say, textsOf, type SimPerson, type World, type WorldRelay } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  /** The first of Ada's, the second and third of Bob's. */
  relays: [WorldRelay, WorldRelay, WorldRelay]
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const away = suite<Context>('somebody is away')

away.before.each(async context => {
  const world = createWorld('away')
  const [ada, bob] = [await world.person('Ada'), await world.person('Bob')]
  const relays = [await world.relay(), await world.relay(), await world.relay()] as Context['relays']
  Object.assign(context, { world, ada, bob, relays })
  await ada.api.addRelay({ address: relays[0].address })
  await bob.api.addRelay({ address: relays[1].address })
  await bob.api.addRelay({ address: relays[2].address })
  await befriend(world, bob, ada)
  await world.time.pass(5_000)
})
away.after.each(({ world }) => world.close())

async function statesOf(person: SimPerson, other: SimPerson): Promise<(string | undefined)[]> {
  return (await historyOf(person, other)).filter(({ outgoing }) => outgoing).map(({ state }) => state)
}

/** They have no way to each other but the relays. */
function separate({ world, ada, bob }: Context): void {
  world.network.part(ada.device.id, bob.device.id)
}

away('the sender leaves, the recipient returns and has it; the sender returns and reads that it has', async context => {
  const { world, ada, bob } = context
  await ada.stop()
  for (const text of ['one', 'two', 'three']) await say(bob, ada, text)
  await world.time.pass(1_000)
  assert.equal(await statesOf(bob, ada), ['delivered', 'stored', 'stored', 'stored'])
  await bob.stop()
  await ada.start()
  await world.time.pass(5_000)
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'one', 'two', 'three'])
  await ada.api.markRead({ chat: await chatWith(ada, bob), message: (await historyOf(ada, bob)).at(-1)?.id ?? '' } as never)
  await world.time.pass(2 * RECEIPT_INTERVAL_MS)
  await ada.stop()
  await bob.start()
  await world.time.pass(5_000)
  assert.equal(await statesOf(bob, ada), ['read', 'read', 'read', 'read'])
  assert.is((await bob.api.status()).queued, 0)
})

away('stored names the relays that keep it, when, and until when', async context => {
  const { world, ada, bob, relays } = context
  await ada.stop()
  const { id } = await say(bob, ada, 'for later')
  await world.time.pass(1_000)
  const { state, because } = await bob.api.why({ message: id })
  assert.is(state, 'stored')
  for (const relay of relays) {
    const line = because.find(({ what }) => what === `stored on relay ${relay.id}`)
    assert.is((line?.untilMs ?? 0) - (line?.atMs ?? 0), 30 * DAY_MS)
  }
  assert.ok(bob.events.some(event => event.type === 'message:state' && event.message === id && event.state === 'stored'))
  await bob.crash()
  await bob.start()
  assert.is((await bob.api.why({ message: id })).state, 'stored')
})

away('on one relay of three it is not stored yet, and why says what it waits for', async context => {
  const { world, ada, bob, relays } = context
  await ada.stop()
  await relays[1].leave()
  relays[2].lies.refusal = 'ERR_QUOTA'
  const { id } = await say(bob, ada, 'for later')
  await world.time.pass(1_000)
  const { state, because } = await bob.api.why({ message: id })
  assert.is(state, 'queued')
  assert.is(because.filter(({ what }) => what.startsWith('stored on relay')).length, 1)
  assert.ok(
    because.some(({ what }) => what.includes(`relay ${relays[1].id}: not reachable`)),
    JSON.stringify(because)
  )
  assert.ok(
    because.some(({ what }) => what.includes('ERR_QUOTA')),
    JSON.stringify(because)
  )
  relays[1].comeBack()
  await world.time.pass(5_000)
  assert.is((await bob.api.why({ message: id })).state, 'stored')
})

away('two that never meet talk through their relays', async context => {
  const { world, ada, bob } = context
  separate(context)
  for (let i = 0; i < 5; i++) {
    await say(bob, ada, `to Ada ${i}`)
    await say(ada, bob, `to Bob ${i}`)
    await world.time.pass(3_000)
  }
  await world.time.pass(5_000)
  assert.is((await textsOf(ada, bob)).length, 11)
  assert.equal(await textsOf(ada, bob), await textsOf(bob, ada))
  assert.equal([...new Set([...(await statesOf(ada, bob)), ...(await statesOf(bob, ada))])], ['delivered'])
  assert.equal([(await ada.api.status()).queued, (await bob.api.status()).queued], [0, 0])
})

away.run()

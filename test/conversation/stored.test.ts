import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { READ_BACK_MS } from '../../node/conversation/read-back.js'
import { RelayRead } from '../../node/wire/generated/relay.js'
import { say, textsOf, type SimPerson } from '../sim/people.js'
import { relaysOfTwo, type RelaysOfTwo } from './relays-of-two.js'

const DAY_MS = 86_400_000

const stored = suite<RelaysOfTwo>('what relays are said to keep')

stored.before.each(async context => {
  Object.assign(context, await relaysOfTwo('stored'))
})
stored.after.each(({ world }) => world.close())

/** What was told of a message's state, in order. */
function toldOf({ events }: SimPerson, message: string): string[] {
  return events.flatMap(event => (event.type === 'message:state' && event.message === message ? [event.state] : []))
}

stored('a message is stored no more once relays have lost it, and that is told; it is again when they have it', async context => {
  const { world, ada, bob, relays } = context
  await ada.stop()
  const { id } = await say(bob, ada, 'for later')
  await world.time.pass(1_000)
  assert.is((await bob.api.why({ message: id })).state, 'stored')
  relays[2].lies.refusal = 'ERR_BUSY'
  for (const relay of [relays[0], relays[2]]) {
    relay.wipe()
    await relay.leave()
    relay.comeBack()
  }
  await world.time.pass(5_000)
  const { state, because } = await bob.api.why({ message: id })
  assert.equal([state, because.filter(({ what }) => what.startsWith('stored on relay')).length], ['queued', 1], JSON.stringify(because))
  assert.equal(toldOf(bob, id), ['stored', 'queued'])
  await bob.crash()
  await bob.start()
  assert.is((await bob.api.why({ message: id })).state, 'queued')
  relays[2].lies.refusal = undefined
  await world.time.pass(60_000)
  assert.is((await bob.api.why({ message: id })).state, 'stored')
})

stored('what a relay keeps no longer than it said goes there again', async context => {
  const { world, ada, bob, relays } = context
  await ada.stop()
  await bob.stop()
  for (const relay of relays) relay.terms.retentionDays = 3
  await bob.start()
  const { id } = await say(bob, ada, 'for later')
  await world.time.pass(1_000)
  const kept = async (): Promise<number> => {
    const { because } = await bob.api.why({ message: id })
    return Math.max(...because.map(({ untilMs, what }) => (what.startsWith('stored on relay') ? (untilMs ?? 0) : 0)))
  }
  const before = await kept()
  await world.time.sleep(3 * DAY_MS)
  await world.time.pass(60 * 60_000)
  assert.is((await bob.api.why({ message: id })).state, 'stored')
  assert.ok((await kept()) > before)
})

/** Envelopes that the second relay has fewer than the third. */
function lacking({ relays }: RelaysOfTwo): number {
  const [, second, third] = relays.map(relay => [...relay.held().values()].reduce((sum, held) => sum + held, 0))
  return (third ?? 0) - (second ?? 0)
}

stored('one envelope of many that a relay never kept is found out, also when its sender starts anew meanwhile', async context => {
  const { world, ada, bob, relays } = context
  const [, liar] = relays
  await ada.stop()
  const before = lacking(context)
  let count = 0
  liar.lies.drops = () => ++count === 3
  for (let i = 0; i < 10; i++) {
    await say(bob, ada, `number ${i}`)
    await world.time.pass(100)
  }
  await world.time.pass(1_000)
  assert.is(lacking(context), before + 1)
  await bob.crash()
  await bob.start()
  await world.time.pass(READ_BACK_MS + 5_000)
  assert.is(lacking(context), before)
  assert.ok((await bob.api.doctor()).some(({ name, ok }) => name.includes(liar.id.slice(-8)) && !ok))
})

stored('a long log is read back piece by piece, each time where it was left, whatever starts anew between', async context => {
  const { world, ada, bob, relays } = context
  const [, liar] = relays
  await ada.stop()
  const before = lacking(context)
  let count = 0
  liar.lies.drops = () => ++count === 1
  for (let i = 0; i < 24; i++) await say(bob, ada, `${i} ${'x'.repeat(30_000)}`)
  await world.time.pass(10_000)
  assert.is(lacking(context), before + 1)
  for (let round = 0; round < 3; round++) {
    const crossed = world.relayNetwork.crossings.length
    await world.time.pass(READ_BACK_MS - 10_000)
    await bob.crash()
    await bob.start()
    await world.time.pass(READ_BACK_MS + 10_000)
    const reads = world.relayNetwork.crossings.slice(crossed).filter(({ what, to }) => what === 'read' && to === liar.id)
    const back = reads.filter(({ bytes }) => RelayRead.decode(bytes).backwards)
    assert.ok(back.length <= 2 * 8, `${back.length} pages in ten minutes`)
  }
  assert.is(lacking(context), before)
})

stored('what waits for relays that its contact leaves goes to the one they move to', async context => {
  const { world, ada, bob, relays } = context
  world.network.part(ada.device.id, bob.device.id)
  const another = await world.relay()
  for (const relay of relays.slice(1)) await relay.leave()
  relays[0].lies.drops = () => true
  const { id, text } = await say(ada, bob, 'in flight')
  await world.time.pass(5_000)
  relays[0].lies.drops = () => false
  assert.is((await ada.api.why({ message: id })).state, 'queued', 'one of three relays says that it has it')
  await bob.api.addRelay({ address: another.address })
  for (const relay of relays.slice(1)) await bob.api.removeRelay({ relay: relay.id })
  await world.time.pass(10_000)
  assert.is((await ada.api.why({ message: id })).state, 'delivered')
  assert.equal(await textsOf(bob, ada), ['hello, I am Bob', text])
  assert.equal(await textsOf(ada, bob), await textsOf(bob, ada))
})

stored.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import { READ_BACK_MS } from '../../node/conversation/read-back.js'
import { CHECK_MS } from '../../node/network/relay-following.js'
import { ConversationRecord } from '../../node/wire/generated/records.js'
import { RECEIPT_INTERVAL_MS } from '../../node/conversation/receipts.js'
import { chatWith, historyOf, say, textsOf, type SimPerson } from '../sim/people.js'
import { relaysOfTwo, type RelaysOfTwo } from './relays-of-two.js'

const DAY_MS = 86_400_000

const away = suite<RelaysOfTwo>('somebody is away')

away.before.each(async context => {
  Object.assign(context, await relaysOfTwo('away'))
})
away.after.each(({ world }) => world.close())

async function statesOf(person: SimPerson, other: SimPerson): Promise<(string | undefined)[]> {
  return (await historyOf(person, other)).filter(({ outgoing }) => outgoing).map(({ state }) => state)
}

/** As it is on disk. */
async function headOf(person: SimPerson, other: SimPerson): Promise<string> {
  const record = await person.store.get(person.store.keys.conversation(await chatWith(person, other)))
  const [group] = ConversationRecord.decode(record ?? new Uint8Array()).groups
  return toHex(group?.head ?? new Uint8Array())
}

async function isAllThereOnce({ ada, bob }: RelaysOfTwo, texts: readonly string[]): Promise<void> {
  assert.equal((await textsOf(ada, bob)).toSorted(), ['hello, I am Bob', ...texts].toSorted())
  assert.equal(await textsOf(bob, ada), await textsOf(ada, bob))
  for (const { events, name } of [ada, bob]) {
    const told = events.flatMap(event => (event.type === 'message:received' ? [event.message.id] : []))
    assert.is(new Set(told).size, told.length, `${name} was told of a message twice`)
  }
}

/** They have no way to each other but the relays. */
function separate({ world, ada, bob }: RelaysOfTwo): void {
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

away('one relay lies, one is gone, one was put back to an old backup: nothing is lost, nothing comes twice', async context => {
  const { world, ada, bob, relays } = context
  const [liar, dead, restored] = relays
  separate(context)
  const texts: string[] = []
  let count = 0
  liar.lies.drops = () => ++count % 2 === 0
  liar.lies.flips = () => ++count % 3 === 0
  liar.lies.muddles = () => ++count % 5 === 0
  await dead.leave()
  const put = restored.backup()
  for (let i = 0; i < 20; i++) {
    const [one, other] = i % 2 === 0 ? [ada, bob] : [bob, ada]
    texts.push((await say(one, other, `${one.name} ${i}`)).text)
    await world.time.pass(3_000)
    if (i === 10) {
      put({ secretly: false })
      await restored.leave()
      restored.comeBack()
    }
  }
  await world.time.pass(3 * CHECK_MS)
  await isAllThereOnce(context, texts)
  assert.equal([...new Set([...(await statesOf(ada, bob)), ...(await statesOf(bob, ada))])], ['delivered'])
})

away('what a relay forgot, or never kept, it is given again, and doctor tells of the one that lied', async context => {
  const { world, ada, bob, relays } = context
  const [wiped, liar] = relays
  await ada.stop()
  liar.lies.drops = () => true
  await say(bob, ada, 'for later')
  await world.time.pass(1_000)
  wiped.wipe()
  await wiped.leave()
  wiped.comeBack()
  await world.time.pass(2_000)
  assert.equal(wiped.held().size, 0, 'only its member opens a log there')
  await world.time.pass(READ_BACK_MS)
  const doctor = await bob.api.doctor()
  assert.ok(doctor.some(({ name, ok, detail }) => name.includes(liar.id.slice(-8)) && !ok && detail.includes('does not keep')))
  liar.lies.drops = () => false
  await world.time.pass(READ_BACK_MS)
  await relays[2].leave()
  await bob.stop()
  await ada.start()
  await world.time.pass(5_000)
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'for later'])
})

away('a gap is seen while a relay holds something back, and closes when another has it', async context => {
  const { world, ada, bob, relays } = context
  separate(context)
  let calls = 0
  for (const relay of relays) relay.lies.drops = () => calls++ < 3
  await say(bob, ada, 'held back')
  await world.time.pass(1_000)
  await say(bob, ada, 'comes through')
  await world.time.pass(5_000)
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'comes through'])
  assert.equal(
    (await ada.api.history({ chat: await chatWith(ada, bob) })).gaps.map(({ from, to }) => [from, to]),
    [[2, 2]]
  )
  await world.time.pass(2 * READ_BACK_MS)
  await isAllThereOnce(context, ['held back', 'comes through'])
  assert.equal((await ada.api.history({ chat: await chatWith(ada, bob) })).gaps, [])
})

away('keys are renewed through relays: a commit is written behind once two of three keep it, and not before', async context => {
  const { world, ada, bob, relays } = context
  separate(context)
  await ada.stop()
  const before = await headOf(bob, ada)
  await relays[0].leave()
  await relays[1].leave()
  await world.time.sleep(8 * DAY_MS)
  await world.time.pass(60_000)
  assert.is(await headOf(bob, ada), before, 'on one relay')
  relays[0].comeBack()
  await world.time.pass(60_000)
  const after = await headOf(bob, ada)
  assert.is.not(after, before)
  const { text } = await say(bob, ada, 'in the next epoch')
  await world.time.pass(5_000)
  await bob.stop()
  relays[1].comeBack()
  await ada.start()
  await world.time.pass(60_000)
  await bob.start()
  await world.time.pass(60_000)
  await isAllThereOnce(context, [text])
  assert.is(await headOf(ada, bob), await headOf(bob, ada))
})

away('both renew, each on a day when the other is away, for a month, and one head and all messages remain', async context => {
  const { world, ada, bob } = context
  separate(context)
  const texts: string[] = []
  for (let day = 0; day < 30; day += 3) {
    const [here, gone] = day % 2 === 0 ? [ada, bob] : [bob, ada]
    if (gone.running) await gone.stop()
    if (!here.running) await here.start()
    texts.push((await say(here, gone, `day ${day}`)).text)
    await world.time.sleep(3 * DAY_MS)
    await world.time.pass(60_000)
  }
  if (!ada.running) await ada.start()
  if (!bob.running) await bob.start()
  await world.time.pass(10 * 60_000)
  await isAllThereOnce(context, texts)
  assert.is(await headOf(ada, bob), await headOf(bob, ada))
})

away('who moves to another relay finds there what is sent from now on, and at the old one what was', async context => {
  const { world, ada, bob, relays } = context
  separate(context)
  const another = await world.relay()
  await bob.stop()
  const early = await say(ada, bob, 'before the move')
  await world.time.pass(1_000)
  await ada.stop()
  await bob.start()
  await bob.api.addRelay({ address: another.address })
  for (const relay of relays.slice(1)) await bob.api.removeRelay({ relay: relay.id })
  await world.time.pass(5_000)
  await bob.stop()
  await ada.start()
  await world.time.pass(5_000)
  const [contact] = await ada.api.contacts()
  assert.is(contact?.name, 'Bob')
  const late = await say(ada, bob, 'after the move')
  await world.time.pass(5_000)
  const { because } = await ada.api.why({ message: late.id })
  assert.ok(
    because.some(({ what }) => what === `stored on relay ${another.id}`),
    JSON.stringify(because)
  )
  assert.ok(because.some(({ what }) => what === `stored on relay ${relays[1].id}`))
  await ada.stop()
  for (const relay of relays) await relay.leave()
  await bob.start()
  await world.time.pass(5_000)
  await isAllThereOnceAt(bob, ada, [early.text, late.text])
})

async function isAllThereOnceAt(person: SimPerson, other: SimPerson, texts: readonly string[]): Promise<void> {
  assert.equal(await textsOf(person, other), ['hello, I am Bob', ...texts])
}

away('a receipt that could not be left is left after the next start, once', async context => {
  const { world, ada, bob, relays } = context
  await ada.stop()
  await say(bob, ada, 'read me')
  await world.time.pass(1_000)
  await bob.stop()
  await ada.start()
  await world.time.pass(1_000)
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'read me'])
  for (const relay of relays) relay.lies.refusal = 'ERR_BUSY'
  await world.time.pass(5_000)
  await ada.crash()
  for (const relay of relays) relay.lies.refusal = undefined
  await ada.start()
  await world.time.pass(5_000)
  const kept = (): number => [...relays[0].held().values()].reduce((sum, count) => sum + count, 0)
  const before = kept()
  await ada.restart()
  await world.time.pass(5_000)
  assert.is(kept(), before, 'told again')
  await ada.stop()
  await bob.start()
  await world.time.pass(5_000)
  assert.equal(await statesOf(bob, ada), ['delivered', 'delivered'])
})

away('what comes while a receipt is on its way to the relays is told by the next one', async context => {
  const { world, ada, bob } = context
  separate(context)
  await world.time.pass(5_000)
  world.relayNetwork.weather.latencyMs = () => 500
  await say(bob, ada, 'one')
  await world.time.pass(500)
  await say(bob, ada, 'two')
  await world.time.pass(4 * RECEIPT_INTERVAL_MS)
  assert.equal(await statesOf(bob, ada), ['delivered', 'delivered', 'delivered'])
})

away('whoever is cut off in the middle of anything goes on from there', async context => {
  const { world, ada, bob } = context
  separate(context)
  const texts: string[] = []
  const steps = ['send:durable', 'relay:appended', 'relay:stored', 'receive:opened', 'receive:durable', 'relay:taken'] as const
  for (const step of steps) {
    for (const person of [ada, bob]) {
      let reached = false
      person.probe.current = async now => {
        if (now !== step || reached) return
        reached = true
        person.probe.current = () => undefined
        await person.crash()
      }
      for (const [one, other] of [
        [ada, bob],
        [bob, ada]
      ] as const) {
        if (!one.running) continue
        const text = `${one.name} at ${step} of ${person.name}`
        await say(one, other, text).then(
          () => texts.push(text),
          () => undefined
        )
        await world.time.pass(3_000)
      }
      await world.time.pass(5_000)
      assert.ok(reached, `${person.name} at ${step}`)
      if (!person.running) await person.start()
      await world.time.pass(5_000)
    }
  }
  await world.time.pass(60_000)
  const [mine, theirs] = [await textsOf(ada, bob), await textsOf(bob, ada)]
  assert.equal(mine, theirs)
  assert.is(new Set(mine).size, mine.length)
  assert.ok(texts.every(text => mine.includes(text)))
})

away('what fell a day behind is sealed again at the head for who has not got it, and comes once', async context => {
  const { world, ada, bob, relays } = context
  await ada.stop()
  const early = await say(bob, ada, 'before the renewal')
  await world.time.pass(1_000)
  const logs = (): number => relays[0].held().size
  const before = logs()
  await world.time.sleep(8 * DAY_MS)
  await world.time.pass(60_000)
  assert.ok(logs() > before, 'a new epoch')
  const counts = (): number[] => [...relays[0].held().values()].toSorted((a, b) => a - b)
  const atRenewal = counts()
  await world.time.sleep(DAY_MS)
  await world.time.sleep(DAY_MS)
  await world.time.pass(60_000)
  assert.ok(counts().reduce((a, b) => a + b) > atRenewal.reduce((a, b) => a + b), 'it was sealed again')
  await bob.stop()
  await ada.start()
  await world.time.pass(60_000)
  await bob.start()
  await world.time.pass(60_000)
  await isAllThereOnce(context, [early.text])
  assert.equal(await statesOf(bob, ada), ['delivered', 'delivered'])
})

away(
  'a commit stands at all relays for those who come later: who takes it adds it, and it is given again before it expires',
  async context => {
    const { world, ada, bob, relays } = context
    for (const relay of relays) await relay.leave()
    await world.time.sleep(8 * DAY_MS)
    await world.time.pass(60_000)
    const head = await headOf(bob, ada)
    assert.is(await headOf(ada, bob), head, 'over their own link')
    assert.equal([(await ada.api.status()).queued, (await bob.api.status()).queued], [0, 0])
    await bob.stop()
    for (const relay of relays) relay.comeBack()
    await world.time.pass(60_000)
    const commits = (): number => [...relays[0].held().values()].filter(count => count > 0).length
    assert.ok(commits() > 0, 'by whichever of them is there')
    const crossed = (): number => world.relayNetwork.crossings.filter(({ what, to }) => what === 'envelope' && to === relays[0].id).length
    const before = crossed()
    await world.time.sleep(21 * DAY_MS)
    await world.time.pass(60_000)
    assert.ok(crossed() > before)
  }
)

away.run()

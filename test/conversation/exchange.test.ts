import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Gap } from '../../node/api/message.js'
import { toHex } from '../../node/base/bytes.js'
import type { LogId } from '../../node/base/ids.js'
import { RECEIPT_INTERVAL_MS } from '../../node/conversation/receipts.js'
import { rejection } from '../identity/refusal.js'
import { befriend, chatWith, createWorld, historyOf, say, textsOf, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
}

const DAY_MS = 86_400_000
const PATIENCE_MS = 31_000
/** What can wait is on disk by then. */
const WRITTEN_MS = 50

const exchange = suite<Context>('messages, receipts and order')

exchange.before.each(async context => {
  context.world = createWorld('exchange')
  context.ada = await context.world.person('Ada')
  context.bob = await context.world.person('Bob')
  await befriend(context.world, context.bob, context.ada)
})
exchange.after.each(({ world }) => world.close())

async function part({ network }: World, ada: SimPerson, bob: SimPerson): Promise<void> {
  network.part(ada.device.id, bob.device.id)
}

async function meet({ network, time }: World, ada: SimPerson, bob: SimPerson): Promise<void> {
  network.meet(ada.device.id, bob.device.id)
  await time.pass(2_000)
}

async function readAll(reader: SimPerson, writer: SimPerson): Promise<void> {
  const newest = (await historyOf(reader, writer)).at(-1)
  if (newest !== undefined) await reader.api.markRead({ chat: newest.chat, message: newest.id })
}

async function statesOf(person: SimPerson, other: SimPerson): Promise<(string | undefined)[]> {
  return (await historyOf(person, other)).filter(({ outgoing }) => outgoing).map(({ state }) => state)
}

async function gapsOf(person: SimPerson, other: SimPerson): Promise<readonly Gap[]> {
  return (await person.api.history({ chat: await chatWith(person, other) })).gaps
}

exchange('what is read shows as read at its sender, and never goes back', async ({ world, ada, bob }) => {
  for (const text of ['one', 'two', 'three']) await say(bob, ada, text)
  await world.time.pass(WRITTEN_MS)
  assert.equal(await statesOf(bob, ada), ['delivered', 'delivered', 'delivered', 'delivered'])
  const [, , two] = await historyOf(ada, bob)
  assert.is((await ada.api.chats())[0]?.unread, 4)
  if (two !== undefined) await ada.api.markRead({ chat: two.chat, message: two.id })
  assert.is((await ada.api.chats())[0]?.unread, 1)
  await world.time.pass(RECEIPT_INTERVAL_MS)
  assert.equal(await statesOf(bob, ada), ['read', 'read', 'read', 'delivered'])
  await Promise.all([ada.restart(), bob.restart()])
  await world.time.pass(PATIENCE_MS)
  assert.equal(await statesOf(bob, ada), ['read', 'read', 'read', 'delivered'])
  assert.is((await ada.api.chats())[0]?.unread, 1)
})

exchange('what is read while the sender is away shows as read when they meet', async ({ world, ada, bob }) => {
  await say(bob, ada, 'one')
  await world.time.pass(WRITTEN_MS)
  await part(world, ada, bob)
  await readAll(ada, bob)
  await ada.restart()
  assert.equal(await statesOf(bob, ada), ['delivered', 'delivered'])
  await meet(world, ada, bob)
  assert.equal(await statesOf(bob, ada), ['read', 'read'])
})

for (const reader of ['ada', 'bob'] as const) {
  exchange(`a node that starts tells what was read before, also to who is linked before it listens: ${reader}`, async context => {
    const { world, ada, bob } = context
    await say(ada, bob, 'welcome')
    await world.settled()
    const [one, other] = reader === 'ada' ? [ada, bob] : [bob, ada]
    world.network.weather.loses = what => what === 'envelope'
    await readAll(one, other)
    await world.time.pass(PATIENCE_MS)
    world.network.weather.loses = () => false
    assert.equal(await statesOf(other, one), ['delivered'])
    await one.restart()
    await world.time.pass(5_000)
    assert.equal(await statesOf(other, one), ['read'])
  })
}

exchange('however fast somebody reads, one receipt leaves in two seconds, and the last tells all', async ({ world, ada, bob }) => {
  for (let i = 0; i < 20; i++) await say(bob, ada, `message ${i}`)
  await world.time.pass(RECEIPT_INTERVAL_MS)
  world.network.forgetCrossings()
  for (const message of (await historyOf(ada, bob)).slice(1)) {
    await ada.api.markRead({ chat: message.chat, message: message.id })
    await world.time.pass(500)
  }
  await world.time.pass(RECEIPT_INTERVAL_MS)
  const receipts = world.network.crossings.filter(({ from, what }) => from === ada.device.id && what === 'envelope').map(({ atMs }) => atMs)
  assert.ok(receipts.length >= 5, `${receipts.length} receipts`)
  assert.ok(receipts.every((atMs, i) => i === 0 || atMs - (receipts[i - 1] ?? 0) >= RECEIPT_INTERVAL_MS))
  assert.equal([...new Set(await statesOf(bob, ada))], ['read'])
})

exchange('a receipt that is lost costs nothing: the next one, or the next meeting, says it again', async ({ world, ada, bob }) => {
  await say(bob, ada, 'one')
  await world.settled()
  world.network.weather.loses = what => what === 'envelope'
  await readAll(ada, bob)
  await world.time.pass(PATIENCE_MS)
  assert.equal(await statesOf(bob, ada), ['delivered', 'delivered'])
  world.network.weather.loses = () => false
  await part(world, ada, bob)
  await meet(world, ada, bob)
  assert.equal(await statesOf(bob, ada), ['read', 'read'])
})

exchange(
  'a message that was lost is noticed, shown, asked for at the next meeting, and filled in its place',
  async ({ world, ada, bob }) => {
    await part(world, ada, bob)
    await say(bob, ada, 'will be lost')
    const { keys } = bob.store
    const rows = []
    for await (const [key] of bob.store.range(keys.outbox(await chatWith(bob, ada)))) rows.push({ key, value: undefined })
    assert.is(rows.length, 1)
    await bob.store.commit(rows, { durable: true })
    await bob.restart()
    await say(bob, ada, 'after it')
    world.network.weather.loses = what => what === 'sync'
    await meet(world, ada, bob)
    assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'after it'])
    const gap = { chat: await chatWith(ada, bob), device: bob.device.id, from: 2, to: 2 }
    assert.equal(await gapsOf(ada, bob), [gap])
    assert.equal(
      ada.events.flatMap(event => (event.type === 'gap:changed' ? [event.gap] : [])),
      [gap]
    )
    assert.is((await ada.api.doctor()).find(({ name }) => name === 'gaps')?.ok, false)
    world.network.weather.loses = () => false
    await part(world, ada, bob)
    await ada.restart()
    assert.equal(await gapsOf(ada, bob), [gap])
    await meet(world, ada, bob)
    assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'will be lost', 'after it'])
    assert.equal(await gapsOf(ada, bob), [])
    assert.equal(await statesOf(bob, ada), ['delivered', 'delivered', 'delivered'])
  }
)

exchange('a late message counts as unread until somebody has looked', async ({ world, ada, bob }) => {
  world.network.weather.overtakes = () => true
  let slow = true
  world.network.weather.latencyMs = () => (slow ? 5_000 : 0)
  await say(bob, ada, 'slow')
  await world.settled()
  slow = false
  await say(bob, ada, 'fast')
  await world.settled()
  await readAll(ada, bob)
  assert.is((await ada.api.chats())[0]?.unread, 0)
  await world.time.pass(6_000)
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'slow', 'fast'])
  assert.is((await ada.api.chats())[0]?.unread, 1)
  await readAll(ada, bob)
  assert.is((await ada.api.chats())[0]?.unread, 0)
})

exchange('a stranger with a recording is told what anybody is told of a log that is not known', async ({ world, ada, bob }) => {
  await say(bob, ada, 'recorded')
  await world.settled()
  const recording = world.network.crossings.filter(({ what, from }) => what === 'envelope' && from === bob.device.id).at(-1)?.bytes
  const bytes = recording ?? new Uint8Array()
  const log = toHex(bytes.subarray(1, 33)) as LogId
  const eve = await world.person('Eve')
  await eve.links.learn(ada.device.id, ada.links.addresses())
  const before = ada.disk.contents().length
  for (const envelope of [
    { log, bytes },
    { log, bytes: new Uint8Array(bytes.length) },
    { log: '07'.repeat(32) as LogId, bytes }
  ])
    await rejection(eve.links.send(ada.device.id, envelope), 'ERR_UNKNOWN_LOG')
  assert.is(ada.disk.contents().length, before)
  await bob.links.send(ada.device.id, { log, bytes })
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'recorded'])
})

exchange('who says another thing under an id that was used is shown to have done so', async ({ world, ada, bob }) => {
  await part(world, ada, bob)
  const backup = bob.disk.contents()
  await say(bob, ada, 'the first thing')
  await meet(world, ada, bob)
  await bob.stop()
  await bob.rewind(backup)
  await bob.start()
  await world.time.pass(2_000)
  const second = await say(bob, ada, 'another thing')
  await world.settled()
  const [, shown] = await historyOf(ada, bob)
  assert.equal([shown?.text, shown?.id, shown?.conflict], ['the first thing', second.id, true])
  const told = ada.events.filter(({ type }) => type === 'message:conflict')
  assert.is(told.length, 1)
  await say(bob, ada, 'goes on')
  await ada.restart()
  await world.time.pass(PATIENCE_MS)
  assert.equal(
    (await historyOf(ada, bob)).map(({ text, conflict }) => [text, conflict]),
    [
      ['hello, I am Bob', undefined],
      ['the first thing', true],
      ['goes on', undefined]
    ]
  )
})

exchange(
  'what nobody takes in 30 days has failed, and why says so; a clock that is a day ahead fails nothing',
  async ({ world, ada, bob }) => {
    await part(world, ada, bob)
    const { id } = await say(bob, ada, 'too late')
    bob.clock.jump(DAY_MS)
    await world.time.sleep(28 * DAY_MS)
    assert.equal(await statesOf(bob, ada), ['delivered', 'queued'])
    await world.time.sleep(2 * DAY_MS)
    assert.equal(await statesOf(bob, ada), ['delivered', 'queued'], 'the clock may be wrong')
    await world.time.pass(60 * 60_000)
    assert.equal(await statesOf(bob, ada), ['delivered', 'failed'])
    const why = await bob.api.why({ message: id })
    assert.ok(why.because.at(-1)?.what.includes('30 days'), JSON.stringify(why))
    assert.ok(bob.events.some(event => event.type === 'message:state' && event.message === id && event.state === 'failed'))
    await bob.restart()
    assert.equal(await statesOf(bob, ada), ['delivered', 'failed'])
    await meet(world, ada, bob)
    await say(bob, ada, 'in time')
    await world.time.pass(PATIENCE_MS)
    assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'in time'])
    assert.equal(await statesOf(bob, ada), ['delivered', 'failed', 'delivered'])
  }
)

exchange('what is over fails on a device, too, that never runs for an hour at a time', async ({ world, ada, bob }) => {
  await part(world, ada, bob)
  await say(bob, ada, 'too late')
  await world.settled()
  await bob.stop()
  await world.time.pass(31 * DAY_MS)
  for (const [pauseMs, state] of [
    [60_000, 'queued'],
    [DAY_MS, 'failed']
  ] as const) {
    await bob.start()
    await world.time.pass(10 * 60_000)
    await bob.stop()
    await world.time.pass(pauseMs)
    await bob.start()
    await world.time.pass(60_000)
    assert.equal(await statesOf(bob, ada), ['delivered', state])
    await bob.stop()
  }
  await bob.start()
})

exchange('a clock that stands 40 days ahead for a moment fails nothing that waits', async ({ world, ada, bob }) => {
  await part(world, ada, bob)
  const { id } = await say(bob, ada, 'still on its way')
  await world.time.pass(40 * 60_000)
  bob.clock.jump(40 * DAY_MS)
  await world.time.pass(40 * 60_000)
  bob.clock.jump(-40 * DAY_MS)
  await world.time.pass(2 * 60 * 60_000)
  assert.is((await bob.api.why({ message: id })).state, 'queued')
  await meet(world, ada, bob)
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'still on its way'])
  assert.equal(await statesOf(bob, ada), ['delivered', 'delivered'])
})

exchange('why tells what a message waits for', async ({ world, ada, bob }) => {
  const partedAtMs = bob.clock.now()
  await part(world, ada, bob)
  const { id, sentAtMs } = await say(bob, ada, 'hello?')
  const waiting = async (): Promise<string> => (await bob.api.why({ message: id })).because.at(-1)?.what ?? ''
  assert.ok((await waiting()).includes('not reachable'), await waiting())
  const coded = (await bob.api.why({ message: id })).because.map(({ code, where }) => [code, where?.person, where?.device === undefined])
  assert.equal(coded, [
    ['written', undefined, true],
    ['unreachable', 'Ada', false]
  ])
  const waits = async () => (await bob.api.why({ message: id })).waits
  const [known] = await bob.api.contacts()
  assert.equal(await waits(), {
    people: [{ account: known?.account, name: 'Ada', seenAtMs: partedAtMs }],
    relays: 0,
    untilMs: sentAtMs + 30 * DAY_MS
  })
  world.network.weather.loses = what => what === 'durable'
  await meet(world, ada, bob)
  world.network.weather.loses = () => false
  await part(world, ada, bob)
  await meet(world, ada, bob)
  assert.is((await bob.api.why({ message: id })).state, 'delivered')
  assert.is(await waits(), undefined)
  await bob.api.block({ contact: 'Ada' })
  await rejection(bob.api.why({ message: (await historyOf(bob, ada))[0]?.id.replace(/./g, '0') ?? '' }), 'ERR_NOT_FOUND')
})

exchange(
  'a disk that refuses loses nothing that was promised, and nothing stands in between when it is well again',
  async ({ world, ada, bob }) => {
    await say(bob, ada, 'before')
    await world.settled()
    bob.disk.failWith('the disk is full')
    const refused = ['one', 'two', 'three'].map(text => rejection(say(bob, ada, text), 'ERR_STORE'))
    await Promise.all(refused)
    await say(ada, bob, 'to a full disk')
    await world.settled()
    bob.disk.failWith(undefined)
    await say(bob, ada, 'after')
    await world.time.pass(PATIENCE_MS)
    const all = ['hello, I am Bob', 'before', 'to a full disk', 'after']
    assert.equal(
      [await textsOf(ada, bob), await textsOf(bob, ada)].map(texts => texts.toSorted()),
      [all.toSorted(), all.toSorted()]
    )
    assert.equal([await gapsOf(ada, bob), await gapsOf(bob, ada)], [[], []])
    assert.equal(
      (await historyOf(ada, bob)).map(({ id }) => id),
      (await historyOf(bob, ada)).map(({ id }) => id)
    )
  }
)

exchange('when the power goes, what was promised is there, what was not may be, and both end alike', async ({ world, ada, bob }) => {
  const sends = Array.from({ length: 20 }, (_, i) =>
    say(bob, ada, `message ${i}`)
      .then(({ text }) => text)
      .catch(() => undefined)
  )
  await Promise.race(sends)
  await bob.crash()
  const promised = (await Promise.all(sends)).filter(text => text !== undefined)
  await bob.start()
  await world.time.pass(PATIENCE_MS)
  const texts = await textsOf(ada, bob)
  assert.ok(promised.every(text => texts.includes(text)))
  assert.is(new Set(texts).size, texts.length)
  assert.equal(await textsOf(bob, ada), texts)
})

exchange('history is read in pages that meet without overlap, from the newest back', async ({ world, ada, bob }) => {
  for (let i = 0; i < 9; i++) await say(i % 2 === 0 ? bob : ada, i % 2 === 0 ? ada : bob, `message ${i}`)
  await world.settled()
  const all = (await historyOf(ada, bob)).map(({ id }) => id)
  assert.is(all.length, 10)
  for (const limit of [1, 3, 5, 10])
    assert.equal(
      (await historyOf(ada, bob, limit)).map(({ id }) => id),
      all
    )
  const chat = await chatWith(ada, bob)
  assert.is((await ada.api.history({ chat, limit: 10 })).before, undefined)
  await rejection(ada.api.history({ chat, limit: 0 }), 'ERR_INVALID_ARGUMENT')
  await rejection(ada.api.history({ chat, before: 'nowhere' }), 'ERR_INVALID_ARGUMENT')
})

exchange('what is queued is counted in messages, also where one envelope carries several', async ({ world, ada, bob }) => {
  await world.settled()
  world.network.part(ada.device.id, bob.device.id)
  await Promise.all(Array.from({ length: 7 }, (_, i) => say(ada, bob, `message ${i}`)))
  assert.is((await ada.api.status()).queued, 7)
  await ada.restart()
  assert.is((await ada.api.status()).queued, 7)
  world.network.meet(ada.device.id, bob.device.id)
  await world.time.pass(PATIENCE_MS)
  assert.is((await ada.api.status()).queued, 0)
})

exchange('a page of history ends at 4 MiB, and the next goes on there', async ({ world, ada, bob }) => {
  const text = 'x'.repeat(32 * 1024)
  for (let i = 0; i < 140; i++) await say(ada, bob, text)
  await world.settled()
  const chat = await chatWith(ada, bob)
  const page = await ada.api.history({ chat, limit: 1_000 })
  assert.ok(page.messages.length > 120 && page.messages.length <= 128, `${page.messages.length} messages`)
  const earlier = await ada.api.history({ chat, limit: 1_000, before: page.before ?? '' })
  assert.is(earlier.before, undefined)
  assert.is(new Set([...earlier.messages, ...page.messages].map(({ id }) => id)).size, 141)
})

exchange('a text of lone halves of characters, of every plane, of 32 KiB, arrives as one and the same', async ({ world, ada, bob }) => {
  const texts = ['half: \ud83d!', '\u0000', '🦦'.repeat(8_192), 'ﷺ ‏ \u202e abc']
  for (const text of texts) await say(bob, ada, text)
  await world.settled()
  assert.equal((await textsOf(ada, bob)).slice(1), ['half: \ufffd!', ...texts.slice(1)])
  assert.equal(await textsOf(bob, ada), await textsOf(ada, bob))
  await rejection(say(bob, ada, '🦦'.repeat(8_193)), 'ERR_TOO_LARGE')
  await rejection(say(bob, ada, ''), 'ERR_INVALID_ARGUMENT')
})

exchange.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromUtf8 } from '../../node/base/bytes.js'
import type { ErrorCode } from '../../node/base/errors.js'
import type { AccountId } from '../../node/base/ids.js'
import { MAX_HELD_ENVELOPES } from '../../node/conversation/receiving.js'
import { Announcement } from '../../node/wire/generated/introduction.js'
import { ContactRecord } from '../../node/wire/generated/records.js'
import { rejection } from '../identity/refusal.js'
import { befriend, contactOf, createWorld, historyOf, say, textsOf, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
}

/** As long as `add` waits for an answer, and a request for its own. */
const PATIENCE_MS = 31_000

const contact = suite<Context>('first contact')

contact.before.each(async context => {
  context.world = createWorld('first contact')
  context.ada = await context.world.person('Ada')
  context.bob = await context.world.person('Bob')
})
contact.after.each(({ world }) => world.close())

async function standing(one: SimPerson, other: SimPerson): Promise<string | undefined> {
  return (await contactOf(one, other))?.state
}

/**
 * What tells `to` anything about how it stands with `from`. That there is a node which answers requests, and is busy while it
 * starts, it knows from first contact: these say the same to everybody.
 */
function telling({ network }: World, from: SimPerson, to: SimPerson): string[] {
  const crossed = network.crossings.filter(one => one.from === from.device.id && one.to === to.device.id)
  return crossed.flatMap(({ what, bytes }) => {
    if (what === 'answer') return bytes.length === 0 ? [] : [what]
    const code = what === 'refusal' || what === 'denial' ? fromUtf8(bytes) : ''
    return code === 'ERR_BUSY' || (what === 'denial' && code === 'ERR_UNKNOWN_LOG') ? [] : [`${what} ${code}`]
  })
}

async function isOneThread(ada: SimPerson, bob: SimPerson, texts: readonly string[]): Promise<void> {
  const [mine, theirs] = [await historyOf(ada, bob), await historyOf(bob, ada)]
  assert.equal(mine.map(({ text }) => text).toSorted(), texts.toSorted())
  assert.equal(
    mine.map(({ id, text }) => [id, text]),
    theirs.map(({ id, text }) => [id, text])
  )
  for (const person of [ada, bob]) assert.is((await person.api.chats()).length, 1)
}

/** `add` while the other can't be reached: it waits in vain, and leaves the rest to the background. */
async function addInVain(world: World, asking: SimPerson, uri: string, message: string): Promise<void> {
  const adding = asking.api.add({ invite: uri, message })
  await world.time.pass(PATIENCE_MS)
  assert.is((await adding).state, 'invited')
}

contact('who is accepted can write and be written to', async ({ world, ada, bob }) => {
  await befriend(world, bob, ada)
  await say(ada, bob, 'welcome')
  await world.settled()
  await isOneThread(ada, bob, ['hello, I am Bob', 'welcome'])
  assert.equal([await standing(ada, bob), await standing(bob, ada)], ['accepted', 'accepted'])
  assert.is((await historyOf(bob, ada))[0]?.state, 'delivered')
})

contact('what is written before the inviter was ever reached arrives, in order, under the ids it had', async ({ world, ada, bob }) => {
  const { uri } = await ada.api.createInvite({})
  world.network.part(ada.device.id, bob.device.id)
  await addInVain(world, bob, uri, 'first')
  const sent = [await say(bob, ada, 'second'), await say(bob, ada, 'third')]
  await bob.restart()
  world.network.meet(ada.device.id, bob.device.id)
  await world.time.pass(2_000)
  assert.is(await standing(ada, bob), 'request')
  await ada.api.accept({ contact: 'Bob' })
  await world.settled()
  await isOneThread(ada, bob, ['first', 'second', 'third'])
  assert.equal(await textsOf(ada, bob), ['first', 'second', 'third'])
  assert.equal(
    (await historyOf(ada, bob)).slice(1).map(({ id }) => id),
    sent.map(({ id }) => id)
  )
  assert.is((await bob.api.status()).queued, 0)
})

for (const restarts of [false, true]) {
  const how = restarts ? ', also where both restart in between' : ''
  contact(`two that add each other while apart end in one thread, and lose nothing${how}`, async ({ world, ada, bob }) => {
    const [fromAda, fromBob] = [await ada.api.createInvite({}), await bob.api.createInvite({})]
    world.network.part(ada.device.id, bob.device.id)
    await addInVain(world, bob, fromAda.uri, 'Bob, apart')
    await addInVain(world, ada, fromBob.uri, 'Ada, apart')
    if (restarts) for (const person of [ada, bob]) await person.restart()
    world.network.meet(ada.device.id, bob.device.id)
    await world.time.pass(10_000)
    assert.equal([await standing(ada, bob), await standing(bob, ada)], ['accepted', 'accepted'])
    for (const person of [ada, bob]) {
      await say(person, person === ada ? bob : ada, `${person.name}, together`)
      await world.settled()
      if (restarts) await person.restart({ elsewhere: true })
      await world.time.pass(10_000)
    }
    await isOneThread(ada, bob, ['Bob, apart', 'Ada, apart', 'Ada, together', 'Bob, together'])
    for (const person of [ada, bob]) assert.is((await person.api.status()).queued, 0)
  })
}

contact('both at once: two knocks that cross on the way make one thread too', async ({ world, ada, bob }) => {
  world.network.weather.latencyMs = () => 40
  const [fromAda, fromBob] = [await ada.api.createInvite({}), await bob.api.createInvite({})]
  const adding = [bob.api.add({ invite: fromAda.uri, message: 'from Bob' }), ada.api.add({ invite: fromBob.uri, message: 'from Ada' })]
  await world.time.pass(PATIENCE_MS)
  await Promise.all(adding)
  await say(ada, bob, 'more from Ada')
  await say(bob, ada, 'more from Bob')
  await world.time.pass(PATIENCE_MS)
  await isOneThread(ada, bob, ['from Bob', 'from Ada', 'more from Ada', 'more from Bob'])
})

contact('a knock whose answer is lost is made again, and admitted once', async ({ world, ada, bob }) => {
  const { uri } = await ada.api.createInvite({ uses: 1 })
  let isLost = false
  world.network.weather.loses = what => {
    const loses = !isLost && what === 'answer' && world.network.crossings.some(one => one.what === 'knock')
    isLost ||= loses
    return loses
  }
  await addInVain(world, bob, uri, 'hello')
  assert.is(await standing(ada, bob), 'request')
  assert.equal(await textsOf(ada, bob), [])
  world.network.part(ada.device.id, bob.device.id)
  world.network.meet(ada.device.id, bob.device.id)
  await world.time.pass(2_000)
  await ada.api.accept({ contact: 'Bob' })
  await world.settled()
  await isOneThread(ada, bob, ['hello'])
  assert.is((await ada.api.invites())[0]?.used, 1)
})

contact('a knock whose answer is lost has arrived once the other side writes in its group', async ({ world, ada, bob }) => {
  const { uri } = await ada.api.createInvite({})
  world.network.weather.loses = what => what === 'answer' && world.network.crossings.some(one => one.what === 'knock')
  await addInVain(world, bob, uri, 'hello')
  await ada.api.accept({ contact: 'Bob' })
  await say(ada, bob, 'I know you')
  await world.settled()
  assert.is(await standing(bob, ada), 'accepted')
  await world.settled()
  await isOneThread(ada, bob, ['hello', 'I know you'])
})

contact('a key package that is gone at its owner is taken anew, and what was written is sealed again', async ({ world, ada, bob }) => {
  const { uri } = await ada.api.createInvite({})
  world.network.weather.loses = what => what === 'knock'
  await addInVain(world, bob, uri, 'hello')
  world.network.part(ada.device.id, bob.device.id)
  const gone = []
  for await (const [key] of ada.store.range(ada.store.keys.keyPackages())) gone.push({ key, value: undefined })
  assert.is(gone.length, 1)
  await ada.store.commit(gone, { durable: true })
  world.network.weather.loses = () => false
  world.network.meet(ada.device.id, bob.device.id)
  await world.time.pass(2_000)
  await ada.api.accept({ contact: 'Bob' })
  await world.settled()
  await isOneThread(ada, bob, ['hello'])
})

contact(
  'nothing leaves for a stranger: no receipt, no acknowledgement, no refusal, no meeting, no address',
  async ({ world, ada, bob }) => {
    const { uri } = await ada.api.createInvite({})
    await bob.api.add({ invite: uri, message: 'hello' })
    await world.settled()
    world.network.forgetCrossings()
    await say(bob, ada, 'are you there?')
    const [message] = await historyOf(ada, bob)
    if (message !== undefined) await ada.api.markRead({ chat: message.chat, message: message.id })
    for (let i = 0; i < 3; i++) {
      world.network.part(ada.device.id, bob.device.id)
      world.network.meet(ada.device.id, bob.device.id)
      await world.time.pass(PATIENCE_MS)
    }
    await ada.restart()
    await world.time.pass(PATIENCE_MS)
    assert.equal(await textsOf(ada, bob), ['hello', 'are you there?'])
    assert.equal(telling(world, ada, bob), [])
    assert.equal([...new Set((await historyOf(bob, ada)).map(({ state }) => state))], ['queued'])
    await rejection(say(ada, bob, 'no'), 'ERR_NOT_ALLOWED' satisfies ErrorCode)
  }
)

contact('of a stranger 64 envelopes are kept; once accepted, all there is comes at once', async ({ world, ada, bob }) => {
  const { uri } = await ada.api.createInvite({})
  await bob.api.add({ invite: uri, message: 'message 0' })
  for (let i = 1; i < 150; i++) await say(bob, ada, `message ${i}`)
  await world.settled()
  assert.is((await historyOf(ada, bob)).length, MAX_HELD_ENVELOPES)
  await world.time.pass(10 * 60_000)
  assert.is((await historyOf(ada, bob)).length, MAX_HELD_ENVELOPES)
  await ada.restart()
  await world.settled()
  await ada.api.accept({ contact: 'Bob' })
  await world.time.pass(3_000)
  const all = Array.from({ length: 150 }, (_, i) => `message ${i}`)
  assert.equal(await textsOf(ada, bob), all)
  assert.equal([...new Set((await historyOf(bob, ada)).map(({ state }) => state))], ['delivered'])
})

contact(
  'nothing of a blocked contact is taken, nothing leaves for them, nothing tells them; unblocked, all comes',
  async ({ world, ada, bob }) => {
    await befriend(world, bob, ada)
    world.network.part(ada.device.id, bob.device.id)
    await say(ada, bob, 'written before the block')
    await ada.api.block({ contact: 'Bob' })
    world.network.forgetCrossings()
    world.network.meet(ada.device.id, bob.device.id)
    await world.time.pass(2_000)
    await say(bob, ada, 'into the void')
    await world.time.pass(PATIENCE_MS)
    await rejection(say(ada, bob, 'no'), 'ERR_NOT_ALLOWED')
    await ada.restart()
    await world.time.pass(PATIENCE_MS)
    assert.equal(telling(world, ada, bob), [])
    assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'written before the block'])
    assert.is((await historyOf(bob, ada)).at(-1)?.state, 'queued')
    await ada.api.unblock({ contact: 'Bob' })
    await world.time.pass(10 * 60_000)
    await isOneThread(ada, bob, ['hello, I am Bob', 'written before the block', 'into the void'])
    assert.is(await standing(ada, bob), 'accepted')
  }
)

contact('somebody who is blocked can’t come in by another invite', async ({ world, ada, bob }) => {
  await befriend(world, bob, ada)
  await ada.api.block({ contact: 'Bob' })
  const { uri } = await ada.api.createInvite({})
  await bob.api.add({ invite: uri, message: 'again' })
  await world.settled()
  assert.is(await standing(ada, bob), 'blocked')
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob'])
  await rejection(ada.api.add({ invite: (await bob.api.createInvite({})).uri }), 'ERR_BLOCKED')
})

contact('an invite of one’s own, and one that was revoked, are refused with what to do', async ({ ada, bob }) => {
  const { uri, id } = await ada.api.createInvite({})
  await rejection(ada.api.add({ invite: uri }), 'ERR_INVALID_ARGUMENT')
  await ada.api.revokeInvite({ id })
  const refused = await rejection(bob.api.add({ invite: uri }), 'ERR_KNOCK_REFUSED')
  assert.ok(refused.message.length > 0)
})

contact('a disk that refuses while a contact begins leaves nothing half: it begins when the disk is well', async ({ world, ada, bob }) => {
  const { uri } = await ada.api.createInvite({})
  bob.disk.failWith('the disk is full')
  await rejection(bob.api.add({ invite: uri, message: 'hello' }), 'ERR_STORE')
  assert.equal([await bob.api.contacts(), await bob.api.chats()], [[], []])
  bob.disk.failWith(undefined)
  ada.disk.failWith('the disk is full')
  const adding = bob.api.add({ invite: uri, message: 'hello' })
  await world.time.pass(PATIENCE_MS)
  assert.is((await adding).state, 'invited')
  assert.equal([await ada.api.contacts(), await ada.api.chats()], [[], []])
  ada.disk.failWith(undefined)
  await world.time.pass(PATIENCE_MS)
  world.network.part(ada.device.id, bob.device.id)
  world.network.meet(ada.device.id, bob.device.id)
  await world.time.pass(PATIENCE_MS)
  await ada.api.accept({ contact: 'Bob' })
  await world.settled()
  await isOneThread(ada, bob, ['hello'])
})

contact('an announcement that comes while the person accepts undoes nothing', async ({ world, ada, bob }) => {
  const { uri } = await ada.api.createInvite({})
  await bob.api.add({ invite: uri, message: 'hello' })
  await world.settled()
  await Promise.all([
    ada.api.accept({ contact: 'Bob' }),
    bob.api.rename({ name: 'Robert' }),
    ada.api.verify({ contact: 'Bob', verified: true })
  ])
  await world.time.pass(2_000)
  await bob.api.rename({ name: 'Rob' })
  await world.settled()
  const known = await contactOf(ada, bob)
  assert.equal([known?.state, known?.name, known?.verified], ['accepted', 'Rob', true])
  const renamed = ada.events.flatMap(event => (event.type === 'contact:renamed' ? [[event.before, event.contact.name]] : []))
  assert.equal(renamed, [
    ['Bob', 'Robert'],
    ['Robert', 'Rob']
  ])
  await ada.restart()
  assert.equal(await contactOf(ada, bob), known)
})

contact('of the addresses that somebody announces those are kept that somebody could dial', async ({ world, ada, bob }) => {
  await befriend(world, bob, ada)
  const addresses = ['/ip4/192.0.2.77/tcp/4001', 'nonsense', '', '/ip4/192.0.2.77/tcp/99999999', '/dns4/bob.example/tcp/443/wss']
  await bob.links.request(ada.device.id, 'devices', Announcement.encode({ addresses, name: '' }))
  const { account = '' as AccountId } = (await contactOf(ada, bob)) ?? {}
  const record = await ada.store.get(ada.store.keys.contact(account))
  assert.equal(ContactRecord.decode(record ?? new Uint8Array()).devices[0]?.addresses, [
    '/ip4/192.0.2.77/tcp/4001',
    '/dns4/bob.example/tcp/443/wss'
  ])
})

contact('an invite that can not be written on a card is not kept', async ({ ada }) => {
  Object.assign(ada.links, { addresses: () => Array.from({ length: 4 }, () => `/dns4/${'x'.repeat(600)}/tcp/1`) })
  await rejection(ada.api.createInvite({}), 'ERR_TOO_LARGE')
  await ada.restart()
  assert.equal(await ada.api.invites(), [])
})

contact.run()

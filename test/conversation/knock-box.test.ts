import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newPhrase, type Phrase } from '../../node/identity/phrase.js'
import { ContactRecord, InvitationRecord } from '../../node/wire/generated/records.js'
import { rejection } from '../identity/refusal.js'
import { createSeededPrimitives } from '../session/seeded.js'
import { befriend, contactOf, createWorld, historyOf, say, textsOf, type RealRelay, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  relay: RealRelay
  phrase: Phrase
  ada: SimPerson
  bob: SimPerson
}

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const box = suite<Context>('a knock in the box of somebody who is away')

box.before.each(async context => {
  context.world = createWorld('knock box')
  context.relay = await context.world.realRelay()
  context.phrase = newPhrase(createSeededPrimitives('the words of Ada'))
  context.ada = await context.world.person('Ada', { identity: { phrase: context.phrase } })
  context.bob = await context.world.person('Bob')
  await context.ada.api.addRelay({ address: context.relay.address })
  await context.world.settled()
})
box.after.each(({ world }) => world.close())

/** Another device of Ada's account. */
async function another({ world, relay, phrase }: Context, name: string, lost: readonly SimPerson[] = []): Promise<SimPerson> {
  const fetched = await world.fetch(phrase, relay)
  const revoke = lost.map(({ device }) => device.id)
  return world.person(name, { identity: { phrase }, restore: { fetched, revoke, relays: [relay.address] } })
}

/** Comes, sees to what waits, and goes. */
async function lookIn(world: World, person: SimPerson): Promise<void> {
  if (!person.running) await person.start()
  await world.time.pass(MINUTE_MS)
  await person.stop()
}

async function inviteOf(world: World, person: SimPerson): Promise<string> {
  const { uri } = await person.api.createInvite({})
  await world.time.pass(MINUTE_MS)
  return uri
}

/** Uses the invite of somebody who is away, and goes away too. */
async function addAndGo(world: World, asking: SimPerson, invite: string): Promise<void> {
  const adding = asking.api.add({ invite, message: `hello, I am ${asking.name}` })
  await world.time.pass(5 * SECOND_MS)
  await adding
  await world.time.pass(5 * SECOND_MS)
  await asking.stop()
}

async function standing(one: SimPerson, other: SimPerson): Promise<string | undefined> {
  return (await contactOf(one, other))?.state
}

async function firstStates(person: SimPerson, other: SimPerson): Promise<readonly (string | undefined)[]> {
  const [first] = await historyOf(person, other)
  const told = person.events.flatMap(event => (event.type === 'message:state' && event.message === first?.id ? [event.state] : []))
  return [...told, `now ${first?.state}`]
}

/** All that could open what strangers seal to this device is lost, as from a disk that was put back. */
async function loseKeyPackages({ store }: SimPerson, relay: RealRelay): Promise<void> {
  const gone = [{ key: store.keys.setting(`shelf ${relay.id}`), value: undefined }]
  for await (const [key] of store.range(store.keys.keyPackages())) gone.push({ key, value: undefined })
  await store.commit(gone, { durable: true })
}

async function setWaiting({ store }: SimPerson, count: number): Promise<void> {
  for await (const [key, bytes] of store.range(store.keys.invites())) {
    const waiting = Array.from({ length: count }, (_, i) => new Uint8Array(32).fill(i + 1))
    await store.commit([{ key, value: InvitationRecord.encode({ ...InvitationRecord.decode(bytes), waiting }) }], { durable: true })
  }
}

box('is left there by a device of the account that can’t open it, for the one that can', async context => {
  const { world, relay, ada, bob } = context
  const invite = await inviteOf(world, ada)
  await ada.stop()
  await addAndGo(world, bob, invite)
  const second = await another(context, 'Ada, second device')
  await world.time.pass(2 * HOUR_MS)
  assert.is((await second.relays.knocks(relay.id)).length, 1)
  await second.stop()
  await ada.start()
  await world.time.pass(MINUTE_MS)
  assert.is(await standing(ada, bob), 'request')
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob'])
})

box('is left there by a device that can open it, and made no invite with its token', async context => {
  const { world, relay, ada, bob } = context
  const invite = await inviteOf(world, ada)
  await ada.stop()
  const second = await another(context, 'Ada, second device')
  await lookIn(world, second)
  await addAndGo(world, bob, invite)
  await second.start()
  await world.time.pass(MINUTE_MS)
  assert.equal([(await second.relays.knocks(relay.id)).length, await second.api.contacts()], [1, []])
  await second.stop()
  await ada.start()
  await world.time.pass(MINUTE_MS)
  assert.is(await standing(ada, bob), 'request')
})

box('is left there while too many others wait, and taken when there is room', async ({ world, ada, bob }) => {
  const invite = await inviteOf(world, ada)
  await setWaiting(ada, 16)
  await ada.stop()
  await addAndGo(world, bob, invite)
  await ada.start()
  await world.time.pass(MINUTE_MS)
  assert.is(await standing(ada, bob), undefined)
  await setWaiting(ada, 15)
  await ada.restart()
  await world.time.pass(MINUTE_MS)
  assert.is(await standing(ada, bob), 'request')
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob'])
})

box('is made anew with fresh key packages where nobody can open it any more; until then nothing is stored', async context => {
  const { world, relay, ada, bob } = context
  const invite = await inviteOf(world, ada)
  await loseKeyPackages(ada, relay)
  await ada.stop()
  await addAndGo(world, bob, invite)
  await lookIn(world, ada)
  await bob.start()
  await world.time.pass(MINUTE_MS)
  assert.equal(await firstStates(bob, ada), ['stored', 'queued', 'stored', 'now stored'])
  await bob.stop()
  await ada.start()
  await world.time.pass(MINUTE_MS)
  assert.is(await standing(ada, bob), 'request')
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob'])
  await ada.api.accept({ contact: 'Bob' })
  await say(ada, bob, 'welcome')
  await world.time.pass(MINUTE_MS)
  await ada.stop()
  await bob.start()
  await world.time.pass(MINUTE_MS)
  assert.equal(await textsOf(bob, ada), ['hello, I am Bob', 'welcome'])
})

box('is made anew where the relay has forgotten it after its owner took it: both end in the group that is known to both', async context => {
  const { world, ada, bob } = context
  const invite = await inviteOf(world, ada)
  await ada.stop()
  await addAndGo(world, bob, invite)
  await lookIn(world, ada)
  await world.time.pass(32 * DAY_MS)
  await lookIn(world, bob)
  await ada.start()
  await world.time.pass(MINUTE_MS)
  await ada.api.accept({ contact: 'Bob' })
  await say(ada, bob, 'welcome')
  await world.time.pass(MINUTE_MS)
  await ada.stop()
  await bob.start()
  await world.time.pass(MINUTE_MS)
  assert.equal([await standing(bob, ada), await textsOf(bob, ada)], ['accepted', ['hello, I am Bob', 'welcome']])
  await say(bob, ada, 'thank you')
  await world.time.pass(MINUTE_MS)
  await bob.stop()
  await ada.start()
  await world.time.pass(MINUTE_MS)
  assert.equal(await textsOf(ada, bob), ['hello, I am Bob', 'welcome', 'thank you'])
})

box('of somebody who was blocked is made anew once a day at most, and shows no message as stored', async ({ world, relay, ada, bob }) => {
  const invite = await inviteOf(world, ada)
  await ada.stop()
  await addAndGo(world, bob, invite)
  await ada.start()
  await world.time.pass(MINUTE_MS)
  await ada.api.block({ contact: 'Bob' })
  await world.time.pass(MINUTE_MS)
  const shelved = await ada.relays.shelve(relay.id, { keyPackages: [] })
  world.network.part(ada.device.id, bob.device.id)
  await bob.start()
  await world.time.pass(6 * HOUR_MS)
  assert.is((await historyOf(bob, ada))[0]?.state, 'queued')
  assert.is(await ada.relays.shelve(relay.id, { keyPackages: [] }), shelved - 1)
  assert.equal(await ada.relays.knocks(relay.id), [])
})

box('that would let in a device of ours that was revoked is made anew without it', async context => {
  const { world, ada, bob } = context
  await world.time.pass(MINUTE_MS)
  const second = await another(context, 'Ada, second device')
  await lookIn(world, ada)
  const invite = await inviteOf(world, second)
  await second.stop()
  await addAndGo(world, bob, invite)
  const third = await another(context, 'Ada, third device', [ada])
  await lookIn(world, third)
  await second.start()
  await world.time.pass(2 * HOUR_MS)
  await second.stop()
  await lookIn(world, bob)
  await second.start()
  await world.time.pass(MINUTE_MS)
  assert.is(await standing(second, bob), 'request')
  assert.equal(await textsOf(second, bob), ['hello, I am Bob'])
})

box('crossed by another at another relay, each left while both were away, ends in one conversation', async ({ world, relay, ada, bob }) => {
  const other = await world.realRelay()
  await bob.api.addRelay({ address: other.address })
  const [fromAda, fromBob] = [await inviteOf(world, ada), await inviteOf(world, bob)]
  await ada.stop()
  await addAndGo(world, bob, fromAda)
  world.relayNetwork.part(ada.device.id, relay.id)
  await ada.start()
  await addAndGo(world, ada, fromBob)
  world.relayNetwork.meet(ada.device.id, relay.id)
  for (let turn = 0; turn < 2; turn++) for (const person of [bob, ada]) await lookIn(world, person)
  for (const [person, friend] of [
    [bob, ada],
    [ada, bob]
  ] as const) {
    await person.start()
    await world.time.pass(MINUTE_MS)
    assert.equal([await standing(person, friend), (await person.api.chats()).length], ['accepted', 1])
    await say(person, friend, `${person.name}, later`)
    await world.time.pass(MINUTE_MS)
    await person.stop()
  }
  await lookIn(world, bob)
  for (const [person, friend] of [
    [bob, ada],
    [ada, bob]
  ] as const) {
    await person.start()
    await world.time.pass(MINUTE_MS)
    assert.equal((await textsOf(person, friend)).toSorted(), ['Ada, later', 'Bob, later', 'hello, I am Ada', 'hello, I am Bob'])
    await person.stop()
  }
})

box('an invite for many brings each of them while its maker is away, and more once they are back', async ({ world, ada }) => {
  const { uri } = await ada.api.createInvite({ uses: 2 })
  await world.time.pass(MINUTE_MS)
  await ada.stop()
  for (const name of ['Cem', 'Dan']) await addAndGo(world, await world.person(name), uri)
  const eve = await world.person('Eve')
  const refused = rejection(eve.api.add({ invite: uri }), 'ERR_KNOCK_REFUSED')
  await world.time.pass(5 * SECOND_MS)
  await refused
  await ada.start()
  await world.time.pass(MINUTE_MS)
  const names = (await ada.api.contacts()).map(({ name, state }) => `${name} ${state}`)
  assert.equal(names.toSorted(), ['Cem request', 'Dan request'])
})

box('an old invite says nothing about relays that were changed since, nor about devices that were revoked', async context => {
  const { world, relay, ada, bob } = context
  const old = await inviteOf(world, ada)
  await befriend(world, bob, ada)
  const other = await world.realRelay()
  await ada.api.addRelay({ address: other.address })
  await ada.api.removeRelay({ relay: relay.id })
  await world.time.pass(MINUTE_MS)
  const named = async (): Promise<readonly string[]> => {
    const { account } = (await contactOf(bob, ada)) ?? {}
    const bytes = account && (await bob.store.get(bob.store.keys.contact(account)))
    const { relays } = ContactRecord.decode(bytes ?? new Uint8Array())
    return relays.flatMap(({ address, leftAtMs }) => (leftAtMs === 0n ? [address] : []))
  }
  assert.equal(await named(), [other.address])
  await bob.api.add({ invite: old })
  assert.equal(await named(), [other.address])
  const fetched = await world.fetch(context.phrase, other)
  await ada.stop()
  const restore = { fetched, revoke: [ada.device.id], relays: [other.address] }
  const anew = await world.person('Ada anew', { identity: { phrase: context.phrase }, restore })
  await world.time.pass(2 * HOUR_MS)
  assert.ok(await contactOf(bob, anew))
  const adding = bob.api.add({ invite: old })
  await world.time.pass(15 * SECOND_MS)
  await adding
  assert.is(await contactOf(bob, ada), undefined)
})

box.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConversationId } from '../../node/base/ids.js'
import { codeOf } from '../contract/links.js'
import { befriend, chatWith, createWorld, say, textsOf, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  ada: SimPerson
  bob: SimPerson
  cleo: SimPerson
}

const devices = suite<Context>('devices of one account')

devices.before.each(async context => {
  context.world = createWorld('devices')
  const { world } = context
  context.ada = await world.person('Ada')
  context.bob = await world.person('Bob')
  context.cleo = await world.person('Cleo')
  await befriend(world, context.ada, context.bob)
  await befriend(world, context.ada, context.cleo)
  await befriend(world, context.bob, context.cleo)
})
devices.after.each(({ world }) => world.close())

async function pass(world: World): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await world.settled()
    await world.time.pass(5_000)
  }
}

async function linked(world: World, by: SimPerson, name: string): Promise<SimPerson> {
  const device = await world.person(name, { linkedBy: by })
  await pass(world)
  return device
}

devices('a linked device knows the contacts, and reads and writes where the account does', async ({ world, ada, bob }) => {
  await say(ada, bob, 'before')
  await world.settled()
  const phone = await linked(world, ada, 'Phone')
  assert.equal((await phone.api.contacts()).map(({ name }) => name).toSorted(), ['Bob', 'Cleo'])
  assert.equal(
    (await ada.api.devices()).map(({ device, linked: isLinked, self }) => [device, isLinked, self]),
    [
      [ada.device.id, true, true],
      [phone.device.id, true, undefined]
    ]
  )
  await say(bob, ada, 'to both')
  await say(ada, bob, 'from the first')
  await say(phone, bob, 'from the second')
  await pass(world)
  const all = ['from the first', 'from the second', 'to both']
  for (const person of [ada, bob, phone]) {
    const texts = await textsOf(person, person === bob ? ada : bob)
    assert.equal(texts.slice(0, 2), ['hello, I am Ada', 'before'])
    assert.equal(texts.slice(2).toSorted(), all)
  }
  assert.is((await phone.api.chats()).length, 2)
  assert.ok((await bob.api.contacts()).find(({ name }) => name === 'Ada')?.devices.includes(phone.device.id))
  assert.ok(bob.events.some(event => event.type === 'device:added' && event.device === phone.device.id))
  assert.is(await chatWith(phone, bob), await chatWith(ada, bob))
})

devices('a linked device is let in to groups, and two more find each other', async ({ world, ada, bob, cleo }) => {
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
  await pass(world)
  const phone = await linked(world, ada, 'Phone')
  const tablet = await linked(world, phone, 'Tablet')
  const everybody = [ada, bob, cleo, phone, tablet]
  for (const person of everybody) await person.api.send({ chat, text: `from ${person.name}` })
  await pass(world)
  for (const person of everybody) {
    assert.equal(await textsIn(person, chat), everybody.map(({ name }) => `from ${name}`).toSorted())
    assert.equal(
      (await person.api.members({ chat })).map(member => member.devices.length),
      [3, 1, 1]
    )
  }
  assert.is((await bob.api.chats()).find(({ id }) => id === chat)?.unread, 4)
  assert.is((await phone.api.chats()).find(({ id }) => id === chat)?.unread, 2)
  assert.equal((await tablet.api.devices()).length, 3)
})

devices('whom a chat is with lets a new device in too, where no other of its account does', async ({ world, ada, bob }) => {
  const relay = await world.relay()
  for (const person of [ada, bob]) await person.api.addRelay({ address: relay.address })
  await pass(world)
  const phone = await world.person('Phone', { linkedBy: ada })
  await ada.stop()
  await world.time.pass(120_000)
  await say(phone, bob, 'from the phone alone')
  await say(bob, phone, 'to both, one is away')
  await pass(world)
  assert.equal((await textsOf(phone, bob)).slice(-2), ['from the phone alone', 'to both, one is away'])
  await phone.stop()
  await ada.start()
  await pass(world)
  assert.equal((await textsOf(ada, bob)).slice(-2), ['from the phone alone', 'to both, one is away'])
  await say(ada, bob, 'and on')
  await phone.start()
  await pass(world)
  for (const [one, other] of [
    [phone, bob],
    [bob, phone]
  ] as const)
    assert.is((await textsOf(one, other)).at(-1), 'and on')
})

devices('what one device said in a group reaches the other, also where it was lost on its way', async ({ world, ada, bob }) => {
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob'] })
  await pass(world)
  const phone = await linked(world, ada, 'Phone')
  world.network.part(phone.device.id, ada.device.id)
  world.network.part(phone.device.id, bob.device.id)
  await ada.api.send({ chat, text: 'from the first' })
  await pass(world)
  const { weather } = world.network
  weather.loses = (what, from, to) => what === 'envelope' && to === phone.device.id
  world.network.meet(phone.device.id, ada.device.id)
  await pass(world)
  weather.loses = () => false
  world.network.part(phone.device.id, ada.device.id)
  world.network.meet(phone.device.id, ada.device.id)
  await pass(world)
  assert.equal(await textsIn(phone, chat), ['from the first'])
  assert.equal(await textsIn(bob, chat), ['from the first'])
})

devices('a revoked device is out of direct chats and groups, and reads nothing sent afterwards', async ({ world, ada, bob, cleo }) => {
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
  await pass(world)
  const phone = await linked(world, ada, 'Phone')
  await say(bob, ada, 'before')
  await pass(world)
  await ada.api.revokeDevice({ device: phone.device.id, phrase: ada.phrase })
  await pass(world)
  assert.equal((await ada.api.devices()).length, 1)
  await say(bob, ada, 'after, from Bob')
  await say(ada, bob, 'after, from Ada')
  await cleo.api.send({ chat, text: 'after, from Cleo' })
  await ada.api.send({ chat, text: 'after, from Ada' })
  await pass(world)
  assert.equal((await textsOf(ada, bob)).slice(-2), ['after, from Bob', 'after, from Ada'])
  assert.equal((await textsOf(bob, ada)).slice(-2), ['after, from Bob', 'after, from Ada'])
  assert.equal(await textsIn(bob, chat), ['after, from Ada', 'after, from Cleo'])
  assert.equal((await textsOf(phone, bob)).at(-1), 'before')
  assert.equal(await textsIn(phone, chat), [])
  assert.is(await codeOf(say(phone, bob, 'let me in')), 'ERR_NOT_ALLOWED')
  assert.equal(
    (await bob.api.members({ chat })).map(member => member.devices.length),
    [1, 1, 1]
  )
})

async function requireKnowsThatItIsOut(phone: SimPerson, bob: SimPerson): Promise<void> {
  assert.equal(
    (await phone.api.devices()).filter(({ self }) => self === true),
    []
  )
  assert.equal(
    (await phone.api.chats()).map(({ readOnly }) => readOnly),
    (await phone.api.chats()).map(() => 'revoked')
  )
  assert.is((await phone.api.status()).revoked, true)
  assert.is((await phone.api.doctor()).find(({ name }) => name === 'account')?.ok, false)
  assert.is(await codeOf(say(phone, bob, 'let me in')), 'ERR_NOT_ALLOWED')
}

devices('one that is revoked while it is away learns it from a relay that serves it no more', async ({ world, ada, bob }) => {
  const relay = await world.realRelay()
  await ada.api.addRelay({ address: relay.address })
  await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
  const phone = await linked(world, ada, 'Phone')
  await phone.crash(async () => {
    await ada.api.revokeDevice({ device: phone.device.id, phrase: ada.phrase })
    await pass(world)
    await ada.stop()
  })
  await phone.start()
  await pass(world)
  await requireKnowsThatItIsOut(phone, bob)
  assert.ok((await textsOf(phone, bob)).length > 0)
  await phone.stop()
  await relay.leave()
  await phone.start()
  await requireKnowsThatItIsOut(phone, bob)
})

devices('one that is revoked while it is away learns it from another device of its account', async ({ world, ada, bob }) => {
  const phone = await linked(world, ada, 'Phone')
  await phone.crash(async () => {
    await ada.api.revokeDevice({ device: phone.device.id, phrase: ada.phrase })
    await pass(world)
  })
  await phone.start()
  await pass(world)
  await requireKnowsThatItIsOut(phone, bob)
  assert.is((await ada.api.status()).revoked, undefined)
})

devices('what no device of the account confirmed is given nothing, and other words are refused', async ({ world, ada }) => {
  assert.is(await codeOf(ada.api.confirmDevice({ device: ada.device.id, phrase: ada.phrase })), 'ERR_NOT_FOUND')
  assert.is(await codeOf(ada.api.revokeDevice({ device: ada.device.id, phrase: ada.phrase })), 'ERR_NOT_ALLOWED')
  const phone = await linked(world, ada, 'Phone')
  assert.is(await codeOf(ada.api.revokeDevice({ device: phone.device.id })), 'ERR_PHRASE')
})

devices('both devices show the same contacts, blocks, names and unread counts', async ({ world, ada, bob }) => {
  const dora = await world.person('Dora')
  const phone = await linked(world, ada, 'Phone')
  await befriend(world, ada, dora)
  await pass(world)
  await pass(world)
  assert.equal((await phone.api.contacts()).map(({ name }) => name).toSorted(), ['Bob', 'Cleo', 'Dora'])
  await say(dora, ada, 'to both')
  await pass(world)
  assert.ok((await textsOf(phone, dora)).includes('to both'))
  await ada.api.verify({ contact: 'Bob', verified: true })
  await phone.api.block({ contact: 'Cleo' })
  await phone.api.rename({ name: 'Ada Lovelace' })
  await pass(world)
  for (const device of [ada, phone]) {
    const contacts = new Map((await device.api.contacts()).map(contact => [contact.name, contact]))
    assert.equal([contacts.get('Bob')?.verified, contacts.get('Cleo')?.state, contacts.get('Dora')?.state], [true, 'blocked', 'accepted'])
    assert.is((await device.api.identity()).name, 'Ada Lovelace')
  }
  await say(bob, ada, 'one')
  const two = await say(bob, ada, 'two')
  await pass(world)
  assert.equal([await unread(ada), await unread(phone)], [2, 2])
  await ada.api.markRead({ chat: await chatWith(ada, bob), message: two.id })
  await pass(world)
  assert.equal([await unread(ada), await unread(phone)], [0, 0])
  await phone.restart()
  await ada.api.unblock({ contact: 'Cleo' })
  await pass(world)
  assert.is((await phone.api.contacts()).find(({ name }) => name === 'Cleo')?.state, 'accepted')
  assert.equal((await phone.api.chats()).length, (await ada.api.chats()).length)
})

devices('both devices name the same relays, mute the same chats, and know what the person has left', async ({ world, ada, bob }) => {
  const { id: chat } = await bob.api.createGroup({ name: 'Garden', contacts: ['Ada'] })
  await pass(world)
  const [first, second] = [await world.relay(), await world.relay()]
  await ada.api.addRelay({ address: first.address })
  const phone = await linked(world, ada, 'Phone')
  await pass(world)
  await phone.api.addRelay({ address: second.address })
  await ada.api.mute({ chat: 'Bob', muted: true })
  await ada.api.pinChat({ chat: 'Bob', pinned: true })
  await pass(world)
  for (const device of [ada, phone]) {
    const relays = await device.api.relays()
    assert.equal(
      relays.map(({ address, up, standing }) => [address, up, standing]),
      [first, second].map(({ address }) => [address, true, 'member'])
    )
    const [top] = await device.api.chats()
    assert.equal([top?.title, top?.muted, top?.pinned], ['Bob', true, true])
  }
  await ada.api.removeRelay({ relay: first.address })
  await phone.api.mute({ chat: 'Bob', muted: false })
  await phone.api.pinChat({ chat: 'Bob', pinned: false })
  await ada.api.leaveGroup({ chat })
  await pass(world)
  for (const device of [ada, phone]) {
    assert.equal(
      (await device.api.relays()).map(({ address }) => address),
      [second.address]
    )
    const bobs = (await device.api.chats()).find(({ title }) => title === 'Bob')
    assert.equal([bobs?.muted, bobs?.pinned], [undefined, undefined])
    assert.is((await device.api.chats()).find(({ id }) => id === chat)?.readOnly, 'left')
  }
})

devices('a device is linked and let in while the others are away, by way of relays', async ({ world, ada, bob }) => {
  const relay = await world.relay()
  for (const person of [ada, bob]) await person.api.addRelay({ address: relay.address })
  await pass(world)
  await bob.stop()
  const phone = await linked(world, ada, 'Phone')
  // Whose key package could not be had, since it was only starting, is asked again after a minute.
  await world.time.pass(90_000)
  await pass(world)
  await say(phone, bob, 'while you were away')
  await pass(world)
  await Promise.all([ada.stop(), phone.stop()])
  await bob.start()
  await pass(world)
  assert.is((await textsOf(bob, ada)).at(-1), 'while you were away')
  await say(bob, ada, 'back again')
  await pass(world)
  await bob.stop()
  await Promise.all([ada.start(), phone.start()])
  await pass(world)
  for (const device of [ada, phone]) assert.is((await textsOf(device, bob)).at(-1), 'back again')
})

async function unread(device: SimPerson): Promise<number | undefined> {
  return (await device.api.chats()).find(({ title }) => title === 'Bob')?.unread
}

async function textsIn(person: SimPerson, chat: ConversationId): Promise<readonly string[]> {
  return (await person.api.history({ chat, limit: 1_000 })).messages.map(({ text }) => text).toSorted()
}

devices.run()

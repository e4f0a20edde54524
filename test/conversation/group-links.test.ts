import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import type { ConversationId } from '../../node/base/ids.js'
import { readGroupLink } from '../../node/identity/group-link.js'
import { Take } from '../../node/wire/generated/introduction.js'
import { befriend, createWorld, type RealRelay, type SimPerson, type World } from '../sim/people.js'
import { codeOf } from '../contract/links.js'

interface Context {
  world: World
  relay: RealRelay
  ada: SimPerson
  bob: SimPerson
  cleo: SimPerson
  dora: SimPerson
  chat: ConversationId
}

const MINUTE_MS = 60_000
const links = suite<Context>('a link to a group')

/** Ada owns it, Bob is an admin, Cleo and Dora know nobody in it; no two of them have to be there at once. */
links.before.each(async context => {
  const world = (context.world = createWorld('group links'))
  const relay = (context.relay = await world.realRelay())
  const person = async (name: string): Promise<SimPerson> => {
    const made = await world.person(name)
    await made.api.addRelay({ address: relay.address })
    return made
  }
  context.ada = await person('Ada')
  context.bob = await person('Bob')
  context.cleo = await person('Cleo')
  context.dora = await person('Dora')
  await befriend(world, context.ada, context.bob)
  const { id } = await context.ada.api.createGroup({ name: 'Garden', contacts: ['Bob'] })
  context.chat = id
  await world.time.pass(MINUTE_MS)
  await context.ada.api.setRole({ chat: id, member: 'Bob', role: 'admin' })
  await world.time.pass(MINUTE_MS)
})
links.after.each(({ world }) => world.close())

async function isIn(person: SimPerson, chat: ConversationId): Promise<boolean> {
  return (await person.api.chats()).some(({ id, readOnly }) => id === chat && readOnly === undefined)
}

async function textsIn(person: SimPerson, chat: ConversationId): Promise<readonly string[]> {
  return (await person.api.history({ chat, limit: 1_000 })).messages.map(({ text }) => text)
}

links('lets in whoever has it, who becomes nobody’s contact by that', async ({ world, ada, bob, cleo, chat }) => {
  const { uri } = await ada.api.createGroupLink({ chat })
  await world.time.pass(MINUTE_MS)
  const asked = await cleo.api.joinGroup({ link: uri })
  assert.equal([asked.chat, asked.name, asked.hosts, asked.reached], [chat, 'Garden', ['Ada', 'Bob'], 'host'])
  await world.time.pass(2 * MINUTE_MS)
  assert.ok(await isIn(cleo, chat))
  await cleo.api.send({ chat, text: 'hello all' })
  await world.time.pass(2 * MINUTE_MS)
  for (const person of [ada, bob, cleo]) {
    assert.equal(await textsIn(person, chat), ['hello all'], person.name)
    assert.is((await person.api.members({ chat })).length, 3)
  }
  assert.equal(await cleo.api.contacts(), [])
  const linked = (await cleo.api.peers()).filter(({ device }) => [ada, bob].some(({ device: { id } }) => id === device))
  assert.equal(new Set(linked.map(({ name }) => name)), new Set(['Ada', 'Bob']))
  assert.equal(
    (await ada.api.contacts()).map(({ name }) => name),
    ['Bob']
  )
  assert.equal(await ada.api.groupRequests({ chat }), [])
  assert.equal(await cleo.api.joining(), [])
  assert.is(await codeOf(ada.api.addMember({ chat, contact: 'Bob' })), 'ERR_INVALID_ARGUMENT', 'Bob is in already')
  assert.is(await codeOf(cleo.api.joinGroup({ link: uri })), 'ERR_INVALID_ARGUMENT')
})

links('who dies as they come in is in, is told so by the list and the history, and asks no more', async ({ world, ada, cleo, chat }) => {
  const { uri } = await ada.api.createGroupLink({ chat })
  await world.time.pass(MINUTE_MS)
  let died: Promise<void> | undefined
  cleo.probe.current = step => {
    if (step === 'epoch:durable') died ??= cleo.crash()
    return died
  }
  await cleo.api.joinGroup({ link: uri })
  await world.time.pass(MINUTE_MS)
  assert.ok(died)
  await died
  cleo.probe.current = () => undefined
  await cleo.start()
  await world.time.pass(MINUTE_MS)
  assert.ok(await isIn(cleo, chat))
  assert.is((await cleo.api.history({ chat })).happenings.length, 1)
  assert.equal(await cleo.api.joining(), [])
})

links('works while its maker is away, and while nobody is there at first', async ({ world, ada, bob, cleo, chat }) => {
  const { uri } = await ada.api.createGroupLink({ chat })
  await world.time.pass(MINUTE_MS)
  await ada.stop()
  await bob.stop()
  await cleo.api.joinGroup({ link: uri })
  assert.equal(
    (await cleo.api.joining()).map(({ chat: asked, name }) => [asked, name]),
    [[chat, 'Garden']]
  )
  await world.time.pass(MINUTE_MS)
  await cleo.stop()
  await bob.start()
  await world.time.pass(2 * MINUTE_MS)
  await bob.stop()
  await cleo.start()
  await world.time.pass(2 * MINUTE_MS)
  assert.ok(await isIn(cleo, chat))
  await cleo.api.send({ chat, text: 'let in by Bob' })
  await world.time.pass(MINUTE_MS)
  await cleo.stop()
  await ada.start()
  await world.time.pass(2 * MINUTE_MS)
  assert.equal(await textsIn(ada, chat), ['let in by Bob'])
  assert.is((await ada.api.members({ chat })).length, 3)
})

links('with approval waits for whoever may say yes, or no', async ({ world, ada, bob, cleo, dora, chat }) => {
  const { uri } = await ada.api.createGroupLink({ chat, approve: true })
  await world.time.pass(MINUTE_MS)
  await cleo.api.joinGroup({ link: uri })
  await dora.api.joinGroup({ link: uri })
  await world.time.pass(2 * MINUTE_MS)
  assert.not(await isIn(cleo, chat))
  assert.is((await ada.api.chats()).find(({ id }) => id === chat)?.asking, 2)
  assert.equal((await bob.api.groupRequests({ chat })).map(({ name }) => name).toSorted(), ['Cleo', 'Dora'])
  await bob.api.answerRequest({ chat, account: 'Cleo', approve: true })
  await ada.api.answerRequest({ chat, account: 'Dora', approve: false })
  await bob.api.answerRequest({ chat, account: 'Dora', approve: false })
  await world.time.pass(2 * MINUTE_MS)
  assert.ok(await isIn(cleo, chat))
  assert.not(await isIn(dora, chat))
  assert.equal(await ada.api.groupRequests({ chat }), [])
  await dora.restart()
  await world.time.pass(26 * 60 * MINUTE_MS)
  assert.equal(await ada.api.groupRequests({ chat }), [], 'who was refused asks in vain')
})

links('lets nobody in again by itself who was put out, but whoever had left', async ({ world, ada, bob, cleo, dora, chat }) => {
  const { uri } = await ada.api.createGroupLink({ chat })
  await world.time.pass(MINUTE_MS)
  for (const person of [cleo, dora]) await person.api.joinGroup({ link: uri })
  await world.time.pass(2 * MINUTE_MS)
  await ada.api.removeMember({ chat, member: 'Cleo' })
  await dora.api.leaveGroup({ chat })
  await world.time.pass(2 * MINUTE_MS)
  assert.is((await ada.api.members({ chat })).length, 2)
  for (const person of [cleo, dora]) await person.api.joinGroup({ link: uri })
  await world.time.pass(5 * MINUTE_MS)
  assert.equal([await isIn(cleo, chat), await isIn(dora, chat)], [false, true])
  assert.equal(
    (await bob.api.groupRequests({ chat })).map(({ name }) => name),
    ['Cleo']
  )
  await bob.api.answerRequest({ chat, account: 'Cleo', approve: true })
  await world.time.pass(2 * MINUTE_MS)
  assert.ok(await isIn(cleo, chat))
})

links('that is taken back is forgotten with whoever asked by it and is not in yet', async ({ world, ada, bob, cleo, chat }) => {
  const { uri, id } = await ada.api.createGroupLink({ chat })
  await world.time.pass(MINUTE_MS)
  // Cleo asks, and no key package of Cleo's is to be had.
  for (const person of [ada, bob]) await person.stop()
  await cleo.api.joinGroup({ link: uri })
  await world.time.pass(MINUTE_MS)
  await cleo.stop()
  world.relayNetwork.weather.loses = what => what === 'take'
  for (const person of [ada, bob]) await person.start()
  await world.time.pass(MINUTE_MS)
  const coming = async (): Promise<number> => (await ada.api.members({ chat })).filter(member => member.coming === true).length
  assert.is(await coming(), 1)
  await ada.api.revokeGroupLink({ chat, id })
  await world.time.pass(MINUTE_MS)
  assert.equal([await coming(), await ada.api.groupRequests({ chat })], [0, []])
  world.relayNetwork.weather.loses = () => false
  await cleo.start()
  await world.time.pass(3 * MINUTE_MS)
  assert.not(await isIn(cleo, chat))
})

links('ends when it is taken back, used up or expired', async ({ world, ada, bob, cleo, dora, chat }) => {
  const once = await ada.api.createGroupLink({ chat, uses: 1 })
  const short = await bob.api.createGroupLink({ chat, expiresInMs: 3 * MINUTE_MS })
  const revoked = await ada.api.createGroupLink({ chat })
  await world.time.pass(MINUTE_MS)
  await bob.api.revokeGroupLink({ chat, id: revoked.id })
  await cleo.api.joinGroup({ link: once.uri })
  await world.time.pass(3 * MINUTE_MS)
  assert.ok(await isIn(cleo, chat))
  const open = async (person: SimPerson) =>
    new Map((await person.api.groupLinks({ chat })).map(({ id, open: isOpen, usesLeft }) => [id, [isOpen, usesLeft]]))
  for (const person of [ada, bob]) {
    const left = await open(person)
    assert.equal([left.size, left.get(once.id), left.get(short.id)], [2, [false, 0], [false, undefined]])
  }
  for (const { uri } of [once, short, revoked]) await codeOf(dora.api.joinGroup({ link: uri }))
  await world.time.pass(3 * MINUTE_MS)
  assert.not(await isIn(dora, chat))
  assert.is(await codeOf(cleo.api.createGroupLink({ chat })), 'ERR_NOT_ALLOWED')
})

links('is nothing that a plain member could make out of what the group says of itself', async ({ world, ada, cleo, dora, chat }) => {
  const { uri: first } = await ada.api.createGroupLink({ chat })
  await world.time.pass(MINUTE_MS)
  await cleo.api.joinGroup({ link: first })
  await world.time.pass(2 * MINUTE_MS)
  assert.ok(await isIn(cleo, chat))
  const second = await ada.api.createGroupLink({ chat })
  await world.time.pass(2 * MINUTE_MS)
  const { token } = await readGroupLink(ada.primitives, second.uri)
  const known = await ada.primitives.sha256(token)
  assert.is(second.id, toHex(known.subarray(0, 4)), 'what stands in the profile')
  const take = (shown: Uint8Array): Promise<unknown> => dora.links.request(ada.device.id, 'take', Take.encode({ token: shown }))
  await dora.links.learn(ada.device.id, ada.links.addresses())
  for (const made of [known, known.slice(0, 16), known.slice(16)]) assert.is(await codeOf(take(made)), 'ERR_KNOCK_REFUSED')
  assert.is(await codeOf(take(token)), 'ok')
})

links('is refused where eight are open, and takes the place of one that is not', async ({ world, ada, chat }) => {
  const first = await ada.api.createGroupLink({ chat, expiresInMs: 10 * MINUTE_MS })
  for (let i = 0; i < 7; i++) await ada.api.createGroupLink({ chat })
  assert.is(await codeOf(ada.api.createGroupLink({ chat })), 'ERR_QUOTA')
  await world.time.pass(MINUTE_MS)
  assert.is(await codeOf(ada.api.createGroupLink({ chat })), 'ERR_QUOTA')
  const open = async (): Promise<readonly string[]> =>
    (await ada.api.groupLinks({ chat })).flatMap(({ id, open: isOpen }) => (isOpen ? id : []))
  assert.equal([(await open()).length, (await open()).includes(first.id)], [8, true])
  await world.time.pass(10 * MINUTE_MS)
  const ninth = await ada.api.createGroupLink({ chat })
  await world.time.pass(MINUTE_MS)
  assert.equal([(await open()).length, (await open()).includes(ninth.id)], [8, true])
  assert.is(await codeOf(ada.api.createGroupLink({ chat })), 'ERR_QUOTA')
})

links('that is not valid any more is asked no more, and whoever asked is told', async ({ world, ada, bob, cleo, dora, chat }) => {
  const ended = (): readonly string[] => dora.events.flatMap(event => (event.type === 'join:ended' ? event.code : []))
  const short = await ada.api.createGroupLink({ chat, expiresInMs: 2 * MINUTE_MS })
  const dropped = await ada.api.createGroupLink({ chat })
  const once = await ada.api.createGroupLink({ chat, uses: 1 })
  await world.time.pass(3 * MINUTE_MS)
  await ada.api.revokeGroupLink({ chat, id: dropped.id })
  await world.time.pass(MINUTE_MS)
  assert.is(await codeOf(dora.api.joinGroup({ link: short.uri })), 'ERR_EXPIRED')
  assert.is(await codeOf(dora.api.joinGroup({ link: dropped.uri })), 'ERR_KNOCK_REFUSED')
  assert.equal([await dora.api.joining(), ended()], [[], ['refused']])
  await ada.stop()
  await cleo.api.joinGroup({ link: once.uri })
  await world.time.pass(3 * MINUTE_MS)
  assert.ok(await isIn(cleo, chat), 'Bob has let Cleo in')
  const { token } = await readGroupLink(bob.primitives, once.uri)
  const told: string[] = []
  for (const { links: own } of [cleo, dora]) {
    await own.learn(bob.device.id, bob.links.addresses())
    told.push(await codeOf(own.request(bob.device.id, 'take', Take.encode({ token }))))
  }
  assert.equal(told, ['ERR_KNOCK_REFUSED', 'ERR_EXPIRED'], 'who has used it may not know yet that they are in')
  assert.is(await codeOf(dora.api.joinGroup({ link: once.uri })), 'ERR_KNOCK_REFUSED', 'Bob knows that it is used up')
  assert.equal([await dora.api.joining(), ended()], [[], ['refused', 'refused']])
  assert.is((await dora.api.joinGroup({ link: dropped.uri })).reached, 'nobody')
  await world.time.pass(3 * MINUTE_MS)
  assert.is((await dora.api.joining()).length, 1, 'of one that Bob does not know Ada may know more')
  await dora.restart()
  await world.time.pass(30 * MINUTE_MS)
  await ada.start()
  await world.time.pass(2 * MINUTE_MS)
  assert.equal([await dora.api.joining(), ended()], [[], ['refused', 'refused', 'refused']])
  assert.not(await isIn(dora, chat))
  assert.equal([await ada.api.groupRequests({ chat }), await bob.api.groupRequests({ chat })], [[], []])
})

links('that has expired meanwhile still lets in whom somebody says yes to', async ({ world, ada, dora, chat }) => {
  const { uri } = await ada.api.createGroupLink({ chat, expiresInMs: 60 * MINUTE_MS, approve: true })
  await world.time.pass(MINUTE_MS)
  await dora.api.joinGroup({ link: uri })
  await world.time.pass(26 * 60 * MINUTE_MS)
  assert.is((await dora.api.joining()).length, 1)
  await ada.api.answerRequest({ chat, account: 'Dora', approve: true })
  await world.time.pass(3 * MINUTE_MS)
  assert.ok(await isIn(dora, chat))
})

links('that one has asked by is given up by leaving', async ({ world, ada, bob, cleo, chat }) => {
  const { uri } = await ada.api.createGroupLink({ chat })
  await world.time.pass(MINUTE_MS)
  await Promise.all([ada.stop(), bob.stop()])
  await cleo.api.joinGroup({ link: uri })
  assert.is((await cleo.api.joining()).length, 1)
  await cleo.api.leaveGroup({ chat: 'Garden' })
  assert.equal(await cleo.api.joining(), [])
  await Promise.all([ada.start(), bob.start()])
  await world.time.pass(3 * MINUTE_MS)
  assert.not(await isIn(cleo, chat))
  await cleo.crash()
  await cleo.start()
  assert.equal(await cleo.api.joining(), [])
  assert.is(await codeOf(cleo.api.leaveGroup({ chat: 'Garden' })), 'ERR_NOT_FOUND')
})

links('is shown again by the device that made it alone', async ({ world, ada, bob, chat }) => {
  const made = await ada.api.createGroupLink({ chat })
  await world.time.pass(MINUTE_MS)
  await ada.restart()
  await world.time.pass(MINUTE_MS)
  const [again] = await ada.api.groupLinks({ chat })
  assert.equal((await readGroupLink(ada.primitives, again?.uri ?? '')).token, (await readGroupLink(ada.primitives, made.uri)).token)
  assert.equal(
    (await bob.api.groupLinks({ chat })).map(({ id, open, uri }) => [id, open, uri]),
    [[made.id, true, undefined]]
  )
})

links.run()

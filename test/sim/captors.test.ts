import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromHex, utf8 } from '../../node/base/bytes.js'
import type { ConversationId } from '../../node/base/ids.js'
import { accountKeyOf } from '../../node/identity/account-id.js'
import { createCard } from '../../node/identity/card.js'
import { returnDoorOf } from '../../node/identity/return-door.js'
import { loadOwnProfile } from '../../node/api/own-profile.js'
import { encodeContent } from '../../node/conversation/content.js'
import type { Epoch } from '../../node/session/session.js'
import { sealEnvelope } from '../../node/wire/envelope.js'
import { Introduction, Knock, Take, Taken } from '../../node/wire/generated/introduction.js'
import { codeOf } from '../contract/links.js'
import { MODEL } from './cryptography.js'
import type { Actor } from './ledger.js'
import { befriend, createWorld, type World } from './people.js'
import { DAY_MS, isMember, MINUTE_MS, placeOf } from './quarrel.js'

const HOUR_MS = 60 * MINUTE_MS

interface Context {
  world: World
  /** Owns the group. */
  ada: Actor
  bob: Actor
  /** Was away when Dora was put out, and for so long that all others have forgotten where she was. */
  cleo: Actor
  dora: Actor
  chat: ConversationId
}

const captors = suite<Context>('whoever was put out, and a device that comes back to the group after long')

captors.before.each(async context => {
  context.world = createWorld('captors', MODEL)
  const { world } = context
  const come = async (name: string): Promise<Actor> => {
    const person = await world.person(name)
    return { person, account: (await person.api.identity()).account }
  }
  const [ada, bob, cleo, dora] = [await come('Ada'), await come('Bob'), await come('Cleo'), await come('Dora')]
  for (const { person } of [bob, cleo, dora]) await befriend(world, ada.person, person)
  await befriend(world, cleo.person, dora.person)
  const { id: chat } = await ada.person.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo', 'Dora'] })
  await world.time.pass(5 * MINUTE_MS)
  Object.assign(context, { ada, bob, cleo, dora, chat })
  await cleo.person.stop()
  await ada.person.api.removeMember({ chat, member: 'Dora' })
  await world.time.pass(5 * MINUTE_MS)
  await goOn(context)
})
captors.after.each(({ world }) => world.close())

/** Weeks go by, until nobody has the keys of what was when Cleo was last there. */
async function goOn({ world, ada, bob, dora, chat }: Context): Promise<void> {
  for (const days of [9, 33]) {
    for (const { person } of [ada, bob, dora]) await person.stop()
    await world.time.pass(days * DAY_MS)
    for (const { person } of [ada, bob, dora]) await person.start()
    await world.time.pass(90 * MINUTE_MS)
    for (const { person } of [ada, bob]) await person.api.send({ chat, text: `${person.name} after ${days} days` })
    await world.time.pass(90 * MINUTE_MS)
  }
}

/** A group that goes by the same id, of which the captor alone is the owner, and a knock that lets the other in to it. */
async function forgedWelcome(captor: Actor, target: Actor, chat: ConversationId): Promise<{ body: Uint8Array; child: Epoch }> {
  const { session, primitives, device, links, store } = captor.person
  const { group, head } = await placeOf(captor, chat)
  const answer = await links.request(target.person.device.id, 'take', Take.encode({ token: returnDoorOf(group.id, target.account) }))
  const [published] = Taken.decode(answer).keyPackages
  assert.ok(published)
  const { knockKey, ref } = await session.inspectKeyPackage(published)
  const alone = await session.create(group.id)
  const owned = await session.commit(alone, { roles: { owners: [captor.account], admins: [] }, profile: head.profile })
  const { child, welcome } = await session.commit(owned.child, { add: [published] })
  assert.ok(welcome)
  const { seed, wrapKey } = session.access(child)
  const statement = concat([utf8('parley knock 1'), accountKeyOf(target.account), fromHex(group.id), seed])
  const profile = await loadOwnProfile(primitives, store)
  assert.ok(profile)
  const devices = [{ device: device.id, addresses: links.addresses() }]
  const card = await createCard(primitives, device, { name: 'Dora', certificate: profile.certificate, devices, relays: [] })
  const plaintext = Introduction.encode({
    card,
    group: fromHex(group.id),
    logSeed: seed,
    wrapKey,
    signature: await primitives.sign(device.key, statement),
    deviceList: new Uint8Array(),
    asksIn: false,
    head: new Uint8Array(),
    keyPackage: new Uint8Array()
  })
  const sealed = [{ keyPackageRef: ref, sealed: await session.sealTo(knockKey, 'parley knock 1', plaintext) }]
  const envelope = await sealEnvelope(primitives, await primitives.signingKey(seed), wrapKey, welcome)
  return { body: Knock.encode({ token: new Uint8Array(), sealed, welcome: envelope }), child }
}

captors(
  'who takes it into a group of their own has it until the owner is there, and no longer',
  async ({ world, ada, bob, cleo, dora, chat }) => {
    for (const { person } of [ada, bob]) await person.stop()
    const [captor, captive] = [dora.person.device.id, cleo.person.device.id]
    // Her own node would tell what it knows.
    world.network.part(captor, captive)
    await cleo.person.start()
    await world.time.pass(12 * MINUTE_MS)
    world.network.meet(captor, captive)
    const { body, child } = await forgedWelcome(dora, cleo, chat)
    await dora.person.links.request(cleo.person.device.id, 'knock', body)
    assert.is((await placeOf(cleo, chat)).head.id, child.id, 'nothing tells Cleo by then that Dora was put out')
    await cleo.person.restart()
    for (const { person } of [ada, bob]) await person.start()
    await world.time.pass(3 * HOUR_MS)
    const place = await placeOf(cleo, chat)
    assert.is(place.head.id, (await placeOf(ada, chat)).head.id)
    assert.equal([isMember(place, ada), isMember(place, dora)], [true, false])
    await cleo.person.api.send({ chat, text: 'among ourselves' })
    await world.time.pass(MINUTE_MS)
    assert.ok((await bob.person.api.history({ chat })).messages.some(({ text }) => text === 'among ourselves'))
    await codeOf(dora.person.links.request(captive, 'knock', body))
    await world.time.pass(MINUTE_MS)
    assert.is((await placeOf(cleo, chat)).head.id, (await placeOf(ada, chat)).head.id)
  }
)

captors('who goes on speaking where it was last does not keep it from those who are in', async ({ world, ada, bob, cleo, dora, chat }) => {
  let { head: epoch } = await placeOf(dora, chat)
  const say = async (): Promise<void> => {
    const sealed = await dora.person.session.seal(epoch, encodeContent([], { receipt: { devices: [] } }))
    epoch = sealed.epoch
    await codeOf(dora.person.links.send(cleo.person.device.id, { log: epoch.log, bytes: sealed.envelope }))
  }
  for (const { person } of [ada, bob]) await person.stop()
  await cleo.person.start()
  await world.time.pass(2 * MINUTE_MS)
  await say()
  for (const { person } of [ada, bob]) await person.start()
  for (let hour = 0; hour < 3; hour++) {
    await world.time.pass(HOUR_MS)
    await say()
  }
  assert.is((await placeOf(cleo, chat)).head.id, (await placeOf(ada, chat)).head.id)
})

captors('who uses up all key packages of those that could let it in leaves some for it', async ({ world, ada, bob, cleo, dora, chat }) => {
  const { group } = await placeOf(dora, chat)
  for (const { person, account } of [ada, bob]) {
    const take = (): Promise<Uint8Array> =>
      dora.person.links.request(person.device.id, 'take', Take.encode({ token: returnDoorOf(group.id, account) }))
    let code = 'ok'
    for (let taken = 0; taken < 100 && code === 'ok'; taken++) code = await codeOf(take())
    assert.is(code, 'ERR_BUSY')
  }
  await cleo.person.start()
  await world.time.pass(30 * MINUTE_MS)
  assert.is((await placeOf(cleo, chat)).head.id, (await placeOf(ada, chat)).head.id)
})

captors.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromHex, utf8 } from '../../node/base/bytes.js'
import { deviceKeyOf } from '../../node/identity/device-id.js'
import { Receipt } from '../../node/wire/generated/content.js'
import { Ask, Given, Sync } from '../../node/wire/generated/introduction.js'
import { codeOf } from '../contract/links.js'
import type { Actor } from './ledger.js'
import { befriend } from './people.js'
import {
  apart,
  assertOneHead,
  assertTheyTalk,
  beginQuarrel,
  commitByHand,
  DAY_MS,
  give,
  isMember,
  MINUTE_MS,
  placeOf,
  signerOf,
  together,
  type Quarrel
} from './quarrel.js'

const outsiders = suite<Quarrel>('whoever has keys of a group and no place in it')

outsiders.before.each(async context => {
  Object.assign(context, await beginQuarrel('outsiders'))
})
outsiders.after.each(({ world }) => world.close())

outsiders(
  'who is let in by somebody that is put out at the same time is told that they are not in, and is, once others let them in',
  async context => {
    const { world, ada, bob, cleo, dora, chat } = context
    const person = await world.person('Eve')
    const eve: Actor = { person, account: (await person.api.identity()).account }
    for (const other of [bob, ada]) await befriend(world, other.person, person)
    // Nothing reaches the other side by a relay: also one that was left is written to no more.
    await ada.person.api.setGroupRelays({ chat, relays: [] })
    await world.time.pass(MINUTE_MS)
    await world.time.sleep(8 * DAY_MS)
    await world.time.pass(10 * MINUTE_MS)
    apart(world, ada, [bob, cleo, dora, eve])
    await bob.person.api.addMember({ chat, contact: 'Eve' })
    await ada.person.api.removeMember({ chat, member: 'Bob' })
    await world.time.pass(2 * MINUTE_MS)
    assert.is((await placeOf(eve, chat)).conversation.membership, 'joined')
    await person.api.send({ chat, text: 'glad to be here' })
    await world.time.pass(MINUTE_MS)
    together(world, [ada, bob, cleo, dora, eve])
    await world.time.pass(10 * MINUTE_MS)
    const place = await assertOneHead(chat, [ada, cleo, dora])
    assert.equal([isMember(place, bob), isMember(place, eve)], [false, false])
    assert.is((await placeOf(eve, chat)).conversation.membership, 'removed')
    await person.restart()
    await world.time.pass(MINUTE_MS)
    assert.is((await placeOf(eve, chat)).conversation.membership, 'removed')
    await ada.person.api.addMember({ chat, contact: 'Eve' })
    await world.time.pass(10 * MINUTE_MS)
    assert.is((await placeOf(eve, chat)).conversation.membership, 'joined')
    await assertOneHead(chat, [ada, cleo, dora, eve])
    await assertTheyTalk(context, [ada, cleo, dora, eve])
  }
)

outsiders('who came in on a branch that lost and has nothing to say is told by whoever asks them, too', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  const person = await world.person('Fay')
  const fay: Actor = { person, account: (await person.api.identity()).account }
  assert.ok(ada.person.device.id < person.device.id, 'she asks when they meet')
  for (const other of [bob, ada]) await befriend(world, other.person, person)
  await ada.person.api.setGroupRelays({ chat, relays: [] })
  await world.time.pass(MINUTE_MS)
  await world.time.sleep(8 * DAY_MS)
  await world.time.pass(10 * MINUTE_MS)
  apart(world, ada, [bob, cleo, dora, fay])
  await bob.person.api.addMember({ chat, contact: 'Fay' })
  await ada.person.api.removeMember({ chat, member: 'Bob' })
  await world.time.pass(30 * MINUTE_MS)
  assert.is((await placeOf(fay, chat)).conversation.membership, 'joined')
  together(world, [ada, bob, cleo, dora, fay])
  await world.time.pass(10 * MINUTE_MS)
  assert.is((await placeOf(fay, chat)).conversation.membership, 'removed')
})

outsiders('who comes in reads nothing of before, but what is sealed again since somebody has not had it for a day', async context => {
  const { world, ada, bob, dora, chat } = context
  const person = await world.person('Eve')
  const eve: Actor = { person, account: (await person.api.identity()).account }
  await befriend(world, ada.person, person)
  await dora.person.stop()
  await ada.person.api.send({ chat, text: 'while Dora is away' })
  await bob.person.api.send({ chat, text: 'and so says Bob' })
  await world.time.pass(MINUTE_MS)
  await ada.person.api.addMember({ chat, contact: 'Eve' })
  await world.time.pass(10 * MINUTE_MS)
  assert.equal(await textsOf(eve, chat), [])
  await world.time.sleep(1.5 * DAY_MS)
  await world.time.pass(2 * 60 * MINUTE_MS)
  assert.equal(await textsOf(eve, chat), ['while Dora is away', 'and so says Bob'])
})

/** Bob, an admin by then, adds her by a commit of his own making, of which no Welcome leaves; Cleo may put him out. */
async function addDoraWithoutWelcome({ world, ada, bob, cleo, dora, chat }: Quarrel): Promise<void> {
  await ada.person.api.setRole({ chat, member: 'Cleo', role: 'admin' })
  await ada.person.api.removeMember({ chat, member: 'Dora' })
  await world.time.pass(2 * MINUTE_MS)
  const { published } = await dora.person.session.newKeyPackage({ lastResort: false })
  const added = await commitByHand(bob, (await placeOf(bob, chat)).head, { add: [published], atMs: world.time.nowMs })
  for (const other of [ada, cleo]) await give(bob, other, added)
  await world.time.pass(MINUTE_MS)
}

outsiders(
  'whose Welcome never left, since who had let them in was put out, is let in anew by another, once, also while they are away',
  async context => {
    const { world, ada, cleo, dora, chat } = context
    await addDoraWithoutWelcome(context)
    assert.ok(isMember(await placeOf(ada, chat), dora))
    await ada.person.api.removeMember({ chat, member: 'Bob' })
    await world.time.pass(5 * MINUTE_MS)
    assert.is((await placeOf(dora, chat)).conversation.membership, 'removed', 'her Welcome may be on its way')
    await dora.person.stop()
    await world.time.pass(10 * MINUTE_MS)
    const letIn = (await assertOneHead(chat, [ada, cleo])).head
    await world.time.pass(60 * MINUTE_MS)
    assert.is((await assertOneHead(chat, [ada, cleo])).head.id, letIn.id, 'by one of those who may')
    await dora.person.start()
    await world.time.pass(2 * MINUTE_MS)
    assert.is((await placeOf(dora, chat)).conversation.membership, 'joined')
    const { head } = await assertOneHead(chat, [ada, cleo, dora])
    await assertTheyTalk(context, [ada, cleo, dora])
    await world.time.pass(30 * MINUTE_MS)
    assert.is((await placeOf(ada, chat)).head.id, head.id, 'once, and not again')
  }
)

outsiders('whose Welcome never left stays out where a person puts them out meanwhile', async context => {
  const { world, ada, cleo, dora, chat } = context
  await addDoraWithoutWelcome(context)
  await ada.person.api.removeMember({ chat, member: 'Bob' })
  await world.time.pass(5 * MINUTE_MS)
  assert.ok(isMember(await placeOf(ada, chat), dora))
  await cleo.person.api.removeMember({ chat, member: 'Dora' })
  await world.time.pass(40 * MINUTE_MS)
  assert.not.ok(isMember(await assertOneHead(chat, [ada, cleo]), dora))
  assert.is((await placeOf(dora, chat)).conversation.membership, 'removed')
})

outsiders(
  'who came in is not let in anew, though the clock of who let them in was a day ahead and they died as they came',
  async context => {
    const { world, ada, bob, cleo, dora, chat } = context
    await ada.person.api.removeMember({ chat, member: 'Dora' })
    await world.time.pass(2 * MINUTE_MS)
    bob.person.clock.jump(DAY_MS)
    let died: Promise<void> | undefined
    dora.person.probe.current = step => {
      if (step === 'epoch:durable') died ??= dora.person.crash()
      return died
    }
    await bob.person.api.addMember({ chat, contact: 'Dora' })
    await world.time.pass(MINUTE_MS)
    assert.ok(died)
    await died
    dora.person.probe.current = () => undefined
    await dora.person.start()
    await world.time.pass(2 * MINUTE_MS)
    assert.is((await placeOf(dora, chat)).conversation.membership, 'joined')
    await ada.person.api.removeMember({ chat, member: 'Bob' })
    await world.time.pass(2 * MINUTE_MS)
    const { head } = await assertOneHead(chat, [ada, cleo, dora])
    await world.time.pass(40 * MINUTE_MS)
    assert.is((await assertOneHead(chat, [ada, cleo, dora])).head.id, head.id)
  }
)

outsiders('who was put out and asks on where they were in learns neither what members hold nor where they are', async context => {
  const { world, ada, bob, cleo, chat } = context
  const { head } = await placeOf(bob, chat)
  await ada.person.api.removeMember({ chat, member: 'Bob' })
  await world.time.pass(MINUTE_MS)
  await cleo.person.api.send({ chat, text: 'without Bob' })
  await world.time.pass(MINUTE_MS)
  const [reader, keeper] = [bob, ada].map(({ person }) => deviceKeyOf(person.device.id)) as [Uint8Array, Uint8Array]
  const proof = (what: string): Promise<Uint8Array> =>
    Promise.resolve(signerOf(bob, head).sign(concat([utf8(what), reader, keeper, fromHex(head.log)])))
  const { links } = bob.person
  const to = ada.person.device.id
  const log = fromHex(head.log)
  const receipt = Receipt.encode({ devices: [] })
  const asked = Ask.encode({ log, signature: await proof('parley ask 1'), receipt, epochs: new Uint8Array(), presences: [] })
  const given = Given.decode(await links.request(to, 'ask', asked))
  assert.equal([given.presences.length, Receipt.decode(given.receipt).devices.length, given.lost], [0, 0, false])
  const said = { log, signature: await proof('parley meet 1'), receipt, newest: 0, door: new Uint8Array(), since: 0, without: [] }
  assert.is(await codeOf(links.request(to, 'sync', Sync.encode(said))), 'ERR_UNKNOWN_LOG')
})

outsiders(
  'what waits to be sent when its sender hears who was put out is sealed again: it comes to no relay where they read it',
  async context => {
    const { world, relay, ada, bob, cleo, dora, chat } = context
    const { head } = await placeOf(cleo, chat)
    apart(world, bob, [ada, cleo, dora])
    apart(world, cleo, [ada, dora])
    world.relayNetwork.part(cleo.person.device.id, relay.id)
    await dora.person.stop()
    await cleo.person.api.send({ chat, text: 'for whoever is in' })
    await ada.person.api.removeMember({ chat, member: 'Bob' })
    await world.time.pass(MINUTE_MS)
    together(world, [ada, cleo])
    await world.time.pass(MINUTE_MS)
    assert.is.not((await placeOf(cleo, chat)).head.id, head.id)
    world.relayNetwork.meet(cleo.person.device.id, relay.id)
    await world.time.pass(10 * MINUTE_MS)
    await dora.person.start()
    await world.time.pass(MINUTE_MS)
    for (const one of [ada, cleo, dora]) assert.equal(await textsOf(one, chat), ['for whoever is in'], one.person.name)
    assert.equal([await textsOf(bob, chat), (await placeOf(bob, chat)).conversation.membership], [[], 'removed'])
  }
)

async function textsOf(actor: Actor, chat: Quarrel['chat']): Promise<readonly string[]> {
  return (await placeOf(actor, chat)).messages.map(({ text }) => text)
}

outsiders.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat, fromHex, toHex, utf8 } from '../../node/base/bytes.js'
import type { ConversationId } from '../../node/base/ids.js'
import { deviceIdOf } from '../../node/identity/device-id.js'
import { Receipt } from '../../node/wire/generated/content.js'
import { Ask, Given, Sync } from '../../node/wire/generated/introduction.js'
import { codeOf } from '../contract/links.js'
import { MODEL } from '../sim/cryptography.js'
import type { Crossing } from '../sim/links.js'
import { befriend, createWorld, type SimPerson, type World } from '../sim/people.js'
import { standingOf, type Standing } from '../sim/standings.js'

const MINUTE_MS = 60_000

interface Context {
  world: World
  /** Owns the group, and puts Bob out. */
  ada: SimPerson
  bob: SimPerson
  cleo: SimPerson
  /** Comes in when Bob is out. */
  dora: SimPerson
  chat: ConversationId
}

const putOut = suite<Context>('whoever was put out of a group')

putOut.before.each(async context => {
  const world = createWorld('put out', MODEL)
  const [ada, bob, cleo, dora] = [
    await world.person('Ada'),
    await world.person('Bob'),
    await world.person('Cleo'),
    await world.person('Dora')
  ]
  for (const other of [bob, cleo, dora]) await befriend(world, ada, other)
  const { id: chat } = await ada.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
  await world.time.pass(MINUTE_MS)
  await ada.api.send({ chat, text: 'for three' })
  await world.time.pass(MINUTE_MS)
  await ada.api.removeMember({ chat, member: 'Bob' })
  await world.time.pass(MINUTE_MS)
  world.network.part(ada.device.id, bob.device.id)
  await ada.api.addMember({ chat, contact: 'Dora' })
  await world.time.pass(MINUTE_MS)
  for (const text of ['not', 'for', 'Bob']) await dora.api.send({ chat, text })
  await world.time.pass(MINUTE_MS)
  world.network.forgetCrossings()
  Object.assign(context, { world, ada, bob, cleo, dora, chat })
})
putOut.after.each(({ world }) => world.close())

async function placeOf(person: SimPerson, chat: ConversationId): Promise<Standing> {
  const standing = await standingOf({ person, account: (await person.api.identity()).account }, chat)
  if (standing === undefined) throw new Error(`${person.name} has no such group`)
  return standing
}

/** What of the group's conversation somebody was asked, or got for an answer. */
function told({ world, bob }: Context, what: Crossing['what']): readonly Uint8Array[] {
  return world.network.crossings.filter(one => one.to === bob.device.id && one.what === what).map(({ bytes }) => bytes)
}

const devicesIn = (receipt: Uint8Array): readonly string[] => Receipt.decode(receipt).devices.map(({ device }) => deviceIdOf(device))

putOut('hears neither who came later, nor where anybody is, nor how much is said', async context => {
  const { world, ada, bob, chat } = context
  const { head, group } = await placeOf(ada, chat)
  world.network.meet(ada.device.id, bob.device.id)
  await world.time.pass(MINUTE_MS)
  const asks = told(context, 'ask').map(bytes => Ask.decode(bytes))
  assert.ok(asks.length > 0, 'a branch that only Bob knows would still be heard of')
  const ofBob = [...group.epochs.values()].filter(({ members }) => members.some(({ device }) => device === bob.device.id))
  for (const ask of asks) {
    assert.ok(ofBob.some(({ log }) => log === toHex(ask.log)))
    assert.equal([devicesIn(ask.receipt), ask.presences], [[], []])
    assert.not.ok(toHex(ask.epochs).includes(head.id.slice(0, 16)))
  }
  const answers = told(context, 'answer').map(bytes => Given.decode(bytes))
  assert.ok(answers.length > 0)
  for (const { presences, receipt } of answers) assert.equal([presences.length, receipt.length], [0, 0])
})

putOut('is told nothing at a meeting either, and makes nobody miss anything', async context => {
  const { world, ada, bob, cleo, dora, chat } = context
  world.network.meet(ada.device.id, bob.device.id)
  await world.time.pass(MINUTE_MS)
  const { head } = await placeOf(bob, chat)
  const proofOf = (domain: string): Promise<Uint8Array> =>
    bob.session.signForLog(head, concat([utf8(domain), bob.device.key.publicKey, ada.device.key.publicKey, fromHex(head.log)]))
  const devices = [cleo, dora].map(({ device }) => ({ device: device.key.publicKey, contiguous: 60_000, ranges: [], read: 0 }))
  const said = { log: fromHex(head.log), receipt: Receipt.encode({ devices }) }
  const ask = Ask.encode({ ...said, signature: await proofOf('parley ask 1'), epochs: new Uint8Array(0), presences: [] })
  await bob.links.request(ada.device.id, 'ask', ask)
  const sync = Sync.encode({
    ...said,
    signature: await proofOf('parley meet 1'),
    newest: 60_000,
    door: new Uint8Array(0),
    since: 0,
    without: []
  })
  assert.is(await codeOf(bob.links.request(ada.device.id, 'sync', sync)), 'ERR_UNKNOWN_LOG')
  await world.time.pass(MINUTE_MS)
  assert.equal((await ada.api.history({ chat })).gaps, [])
})

putOut.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { loadOwnProfile } from '../../node/api/own-profile.js'
import { readFetchedAccount, type FetchedAccount } from '../../node/api/restoring.js'
import { toHex } from '../../node/base/bytes.js'
import { encodeIndex, sealIndex } from '../../node/conversation/account-index.js'
import { deriveAccount } from '../../node/identity/account.js'
import { encodeCertificate, issueCertificate } from '../../node/identity/certificate.js'
import { createDevice } from '../../node/identity/device.js'
import { newPhrase, type Phrase } from '../../node/identity/phrase.js'
import { createSealer } from '../../node/session/seal.js'
import { primitives } from '../identity/people.js'
import { createSeededPrimitives } from '../session/seeded.js'
import { envelopesAmong, openedBy } from './opened-by.js'
import { contactOf, createWorld, historyOf, textsOf, type RealRelay, type SimPerson, type World } from '../sim/people.js'

interface Context {
  world: World
  relay: RealRelay
  phrase: Phrase
  lost: SimPerson
  bob: SimPerson
}

const MINUTE_MS = 60_000
const restore = suite<Context>('an account begins again on an empty machine')

restore.before.each(async context => {
  context.world = createWorld('restore')
  context.relay = await context.world.realRelay()
  context.phrase = newPhrase(createSeededPrimitives('the words of Ada'))
  context.lost = await context.world.person('Ada', { identity: { phrase: context.phrase } })
  context.bob = await context.world.person('Bob')
  for (const person of [context.lost, context.bob]) await person.api.addRelay({ address: context.relay.address })
  const { uri } = await context.lost.api.createInvite({})
  await context.bob.api.add({ invite: uri, message: 'hello from Bob' })
  await context.world.settled()
  await context.lost.api.accept({ contact: 'Bob' })
  await context.world.settled()
  await context.lost.api.send({ chat: 'Bob', text: 'welcome' })
  await context.world.time.pass(MINUTE_MS)
})
restore.after.each(({ world }) => world.close())

async function restored({ world, relay, phrase }: Context, fetched: FetchedAccount, lost: readonly SimPerson[]): Promise<SimPerson> {
  const revoke = lost.map(({ device }) => device.id)
  return world.person('Ada anew', { identity: { phrase }, restore: { fetched, revoke, relays: [relay.address] } })
}

restore('its relay has its devices and its index', async ({ world, relay, phrase, lost }) => {
  const fetched = await world.fetch(phrase, relay)
  assert.is(fetched.deviceLists.length, 1)
  assert.is(fetched.index.length, 1)
  await lost.stop()
})

restore('it is let in by who is online, without being asked', async context => {
  const { world, relay, phrase, lost, bob } = context
  await lost.stop()
  const ada = await restored(context, await world.fetch(phrase, relay), [lost])
  await world.time.pass(MINUTE_MS)
  assert.is((await contactOf(bob, ada))?.state, 'accepted')
  await bob.api.send({ chat: 'Ada', text: 'is it you?' })
  await ada.api.send({ chat: 'Bob', text: 'it is' })
  await world.time.pass(MINUTE_MS)
  assert.equal(await textsOf(ada, bob), ['is it you?', 'it is'])
  assert.equal(await textsOf(bob, ada), ['hello from Bob', 'welcome', 'is it you?', 'it is'])
  assert.equal(
    (await historyOf(bob, ada)).map(({ state }) => state),
    ['delivered', undefined, 'delivered', undefined]
  )
  assert.equal((await ada.api.history({ chat: 'Bob' })).gaps, [])
})

restore(
  'it is let in by who comes later, through their relay, and is written to there; neither is ever online with the other',
  async context => {
    const { world, relay, phrase, lost, bob } = context
    await lost.stop()
    await bob.stop()
    const ada = await restored(context, await world.fetch(phrase, relay), [lost])
    await world.time.pass(MINUTE_MS)
    await ada.api.send({ chat: 'Bob', text: 'my machine is gone' })
    await world.time.pass(MINUTE_MS)
    await ada.stop()
    await bob.start()
    await world.time.pass(MINUTE_MS)
    assert.equal(await textsOf(bob, ada), ['hello from Bob', 'welcome', 'my machine is gone'])
    await bob.api.send({ chat: 'Ada', text: 'sorry to hear' })
    await world.time.pass(MINUTE_MS)
    await bob.stop()
    await ada.start()
    await world.time.pass(MINUTE_MS)
    assert.equal(await textsOf(ada, bob), ['my machine is gone', 'sorry to hear'])
  }
)

restore('who hears of it from their relay alone lets it in: what was waiting for the old device goes to the new one', async context => {
  const { world, relay, phrase, lost, bob } = context
  const fetched = await world.fetch(phrase, relay)
  await lost.stop()
  await bob.api.send({ chat: 'Ada', text: 'for the old device' })
  await world.time.pass(MINUTE_MS)
  const ada = await restored(context, await withoutDoors(phrase, fetched), [lost])
  await world.time.pass(MINUTE_MS)
  assert.is((await ada.api.chats())[0]?.readOnly, 'waiting')
  await world.time.pass(60 * MINUTE_MS)
  assert.is((await ada.api.chats())[0]?.readOnly, undefined)
  assert.equal(await textsOf(ada, bob), ['for the old device'])
})

restore('the device that was revoked reads nothing that is sent afterwards, with all it has and all that relays keep', async context => {
  const { world, relay, phrase, lost, bob } = context
  const fetched = await world.fetch(phrase, relay)
  await lost.stop()
  await bob.api.send({ chat: 'Ada', text: 'before' })
  await world.time.pass(MINUTE_MS)
  const before = new Set(envelopesAt(relay).map(toHex))
  const ada = await restored(context, fetched, [lost])
  await world.time.pass(MINUTE_MS)
  await lost.start()
  await bob.api.send({ chat: 'Ada', text: 'after' })
  await ada.api.send({ chat: 'Bob', text: 'and on' })
  await world.time.pass(3 * MINUTE_MS)
  assert.equal(await textsOf(ada, bob), ['before', 'after', 'and on'])
  assert.ok((await textsOf(lost, bob)).every(text => text !== 'after' && text !== 'and on'))
  const all = envelopesAt(relay)
  const { store, device } = lost
  const opened = await openedBy({ store, device, profile: await loadOwnProfile(primitives, store) }, all)
  const [earlier, later] = [true, false].map(isEarlier => opened.filter(({ bytes }) => before.has(toHex(bytes)) === isEarlier))
  assert.ok((earlier?.length ?? 0) > 0, 'what was sent before does open: the state is real')
  assert.equal(later, [])
  assert.ok(all.length > before.size)
})

restore('the device that was revoked is heard by nobody, and lets nobody in', async context => {
  const { world, relay, phrase, lost, bob } = context
  const fetched = await world.fetch(phrase, relay)
  await lost.stop()
  const ada = await restored(context, fetched, [lost])
  await world.time.pass(MINUTE_MS)
  await lost.start()
  await lost.api.send({ chat: 'Bob', text: 'it is me, Ada' })
  await world.time.pass(3 * MINUTE_MS)
  assert.equal(await textsOf(bob, ada), ['hello from Bob', 'welcome'])
})

restore('it is let in to its groups again, in the place of the lost device, by whoever comes later', async context => {
  const { world, relay, phrase, lost, bob } = context
  const { id: chat } = await lost.api.createGroup({ name: 'Garden', contacts: ['Bob'] })
  await world.time.pass(5 * MINUTE_MS)
  await bob.api.send({ chat, text: 'in the garden' })
  await world.time.pass(20 * MINUTE_MS)
  const fetched = await world.fetch(phrase, relay)
  await lost.stop()
  await bob.stop()
  const ada = await restored(context, fetched, [lost])
  await world.time.pass(MINUTE_MS)
  const shown = (await ada.api.chats()).find(({ id }) => id === chat)
  assert.equal([shown?.title, shown?.readOnly], ['Garden', 'waiting'])
  await ada.stop()
  await bob.start()
  await world.time.pass(10 * MINUTE_MS)
  await bob.api.send({ chat, text: 'welcome back' })
  await world.time.pass(MINUTE_MS)
  assert.equal(
    (await bob.api.members({ chat })).map(({ name, role, devices }) => [name, role, devices]),
    [
      ['Ada', 'owner', [ada.device.id]],
      ['Bob', 'member', [bob.device.id]]
    ]
  )
  await bob.stop()
  await ada.start()
  await world.time.pass(5 * MINUTE_MS)
  const { messages, gaps } = await ada.api.history({ chat })
  assert.equal([messages.map(({ text }) => text), gaps], [['welcome back'], []])
  await ada.api.renameGroup({ chat, name: 'Orchard' })
  await ada.api.send({ chat, text: 'it is good to be back' })
  await bob.start()
  await world.time.pass(5 * MINUTE_MS)
  assert.is((await bob.api.chats()).find(({ id }) => id === chat)?.title, 'Orchard')
  assert.is((await bob.api.history({ chat })).messages.at(-1)?.text, 'it is good to be back')
})

restore('history from a backup shows once, and nothing is missing', async context => {
  const { world, relay, phrase, lost, bob } = context
  const backup: Uint8Array[] = []
  for await (const { bytes } of lost.api.exportBackup({ passphrase: 'of the backup' })) backup.push(bytes)
  const fetched = await world.fetch(phrase, relay)
  await lost.stop()
  const ada = await restored(context, fetched, [lost])
  await world.time.pass(MINUTE_MS)
  for (let times = 0; times < 2; times++) await ada.api.importBackup({ passphrase: 'of the backup', chunks: chunksOf(backup) })
  await bob.api.send({ chat: 'Ada', text: 'and on' })
  await world.time.pass(MINUTE_MS)
  assert.equal(await textsOf(ada, bob), ['hello from Bob', 'welcome', 'and on'])
  assert.equal((await ada.api.history({ chat: 'Bob' })).gaps, [])
})

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks
}

/** The index as an account has it whose contacts had not told their doors yet. */
async function withoutDoors(phrase: Phrase, fetched: FetchedAccount): Promise<FetchedAccount> {
  const account = await deriveAccount(primitives, phrase)
  const { index } = await readFetchedAccount(primitives, phrase, fetched)
  if (index === undefined) throw new Error('there is no index')
  const device = await createDevice(primitives)
  const certificate = await issueCertificate(primitives, account.key, { device: device.id, issuedAtMs: 0, seq: 1, name: '' })
  const author = {
    account: account.id,
    certificate: encodeCertificate(certificate),
    sign: (message: Uint8Array) => primitives.sign(device.key, message),
    seal: (info: string, plaintext: Uint8Array) => createSealer().seal(account.indexKey.publicKey, info, plaintext)
  }
  const contacts = index.contacts.map(contact => ({ ...contact, token: undefined }))
  return { ...fetched, index: [await sealIndex(author, encodeIndex({ ...index, contacts }), 1)] }
}

function envelopesAt({ disk }: RealRelay): readonly Uint8Array[] {
  return envelopesAmong(disk.contents().map(([, value]) => value))
}

restore.run()

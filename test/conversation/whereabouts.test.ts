import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { deriveAccount } from '../../node/identity/account.js'
import { createCard } from '../../node/identity/card.js'
import { addDevice, revokeDevice, startDeviceList } from '../../node/identity/device-list-change.js'
import { encodeDeviceList, readDeviceList } from '../../node/identity/device-list-frame.js'
import type { DeviceList } from '../../node/identity/device-list.js'
import { inviteUri, readInvite } from '../../node/identity/invite-link.js'
import { createDirectoryRecord, directoryAccess, directoryPlace, readDirectoryRecord } from '../../node/identity/directory.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { loadOwnProfile } from '../../node/api/own-profile.js'
import { numberedDevice, person as numberedPerson } from '../identity/people.js'
import { createSimDirectory, type SimDirectory } from '../sim/directory.js'
import { befriend, contactOf, createWorld, say, textsOf, type SimPerson, type World } from '../sim/people.js'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const primitives = createNodePrimitives()

interface Context {
  world: World
  directory: SimDirectory
  ada: SimPerson
  bob: SimPerson
}

const whereabouts = suite<Context>('whereabouts')

whereabouts.before.each(async context => {
  context.world = createWorld('whereabouts')
  context.directory = createSimDirectory(primitives, context.world.time.clock())
  context.ada = await context.world.person('Ada', { directory: context.directory })
  context.bob = await context.world.person('Bob', { directory: context.directory })
})
whereabouts.after.each(({ world }) => world.close())

/** Their invite with no address on it, and without the keys of the directory where these are not wanted. */
async function barePaper(person: SimPerson, { withKeys = true } = {}): Promise<string> {
  const { account: _account, directory, ...card } = await readInvite(primitives, (await person.api.createInvite({})).uri)
  const devices = [{ device: person.device.id, addresses: [] }]
  const keys = withKeys && directory !== undefined ? { directory } : {}
  return inviteUri(primitives, await createCard(primitives, person.device, { ...card, devices, ...keys }))
}

async function recordOf(person: SimPerson, directory: SimDirectory, nowMs: number) {
  const access = directoryAccess((await deriveAccount(primitives, person.phrase)).directory)
  const record = await directory.find(directoryPlace(access.recordKey))
  return record && readDirectoryRecord(primitives, access, record, nowMs)
}

whereabouts('a card without addresses reaches its owner through the directory', async ({ world, ada, bob }) => {
  await world.time.pass(MINUTE_MS)
  await ada.api.add({ invite: await barePaper(bob), message: 'found you' })
  await world.time.pass(1_000)
  await bob.api.accept({ contact: 'Ada' })
  await world.settled()
  assert.equal(await textsOf(bob, ada), ['found you'])
  assert.is((await contactOf(ada, bob))?.state, 'accepted')
})

whereabouts('without the keys it reaches nobody: the directory is what led there', async ({ world, ada, bob }) => {
  await world.time.pass(MINUTE_MS)
  await ada.api.add({ invite: await barePaper(bob, { withKeys: false }), message: 'found you' })
  await world.time.pass(2 * HOUR_MS)
  assert.is((await contactOf(ada, bob))?.state, 'invited')
  assert.equal(await bob.api.contacts(), [])
})

whereabouts('whoever enters the directory later is found later', async ({ world, directory, ada, bob }) => {
  directory.isEmpty = true
  await ada.api.add({ invite: await barePaper(bob), message: 'found you' })
  await world.time.pass(HOUR_MS)
  assert.is(directory.finds + directory.puts, 0)
  directory.isEmpty = false
  await world.time.pass(2 * MINUTE_MS)
  assert.is((await bob.api.contacts()).length, 1)
})

whereabouts('two who both moved meanwhile find each other again', async ({ world, ada, bob }) => {
  await befriend(world, ada, bob)
  await ada.stop()
  await bob.restart({ elsewhere: true })
  await world.time.pass(MINUTE_MS)
  await ada.restart({ elsewhere: true })
  await say(ada, bob, 'still there?')
  await world.time.pass(2 * MINUTE_MS)
  assert.ok((await textsOf(bob, ada)).includes('still there?'))
})

whereabouts('the record says where its device is, and is put anew before it expires', async context => {
  const { world, directory, bob } = context
  await world.time.pass(MINUTE_MS)
  const first = await recordOf(bob, directory, world.time.nowMs)
  assert.equal(
    first?.devices.map(({ device, addresses }) => [device, addresses]),
    [[bob.device.id, bob.links.addresses()]]
  )
  await world.time.pass(12 * HOUR_MS)
  const second = await recordOf(bob, directory, world.time.nowMs)
  assert.ok(first !== undefined && second !== undefined && second.issuedAtMs > first.issuedAtMs)
  const before = directory.puts
  await world.time.pass(24 * HOUR_MS)
  const each = (directory.puts - before) / 2
  assert.ok(each >= 2 && each <= 3, `${each} puts of each a day`)
})

whereabouts('two devices of one account put one record, which names both and where each is', async ({ world, directory, bob }) => {
  const account = await deriveAccount(primitives, bob.phrase)
  const phone = await numberedDevice(70)
  await world.time.pass(MINUTE_MS)
  const before = await recordOf(bob, directory, world.time.nowMs)
  const own = (await loadOwnProfile(primitives, bob.store)).deviceList
  const nowMs = world.time.nowMs
  const list = await addDevice(primitives, account.key, own, { device: phone.id, nowMs, name: '' })
  const theirs = { device: phone.id, addresses: ['/ip4/192.0.2.70/tcp/1'], seenAtMs: nowMs }
  const stranger = { ...theirs, device: (await numberedDevice(71)).id }
  await directory.put(
    directoryPlace(account.directory.key.publicKey),
    await createDirectoryRecord(primitives, account.directory, {
      issuedAtMs: nowMs,
      deviceList: encodeDeviceList(list),
      devices: [theirs, stranger, ...(before?.devices ?? [])]
    })
  )
  await world.time.pass(12 * HOUR_MS)
  const after = await recordOf(bob, directory, world.time.nowMs)
  assert.ok((after?.issuedAtMs ?? 0) > nowMs)
  assert.equal(after?.devices.map(({ device }) => device).toSorted(), [bob.device.id, phone.id].toSorted())
  const { certificates } = await readDeviceList(primitives, after?.deviceList ?? new Uint8Array())
  assert.is(certificates.length, 2)
  await world.time.pass(48 * HOUR_MS)
  const later = await recordOf(bob, directory, world.time.nowMs)
  assert.equal(
    later?.devices.map(({ device }) => device),
    [bob.device.id]
  )
})

whereabouts('whoever stays away is looked for ever more seldom; who is linked or blocked, not at all', async context => {
  const { world, directory, ada, bob } = context
  await befriend(world, ada, bob)
  const carol = await world.person('Carol', { directory })
  await befriend(world, ada, carol)
  const linkedFor = async (ms: number) => {
    const [finds, puts] = [directory.finds, directory.puts]
    await world.time.pass(ms)
    return directory.finds - finds - (directory.puts - puts) // each put looks first
  }
  assert.is(await linkedFor(24 * HOUR_MS), 0)
  await bob.stop()
  await ada.restart()
  await world.time.pass(MINUTE_MS)
  const first = await linkedFor(HOUR_MS)
  assert.ok(first >= 4 && first <= 12, `${first} in the first hour`)
  await world.time.pass(24 * HOUR_MS)
  const later = await linkedFor(24 * HOUR_MS)
  assert.ok(later >= 20 && later <= 50, `${later} in a later day`)
  await ada.api.block({ contact: 'Bob' })
  assert.is(await linkedFor(24 * HOUR_MS), 0)
})

whereabouts('a record that says nonsense under the right keys harms nobody', async ({ world, directory, ada, bob }) => {
  await befriend(world, ada, bob)
  await bob.stop()
  const { directory: keys } = await deriveAccount(primitives, bob.phrase)
  const nonsense = [
    { deviceList: new Uint8Array(10), devices: [] },
    { devices: [{ device: ada.device.id, addresses: ['/ip4/192.0.2.99/tcp/1'], seenAtMs: 0 }] }
  ]
  for (const content of nonsense) {
    const issuedAtMs = world.time.nowMs + HOUR_MS
    await directory.put(directoryPlace(keys.key.publicKey), await createDirectoryRecord(primitives, keys, { issuedAtMs, ...content }))
    await world.time.pass(2 * HOUR_MS)
    assert.equal((await contactOf(ada, bob))?.devices, [bob.device.id])
  }
  await bob.start()
  await world.time.pass(MINUTE_MS)
  await say(ada, bob, 'all well')
  await world.time.pass(MINUTE_MS)
  assert.ok((await textsOf(bob, ada)).includes('all well'))
})

whereabouts('a device that is revoked while it is away learns it from the record, and puts none there any more', async context => {
  const { world, directory, ada, bob } = context
  await befriend(world, ada, bob)
  const phone = await world.person('Phone', { linkedBy: bob, directory })
  await world.time.pass(MINUTE_MS)
  const devicesInRecord = async () => (await recordOf(bob, directory, world.time.nowMs))?.devices.map(({ device }) => device).toSorted()
  assert.equal(await devicesInRecord(), [bob.device.id, phone.device.id].toSorted())
  await phone.crash(async () => {
    await bob.api.revokeDevice({ device: phone.device.id, phrase: bob.phrase })
    await world.time.pass(MINUTE_MS)
    await Promise.all([ada.stop(), bob.stop()])
  })
  const puts = directory.puts
  await phone.start()
  assert.is((await phone.api.status()).revoked, undefined)
  await world.time.pass(MINUTE_MS)
  assert.is((await phone.api.status()).revoked, true)
  assert.ok((await phone.api.chats()).every(({ readOnly }) => readOnly === 'revoked'))
  await world.time.pass(13 * HOUR_MS)
  await phone.restart({ elsewhere: true })
  await world.time.pass(MINUTE_MS)
  assert.is(directory.puts, puts)
  assert.equal(await devicesInRecord(), [bob.device.id])
  assert.is((await phone.api.status()).revoked, true)
})

whereabouts('the list in the record brings and takes devices; an older one brings and takes none', async context => {
  const { world, directory, ada, bob } = context
  await befriend(world, ada, bob)
  const account = await deriveAccount(primitives, bob.phrase)
  const list = (await loadOwnProfile(primitives, bob.store)).deviceList
  await bob.stop()
  const nowMs = world.time.nowMs
  const [phone, lost] = [await numberedDevice(70), await numberedDevice(71)]
  const withLost = await addDevice(primitives, account.key, list, { device: lost.id, nowMs, name: '' })
  const withPhone = await addDevice(primitives, account.key, withLost, { device: phone.id, nowMs, name: '' })
  const newest = await revokeDevice(primitives, account.key, withPhone, { device: lost.id, nowMs })
  async function shown(one: DeviceList): Promise<readonly string[]> {
    const content = { issuedAtMs: world.time.nowMs, deviceList: encodeDeviceList(one), devices: [] }
    await directory.put(
      directoryPlace(account.directory.key.publicKey),
      await createDirectoryRecord(primitives, account.directory, content)
    )
    await world.time.pass(2 * HOUR_MS)
    return (await ada.api.contacts())[0]?.devices ?? []
  }
  assert.equal((await shown(withLost)).toSorted(), [bob.device.id, lost.id].toSorted())
  const settled = [bob.device.id, phone.id]
  assert.equal((await shown(newest)).toSorted(), settled.toSorted())
  assert.equal((await shown(withLost)).toSorted(), settled.toSorted())
  assert.equal((await shown(list)).toSorted(), settled.toSorted())
  assert.is((await shown(list))[0], bob.device.id)
  const withoutBob = await revokeDevice(primitives, account.key, newest, { device: bob.device.id, nowMs })
  assert.equal(await shown(withoutBob), [phone.id])
  const mallory = await numberedPerson(66)
  const foreign = await startDeviceList(primitives, mallory.key, { device: mallory.device.id, nowMs, name: '' })
  assert.equal(await shown(foreign), [phone.id])
})

whereabouts.run()

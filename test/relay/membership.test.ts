import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EMPTY, equals, toHex } from '../../node/base/bytes.js'
import { systemClock } from '../../node/base/clock.js'
import type { NowMs } from '../../node/base/ids.js'
import { readDeviceList, encodeDeviceList } from '../../node/identity/device-list-frame.js'
import { revokeDevice, startDeviceList, addDevice } from '../../node/identity/device-list-change.js'
import { RelayHello, RelayIndex, RelayJoin, RelayList, RelayWelcome } from '../../node/wire/generated/relay.js'
import { accountKeyOf } from '../../node/identity/account-id.js'
import { DEFAULT_LIMITS } from '../../relay/limits.js'
import { openRelayStorage } from '../../relay/relay-storage.js'
import { createMemoryDisk, createMemoryFile } from '../sim/memory-store.js'
import { codeOf, connect, connectMember, newLog, primitives, type Client } from './client.js'
import { startRelay, type TestRelay } from './relays.js'

const DAY_MS = 24 * 3_600_000

interface Scene {
  relay: TestRelay
  clients: Client[]
}

const test = suite<Scene>('members of a relay')

test.before.each(scene => {
  scene.clients = []
})
test.after.each(async ({ relay, clients }) => {
  for (const client of clients) await client.stop()
  await relay.stop()
})

async function arrive(scene: Scene, connecting: Promise<Client>): Promise<Client> {
  const client = await connecting
  scene.clients.push(client)
  return client
}

test('hello tells how one stands, what the limits are, and never the same nonce', async scene => {
  scene.relay = await startRelay({ limits: { retentionDays: 7 } })
  const ada = await arrive(scene, connect(scene.relay, { hello: 'none' }))
  const stranger = await ada.hello('stranger')
  assert.equal([stranger.standing, stranger.limits?.retentionDays, stranger.limits?.isOpen], ['stranger', 7, true])
  const guest = await ada.hello()
  assert.is(guest.standing, 'guest')
  await ada.join()
  const member = await ada.hello()
  assert.is(member.standing, 'member')
  assert.is(new Set([stranger, guest, member].map(({ nonce }) => toHex(nonce))).size, 3)
  assert.ok(equals(member.storage, stranger.storage))
})

test('hello without a nonce asks how one stands now, and ends nothing that was begun', async scene => {
  scene.relay = await startRelay()
  const ada = await arrive(scene, connectMember(scene.relay))
  const bob = await arrive(scene, connect(scene.relay))
  const log = await newLog()
  await ada.open(log)
  await ada.subscribe(log)
  const asked = async () => RelayWelcome.decode(await ada.ask('hello', RelayHello.encode({ nonce: new Uint8Array() })))
  const before = await asked()
  assert.equal([before.standing, before.limits?.bytesUsed], ['member', 0])
  await bob.append(await log.envelope('one'))
  await ada.hears(1)
  const after = await asked()
  assert.ok((after.limits?.bytesUsed ?? 0) > 0)
  assert.ok(equals(after.nonce, before.nonce))
  await scene.relay.relay.ban(ada.account)
  assert.is((await asked()).standing, 'banned')
})

test('before hello nothing is answered', async scene => {
  scene.relay = await startRelay()
  const ada = await arrive(scene, connect(scene.relay, { hello: 'none' }))
  assert.is(await ada.asked('hello', RelayHello.encode({ nonce: new Uint8Array() })), 'ERR_NOT_ALLOWED')
  const log = await newLog()
  assert.is(await ada.asked('join'), 'ERR_NOT_ALLOWED')
  assert.equal(await ada.append(await log.envelope('x')), ['ERR_NOT_ALLOWED'])
})

test('a certificate of another device, a damaged one and a short nonce are refused', async scene => {
  scene.relay = await startRelay()
  const ada = await arrive(scene, connect(scene.relay))
  const bob = await arrive(scene, connect(scene.relay))
  const nonce = primitives.randomBytes(32)
  const damaged = ada.certificate.slice()
  damaged[60] = (damaged[60] ?? 0) ^ 1
  assert.is(await ada.asked('hello', RelayHello.encode({ nonce, certificate: bob.certificate })), 'ERR_CERTIFICATE')
  assert.is(await ada.asked('hello', RelayHello.encode({ nonce, certificate: damaged })), 'ERR_CERTIFICATE')
  assert.is(await ada.asked('hello', RelayHello.encode({ nonce: nonce.subarray(1) })), 'ERR_MALFORMED')
})

test('a relay that is not open takes an invite, once, and never guesses', async scene => {
  scene.relay = await startRelay({ isOpen: false })
  const [ada, bob] = [await arrive(scene, connect(scene.relay)), await arrive(scene, connect(scene.relay))]
  const token = await scene.relay.relay.members.invite()
  for (const wrong of [EMPTY, primitives.randomBytes(16), token.subarray(1)])
    assert.is(await ada.asked('join', RelayJoin.encode({ token: wrong })), 'ERR_NOT_ALLOWED')
  assert.is(await ada.asked('join', RelayJoin.encode({ token })), 'ok')
  assert.is(await ada.asked('join', RelayJoin.encode({ token })), 'ok', 'its answer may have been lost')
  assert.is(await bob.asked('join', RelayJoin.encode({ token })), 'ERR_NOT_ALLOWED')
  assert.equal(
    scene.relay.relay.members.all().map(({ account }) => account),
    [ada.account]
  )
})

test('an expired invite, one member too many and one join too many are refused', async scene => {
  let nowMs = 100 * DAY_MS
  const clock = { ...systemClock, now: () => nowMs as NowMs }
  const join = { peer: { burst: 2, perMinute: 0 }, address: { burst: 3, perMinute: 0 } }
  scene.relay = await startRelay({ isOpen: false, clock, limits: { members: 1, rates: { ...DEFAULT_LIMITS.rates, join } } })
  const { members } = scene.relay.relay
  const token = await members.invite({ expiresAtMs: nowMs + 1_000 })
  const [ada, bob] = [await arrive(scene, connect(scene.relay)), await arrive(scene, connect(scene.relay))]
  nowMs += 2_000
  assert.is(await ada.asked('join', RelayJoin.encode({ token })), 'ERR_NOT_ALLOWED')
  assert.is(await ada.asked('join', RelayJoin.encode({ token: await members.invite() })), 'ok')
  assert.is(await bob.asked('join', RelayJoin.encode({ token: await members.invite() })), 'ERR_QUOTA')
  assert.is(await bob.asked('join', RelayJoin.encode({ token: await members.invite() })), 'ERR_BUSY')
})

test('who is no member opens, closes, shelves and lists nothing', async scene => {
  scene.relay = await startRelay()
  const guest = await arrive(scene, connect(scene.relay))
  const log = await newLog()
  assert.is(await guest.open(log), 'ERR_NOT_ALLOWED')
  for (const kind of ['close', 'invites', 'knocks', 'clear', 'shelve', 'put-index', 'get-index'] as const)
    assert.is(await guest.asked(kind), 'ERR_NOT_ALLOWED', kind)
})

test('members, quotas and bans hold at once and after a restart', async scene => {
  const disk = createMemoryDisk()
  const marker = createMemoryFile()
  const limits = { sharesPerAccount: 1 }
  const open = async () => startRelay({ limits, storage: await openRelayStorage({ store: disk.open(), marker }) })
  scene.relay = await open()
  const [ada, bob] = [await arrive(scene, connectMember(scene.relay)), await arrive(scene, connectMember(scene.relay))]
  const { members } = scene.relay.relay
  await members.setQuota(ada.account, 1_200)
  assert.is(await codeOf(members.setQuota(toHex(primitives.randomBytes(32)) as typeof ada.account, 1)), 'ERR_NOT_FOUND')
  const log = await newLog()
  await ada.open(log)
  assert.equal(await ada.append(await log.envelope('one'), await log.envelope('two')), ['ok', 'ERR_QUOTA'])
  assert.is((await ada.hello()).limits?.bytesPerAccount, 1_200)
  await scene.relay.relay.ban(bob.account)
  assert.is(await bob.asked('knocks'), 'ERR_NOT_ALLOWED')
  assert.equal(await bob.append(await log.envelope('three')), ['ERR_NOT_ALLOWED'])
  await scene.relay.relay.ban(ada.device.id)
  assert.is(await ada.asked('knocks'), 'ERR_NOT_ALLOWED')
  await members.unban(ada.device.id)
  assert.is(await ada.asked('knocks'), 'ok')
  for (const client of scene.clients.splice(0)) await client.stop()
  await scene.relay.stop()

  scene.relay = await open()
  const again = scene.relay.relay.members
  assert.equal(again.find(ada.account)?.bytes, 1_200)
  assert.equal(again.banned(), [bob.account])
  await scene.relay.relay.remove(ada.account)
  assert.is(again.find(ada.account), undefined)
})

test('a device that its account has revoked is served no more, from that moment and after coming again', async scene => {
  scene.relay = await startRelay()
  const old = await arrive(scene, connectMember(scene.relay))
  const fresh = await arrive(scene, connect(scene.relay, { accountKey: old.accountKey }))
  const stranger = await arrive(scene, connect(scene.relay, { hello: 'stranger' }))
  const log = await newLog()
  await old.open(log)
  await old.subscribe(log)
  const named = { name: '', nowMs: Date.now() }
  let list = await startDeviceList(primitives, old.accountKey, { device: old.device.id, ...named })
  list = await addDevice(primitives, old.accountKey, list, { device: fresh.device.id, ...named })
  list = await revokeDevice(primitives, old.accountKey, list, { device: old.device.id, nowMs: Date.now() })
  assert.is(await stranger.asked('put-list', RelayList.encode({ list: encodeDeviceList(list) })), 'ok', 'whoever brings it')
  assert.is(await old.asked('knocks'), 'ERR_NOT_ALLOWED')
  assert.equal(await fresh.append(await log.envelope('not for the old one')), ['ok'])
  assert.is((await old.hello()).standing, 'banned')
  const got = RelayList.decode(await old.ask('get-list', RelayList.encode({ account: accountKeyOf(old.account) })))
  assert.ok(equals(got.list, encodeDeviceList(list)), 'and can read why')
  assert.is((await fresh.hello()).standing, 'member')
  assert.equal(old.pushed, [])
})

test('lists merge: an old one takes nothing back, one of somebody who is no member is not kept', async scene => {
  scene.relay = await startRelay()
  const ada = await arrive(scene, connectMember(scene.relay))
  const guest = await arrive(scene, connect(scene.relay))
  const named = { name: '', nowMs: Date.now() }
  const first = await startDeviceList(primitives, ada.accountKey, { device: ada.device.id, ...named })
  const second = await addDevice(primitives, ada.accountKey, first, { device: guest.device.id, ...named })
  await ada.ask('put-list', RelayList.encode({ list: encodeDeviceList(second) }))
  const answer = RelayList.decode(await ada.ask('put-list', RelayList.encode({ list: encodeDeviceList(first) })))
  assert.is((await readDeviceList(primitives, answer.list)).certificates.length, 2)
  const got = RelayList.decode(await guest.ask('get-list', RelayList.encode({ account: accountKeyOf(ada.account) })))
  assert.ok(equals(got.list, answer.list))

  const foreign = await startDeviceList(primitives, guest.accountKey, { device: guest.device.id, ...named })
  assert.is(await guest.asked('put-list', RelayList.encode({ list: encodeDeviceList(foreign) })), 'ERR_NOT_ALLOWED')
  assert.is(await ada.asked('get-list', RelayList.encode({ account: accountKeyOf(guest.account) })), 'ERR_NOT_FOUND')
  const forged = encodeDeviceList(second).slice()
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1
  assert.is(await ada.asked('put-list', RelayList.encode({ list: forged })), 'ERR_CERTIFICATE')
})

test('an index is given back whole: a new one that stopped half way takes nothing from the old', async scene => {
  scene.relay = await startRelay()
  const ada = await arrive(scene, connectMember(scene.relay))
  const bob = await arrive(scene, connectMember(scene.relay))
  const put = (seq: number, part: number, parts: number, text: string) =>
    ada.asked('put-index', RelayIndex.encode({ seq, part, parts, sealed: new TextEncoder().encode(text) }))
  const get = async (part: number) => {
    const { seq, parts, sealed } = RelayIndex.decode(await ada.ask('get-index', RelayIndex.encode({ part })))
    return `${seq} ${parts} ${new TextDecoder().decode(sealed)}`
  }
  assert.is(await ada.asked('get-index', RelayIndex.encode({})), 'ERR_NOT_FOUND')
  assert.is(await put(5, 1, 2, 'b'), 'ok')
  assert.is(await ada.asked('get-index', RelayIndex.encode({})), 'ERR_NOT_FOUND')
  assert.is(await put(5, 0, 2, 'a'), 'ok')
  assert.equal([await get(0), await get(1)], ['5 2 a', '5 2 b'])
  assert.is(await put(5, 0, 2, 'a'), 'ok', 'its answer may have been lost')
  assert.is(await put(6, 0, 3, 'x'), 'ok')
  assert.equal([await get(0), await get(1)], ['5 2 a', '5 2 b'])
  assert.is(await put(7, 0, 1, 'z'), 'ok')
  assert.is(await get(0), '7 1 z')
  assert.is(await ada.asked('get-index', RelayIndex.encode({ part: 1 })), 'ERR_NOT_FOUND')
  assert.is(await put(6, 1, 3, 'y'), 'ERR_ALREADY_EXISTS')
  assert.is(await put(8, 3, 3, 'y'), 'ERR_INVALID_ARGUMENT')
  assert.is(await put(8, 0, 1_000, 'y'), 'ERR_INVALID_ARGUMENT')
  assert.is(await bob.asked('get-index', RelayIndex.encode({})), 'ERR_NOT_FOUND')
})

test.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex, toHex } from '../../node/base/bytes.js'
import { systemClock } from '../../node/base/clock.js'
import type { NowMs } from '../../node/base/ids.js'
import { accountKeyOf } from '../../node/identity/account-id.js'
import { addDevice, revokeDevice, startDeviceList } from '../../node/identity/device-list-change.js'
import { encodeDeviceList } from '../../node/identity/device-list-frame.js'
import { Knock } from '../../node/wire/generated/introduction.js'
import {
  RelayIndex,
  RelayInvites,
  RelayKnock,
  RelayKnockBox,
  RelayKnocks,
  RelayList,
  RelayShelf,
  RelayShelve,
  RelayTake
} from '../../node/wire/generated/relay.js'
import { DEFAULT_LIMITS, type Limits } from '../../relay/limits.js'
import { isRecord } from '../../relay/keyspace.js'
import { openRelayStorage } from '../../relay/relay-storage.js'
import { createMemoryDisk, createMemoryFile, type MemoryDisk } from '../sim/memory-store.js'
import { connect, connectMember, newLog, primitives, type Client, type TestLog } from './client.js'
import { startRelay, type TestRelay } from './relays.js'

const DAY_MS = 24 * 3_600_000

interface Scene {
  disk: MemoryDisk
  relay: TestRelay
  clients: Client[]
  /** The relay on the same disk again, so many days later, a day at a time; whoever was connected is not. */
  later(days: number): Promise<void>
}

const test = suite<Scene>('what a relay keeps for accounts')

async function begin(scene: Scene, limits: Partial<Limits> = {}): Promise<void> {
  let nowMs = Date.now()
  const clock = { ...systemClock, now: () => nowMs as NowMs }
  const [disk, marker, seed] = [createMemoryDisk(), createMemoryFile(), primitives.randomBytes(32)]
  const start = async () => startRelay({ seed, limits, clock, storage: await openRelayStorage({ store: disk.open(), marker, clock }) })
  Object.assign(scene, { disk, clients: [], relay: await start() })
  scene.later = async days => {
    await leave(scene)
    for (let day = 0; day < days; day++) {
      nowMs += DAY_MS
      await scene.relay.stop()
      scene.relay = await start()
    }
  }
}

async function leave({ clients }: Scene): Promise<void> {
  for (const client of clients.splice(0)) await client.stop()
}

test.after.each(async scene => {
  assert.equal((await scene.relay.relay.recount()).faults, [])
  const records = scene.disk.contents().filter(([key]) => isRecord(key))
  assert.is(
    scene.relay.storage.recordBytes(),
    records.reduce((sum, [key, value]) => sum + key.length + value.length, 0),
    'what is counted on the way is what is there'
  )
  await leave(scene)
  await scene.relay.stop()
})

async function arrive(scene: Scene, connecting: Promise<Client>): Promise<Client> {
  const client = await connecting
  scene.clients.push(client)
  return client
}

async function invite(client: Client): Promise<Uint8Array> {
  const token = primitives.randomBytes(16)
  await client.ask('invites', RelayInvites.encode({ invites: [{ tokenHash: await primitives.sha256(token) }] }))
  return token
}

async function knock(by: Client, to: Client, token: Uint8Array, log?: TestLog): Promise<string> {
  const { bytes: welcome } = await (log ?? (await newLog())).envelope('welcome')
  return by.asked('knock', RelayKnock.encode({ account: accountKeyOf(to.account), knock: Knock.encode({ token, sealed: [], welcome }) }))
}

const take = (by: Client, from: Client, token: Uint8Array): Promise<string> =>
  by.asked('take', RelayTake.encode({ account: accountKeyOf(from.account), token }))

const shelve = (client: Client, ...names: string[]): Promise<string> =>
  client.asked('shelve', RelayShelve.encode({ keyPackages: names.map(name => new TextEncoder().encode(name)), anew: false }))

const boxOf = async (client: Client): Promise<RelayKnockBox> =>
  RelayKnockBox.decode(await client.ask('knocks', RelayKnocks.encode({ after: 0 })))

const recordsIn = (disk: MemoryDisk, but: Uint8Array): number =>
  disk.contents().filter(([key]) => isRecord(key) || toHex(key).includes(toHex(but))).length

test('removing a member removes all of it but its logs, and says how much that was', async scene => {
  await begin(scene)
  const [ada, bob] = [await arrive(scene, connectMember(scene.relay)), await arrive(scene, connect(scene.relay))]
  const token = await invite(ada)
  await shelve(ada, 'one', 'two', 'three')
  assert.is(await knock(bob, ada, token), 'ok')
  await ada.ask('put-index', RelayIndex.encode({ seq: 1, part: 0, parts: 2, sealed: new Uint8Array(9) }))
  assert.ok(recordsIn(scene.disk, accountKeyOf(ada.account)) >= 9)
  assert.equal(await scene.relay.relay.remove(ada.account), {
    invites: 1,
    knocks: 1,
    shelves: 1,
    keyPackages: 3,
    indexParts: 1,
    deviceLists: 1
  })
  const left = scene.disk.contents().filter(([key]) => isRecord(key) || toHex(key).includes(ada.account))
  assert.equal(left, [], 'nothing is kept under its id')
  assert.equal(await Promise.all([take(bob, ada, token), knock(bob, ada, token)]), ['ERR_KNOCK_REFUSED', 'ERR_KNOCK_REFUSED'])
  assert.is(await bob.asked('get-list', RelayList.encode({ account: accountKeyOf(ada.account) })), 'ERR_NOT_FOUND')
})

test('logs of a removed or banned owner take no more and no child; they are read on, and are the next member’s who opens them', async scene => {
  await begin(scene)
  const [ada, bob, eve] = [
    await arrive(scene, connectMember(scene.relay)),
    await arrive(scene, connectMember(scene.relay)),
    await arrive(scene, connect(scene.relay, { hello: 'stranger' }))
  ]
  const { relay } = scene.relay
  const log = await newLog()
  await ada.open(log)
  const kept = await log.envelope('kept')
  assert.equal(await bob.append(kept), ['ok'])
  for (const [refuse, serveAgain] of [
    [() => relay.ban(ada.account), () => relay.members.unban(ada.account)],
    [() => relay.remove(ada.account), undefined]
  ] as const) {
    await refuse()
    assert.equal(await bob.append(await log.envelope('new')), ['ERR_NOT_ALLOWED'])
    assert.equal(await bob.append(kept), ['ok'], 'what is there is there')
    assert.is(await eve.child(log, await newLog()), 'ERR_NOT_ALLOWED')
    assert.ok((await bob.read(log)).newest > 0)
    await serveAgain?.()
    if (serveAgain !== undefined) assert.equal(await bob.append(await log.envelope('served again')), ['ok'])
  }
  assert.is(await bob.open(log), 'ok')
  assert.equal(await eve.append(await log.envelope('of Bob now')), ['ok'])
  const { bytes, logs } = await relay.usage(bob.account)
  assert.equal([logs, bytes], [1, relay.counts().bytes])
})

test('whoever is banned is pushed nothing more, and nobody knocks or takes for them', async scene => {
  await begin(scene)
  const [ada, bob] = [await arrive(scene, connectMember(scene.relay)), await arrive(scene, connectMember(scene.relay))]
  const log = await newLog()
  await bob.open(log)
  await ada.subscribe(log)
  const token = await invite(ada)
  await shelve(ada, 'one', 'two')
  assert.is(await take(bob, ada, token), 'ok')
  await scene.relay.relay.ban(ada.account)
  assert.equal(await bob.append(await log.envelope('not for Ada')), ['ok'])
  assert.is(await take(bob, ada, token), 'ERR_KNOCK_REFUSED')
  assert.is(await knock(bob, ada, token), 'ERR_KNOCK_REFUSED')
  assert.is(scene.relay.relay.counts().subscriptions, 0)
  assert.equal(ada.pushed, [])
  await scene.relay.relay.members.unban(ada.account)
  assert.is(await take(bob, ada, token), 'ok')
})

test('a knock is in the box for as long as its log holds anything', async scene => {
  await begin(scene, { retentionDays: 1 })
  const ada = await arrive(scene, connectMember(scene.relay))
  const bob = await arrive(scene, connect(scene.relay))
  const token = await invite(ada)
  assert.is(await knock(bob, ada, token), 'ok')
  const { accountKey } = ada
  const boxAfter = async (days: number): Promise<number> => {
    await scene.later(days)
    return (await boxOf(await arrive(scene, connect(scene.relay, { accountKey })))).knocks.length
  }
  assert.is(await boxAfter(1), 1)
  assert.is(await boxAfter(1), 0)
  assert.is(scene.relay.relay.counts().logs, 0)
})

test('key packages of a device that was away for too long are dropped, those of others are not', async scene => {
  await begin(scene, { shelfDays: 2 })
  const ada = await arrive(scene, connectMember(scene.relay))
  await shelve(ada, 'one')
  await scene.later(2)
  const bob = await arrive(scene, connectMember(scene.relay))
  await shelve(bob, 'one')
  assert.is(keyPackagesIn(scene.disk), 2, 'two days are not too long')
  await scene.later(1)
  assert.is(keyPackagesIn(scene.disk), 1)
})

const keyPackagesIn = (disk: MemoryDisk): number => disk.contents().filter(([key]) => key[0] === 0x34).length

test('a device that its account revokes leaves nothing: neither key packages nor invites', async scene => {
  await begin(scene)
  const ada = await arrive(scene, connectMember(scene.relay))
  const phone = await arrive(scene, connect(scene.relay, { accountKey: ada.accountKey }))
  const named = { name: '', nowMs: Date.now() }
  const one = await startDeviceList(primitives, ada.accountKey, { device: ada.device.id, ...named })
  const two = await addDevice(primitives, ada.accountKey, one, { device: phone.device.id, ...named })
  const three = await revokeDevice(primitives, ada.accountKey, two, { device: phone.device.id, nowMs: Date.now() })
  await ada.ask('put-list', RelayList.encode({ list: encodeDeviceList(two) }))
  const [own, lost] = [await invite(ada), await invite(phone)]
  await shelve(ada, 'ada')
  await shelve(phone, 'phone')
  await ada.ask('put-list', RelayList.encode({ list: encodeDeviceList(three) }))
  assert.is(keyPackagesIn(scene.disk), 1)
  const bob = await arrive(scene, connect(scene.relay))
  assert.equal([await take(bob, ada, lost), await take(bob, ada, own)], ['ERR_KNOCK_REFUSED', 'ok'])
})

test('a relay that is full keeps nothing more, says so, and goes on once something has expired', async scene => {
  await begin(scene, { totalBytes: 12_000, retentionDays: 1 })
  const ada = await arrive(scene, connectMember(scene.relay))
  const [log, other] = [await newLog(), await newLog()]
  await ada.open(log)
  const codes: string[] = []
  for (let at = 0; at < 12; at++) codes.push(...(await ada.append(await log.envelope(`${at}`))))
  const taken = codes.indexOf('ERR_BUSY')
  assert.ok(taken > 2 && codes.slice(taken).every(code => code === 'ERR_BUSY'), codes.join())
  const { usedBytes, totalBytes } = scene.relay.relay.counts()
  assert.ok(usedBytes >= totalBytes && usedBytes < totalBytes + 2_000)
  assert.equal([await ada.open(other), await shelve(ada, 'one')], ['ERR_BUSY', 'ERR_BUSY'])
  const page = await ada.read(log)
  assert.is(page.newest, taken, 'what is there is read')
  assert.equal(await ada.append({ log: log.id, bytes: page.entries[0]?.envelope ?? fromHex('') }), ['ok'], 'and is there')
  const { accountKey } = ada
  await scene.later(2)
  const again = await arrive(scene, connect(scene.relay, { accountKey }))
  assert.equal([...(await again.append(await log.envelope('new'))), await again.open(other)], ['ok', 'ok'])
})

const childOf = async (by: Client, parent: TestLog): Promise<string> => by.child(parent, await newLog())

test('children are counted against whoever opens them, members too, and others leave their owner room', async scene => {
  const rates = { ...DEFAULT_LIMITS.rates, child: { peer: { burst: 4, perMinute: 0 }, address: { burst: 100, perMinute: 0 } } }
  await begin(scene, { childrenPerAccount: 5, logsPerAccount: 8, rates })
  const [ada, bob, eve] = [
    await arrive(scene, connectMember(scene.relay)),
    await arrive(scene, connectMember(scene.relay)),
    await arrive(scene, connect(scene.relay, { hello: 'stranger' }))
  ]
  const [log, quiet] = [await newLog(), await newLog()]
  await ada.open(log)
  await ada.open(quiet)
  const codes: string[] = []
  for (let times = 0; times < 5; times++) codes.push(await childOf(bob, log))
  assert.equal(codes, ['ok', 'ok', 'ok', 'ok', 'ERR_BUSY'])
  assert.equal([await childOf(eve, log), await childOf(eve, log)], ['ok', 'ERR_QUOTA'])
  assert.equal(await ada.append(await quiet.envelope('honest')), ['ok'])
  assert.is(await childOf(ada, quiet), 'ok', 'a child of its own')
  assert.equal([await childOf(ada, quiet), scene.relay.relay.counts().logs], ['ERR_QUOTA', 8])
})

const put = (by: Client, seq: number, part: number, parts: number, text: string): Promise<string> =>
  by.asked('put-index', RelayIndex.encode({ seq, part, parts, sealed: new TextEncoder().encode(text) }))

test('an index that was left unfinished keeps no other from becoming whole, and no two devices’ are mixed', async scene => {
  await begin(scene)
  const ada = await arrive(scene, connectMember(scene.relay))
  const phone = await arrive(scene, connect(scene.relay, { accountKey: ada.accountKey }))
  const whole = async (): Promise<string> => {
    const all = await Promise.all([0, 1].map(async part => RelayIndex.decode(await ada.ask('get-index', RelayIndex.encode({ part })))))
    return all.map(({ seq, sealed }) => `${seq}${new TextDecoder().decode(sealed)}`).join(' ')
  }
  assert.is(await put(ada, 9, 0, 2, 'unfinished'), 'ok')
  assert.equal([await put(phone, 5, 0, 2, 'a'), await put(phone, 5, 1, 2, 'b')], ['ok', 'ok'])
  assert.is(await whole(), '5a 5b')
  assert.equal([await put(ada, 6, 0, 2, 'c'), await put(phone, 6, 0, 2, 'x'), await put(phone, 7, 0, 2, 'e')], ['ok', 'ok', 'ok'])
  assert.is(await whole(), '5a 5b')
  assert.is(await put(ada, 6, 1, 2, 'd'), 'ok')
  assert.is(await whole(), '6c 6d')
  assert.is(await put(ada, 6, 1, 2, 'd'), 'ok', 'its answer may have been lost')
  assert.equal([await put(phone, 6, 1, 2, 'y'), await put(phone, 7, 1, 2, 'f')], ['ERR_ALREADY_EXISTS', 'ok'])
  assert.is(await whole(), '7e 7f')
  assert.is(scene.disk.contents().filter(([key]) => key[0] === 0x37).length, 2, 'nothing unfinished is left')
  assert.is(RelayShelf.decode(await ada.ask('shelve', RelayShelve.encode({ keyPackages: [], anew: false }))).left, 0)
})

test.run()

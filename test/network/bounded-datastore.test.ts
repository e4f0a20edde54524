import { Libp2pRecord } from '@libp2p/record'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromUtf8, utf8 } from '../../node/base/bytes.js'
import type { NowMs } from '../../node/base/ids.js'
import { createDirectoryRecord, directoryKeys, directoryPlace, RECORD_VALID_MS } from '../../node/identity/directory.js'
import { createBoundedDatastore } from '../../node/network/bounded-datastore.js'
import { ISSUED_AT_MS, primitives } from '../identity/people.js'

const datastore = suite('bounded datastore')
const SELF = utf8('this node')
const BOUNDS = { maxRecordBytes: 20_000, maxPeers: 100 }

type Key = Parameters<ReturnType<typeof createBoundedDatastore>['get']>[0]
const keyAt = (path: string) => ({ toString: () => path }) as Key
const named = (of: Key) => of.toString().split('/').at(-1) ?? ''

let nowMs = ISSUED_AT_MS
const clock = { now: () => nowMs as NowMs, after: () => () => undefined }
const store = () => createBoundedDatastore(SELF, clock, BOUNDS)

async function recordBy(number: number, issuedAtMs = ISSUED_AT_MS) {
  const keys = await directoryKeys(primitives, new Uint8Array(32).fill(number), new Uint8Array(16))
  const place = directoryPlace(keys.key.publicKey)
  const value = await createDirectoryRecord(primitives, keys, { issuedAtMs, devices: [] })
  return {
    key: keyAt(`/dht/record/${fromUtf8(place).replaceAll('/', '-')}`),
    stored: new Libp2pRecord(place, value, new Date()).serialize().subarray()
  }
}
const records = await Promise.all(Array.from({ length: 100 }, (_, i) => recordBy(i + 1)))

const heldIn = async (kept: ReturnType<typeof store>, prefix: string) => {
  const all: { key: Key; value: Uint8Array }[] = []
  for await (const each of kept.query({ prefix })) all.push(each)
  return all
}
const bytesOf = (entries: readonly { value: Uint8Array }[]) => entries.reduce((sum, { value }) => sum + value.length, 0)
const namesOf = (entries: readonly { key: Key }[]) => entries.map(({ key }) => key.toString()).toSorted()

datastore('records are kept up to a number of bytes, the same ones whatever order they come in: those nearest', async () => {
  const [one, other] = [store(), store()]
  for (const { key, stored } of records) await one.put(key, stored)
  for (const { key, stored } of records.toReversed()) await other.put(key, stored)
  const held = await heldIn(one, '/dht/record')
  assert.ok(held.length > 5 && bytesOf(held) <= BOUNDS.maxRecordBytes)
  assert.equal(namesOf(held), namesOf(await heldIn(other, '/dht/record')))
})

datastore('a flood of records far away pushes none of those near out', async () => {
  const kept = store()
  for (const { key, stored } of records) await kept.put(key, stored)
  const [near] = await heldIn(kept, '/dht/record')
  assert.ok(near)
  for (let round = 0; round < 5; round++) for (const { key, stored } of records) await kept.put(key, stored)
  assert.ok(await kept.has(near.key))
})

datastore('the expired make room before anything else', async () => {
  const kept = store()
  const early = records.slice(0, 14)
  for (const { key, stored } of early) await kept.put(key, stored)
  nowMs += RECORD_VALID_MS + 1
  try {
    const late = records.slice(50, 62)
    for (const { key, stored } of late) await kept.put(key, stored)
    assert.equal(namesOf(await heldIn(kept, '/dht/record')), namesOf(late))
  } finally {
    nowMs = ISSUED_AT_MS
  }
})

datastore('of two records for one place the newer stays, whichever comes last', async () => {
  const [older, newer] = [await recordBy(1, ISSUED_AT_MS), await recordBy(1, ISSUED_AT_MS + 1)]
  for (const order of [
    [older, newer],
    [newer, older]
  ]) {
    const kept = store()
    for (const { key, stored } of order) await kept.put(key, stored)
    assert.equal(await kept.get(newer.key), newer.stored)
    assert.is((await heldIn(kept, '/dht/record')).length, 1)
  }
})

datastore('provider records are not kept at all', async () => {
  const kept = store()
  await kept.put(keyAt('/dht/provider/somebody/12D3'), new Uint8Array(8))
  assert.equal(await heldIn(kept, '/'), [])
})

datastore('peers are kept up to a number, and who was asked for last stays', async () => {
  const kept = store()
  const friend = keyAt('/peers/friend')
  await kept.put(friend, utf8('of ours'))
  for (let i = 0; i < 1_000; i++) {
    await kept.put(keyAt(`/peers/stranger-${i}`), new Uint8Array(100))
    if (i % 50 === 0) assert.equal(await kept.get(friend), utf8('of ours'))
  }
  assert.is((await heldIn(kept, '/peers')).length, BOUNDS.maxPeers)
})

datastore('it is a datastore: what is put is found, listed, filtered, ordered and deleted', async () => {
  const kept = store()
  const keys = ['c', 'a', 'b'].map(name => keyAt(`/peers/${name}`))
  const pairs = keys.map(key => ({ key, value: utf8(named(key)) }))
  for await (const key of kept.putMany(pairs)) assert.ok(await kept.has(key))
  const inOrder: string[] = []
  const orders = [(a: { key: Key }, b: { key: Key }) => (a.key.toString() < b.key.toString() ? (-1 as const) : (1 as const))]
  for await (const { key } of kept.query({ prefix: '/peers', filters: [each => named(each.key) !== 'b'], orders })) inOrder.push(named(key))
  assert.equal(inOrder, ['a', 'c'])
  const listed: string[] = []
  for await (const key of kept.queryKeys({ offset: 1, limit: 1 })) listed.push(named(key))
  assert.equal(listed, ['a'])
  for await (const { key, value } of kept.getMany(keys)) assert.equal(value, utf8(named(key)))
  for await (const key of kept.deleteMany(keys.slice(0, 1))) assert.not.ok(await kept.has(key))
  const batch = kept.batch()
  batch.put(keyAt('/peers/d'), utf8('d'))
  batch.delete(keyAt('/peers/a'))
  assert.not.ok(await kept.has(keyAt('/peers/d')))
  await batch.commit()
  assert.equal(namesOf(await heldIn(kept, '/peers')), ['/peers/b', '/peers/d'])
  assert.is(
    await Promise.resolve()
      .then(() => kept.get(keyAt('/peers/nobody')))
      .catch((err: Error) => err.name),
    'NotFoundError'
  )
})

datastore.run()

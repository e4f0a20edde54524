// What every back end promises, asked of those of a browser, in one. What it prints is read by tab-contracts.test.ts.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import type { Range } from '../../node/store/store.js'
import { createIndexedFile } from '../../web/tab/indexed-file.js'
import { openTabStore } from '../../web/tab/tab-store.js'
import { createWebPrimitives } from '../../web/tab/web-crypto.js'
import { primitivesContract } from '../contract/primitives.js'
import { smallFileContract } from '../contract/small-file.js'
import { storeContract } from '../contract/store.js'

/** In pieces as large as a browser makes at once; more than tab-contracts.test.ts lets this origin keep. */
const MUCH = { pieces: 200, pieceBytes: 65_536 }
let places = 0

function drop(database: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const dropping = indexedDB.deleteDatabase(database)
    dropping.addEventListener('success', () => resolve())
    dropping.addEventListener('error', () => reject(dropping.error ?? new Error('not dropped')))
  })
}

storeContract('store on IndexedDB', async () => {
  const location = `store ${++places}`
  return { open: () => openTabStore(location), remove: () => drop(location) }
})

const onDisk = suite('store on IndexedDB: what it asks of the disk')

/** `mode durability` of every transaction that is begun while `work` runs. */
async function transactionsOf(work: () => Promise<void>): Promise<string[]> {
  const begun: string[] = []
  const transaction = Reflect.get(IDBDatabase.prototype, 'transaction')
  IDBDatabase.prototype.transaction = function (...how) {
    const made = transaction.apply(this, how)
    begun.push(`${made.mode} ${made.durability}`)
    return made
  }
  try {
    await work()
  } finally {
    IDBDatabase.prototype.transaction = transaction
  }
  return begun
}

const record = (key: number) => ({ key: Uint8Array.of(key), value: Uint8Array.of(key) })

onDisk('a durable batch is strict, any other is not; a page takes one transaction, however many records are in it', async () => {
  const database = `store ${++places}`
  const store = await openTabStore(database)
  const durabilities = await transactionsOf(async () => {
    await Promise.all([store.batch([record(0)], { durable: true }), store.batch([record(1)], { durable: false })])
    await store.get(Uint8Array.of(1))
    await store.batch([], { durable: true })
    await store.get(Uint8Array.of(1))
  })
  assert.equal(durabilities, ['readwrite strict', 'readwrite relaxed', 'readonly default', 'readonly default'])
  await store.batch(
    Array.from({ length: 130 }, (_, i) => record(i)),
    { durable: false }
  )
  const pages = async (range: Range): Promise<number> => {
    const begun = await transactionsOf(async () => {
      for await (const _ of store.range(range));
    })
    return begun.length
  }
  assert.is(await pages({ limit: 64 }), 1)
  assert.is(await pages({ lt: Uint8Array.of(3) }), 1)
  assert.is(await pages({ reverse: true }), 3)
  await store.close()
  await drop(database)
})

onDisk('what is kept of a value is the value, not what lies around it', async () => {
  const database = `store ${++places}`
  const store = await openTabStore(database)
  const around = new Uint8Array(1_000)
  await store.batch([{ key: Uint8Array.of(1), value: around.subarray(10, 20) }], { durable: true })
  assert.is((await store.get(Uint8Array.of(1)))?.buffer.byteLength, 10)
  await store.close()
  await drop(database)
})

onDisk('a batch that finds no room leaves nothing of itself, is told as a full disk, and the next one that has room is kept', async () => {
  const database = `store ${++places}`
  const store = await openTabStore(database)
  await store.batch([record(1)], { durable: true })
  const much = Array.from({ length: MUCH.pieces }, (_, i) => ({
    key: Uint8Array.of(2, i),
    value: crypto.getRandomValues(new Uint8Array(MUCH.pieceBytes))
  }))
  const err: unknown = await store.batch([record(2), ...much, record(4)], { durable: true }).catch((caught: unknown) => caught)
  assert.ok(isChatError(err, 'ERR_STORE'))
  assert.match(String(err), 'the disk is full')
  await store.batch([record(5)], { durable: true })
  const keys: number[] = []
  for await (const [[key = 0]] of store.range({})) keys.push(key)
  assert.equal(keys, [1, 5])
  await store.close()
  await drop(database)
})

onDisk.run()
smallFileContract('small file on IndexedDB', async () => {
  const database = `files ${++places}`
  return { open: () => createIndexedFile(database, 'one'), remove: () => drop(database) }
})
primitivesContract('WebCrypto in a browser', createWebPrimitives()).run()

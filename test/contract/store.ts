import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromUtf8, utf8 } from '../../node/base/bytes.js'
import type { Range, Store } from '../../node/store/store.js'
import { codeOf } from '../store/error-code.js'

export interface StoreUnderTest {
  /** Opens the same data again; the store opened before is closed by then. */
  open(): Promise<Store>
  remove(): Promise<void>
}

const put = (key: string, value: string) => ({ key: utf8(key), value: utf8(value) })
const del = (key: string) => ({ key: utf8(key), value: undefined })
const later = { durable: false }
const durable = { durable: true }

async function read(store: Store, key: string): Promise<string | undefined> {
  const value = await store.get(utf8(key))
  return value && fromUtf8(value)
}

async function list(store: Store, range: Range): Promise<string> {
  const keys: string[] = []
  for await (const [key] of store.range(range)) keys.push(fromUtf8(key))
  return keys.join(' ')
}

/** What every `Store` promises. */
export function storeContract(name: string, create: () => Promise<StoreUnderTest>): void {
  const contract = suite<{ place: StoreUnderTest; store: Store }>(name)

  contract.before.each(async context => {
    context.place = await create()
    context.store = await context.place.open()
  })
  contract.after.each(async context => {
    await context.store.close()
    await context.place.remove()
  })

  contract('a key never written reads as undefined', async ({ store }) => {
    assert.is(await read(store, 'nothing'), undefined)
  })

  contract('what a batch put is read back, what it deleted is gone', async ({ store }) => {
    await store.batch([put('a', '1'), put('b', '2')], later)
    await store.batch([del('a'), put('b', '3'), del('never there')], durable)
    assert.is(await read(store, 'a'), undefined)
    assert.is(await read(store, 'b'), '3')
  })

  contract('the last write to a key within one batch wins', async ({ store }) => {
    await store.batch([put('a', '1'), del('a'), put('a', '2'), put('b', '1'), del('b')], durable)
    assert.is(await read(store, 'a'), '2')
    assert.is(await read(store, 'b'), undefined)
  })

  contract('an empty batch and an empty value are fine', async ({ store }) => {
    await store.batch([], durable)
    await store.batch([put('empty', '')], durable)
    assert.is(await read(store, 'empty'), '')
  })

  contract('a batch is applied whole: a reader never sees one half', async ({ store }) => {
    const writing = (async () => {
      for (let i = 0; i < 50; i++) await store.batch([put('left', String(i)), put('right', String(i))], later)
    })()
    for (let i = 0; i < 50; i++) {
      const seen: string[] = []
      for await (const [, value] of store.range({})) seen.push(fromUtf8(value))
      assert.is(seen[0], seen[1])
    }
    await writing
  })

  contract('ranges are bytewise, from `gte` up to but without `lt`', async ({ store }) => {
    await store.batch(
      ['b', 'a', 'aa', 'c', 'ab', 'é'].map(key => put(key, key)),
      later
    )
    assert.is(await list(store, {}), 'a aa ab b c é')
    assert.is(await list(store, { gte: utf8('aa'), lt: utf8('c') }), 'aa ab b')
    assert.is(await list(store, { gte: utf8('aaa') }), 'ab b c é')
    assert.is(await list(store, { lt: utf8('b') }), 'a aa ab')
    assert.is(await list(store, { gte: utf8('x'), lt: utf8('d') }), '')
  })

  contract('a range can run backwards and stop at a limit', async ({ store }) => {
    await store.batch(
      ['a', 'b', 'c', 'd'].map(key => put(key, key)),
      later
    )
    assert.is(await list(store, { reverse: true }), 'd c b a')
    assert.is(await list(store, { limit: 2 }), 'a b')
    assert.is(await list(store, { gte: utf8('a'), lt: utf8('d'), reverse: true, limit: 2 }), 'c b')
    assert.is(await list(store, { limit: 0 }), '')
  })

  contract('a long range is whole and in order', async ({ store }) => {
    const keys = Array.from({ length: 1_000 }, (_, i) => String(i).padStart(6, '0'))
    await store.batch(
      keys.map(key => put(key, key.repeat(50))),
      later
    )
    assert.is(await list(store, {}), keys.join(' '))
    assert.is(await list(store, { reverse: true, limit: 500 }), keys.slice(500).toReversed().join(' '))
  })

  contract('a range that others write into goes on in order: what was there and stays is in it once', async ({ store }) => {
    const standing = Array.from({ length: 300 }, (_, i) => String(i).padStart(4, '0'))
    await store.batch(
      standing.map(key => put(key, key)),
      later
    )
    for (const reverse of [false, true]) {
      const seen: string[] = []
      for await (const [key] of store.range({ reverse })) {
        seen.push(fromUtf8(key))
        if (seen.length % 50 === 0)
          await store.batch([put(`${seen.at(-1)} before`, ''), put(`0150 ${seen.length}`, ''), del('0150')], later)
      }
      const inOrder = seen.toSorted()
      assert.equal(seen, reverse ? inOrder.toReversed() : inOrder)
      assert.is(new Set(seen).size, seen.length)
      assert.equal(
        inOrder.filter(key => key.length === 4 && key !== '0150'),
        standing.filter(key => key !== '0150')
      )
    }
  })

  contract('a range that is left early holds nothing open', async ({ store }) => {
    await store.batch([put('a', '1'), put('b', '2')], later)
    for await (const [key] of store.range({})) {
      assert.is(fromUtf8(key), 'a')
      break
    }
  })

  contract('what was read can be changed without changing the store', async ({ store }) => {
    await store.batch([put('a', 'kept')], later)
    const value = await store.get(utf8('a'))
    value?.fill(0)
    for await (const [, found] of store.range({})) found.fill(0)
    assert.is(await read(store, 'a'), 'kept')
  })

  contract('values are plain byte arrays', async ({ store }) => {
    await store.batch([put('a', '1')], later)
    assert.is((await store.get(utf8('a')))?.constructor, Uint8Array)
    for await (const [key, value] of store.range({})) assert.equal([key.constructor, value.constructor], [Uint8Array, Uint8Array])
  })

  contract('what was written is there after close and open', async context => {
    await context.store.batch([put('a', '1')], later)
    await context.store.close()
    context.store = await context.place.open()
    assert.is(await read(context.store, 'a'), '1')
  })

  contract('close waits for batches under way, can be called twice, and ends all use', async context => {
    const { store } = context
    const writing = store.batch([put('a', '1')], durable)
    await Promise.all([writing, store.close()])
    await store.close()
    assert.is(await codeOf(store.get(utf8('a'))), 'ERR_CLOSED')
    assert.is(await codeOf(store.batch([put('a', '2')], later)), 'ERR_CLOSED')
    assert.is(await codeOf(list(store, {})), 'ERR_CLOSED')
    context.store = await context.place.open()
    assert.is(await read(context.store, 'a'), '1')
  })

  contract.run()
}

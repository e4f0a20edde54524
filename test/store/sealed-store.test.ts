import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EMPTY, fromUtf8, toHex, utf8 } from '../../node/base/bytes.js'
import type { AccountId, ConversationId, DeviceId, MessageId } from '../../node/base/ids.js'
import type { SealedStore } from '../../node/store/sealed-store.js'
import type { Range } from '../../node/store/store.js'
import { codeOf } from './error-code.js'
import { createLatePrimitives, createSealedProfile, primitives, type SealedProfile } from './sealed-profile.js'

const conversation = 'c0'.repeat(32) as ConversationId
const device = '12D3KooWExample' as DeviceId
const account = 'ac'.repeat(32) as AccountId
const durable = { durable: true }

async function list(store: SealedStore, range: Range): Promise<string[]> {
  const values: string[] = []
  for await (const [, value] of store.range(range)) values.push(fromUtf8(value))
  return values
}

for (const [runtime, provider] of [
  ['at once', primitives],
  ['late', createLatePrimitives()]
] as const) {
  const sealed = suite<{ profile: SealedProfile; store: SealedStore }>(`sealed store, primitives answering ${runtime}`)

  sealed.before.each(async context => {
    context.profile = createSealedProfile()
    context.store = await context.profile.open({ primitives: provider })
  })
  sealed.after.each(({ store }) => store.close())

  sealed('what was committed is read back, singly and as a range', async ({ store }) => {
    const { keys } = store
    const rows = Array.from({ length: 200 }, (_, i) => ({ key: keys.outboxRow(conversation, i), value: utf8(`row ${i}`) }))
    await store.commit(rows, durable)
    assert.equal(await store.get(keys.outboxRow(conversation, 17)), utf8('row 17'))
    assert.is(await store.get(keys.outboxRow(conversation, 200)), undefined)
    assert.equal(
      await list(store, keys.outbox(conversation)),
      rows.map((_, i) => `row ${i}`)
    )
    assert.equal(await list(store, { ...keys.outbox(), reverse: true, limit: 2 }), ['row 199', 'row 198'])
  })

  sealed('a value undefined deletes', async ({ store }) => {
    const key = store.keys.contact(account)
    await store.commit([{ key, value: utf8('ada') }], durable)
    await store.commit([{ key, value: undefined }], durable)
    assert.is(await store.get(key), undefined)
  })

  sealed('commits given at once are applied in their order, deletions too', async ({ store }) => {
    const key = store.keys.contact(account)
    const commits = Array.from({ length: 100 }, (_, i) =>
      store.commit([{ key, value: i % 3 === 0 ? undefined : utf8(`name ${i}`) }], { durable: i % 2 === 0 })
    )
    await Promise.all(commits)
    assert.is(await store.get(key), undefined)
    await Promise.all(commits.slice(0, 99).map((_, i) => store.commit([{ key, value: utf8(`name ${i}`) }], durable)))
    assert.equal(await store.get(key), utf8('name 98'))
  })

  sealed('later writes come before the commit that takes them along', async ({ store }) => {
    const key = store.keys.contact(account)
    const accepted = store.later([{ key, value: utf8('old') }])
    await store.commit([{ key, value: utf8('new') }], durable)
    await accepted
    assert.equal(await store.get(key), utf8('new'))
  })

  sealed('close writes what waits', async context => {
    const key = context.store.keys.contact(account)
    void context.store.later([{ key, value: utf8('ada') }])
    await context.store.close()
    assert.is(await codeOf(context.store.commit([{ key, value: utf8('x') }], durable)), 'ERR_CLOSED')
    context.store = await context.profile.open({ primitives: provider })
    assert.equal(await context.store.get(key), utf8('ada'))
  })

  sealed('a value that was altered, moved to another path or cut does not open', async context => {
    const { profile, store } = context
    const [mine, other] = [store.keys.contact(account), store.keys.deviceList(account)]
    await store.commit([{ key: mine, value: utf8('ada') }], durable)
    await store.close()
    const raw = profile.disk.open()
    const value = (await raw.get(mine)) ?? EMPTY
    const flipped = value.map((byte, i) => (i === 20 ? byte ^ 1 : byte))
    await raw.batch(
      [
        { key: other, value },
        { key: mine, value: flipped },
        { key: store.keys.setting('cut'), value: value.subarray(0, 27) }
      ],
      durable
    )
    await raw.close()
    context.store = await profile.open({ primitives: provider })
    assert.is(await codeOf(context.store.get(other)), 'ERR_RECORD_DAMAGED')
    assert.is(await codeOf(context.store.get(mine)), 'ERR_RECORD_DAMAGED')
    assert.is(await codeOf(list(context.store, store.keys.settings())), 'ERR_RECORD_DAMAGED')
  })

  sealed('records before a damaged one are still given', async context => {
    const { profile, store } = context
    const rows = [0, 1, 2].map(i => ({ key: store.keys.outboxRow(conversation, i), value: utf8(`row ${i}`) }))
    await store.commit(rows, durable)
    await store.close()
    const raw = profile.disk.open()
    await raw.batch([{ key: store.keys.outboxRow(conversation, 2), value: new Uint8Array(40) }], durable)
    await raw.close()
    context.store = await profile.open({ primitives: provider })
    const seen: string[] = []
    const reading = (async () => {
      for await (const [, value] of context.store.range(store.keys.outbox())) seen.push(fromUtf8(value))
    })()
    assert.is(await codeOf(reading), 'ERR_RECORD_DAMAGED')
    assert.equal(seen, ['row 0', 'row 1'])
  })

  sealed('neither values nor identifiers stand on the disk, and sealing costs 28 bytes', async ({ profile, store }) => {
    const { keys } = store
    const canary = 'CANARY-5bd2'
    const writes = [
      { key: keys.contact(account), value: utf8(canary) },
      { key: keys.message(conversation, { hlc: 1n, device, seq: 1 }), value: utf8(canary) },
      { key: keys.messageId('e1'.repeat(32) as MessageId), value: utf8(canary) }
    ]
    await store.commit(writes, durable)
    const raw: string[] = []
    let sealings = 0
    for (const [key, value] of profile.disk.contents()) {
      raw.push(toHex(key), toHex(value))
      if (writes.some(write => toHex(write.key) === toHex(key))) {
        sealings++
        assert.is(value.length, canary.length + 28)
      }
    }
    assert.is(sealings, 3)
    const dump = raw.join('\n')
    for (const secret of [utf8(canary), utf8(device), utf8(account)].map(toHex).concat(conversation, account, 'e1'.repeat(32))) {
      assert.not.ok(dump.includes(secret.slice(0, 20)))
    }
  })

  sealed('equal values are sealed differently every time', async ({ profile, store }) => {
    const key = store.keys.contact(account)
    const seen = new Set<string>()
    for (let i = 0; i < 600; i++) {
      await store.commit([{ key, value: utf8('same') }], { durable: false })
      for (const [, value] of profile.disk.contents()) seen.add(toHex(value))
    }
    assert.is(seen.size, 601, 'the schema and 600 values')
  })

  sealed('a refused disk fails the commit and leaves the store usable', async ({ profile, store }) => {
    const key = store.keys.contact(account)
    profile.disk.failWith('the disk is full')
    assert.is(await codeOf(store.commit([{ key, value: utf8('ada') }], durable)), 'ERR_STORE')
    profile.disk.failWith(undefined)
    await store.commit([{ key, value: utf8('bob') }], durable)
    assert.equal(await store.get(key), utf8('bob'))
    assert.is(store.stats().syncs, 2)
  })

  sealed.run()
}

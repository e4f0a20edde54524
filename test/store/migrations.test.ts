import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromUtf8, utf8 } from '../../node/base/bytes.js'
import type { Migration } from '../../node/store/migrations.js'
import { deriveStoreKeys } from '../../node/store/data-key.js'
import type { Range, Store, Write } from '../../node/store/store.js'
import { codeOf } from './error-code.js'
import { createSealedProfile, type SealedProfile } from './sealed-profile.js'

const durable = { durable: true }
const names = ['ada', 'bob', 'eve', 'mallory', 'trent']

/** Version 2 spells settings in capitals, two to a batch; done twice it changes nothing more. */
const toCapitals: Migration = {
  to: 2,
  async *batches({ keys, range }) {
    let batch: Write[] = []
    for await (const [key, value] of range(keys.settings())) {
      batch.push({ key, value: utf8(fromUtf8(value).toUpperCase()) })
      if (batch.length < 2) continue
      yield batch
      batch = []
    }
    yield batch
  }
}
const toExclaimed: Migration = {
  to: 3,
  async *batches({ keys, range }) {
    const writes: Write[] = []
    for await (const [key, value] of range(keys.settings())) writes.push({ key, value: utf8(`${fromUtf8(value).replace(/!$/, '')}!`) })
    yield writes
  }
}

async function settings(profile: SealedProfile, migrations: readonly Migration[]): Promise<string> {
  const store = await profile.open({ migrations })
  const values: string[] = []
  for await (const [, value] of store.range(store.keys.settings() satisfies Range)) values.push(fromUtf8(value))
  await store.close()
  return values.toSorted().join(' ')
}

/** The power goes when the batch with this number is about to be written. */
function failingAt(disk: SealedProfile['disk'], batchNumber: number): Store & { readonly batches: number } {
  const store = disk.open()
  let batches = 0
  return {
    ...store,
    batch: (writes, options) => {
      if (++batches === batchNumber) disk.crash()
      return store.batch(writes, options)
    },
    get batches() {
      return batches
    }
  }
}

const migrations = suite<{ profile: SealedProfile }>('migrations')
migrations.before.each(async context => {
  context.profile = createSealedProfile()
  const store = await context.profile.open({ migrations: [] })
  await store.commit(
    names.map(name => ({ key: store.keys.setting(name), value: utf8(name) })),
    durable
  )
  await store.close()
})

migrations('a new database is of the newest version at once', async () => {
  const profile = createSealedProfile()
  await (await profile.open({ migrations: [toCapitals] })).close()
  assert.is(await codeOf(profile.open({ migrations: [] })), 'ERR_SCHEMA_NEWER')
})

migrations('each one newer than the database is applied, in order, once', async ({ profile }) => {
  assert.is(await settings(profile, [toCapitals]), 'ADA BOB EVE MALLORY TRENT')
  const store = await profile.open({ migrations: [toCapitals] })
  await store.commit([{ key: store.keys.setting('ada'), value: utf8('ada') }], durable)
  await store.close()
  assert.is(await settings(profile, [toCapitals, toExclaimed]), 'BOB! EVE! MALLORY! TRENT! ada!')
})

for (let batchNumber = 1; batchNumber <= 4; batchNumber++) {
  migrations(`a crash at batch ${batchNumber} of a migration is made good at the next start`, async ({ profile }) => {
    const store = failingAt(profile.disk, batchNumber)
    assert.is(await codeOf(profile.open({ store, migrations: [toCapitals, toExclaimed] })), 'ERR_CLOSED')
    assert.is(store.batches, batchNumber, 'the crash must have happened')
    assert.is(await settings(profile, [toCapitals, toExclaimed]), 'ADA! BOB! EVE! MALLORY! TRENT!')
  })
}

migrations('a newer schema is refused, and nothing is written', async ({ profile }) => {
  await (await profile.open({ migrations: [toCapitals] })).close()
  const before = profile.disk.contents()
  assert.is(await codeOf(profile.open({ migrations: [] })), 'ERR_SCHEMA_NEWER')
  assert.equal(profile.disk.contents(), before)
})

migrations('the database of another vault is an error, not an empty one', async ({ profile }) => {
  const before = profile.disk.contents()
  const storeKeys = deriveStoreKeys(new Uint8Array(32).fill(8))
  assert.is(await codeOf(profile.open({ storeKeys })), 'ERR_RECORD_DAMAGED')
  assert.equal(profile.disk.contents(), before)
})

migrations.run()

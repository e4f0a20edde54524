import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromUtf8, utf8 } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import type { ConversationId, EpochId } from '../../node/base/ids.js'
import { createSmallFile } from '../../node/host/small-file.js'
import { deriveStoreKeys } from '../../node/store/data-key.js'
import { createKeyspace } from '../../node/store/keyspace.js'
import { openLevelStore } from '../../node/store/level.js'
import { openSealedStore } from '../../node/store/open-sealed-store.js'
import type { Range } from '../../node/store/store.js'
import { createMemoryFile } from '../sim/memory-store.js'
import { codeOf } from './error-code.js'
import { createSealedProfile, primitives, stoppedClock, storeKeys, type SealedProfile } from './sealed-profile.js'

const conversation = 'c0'.repeat(32) as ConversationId
const [first, second] = ['e1', 'e2'].map(byte => byte.repeat(32)) as [EpochId, EpochId]
const durable = { durable: true }

const epochKeys = suite<{ profile: SealedProfile }>('epoch keys')
epochKeys.before.each(context => {
  context.profile = createSealedProfile()
})

epochKeys('secrets of an epoch without a key are refused, and nothing is written', async ({ profile }) => {
  const store = await profile.open()
  const { keys } = store
  const before = profile.disk.contents().length
  for (const key of [keys.epoch(conversation, first), keys.ratchet(conversation, first, 3)]) {
    const plain = { key: keys.setting('beside'), value: utf8('x') }
    const err: unknown = await store.commit([plain, { key, value: utf8('secret') }], durable).catch((caught: unknown) => caught)
    assert.ok(isChatError(err, 'ERR_INTERNAL'))
  }
  assert.is(profile.disk.contents().length, before)
})

epochKeys('an epoch keeps its key across restarts, and adding it again changes nothing', async ({ profile }) => {
  const store = await profile.open()
  await store.epochs.add(first)
  await store.commit([{ key: store.keys.epoch(conversation, first), value: utf8('state') }], durable)
  await store.epochs.add(first)
  const file = await profile.epochKeyFile.read()
  await store.epochs.add(first)
  assert.equal(await profile.epochKeyFile.read(), file)
  await store.close()
  const again = await profile.open()
  assert.equal(await again.get(again.keys.epoch(conversation, first)), utf8('state'))
})

epochKeys('secrets of a wiped epoch read as absent, those of others stay', async ({ profile }) => {
  const store = await profile.open()
  const { keys, epochs } = store
  for (const epoch of [first, second]) {
    await epochs.add(epoch)
    await store.commit([{ key: keys.epoch(conversation, epoch), value: utf8(`state ${epoch}`) }], durable)
    await store.commit([{ key: keys.ratchet(conversation, epoch, 0), value: utf8(`ratchet ${epoch}`) }], durable)
  }
  await epochs.wipe([first, 'ff'.repeat(32) as EpochId])
  assert.is(await store.get(keys.epoch(conversation, first)), undefined)
  assert.is(await store.get(keys.ratchet(conversation, first, 0)), undefined)
  const left: string[] = []
  for await (const [, value] of store.range(keys.epochs(conversation))) left.push(fromUtf8(value))
  assert.equal(left, [`state ${second}`])
  assert.equal(await store.get(keys.ratchet(conversation, second, 0)), utf8(`ratchet ${second}`))
})

epochKeys('a key that could not be written does not count as there', async ({ profile }) => {
  const store = await profile.open()
  const write = [{ key: store.keys.epoch(conversation, first), value: utf8('state') }]
  profile.epochKeyFile.failWith('the disk is full')
  assert.is(await codeOf(store.epochs.add(first)), 'ERR_STORE')
  assert.is(await codeOf(store.commit(write, durable)), 'ERR_INTERNAL')
  profile.epochKeyFile.failWith(undefined)
  await store.epochs.add(first)
  await store.commit(write, durable)
})

epochKeys('a wipe that could not be written says so, and the epoch still opens', async ({ profile }) => {
  const store = await profile.open()
  const key = store.keys.epoch(conversation, first)
  await store.epochs.add(first)
  await store.commit([{ key, value: utf8('state') }], durable)
  profile.epochKeyFile.failWith('the disk is full')
  assert.is(await codeOf(store.epochs.wipe([first])), 'ERR_STORE')
  assert.equal(await store.get(key), utf8('state'))
})

epochKeys('epochs added side by side all get their key', async ({ profile }) => {
  const store = await profile.open()
  const epochs = Array.from({ length: 30 }, (_, i) => i.toString(16).padStart(64, '0') as EpochId)
  await Promise.all(epochs.map(epoch => store.epochs.add(epoch)))
  await store.close()
  const again = await profile.open()
  await again.commit(
    epochs.map(epoch => ({ key: again.keys.epoch(conversation, epoch), value: utf8(epoch) })),
    durable
  )
})

for (const [what, content] of [
  ['missing', undefined],
  ['empty', new Uint8Array(0)],
  ['damaged', new Uint8Array(68)]
] as const) {
  epochKeys(`a file that is ${what} beside a database in use is an error, and is not replaced`, async ({ profile }) => {
    await (await profile.open()).close()
    const file = createMemoryFile(content)
    assert.is(await codeOf(profile.open({ epochKeyFile: file })), 'ERR_VAULT_DAMAGED')
    assert.equal(await file.read(), content)
  })
}

epochKeys('the file of another vault does not open', async ({ profile }) => {
  await (await profile.open()).close()
  const other = deriveStoreKeys(new Uint8Array(32).fill(8))
  const mixed = { ...storeKeys, epochFile: other.epochFile }
  assert.is(await codeOf(profile.open({ storeKeys: mixed })), 'ERR_VAULT_DAMAGED')
})

/** Every way to open a value with every key that a thief with the data key finds in the profile. */
async function opensAnywhere(folder: string, range: Range, plaintext: string): Promise<number> {
  const file = createSmallFile(join(folder, 'epoch-keys'))
  const raw = await openLevelStore(join(folder, 'db'), { create: false })
  const sealedFile = (await file.read()) ?? new Uint8Array(0)
  const entries = await primitives.aesGcmOpen(
    storeKeys.epochFile,
    sealedFile.subarray(0, 12),
    sealedFile.subarray(12),
    utf8('parley epoch keys 1')
  )
  const found = [storeKeys.records]
  for (let offset = 0; offset < entries.length; offset += 40) found.push(entries.subarray(offset + 8, offset + 40))
  let opened = 0
  for await (const [key, value] of raw.range(range)) {
    for (const candidate of found) {
      try {
        const plain = await primitives.aesGcmOpen(candidate, value.subarray(0, 12), value.subarray(12), key)
        if (fromUtf8(plain) === plaintext) opened++
      } catch (err) {
        if (!isChatError(err, 'ERR_DECRYPT')) throw err
      }
    }
  }
  await raw.close()
  return opened
}

epochKeys('on a real disk: before a wipe a thief with the data key opens the epoch, after it nothing does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-wipe-'))
  const open = async () =>
    openSealedStore({
      store: await openLevelStore(join(folder, 'db'), { create: true }),
      epochKeyFile: createSmallFile(join(folder, 'epoch-keys')),
      storeKeys,
      primitives,
      clock: stoppedClock
    })
  const range = createKeyspace(storeKeys.paths).epochs(conversation)

  const store = await open()
  await store.epochs.add(first)
  await store.epochs.add(second)
  await store.commit([{ key: store.keys.epoch(conversation, first), value: utf8('state') }], durable)
  await store.close()
  assert.is(await opensAnywhere(folder, range, 'state'), 1, 'the control: the search must find what is there')

  const wiping = await open()
  const stored = await readFile(join(folder, 'epoch-keys'))
  await wiping.epochs.wipe([first])
  await wiping.close()
  assert.is(await opensAnywhere(folder, range, 'state'), 0)
  assert.is((await readFile(join(folder, 'epoch-keys'))).length, stored.length - 40)
  assert.equal((await readdir(folder)).toSorted(), ['db', 'epoch-keys'], 'no older copy of the file stays')
  await rm(folder, { recursive: true })
})

epochKeys.run()

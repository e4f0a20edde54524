import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import { openLevelStore } from '../../node/store/level.js'
import { storeContract } from '../contract/store.js'

const newFolder = () => mkdtemp(join(tmpdir(), 'parley-level-'))

storeContract('level store', async () => {
  const folder = await newFolder()
  return { open: () => openLevelStore(join(folder, 'db'), { create: true }), remove: () => rm(folder, { recursive: true }) }
})

const level = suite('level store: opening')

level('a database that is open elsewhere is refused as locked, and not harmed', async () => {
  const folder = await newFolder()
  const store = await openLevelStore(folder, { create: true })
  const err: unknown = await openLevelStore(folder, { create: true }).catch((caught: unknown) => caught)
  assert.ok(isChatError(err, 'ERR_PROFILE_LOCKED'))
  await store.batch([{ key: Uint8Array.of(1), value: Uint8Array.of(2) }], { durable: true })
  await store.close()
  await rm(folder, { recursive: true })
})

level('a place that can not hold a database is a store error that says what was refused', async () => {
  const err: unknown = await openLevelStore('/dev/null/db', { create: true }).catch((caught: unknown) => caught)
  assert.ok(isChatError(err, 'ERR_STORE'))
  assert.match(String(err), "can't open /dev/null/db")
})

level.run()

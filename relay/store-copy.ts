import { access, mkdir, rename, rm } from 'node:fs/promises'
import { equals } from '../node/base/bytes.js'
import { systemClock } from '../node/base/clock.js'
import { ChatError } from '../node/base/errors.js'
import { createNodePrimitives } from '../node/host/node-crypto.js'
import { createJournal } from '../node/store/journal.js'
import { openLevelStore } from '../node/store/level.js'
import type { Store, Write } from '../node/store/store.js'
import { meta } from './keyspace.js'
import { openLevelLogStore } from './level-log-store.js'
import type { Recount } from './log-store.js'
import { relayKeyFile } from './relay-key.js'
import { databaseIn } from './relay-storage.js'

const BATCH_BYTES = 1024 * 1024
const OWNER_ONLY = 0o700

/** Counts all that a database holds, and compares with its own counters. Nothing else may write to it meanwhile. */
export async function recountStore(store: Store): Promise<Recount> {
  const journal = createJournal(store, systemClock)
  const logs = await openLevelLogStore({
    primitives: createNodePrimitives(),
    store,
    journal,
    clock: systemClock,
    storage: new Uint8Array()
  })
  const recount = await logs.recount()
  await journal.close()
  return recount
}

/** Of a relay that does not run. @throws ERR_NOT_FOUND, ERR_PROFILE_LOCKED where it runs, ERR_STORE */
export async function checkFolder(folder: string): Promise<Recount> {
  if (!(await exists(databaseIn(folder))))
    throw new ChatError('ERR_NOT_FOUND', `there is no relay in ${folder}; choose its folder with --data-dir`)
  const store = await openLevelStore(databaseIn(folder), { create: false })
  try {
    return await recountStore(store)
  } finally {
    await store.close()
  }
}

/**
 * Copies a relay as it is at one instant, also while it runs, into a new folder that a relay starts from: database and key. The copy
 * lacks the record of its storage, so whatever starts from it is a new storage to all clients, which list, open and read everything
 * anew. It is counted before it gets its name: a folder that is there is a good one. @throws ERR_ALREADY_EXISTS, ERR_STORE
 */
export async function copyRelay(from: { readonly records: Pick<Store, 'range'>; readonly seed: Uint8Array }, to: string): Promise<Recount> {
  if (await exists(to)) throw new ChatError('ERR_ALREADY_EXISTS', `${to} is there already; name a folder that is not`)
  const unfinished = `${to}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  try {
    await mkdir(unfinished, { recursive: true, mode: OWNER_ONLY })
    const recount = await copyStore(from.records, databaseIn(unfinished))
    await relayKeyFile(unfinished).write(from.seed)
    if (recount.faults.length > 0)
      throw new ChatError('ERR_STORE', `the copy is not whole, so it was dropped: ${recount.faults.join('; ')}`)
    await rename(unfinished, to)
    return recount
  } catch (err) {
    await rm(unfinished, { recursive: true, force: true })
    throw err instanceof ChatError
      ? err
      : new ChatError('ERR_STORE', `can't write ${to}: check the disk's free space and permissions`, { cause: err })
  }
}

async function copyStore(from: Pick<Store, 'range'>, location: string): Promise<Recount> {
  const copy = await openLevelStore(location, { create: true })
  try {
    let writes: Write[] = []
    let bytes = 0
    for await (const [key, value] of from.range({})) {
      if (equals(key, meta('storage'))) continue
      writes.push({ key, value })
      bytes += key.length + value.length
      if (bytes < BATCH_BYTES) continue
      await copy.batch(writes, { durable: true })
      writes = []
      bytes = 0
    }
    await copy.batch(writes, { durable: true })
    return await recountStore(copy)
  } finally {
    await copy.close()
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false
  )

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock, type Clock } from '../node/base/clock.js'
import { createLifecycle } from '../node/base/lifecycle.js'
import type { Primitives } from '../node/base/primitives.js'
import { noProbe, type Probe } from '../node/base/probe.js'
import { createNodePrimitives } from '../node/host/node-crypto.js'
import { createJournal, type JournalStats } from '../node/store/journal.js'
import { openLevelStore } from '../node/store/level.js'
import type { SmallFile, Store } from '../node/store/store.js'
import { openLevelLogStore } from './level-log-store.js'
import type { LogStore } from './log-store.js'
import { createOriginalFile } from './original-file.js'
import { countRecords } from './record-bytes.js'
import type { Records } from './records.js'
import { openStorageEpoch } from './storage-epoch.js'

const RENEW_MARK_MS = 10 * 60_000
/** Made with a database of LevelDB, and left as it is for as long as that lives. */
const NEVER_REPLACED = 'LOCK'

/** All that a relay keeps. */
export interface RelayStorage {
  readonly logs: LogStore
  readonly records: Records
  /** What takes the records that are kept for accounts besides their logs. */
  readonly recordBytes: () => number
  stats(): JournalStats
  /** Idempotent; what was acknowledged is on disk before. */
  readonly close: () => Promise<void>
}

export interface RelayStorageInit {
  readonly store: Store
  /** See `openStorageEpoch`. */
  readonly marker: SmallFile
  readonly clock?: Clock
  readonly probe?: Probe
  readonly primitives?: Primitives
}

export const databaseIn = (folder: string): string => join(folder, 'db')

/** `folder/db` is the database, `folder/mark` the marker that tells a copy of either that was put back. @throws ERR_PROFILE_LOCKED, ERR_STORE */
export async function openRelayFolder(
  folder: string,
  { watched = store => store, ...init }: Omit<RelayStorageInit, 'store' | 'marker'> & { readonly watched?: (store: Store) => Store } = {}
): Promise<RelayStorage> {
  const database = databaseIn(folder)
  const store = watched(await openLevelStore(database, { create: !existsSync(database) }))
  return openRelayStorage({ ...init, store, marker: createOriginalFile(join(folder, 'mark'), join(database, NEVER_REPLACED)) })
}

/** Closes the store at its end. */
export async function openRelayStorage({
  store,
  marker,
  clock = systemClock,
  probe = noProbe,
  primitives = createNodePrimitives()
}: RelayStorageInit): Promise<RelayStorage> {
  const lifecycle = createLifecycle()
  lifecycle.add(() => store.close())
  const counted = await countRecords(store)
  const journal = createJournal(counted.store, clock)
  lifecycle.add(() => journal.close())
  const epoch = await openStorageEpoch({ store, marker, primitives, probe })
  lifecycle.add(() => epoch.renewMark())
  const logs = await openLevelLogStore({ primitives, store, journal, clock, storage: epoch.id, probe })

  let stopRenewing = renewLater()
  lifecycle.add(() => stopRenewing())

  function renewLater(): () => void {
    return clock.after(RENEW_MARK_MS, () => {
      // A disk that refuses is told to whoever appends; the mark is tried again with the next turn.
      epoch.renewMark().catch(() => undefined)
      stopRenewing = renewLater()
    })
  }

  return {
    logs,
    records: {
      get: key => store.get(key),
      range: range => store.range(range),
      write: writes => journal.commit(writes, { durable: true })
    },
    recordBytes: counted.bytes,
    stats: () => journal.stats(),
    close: lifecycle.stop
  }
}

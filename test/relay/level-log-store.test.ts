import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../node/base/clock.js'
import type { NowMs } from '../../node/base/ids.js'
import { createSmallFile } from '../../node/host/small-file.js'
import { openLevelStore } from '../../node/store/level.js'
import type { SmallFile, Store } from '../../node/store/store.js'
import { openRelayStorage } from '../../relay/relay-storage.js'
import { logStoreContract, type LogStoreUnderTest } from '../contract/log-store.js'
import { faultyDisk } from '../faults/faulty-disk.js'
import { createMemoryDisk, createMemoryFile } from '../sim/memory-store.js'

interface Place {
  readonly openStore: () => Promise<Store>
  readonly marker: SmallFile
  readonly refuse: (isRefusing: boolean) => void
  readonly remove: () => Promise<void>
}

function underTest({ openStore, marker, refuse, remove }: Place): LogStoreUnderTest {
  let nowMs = 0
  const clock = { ...systemClock, now: () => nowMs as NowMs }
  return {
    open: async () => openRelayStorage({ store: await openStore(), marker, clock }),
    setClock: next => void (nowMs = next),
    refuse,
    remove
  }
}

logStoreContract('log store on a store in memory', async () => {
  const disk = createMemoryDisk()
  return underTest({
    openStore: async () => disk.open(),
    marker: createMemoryFile(),
    refuse: isRefusing => disk.failWith(isRefusing ? 'the disk is full' : undefined),
    remove: async () => undefined
  })
})

const disk = faultyDisk()

logStoreContract('log store on LevelDB', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-logs-'))
  return underTest({
    openStore: () => openLevelStore(join(folder, 'db'), { create: true }),
    marker: createSmallFile(join(folder, 'mark')),
    refuse: isRefusing => disk.disturb(isRefusing ? { kind: 'refuse' } : undefined),
    remove: () => rm(folder, { recursive: true })
  })
})

logStoreContract('log store on a LevelDB whose disk writes and calls it failed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-logs-'))
  return underTest({
    openStore: () => openLevelStore(join(folder, 'db'), { create: true }),
    marker: createSmallFile(join(folder, 'mark')),
    refuse: isRefusing => disk.disturb(isRefusing ? { kind: 'lose sight' } : undefined),
    remove: () => rm(folder, { recursive: true })
  })
})

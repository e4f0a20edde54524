import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'
import { nowMs, perSecond, timeEach, type Durations } from './figures.js'

const VALUE_BYTES = 300
const BATCHES = 400
const BINARY = { keyEncoding: 'view', valueEncoding: 'view' } as const

export interface DiskLimits {
  /** Appending 300 bytes to a file and fdatasync. */
  readonly dataSync: Durations
  /** A durable LevelDB batch of one entry. */
  readonly syncOne: Durations
  /** Entries a second in durable batches of 64. */
  readonly syncBatched: number
}

/** LevelDB with nothing of ours in it. */
export interface RawLevel {
  /** A durable batch. */
  put(entries: number, bytes: number): Promise<void>
  /** Entries of so many bytes a second, in durable batches of 64. */
  batched(bytes: number): Promise<number>
  close(): Promise<void>
}

export async function measureDisk(scratch: string): Promise<DiskLimits> {
  const dataSync = await measureDataSync(join(scratch, 'appended'))
  const level = await openRawLevel(scratch)
  try {
    const syncOne = await timeEach(1_000, 50, () => level.put(1, VALUE_BYTES))
    return { dataSync, syncOne, syncBatched: await level.batched(VALUE_BYTES) }
  } finally {
    await level.close()
  }
}

export async function openRawLevel(scratch: string): Promise<RawLevel> {
  const db = new Level<Uint8Array, Uint8Array>(join(scratch, 'raw-level'), BINARY)
  await db.open()
  let entry = 0
  const put = (entries: number, bytes: number): Promise<void> =>
    db.batch(
      Array.from({ length: entries }, () => ({ type: 'put' as const, key: keyOf(entry++), value: randomBytes(bytes) })),
      { sync: true }
    )
  return {
    put,
    async batched(bytes) {
      const startedAt = nowMs()
      for (let batch = 0; batch < BATCHES; batch++) await put(64, bytes)
      return perSecond(BATCHES * 64, nowMs() - startedAt)
    },
    close: () => db.close()
  }
}

async function measureDataSync(path: string): Promise<Durations> {
  const file = await open(path, 'a')
  try {
    const value = randomBytes(VALUE_BYTES)
    return await timeEach(1_000, 50, async () => {
      await file.write(value)
      await file.datasync()
    })
  } finally {
    await file.close()
  }
}

function keyOf(entry: number): Uint8Array {
  const key = Buffer.alloc(12)
  key.writeUInt32BE(entry, 8)
  return key
}

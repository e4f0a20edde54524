import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'
import { nowMs, perSecond, timeEach, type Durations } from './figures.js'

const VALUE_BYTES = 300
/** The smallest there is. */
const ENVELOPE_BYTES = 1_149
const BATCHES = 400
const BINARY = { keyEncoding: 'view', valueEncoding: 'view' } as const

export interface DiskLimits {
  /** Appending 300 bytes to a file and fdatasync. */
  readonly dataSync: Durations
  /** A durable LevelDB batch of one entry. */
  readonly syncOne: Durations
  /** Entries a second in durable batches of 64. */
  readonly syncBatched: number
  /** The same of values as large as an envelope. */
  readonly envelopesBatched: number
}

export async function measureDisk(scratch: string): Promise<DiskLimits> {
  const dataSync = await measureDataSync(join(scratch, 'appended'))
  const db = new Level<Uint8Array, Uint8Array>(join(scratch, 'raw-level'), BINARY)
  await db.open()
  try {
    let entry = 0
    const batch = (size: number, bytes: number) =>
      db.batch(
        Array.from({ length: size }, () => ({ type: 'put' as const, key: keyOf(entry++), value: randomBytes(bytes) })),
        { sync: true }
      )
    async function batched(bytes: number): Promise<number> {
      const startedAt = nowMs()
      for (let index = 0; index < BATCHES; index++) await batch(64, bytes)
      return perSecond(BATCHES * 64, nowMs() - startedAt)
    }
    const syncOne = await timeEach(1_000, 50, () => batch(1, VALUE_BYTES))
    return { dataSync, syncOne, syncBatched: await batched(VALUE_BYTES), envelopesBatched: await batched(ENVELOPE_BYTES) }
  } finally {
    await db.close()
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

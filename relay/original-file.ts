import { stat } from 'node:fs/promises'
import { concat, equals, uint64 } from '../node/base/bytes.js'
import { createSmallFile } from '../node/host/small-file.js'
import type { SmallFile } from '../node/store/store.js'

/** Inode and time of birth, in nanoseconds. */
const ORIGIN_BYTES = 16

/**
 * A small file that no copy of it passes for. It holds which file it is, and which one stands beside it, by their inodes and times of
 * birth: no tool copies these, and moving changes neither. A copy of it, or one beside a copy of the other, reads as if there were
 * none. A snapshot of the whole file system is the original to it.
 */
export function createOriginalFile(path: string, beside: string): SmallFile {
  const origins = async (own: string): Promise<Uint8Array> => concat([await originOf(own), await originOf(beside)])
  const file = createSmallFile(path, async (content, fresh) => concat([await origins(fresh), content]))

  return {
    async read() {
      const kept = await file.read()
      if (kept === undefined || kept.length < 2 * ORIGIN_BYTES) return undefined
      const isOriginal = equals(kept.subarray(0, 2 * ORIGIN_BYTES), await origins(path))
      return isOriginal ? kept.subarray(2 * ORIGIN_BYTES) : undefined
    },
    write: content => file.write(content)
  }
}

async function originOf(path: string): Promise<Uint8Array> {
  const { ino, birthtimeNs } = await stat(path, { bigint: true })
  return concat([uint64(ino), uint64(birthtimeNs)])
}

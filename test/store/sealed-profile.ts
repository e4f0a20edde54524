import type { Clock } from '../../node/base/clock.js'
import type { Awaitable, Primitives } from '../../node/base/primitives.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { deriveStoreKeys } from '../../node/store/data-key.js'
import { openSealedStore, type OpenSealedStoreOptions } from '../../node/store/open-sealed-store.js'
import type { SealedStore } from '../../node/store/sealed-store.js'
import { createMemoryDisk, createMemoryFile, type MemoryDisk } from '../sim/memory-store.js'

export const storeKeys = deriveStoreKeys(new Uint8Array(32).fill(7))
export const primitives = createNodePrimitives()
/** Nothing that waits for its time ever goes out by itself. */
export const stoppedClock: Pick<Clock, 'after'> = { after: () => () => undefined }

export interface SealedProfile {
  readonly disk: MemoryDisk
  readonly epochKeyFile: ReturnType<typeof createMemoryFile>
  open(options?: Partial<OpenSealedStoreOptions>): Promise<SealedStore>
}

/** A database and its epoch keys in memory, opened as often as a test likes. */
export function createSealedProfile(): SealedProfile {
  const disk = createMemoryDisk()
  const epochKeyFile = createMemoryFile()
  return {
    disk,
    epochKeyFile,
    open: ({ store = disk.open(), ...options } = {}) =>
      openSealedStore({ store, epochKeyFile, storeKeys, primitives, clock: stoppedClock, ...options })
  }
}

/**
 * The same primitives as a browser has them: every answer is a promise, and the first answers come last.
 */
export function createLatePrimitives(): Primitives {
  let turns = 64
  async function late<T>(answer: () => Awaitable<T>): Promise<T> {
    turns = turns === 0 ? 64 : turns - 1
    for (let i = 0; i < turns; i++) await Promise.resolve()
    return answer()
  }
  return {
    ...primitives,
    aesGcmSeal: (...args) => late(() => primitives.aesGcmSeal(...args)),
    aesGcmOpen: (...args) => late(() => primitives.aesGcmOpen(...args))
  }
}

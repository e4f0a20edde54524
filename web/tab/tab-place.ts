import { systemClock } from '../../node/base/clock.js'
import { ChatError } from '../../node/base/errors.js'
import type { Stop } from '../../node/base/lifecycle.js'
import type { ProfilePlace } from '../../node/api/profile-place.js'
import type { SmallFile } from '../../node/store/store.js'
import { createIndexedFile } from './indexed-file.js'
import type { PasskeyFiles } from './passkey-file.js'
import { createWebPrimitives } from './web-crypto.js'

const DATABASE = 'parley'
const FILES = 'parley files'
export const DATABASES: readonly string[] = [DATABASE, FILES]
const LOCK = 'parley profile'
/** A tab that has just been closed may still hold it. */
const CLAIM_MS = 5_000

/** The databases of this origin as the place of its one profile. */
export function tabPlace(): ProfilePlace {
  return {
    primitives: createWebPrimitives(),
    clock: systemClock,
    vaultFile: createIndexedFile(FILES, 'vault'),
    epochKeyFile: createIndexedFile(FILES, 'epoch-keys'),
    claim,
    openStore: async () => (await import('./tab-store.js')).openTabStore(DATABASE)
  }
}

export const passkeyFiles = (): PasskeyFiles => ({
  used: createIndexedFile(FILES, 'passkey'),
  doubtful: createIndexedFile(FILES, 'passkey-doubtful')
})

/** The words of recovery, where they are still to be written down. */
export const unwrittenFile = (): SmallFile => createIndexedFile(FILES, 'unwritten')

/** IndexedDB lets any number of tabs write at once: this lock is what keeps them out. */
function claim(): Promise<Stop> {
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(
      LOCK,
      { signal: AbortSignal.timeout(CLAIM_MS) },
      () => new Promise<void>(release => resolve(() => release()))
    )
    held.catch((cause: unknown) =>
      reject(new ChatError('ERR_PROFILE_LOCKED', 'another tab uses this profile: close it, or go on there', { cause }))
    )
  })
}

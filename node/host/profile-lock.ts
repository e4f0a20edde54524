import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ChatError, isChatError } from '../base/errors.js'
import type { AsyncStop } from '../base/lifecycle.js'
import { openLevelStore } from '../store/level.js'

/**
 * Holds the profile for this process alone until the returned stop is called or the process ends, however it ends: the lock is
 * the kernel's (`fcntl`), on the LOCK file of an empty database beside the real one, which is closed and opened again at times.
 * POSIX gives such a lock up when its process closes any other handle of that file: nothing may read `lock/` meanwhile.
 * @throws ERR_PROFILE_LOCKED that names the holder's process id, ERR_STORE
 */
export async function lockProfile(profileDir: string): Promise<AsyncStop> {
  const holderFile = join(profileDir, 'lock.pid')
  const lock = await openLevelStore(join(profileDir, 'lock'), { create: true }).catch(async (cause: unknown) => {
    if (isChatError(cause, 'ERR_PROFILE_LOCKED')) throw locked(profileDir, await holderOf(holderFile), cause)
    throw cause
  })
  await writeFile(holderFile, String(process.pid), { mode: 0o600 })
  let released: Promise<void> | undefined
  async function release(): Promise<void> {
    await rm(holderFile, { force: true })
    await lock.close()
  }
  return () => (released ??= release())
}

async function holderOf(holderFile: string): Promise<string> {
  // The file only makes the message better: it may not be there yet, or not any more.
  const text = await readFile(holderFile, 'utf8').catch(() => '')
  return /^\d+$/.test(text) ? `process ${text}` : 'another process'
}

function locked(profileDir: string, holder: string, cause: unknown): ChatError {
  return new ChatError('ERR_PROFILE_LOCKED', `${holder} uses the profile ${profileDir}: stop it first, or choose another with --profile`, {
    cause
  })
}

import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ChatError } from '../base/errors.js'
import { createSerial } from '../base/serial.js'
import type { SmallFile } from '../store/store.js'

const OWNER_ONLY = 0o600

/**
 * A small file on a POSIX file system, readable by its owner alone. A write goes to `<path>.new`, is synced, takes the old
 * file's place by rename, and the folder is synced too: a crash at any instant leaves the old content or the new, whole.
 * Concurrent writes queue. One process at a time: the profile's lock sees to that. `contentFor` may make more of what is written, for the
 * very file that takes it, whose path is another until then. @throws ERR_STORE
 */
export function createSmallFile(
  path: string,
  contentFor: (content: Uint8Array, fresh: string) => Promise<Uint8Array> = async content => content
): SmallFile {
  const serial = createSerial()
  const fresh = `${path}.new`

  async function replace(content: Uint8Array): Promise<void> {
    await rm(fresh, { force: true })
    await writeSynced(fresh, () => contentFor(content, fresh))
    await rename(fresh, path)
    await syncFolder(dirname(path))
  }

  return {
    async read() {
      try {
        return new Uint8Array(await readFile(path))
      } catch (cause) {
        if (hasCode(cause, 'ENOENT')) return undefined
        throw new ChatError('ERR_STORE', `can't read ${path}: check the disk and the file's permissions`, { cause })
      }
    },
    write: content =>
      serial(async () => {
        try {
          await replace(content)
        } catch (cause) {
          throw new ChatError('ERR_STORE', `can't write ${path}: check the disk's free space and permissions`, { cause })
        }
      })
  }
}

async function writeSynced(path: string, content: () => Promise<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY)
  try {
    await file.writeFile(await content())
    await file.sync()
  } finally {
    await file.close()
  }
}

/** What was renamed in it is durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function hasCode(err: unknown, code: string): boolean {
  return err instanceof Error && 'code' in err && err.code === code
}

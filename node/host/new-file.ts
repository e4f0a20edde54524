import { randomBytes } from 'node:crypto'
import { access, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ChatError } from '../base/errors.js'
import { syncFolder } from './small-file.js'

const OWNER_ONLY = 0o600
const NAME_BYTES = 4

/** A file that stands in its place whole or not at all, and that its owner alone can read. End it with `finish` or `abandon`. */
export interface NewFile {
  /** Resolves when the system has taken the bytes. @throws ERR_STORE */
  write(bytes: Uint8Array): Promise<void>
  /** Durable, and in its place. @throws ERR_ALREADY_EXISTS where another has come there meanwhile, ERR_STORE */
  finish(): Promise<void>
  /** Nothing of it stays. Idempotent, and harmless after `finish`. */
  abandon(): Promise<void>
}

/** What is written goes to `<path>.<8 hex digits>.part` first. @throws ERR_ALREADY_EXISTS, ERR_STORE */
export async function createNewFile(path: string): Promise<NewFile> {
  await refuseExisting(path)
  const part = `${path}.${randomBytes(NAME_BYTES).toString('hex')}.part`
  const file: FileHandle = await orStoreError(path, () => open(part, 'wx', OWNER_ONLY))
  let isOpen = true

  async function close(): Promise<void> {
    if (!isOpen) return
    isOpen = false
    await file.close()
  }

  return {
    write: bytes => orStoreError(path, () => file.writeFile(bytes)),
    async finish() {
      await orStoreError(path, () => file.sync())
      await close()
      await refuseExisting(path)
      await orStoreError(path, async () => {
        await rename(part, path)
        await syncFolder(dirname(path))
      })
    },
    async abandon() {
      await close()
      await rm(part, { force: true })
    }
  }
}

async function refuseExisting(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false
  )
  if (exists) throw new ChatError('ERR_ALREADY_EXISTS', `there is ${path} already, and nothing is written over it; choose another name`)
}

async function orStoreError<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    throw new ChatError('ERR_STORE', `can't write ${path}: check the folder, its permissions and the disk's free space`, { cause })
  }
}

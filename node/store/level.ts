import { Level } from 'level'
import { ChatError } from '../base/errors.js'
import { AS_BYTES, batchOf, causesOf, createLevelStore, storeError, type Database } from './level-store.js'
import type { Store } from './store.js'

/**
 * The store on LevelDB, in the folder `location`.
 *
 * After a batch that failed, LevelDB's log may end in half a record, and what is appended behind it is lost at the next start
 * without a word. So the database is reopened, which cuts the log there, before anything else is read or written: a disk that was
 * full recovers by itself. Whether the failed batch itself is found after that is unknown; what is read then is what there is.
 *
 * LevelDB takes a folder without its file CURRENT for a new database and deletes the tables it finds there. So only what is new may
 * be created.
 *
 * @throws ERR_PROFILE_LOCKED when another process (or this one) has it open, ERR_STORE otherwise; no record is touched then
 */
export async function openLevelStore(location: string, { create }: { readonly create: boolean }): Promise<Store> {
  const db: Database = new Level(location, { ...AS_BYTES, createIfMissing: create })
  try {
    await db.open()
  } catch (cause) {
    throw openError(location, cause)
  }
  return createLevelStore(db, {
    cutsPages: true,
    isSpoiltByFailure: true,
    write: (writes, durable) => batchOf(db, writes).write({ sync: durable }),
    advice
  })
}

function openError(location: string, cause: unknown): ChatError {
  for (const err of causesOf(cause)) {
    if ('code' in err && err.code === 'LEVEL_LOCKED') {
      return new ChatError('ERR_PROFILE_LOCKED', `${location} is in use: stop the other Parley that has it open`, { cause })
    }
  }
  return storeError({ advice }, `open ${location}`, cause)
}

const BEGIN_ANEW = 'keep its folder, and begin another profile with the 24 words and, where there is one, an export'

function advice(said: string): string {
  if (/read-only|permission denied/i.test(said)) return 'the disk or folder is not writable; check how it is mounted and who owns it'
  if (/does not exist \(create_if_missing/i.test(said))
    return `no database is there, or its file CURRENT is gone; nothing else was touched: ${BEGIN_ANEW}`
  if (/corruption/i.test(said)) return `the database is damaged: ${BEGIN_ANEW}`
  return `the disk refused (${said})`
}

import { ChatError } from '../../node/base/errors.js'
import { createSerial } from '../../node/base/serial.js'
import type { SmallFile } from '../../node/store/store.js'

const FILES = 'files'

/** A small file of this origin, kept as one record of an IndexedDB database. Writes queue. @throws ERR_STORE */
export function createIndexedFile(database: string, name: string): SmallFile {
  const serial = createSerial()
  return {
    async read() {
      const found: unknown = await inFiles(database, 'readonly', files => files.get(name)).catch((cause: unknown) => {
        throw refused(`read ${name}`, cause)
      })
      return found instanceof Uint8Array ? found : undefined
    },
    write: content =>
      serial(async () => {
        await inFiles(database, 'readwrite', files => files.put(content, name)).catch((cause: unknown) => {
          throw refused(`write ${name}`, cause)
        })
      })
  }
}

/** Resolves once the transaction is over, on disk where it writes. */
async function inFiles<T>(database: string, mode: 'readonly' | 'readwrite', ask: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await openFiles(database)
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(FILES, mode, { durability: 'strict' })
      const request = ask(transaction.objectStore(FILES))
      transaction.addEventListener('complete', () => resolve(request.result))
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')))
    })
  } finally {
    db.close()
  }
}

function openFiles(database: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database, 1)
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(FILES))
    opening.addEventListener('success', () => resolve(opening.result))
    opening.addEventListener('error', () => reject(opening.error ?? new Error('not opened')))
  })
}

function refused(doing: string, cause: unknown): ChatError {
  return new ChatError('ERR_STORE', `this browser did not ${doing}: allow the page to keep data, and free some space`, { cause })
}

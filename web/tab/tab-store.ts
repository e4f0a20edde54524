import { Level } from 'level'
import { AS_BYTES, batchOf, createLevelStore, storeError, type Database, type LevelKind } from '../../node/store/level-store.js'
import type { Store, Write } from '../../node/store/store.js'

/** What `level` is in a browser. */
type Connected = Database & { readonly db: IDBDatabase }

/**
 * The store on IndexedDB, whose binary keys sort bytewise. A durable batch asks for `strict` durability, without which a browser calls done
 * what the disk has not written yet. Any number of documents may open it at once: somebody else keeps them out. @throws ERR_STORE
 */
export async function openTabStore(database: string): Promise<Store> {
  const db = new Level<Uint8Array, Uint8Array>(database, { ...AS_BYTES, prefix: '' }) as Connected
  const kind: LevelKind = {
    cutsPages: false,
    isSpoiltByFailure: false,
    async write(writes, durable) {
      const written = batchOf(db, writes.map(alone))
      await asking(db.db, durable ? 'strict' : 'relaxed', () => written.write())
    },
    advice: said => `reload the page, and see that it may keep data (${said})`
  }
  try {
    await db.open()
  } catch (cause) {
    throw storeError(kind, `open ${database}`, cause)
  }
  return createLevelStore(db, kind)
}

/** A view would be kept with all that lies around it. */
function alone({ key, value }: Write): Write {
  return { key, value: value?.byteLength === value?.buffer.byteLength ? value : value?.slice() }
}

/** `level` leaves to the browser how durable a batch is. It begins the transaction at once, so this can say it. */
function asking<T>(connection: IDBDatabase, durability: IDBTransactionDurability, begin: () => T): T {
  connection.transaction = (stores, mode) => IDBDatabase.prototype.transaction.call(connection, stores, mode, { durability })
  try {
    return begin()
  } finally {
    Reflect.deleteProperty(connection, 'transaction')
  }
}

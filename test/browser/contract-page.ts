// What every back end promises, asked of those of a browser, in one. What it prints is read by tab-contracts.test.ts.
import { createIndexedFile } from '../../web/tab/indexed-file.js'
import { openIndexedStore } from '../../web/tab/indexed-store.js'
import { createWebPrimitives } from '../../web/tab/web-crypto.js'
import { primitivesContract } from '../contract/primitives.js'
import { smallFileContract } from '../contract/small-file.js'
import { storeContract } from '../contract/store.js'

let places = 0

function drop(database: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const dropping = indexedDB.deleteDatabase(database)
    dropping.addEventListener('success', () => resolve())
    dropping.addEventListener('error', () => reject(dropping.error ?? new Error('not dropped')))
  })
}

storeContract('store on IndexedDB', async () => {
  const location = `store ${++places}`
  return { open: () => openIndexedStore(location), remove: () => drop(location) }
})
smallFileContract('small file on IndexedDB', async () => {
  const database = `files ${++places}`
  return { open: () => createIndexedFile(database, 'one'), remove: () => drop(database) }
})
primitivesContract('WebCrypto in a browser', createWebPrimitives()).run()

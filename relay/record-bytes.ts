import { toHex } from '../node/base/bytes.js'
import type { Store } from '../node/store/store.js'
import { isRecord, recordsOfAccounts } from './keyspace.js'

/** The same store, and how many bytes there are of what it keeps for accounts besides logs: read once, then counted on the way. */
export async function countRecords(store: Store): Promise<{ readonly store: Store; readonly bytes: () => number }> {
  let bytes = 0
  for await (const [key, value] of store.range(recordsOfAccounts())) bytes += key.length + value.length

  async function batch(...[writes, options]: Parameters<Store['batch']>): Promise<void> {
    // Of two writes to one key the later one counts.
    const records = new Map(writes.filter(({ key }) => isRecord(key)).map(write => [toHex(write.key), write]))
    let grown = 0
    for (const { key, value } of records.values()) {
      const before = await store.get(key)
      if (before !== undefined) grown -= key.length + before.length
      if (value !== undefined) grown += key.length + value.length
    }
    await store.batch(writes, options)
    bytes += grown
  }

  return { store: { ...store, batch }, bytes: () => bytes }
}

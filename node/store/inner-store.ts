import { path, under } from './key-paths.js'
import { TABLE } from './keyspace.js'
import type { SealedStore } from './sealed-store.js'
import type { Range, SmallFile, Store, Write } from './store.js'

const ALL = under(TABLE.companion)
const innerPath = (inner: Uint8Array): Uint8Array => path(TABLE.companion, inner)
/** What one batch deletes. */
const MOST_AT_ONCE = 256

/** A whole store in a table of another one, and a file beside it: sealed as all else is there, and written with it. */
export interface InnerStore {
  readonly store: Store
  /** Its old content may lie on the disk until the database compacts. */
  readonly file: SmallFile
}

export function createInnerStore(outer: SealedStore): InnerStore {
  const { keys } = outer
  const fileKey = keys.setting('companion epoch keys')

  function outerRange({ gte, lt, ...how }: Range): Range {
    return {
      ...ALL,
      ...(gte === undefined ? {} : { gte: innerPath(gte) }),
      ...(lt === undefined ? {} : { lt: innerPath(lt) }),
      ...how
    }
  }

  return {
    store: {
      get: key => outer.get(innerPath(key)),
      batch: (writes, options) =>
        outer.commit(
          writes.map(({ key, value }) => ({ key: innerPath(key), value })),
          options
        ),
      async *range(range) {
        for await (const [key, value] of outer.range(outerRange(range))) yield [key.subarray(1), value]
      },
      close: async () => undefined
    },
    file: {
      read: () => outer.get(fileKey),
      write: content => outer.commit([{ key: fileKey, value: content }], { durable: true })
    }
  }
}

/** Deletes all that an inner store holds, its file included; nobody may use it any more. @throws ERR_STORE */
export async function eraseInnerStore(outer: SealedStore): Promise<void> {
  const { keys } = outer
  let writes: Write[] = [{ key: keys.setting('companion epoch keys'), value: undefined }]
  for await (const [key] of outer.range(ALL)) {
    writes.push({ key, value: undefined })
    if (writes.length < MOST_AT_ONCE) continue
    await outer.commit(writes, { durable: true })
    writes = []
  }
  await outer.commit(writes, { durable: true })
}

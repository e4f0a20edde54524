import { ChatError } from '../base/errors.js'
import { path, under } from './key-paths.js'
import { TABLE } from './keyspace.js'
import type { SealedStore } from './sealed-store.js'
import type { Range, SmallFile, Store, Write } from './store.js'

const ALL = under(TABLE.companion)
const innerPath = (inner: Uint8Array): Uint8Array => path(TABLE.companion, inner)
const fileKeyOf = ({ keys }: SealedStore): Uint8Array => keys.setting('companion epoch keys')
/** What one batch deletes. */
const MOST_AT_ONCE = 256

/** A whole store in a table of another one, and a file beside it: sealed as all else is there, and written with it. */
export interface InnerStore {
  readonly store: Store
  /** Its old content may lie on the disk until the database compacts. */
  readonly file: SmallFile
}

export function createInnerStore(outer: SealedStore): InnerStore {
  const fileKey = fileKeyOf(outer)
  const underWay = new Set<Promise<void>>()
  let isClosed = false

  function requireOpen(): void {
    if (isClosed) throw new ChatError('ERR_CLOSED', 'the store is closed')
  }

  return {
    store: {
      async get(key) {
        requireOpen()
        return outer.get(innerPath(key))
      },
      async batch(writes, options) {
        requireOpen()
        const paths = writes.map(({ key, value }) => ({ key: innerPath(key), value }))
        const writing = outer.commit(paths, options)
        underWay.add(writing)
        await writing.finally(() => underWay.delete(writing))
      },
      async *range(range) {
        requireOpen()
        for await (const [key, value] of outer.range(outerRange(range))) yield [key.subarray(1), value]
      },
      async close() {
        isClosed = true
        await Promise.allSettled(underWay)
      }
    },
    file: {
      read: () => outer.get(fileKey),
      write: content => outer.commit([{ key: fileKey, value: content }], { durable: true })
    }
  }
}

function outerRange({ gte, lt, ...how }: Range): Range {
  return {
    ...ALL,
    ...(gte === undefined ? {} : { gte: innerPath(gte) }),
    ...(lt === undefined ? {} : { lt: innerPath(lt) }),
    ...how
  }
}

/** Deletes all that an inner store holds, its file included; nobody may use it any more. @throws ERR_STORE */
export async function eraseInnerStore(outer: SealedStore): Promise<void> {
  let writes: Write[] = [{ key: fileKeyOf(outer), value: undefined }]
  for await (const [key] of outer.range(ALL)) {
    writes.push({ key, value: undefined })
    if (writes.length < MOST_AT_ONCE) continue
    await outer.commit(writes, { durable: true })
    writes = []
  }
  await outer.commit(writes, { durable: true })
}

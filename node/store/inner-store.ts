import { concat } from '../base/bytes.js'
import type { SealedStore } from './sealed-store.js'
import type { Range, SmallFile, Store, Write } from './store.js'

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
  const offset = keys.companion(new Uint8Array()).length

  function outerRange({ gte, lt, ...how }: Range): Range {
    return {
      ...keys.companions(),
      ...(gte === undefined ? {} : { gte: keys.companion(gte) }),
      ...(lt === undefined ? {} : { lt: keys.companion(lt) }),
      ...how
    }
  }

  return {
    store: {
      get: key => outer.get(keys.companion(key)),
      batch: (writes, options) =>
        outer.commit(
          writes.map(({ key, value }) => ({ key: keys.companion(key), value })),
          options
        ),
      async *range(range) {
        for await (const [key, value] of outer.range(outerRange(range))) yield [key.subarray(offset), value]
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
  for await (const [key] of outer.range(keys.companions())) {
    writes.push({ key: concat([key]), value: undefined })
    if (writes.length < MOST_AT_ONCE) continue
    await outer.commit(writes, { durable: true })
    writes = []
  }
  await outer.commit(writes, { durable: true })
}

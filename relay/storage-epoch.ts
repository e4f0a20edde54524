import { equals } from '../node/base/bytes.js'
import type { Primitives } from '../node/base/primitives.js'
import type { Probe } from '../node/base/probe.js'
import type { Store, SmallFile } from '../node/store/store.js'
import { StorageRecord } from '../node/wire/generated/relay-records.js'
import { meta } from './keyspace.js'

const ID_BYTES = 16

export interface StorageEpoch {
  /** 16 bytes. */
  readonly id: Uint8Array
  /** What was copied from the database before is recognised as old once this resolves. */
  renewMark(): Promise<void>
}

interface StorageEpochInit {
  readonly store: Pick<Store, 'get' | 'batch'>
  /** Lies beside the database, never in it: a copy of the database that is put back does not bring it along. Nothing can be read from a copy of it. */
  readonly marker: SmallFile
  readonly primitives: Pick<Primitives, 'randomBytes'>
  readonly probe: Probe
}

/**
 * The id of this storage: a new one when the database is not the one that was written last, as after a restore or a wipe. Both the
 * database and the marker hold a mark that changes at every start and stop and in between; the database says beforehand which comes
 * next, so a crash at any instant changes nothing. A copy of the database that is put back within one such span is for the marker to
 * notice.
 */
export async function openStorageEpoch({ store, marker, primitives, probe }: StorageEpochInit): Promise<StorageEpoch> {
  const key = meta('storage')
  const value = await store.get(key)
  const record = value === undefined ? undefined : StorageRecord.decode(value)
  let mark = await marker.read()
  const isLatest = record !== undefined && mark !== undefined && (equals(mark, record.mark) || equals(mark, record.nextMark))
  const id = isLatest ? record.id : primitives.randomBytes(ID_BYTES)

  async function renewMark(): Promise<void> {
    const nextMark = primitives.randomBytes(ID_BYTES)
    const next = StorageRecord.encode({ id, mark: mark ?? nextMark, nextMark })
    await store.batch([{ key, value: next }], { durable: true })
    await probe('mark:promised')
    await marker.write(nextMark)
    mark = nextMark
  }

  await renewMark()
  return { id, renewMark }
}

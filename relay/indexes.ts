import { ChatError } from '../node/base/errors.js'
import type { AccountId } from '../node/base/ids.js'
import type { Write } from '../node/store/store.js'
import { IndexRecord, type IndexPartsRecord } from '../node/wire/generated/relay-records.js'
import type { RelayIndex } from '../node/wire/generated/relay.js'
import { indexKey, indexPartKey } from './keyspace.js'
import type { KeyedSerial } from './keyed-serial.js'
import type { Records } from './records.js'

const MAX_PARTS = 32
/** A plaintext padded to 64 KiB, as long as it can be, and what HPKE adds. */
const MAX_PART_BYTES = 64 * 1024 + 48

/**
 * Each member's sealed index, in parts. The last one that came whole is kept until the next one is whole: whoever stops in the
 * middle of a new one has lost nothing.
 */
export interface Indexes {
  /** @throws ERR_ALREADY_EXISTS for a seq that is not above the whole one's, ERR_INVALID_ARGUMENT, ERR_TOO_LARGE */
  put(account: AccountId, part: RelayIndex): Promise<void>
  /** @throws ERR_NOT_FOUND */
  get(account: AccountId, part: number): Promise<RelayIndex>
}

export function createIndexes(records: Records, serial: KeyedSerial): Indexes {
  async function recordOf(account: AccountId): Promise<IndexRecord> {
    const value = await records.get(indexKey(account))
    return value === undefined ? {} : IndexRecord.decode(value)
  }

  async function put(account: AccountId, { seq, part, parts, sealed }: RelayIndex): Promise<void> {
    if (parts < 1 || parts > MAX_PARTS || part >= parts)
      throw new ChatError('ERR_INVALID_ARGUMENT', `an index has 1 to ${MAX_PARTS} parts, counted from 0`)
    if (sealed.length > MAX_PART_BYTES) throw new ChatError('ERR_TOO_LARGE', `a part of an index has at most ${MAX_PART_BYTES} bytes`)
    const { whole, growing } = await recordOf(account)
    const newest = Math.max(whole?.seq ?? 0, growing?.seq ?? 0)
    if (seq === whole?.seq && parts === whole.parts && newest === seq) return
    if (seq < newest || seq === whole?.seq) throw new ChatError('ERR_ALREADY_EXISTS', `an index numbered ${newest} is here already`)
    const isSame = growing?.seq === seq && growing.parts === parts
    const writes = isSame ? [] : dropping(account, growing)
    const have = [...new Set([...(isSame ? growing.have : []), part])]
    const next = { seq, parts, have }
    writes.push({ key: indexPartKey(account, seq, part), value: sealed })
    const isWhole = have.length === parts
    if (isWhole) writes.push(...dropping(account, whole))
    const record = isWhole ? { whole: next } : { ...(whole === undefined ? {} : { whole }), growing: next }
    await records.write([...writes, { key: indexKey(account), value: IndexRecord.encode(record) }])
  }

  return {
    put: (account, part) => serial(`index ${account}`, () => put(account, part)),
    async get(account, part) {
      const { whole } = await recordOf(account)
      const sealed = whole === undefined ? undefined : await records.get(indexPartKey(account, whole.seq, part))
      if (whole === undefined || sealed === undefined) throw new ChatError('ERR_NOT_FOUND', 'no such part of an index is here')
      return { seq: whole.seq, part, parts: whole.parts, sealed }
    }
  }
}

const dropping = (account: AccountId, index: IndexPartsRecord | undefined): Write[] =>
  (index?.have ?? []).map(part => ({ key: indexPartKey(account, index?.seq ?? 0, part), value: undefined }))

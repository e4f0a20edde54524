import { equals } from '../node/base/bytes.js'
import { ChatError } from '../node/base/errors.js'
import type { AccountId, DeviceId } from '../node/base/ids.js'
import { deviceKeyOf } from '../node/identity/device-id.js'
import type { Write } from '../node/store/store.js'
import { IndexRecord, type IndexPartsRecord } from '../node/wire/generated/relay-records.js'
import type { RelayIndex } from '../node/wire/generated/relay.js'
import { indexKey, indexPartKey } from './keyspace.js'
import type { KeyedSerial } from './keyed-serial.js'
import type { Records } from './records.js'

const MAX_PARTS = 32
/** A plaintext padded to 64 KiB, as long as it can be, and what HPKE adds. */
const MAX_PART_BYTES = 64 * 1024 + 48
/** Of as many devices at once; another one takes the place of the one that nobody added to for longest. */
const MAX_GROWING = 4

/**
 * Each member's sealed index, in parts. The last one that came whole is kept until another of a higher number is whole: whoever stops
 * in the middle has lost nothing and keeps nobody else from theirs, and no part of one device's is mixed into another's.
 */
export interface Indexes {
  /** @throws ERR_ALREADY_EXISTS for a seq that is not above the whole one's, ERR_INVALID_ARGUMENT, ERR_TOO_LARGE */
  put(account: AccountId, device: DeviceId, part: RelayIndex): Promise<void>
  /** @throws ERR_NOT_FOUND */
  get(account: AccountId, part: number): Promise<RelayIndex>
}

export function createIndexes(records: Records, serial: KeyedSerial): Indexes {
  async function recordOf(account: AccountId): Promise<IndexRecord> {
    const value = await records.get(indexKey(account))
    return value === undefined ? { growing: [] } : IndexRecord.decode(value)
  }

  async function put(account: AccountId, device: Uint8Array, { seq, part, parts, sealed }: RelayIndex): Promise<void> {
    if (parts < 1 || parts > MAX_PARTS || part >= parts)
      throw new ChatError('ERR_INVALID_ARGUMENT', `an index has 1 to ${MAX_PARTS} parts, counted from 0`)
    if (sealed.length > MAX_PART_BYTES) throw new ChatError('ERR_TOO_LARGE', `a part of an index has at most ${MAX_PART_BYTES} bytes`)
    const { whole, growing } = await recordOf(account)
    const isThis = (index: IndexPartsRecord): boolean => index.seq === seq && index.parts === parts && equals(index.device, device)
    if (whole !== undefined && isThis(whole)) return
    if (seq <= (whole?.seq ?? 0)) throw new ChatError('ERR_ALREADY_EXISTS', `an index numbered ${whole?.seq ?? 0} is here already`)
    const next = { seq, parts, device, have: [...new Set([...(growing.find(isThis)?.have ?? []), part])] }
    const isWhole = next.have.length === parts
    // A device that begins another has given up its last one.
    const others = growing.filter(index => !equals(index.device, device))
    const staying = isWhole ? others.filter(index => index.seq > seq) : others.slice(1 - MAX_GROWING)
    const gone = growing.filter(index => !isThis(index) && !staying.includes(index))
    const replaced = isWhole && whole !== undefined ? [whole] : []
    const after = isWhole ? { whole: next, growing: staying } : { ...(whole && { whole }), growing: [...staying, next] }
    await records.write([
      ...[...gone, ...replaced].flatMap(index => dropping(account, index)),
      { key: indexPartKey(account, next, part), value: sealed },
      { key: indexKey(account), value: IndexRecord.encode(after) }
    ])
  }

  return {
    put: (account, device, part) => serial(`index ${account}`, () => put(account, deviceKeyOf(device), part)),
    async get(account, part) {
      const { whole } = await recordOf(account)
      const sealed = whole === undefined ? undefined : await records.get(indexPartKey(account, whole, part))
      if (whole === undefined || sealed === undefined) throw new ChatError('ERR_NOT_FOUND', 'no such part of an index is here')
      return { seq: whole.seq, part, parts: whole.parts, sealed }
    }
  }
}

const dropping = (account: AccountId, index: IndexPartsRecord): Write[] =>
  index.have.map(part => ({ key: indexPartKey(account, index, part), value: undefined }))

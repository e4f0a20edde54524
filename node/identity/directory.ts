import { sha256 } from '@noble/hashes/sha2.js'
import { compare, concat, equals, toHex, uint64, utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Primitives, SigningKey } from '../base/primitives.js'
import { DirectoryContentFrame, DirectoryRecordFrame } from '../wire/generated/identity.js'
import { pad, PADDED_BYTES, unpad } from '../wire/padding.js'
import { readableAddresses, requireAddress } from './address.js'
import { deviceIdOf, deviceKeyOf } from './device-id.js'
import { MAX_LIVE_DEVICES } from './device-list.js'
import { statement } from './statement.js'

/** The first part of a record's key in the DHT: says which validator and selector judge it. */
export const DIRECTORY_NAMESPACE = 'parley-dl'
export const MAX_RECORD_BYTES = 16_640
/** How long a record counts, by the clock of whoever looks. */
export const RECORD_VALID_MS = 48 * 3_600_000
const VERSION = 1
const DOMAIN = 'parley directory record 1'
/** A clock that is a day wrong, on either side, breaks nothing. */
const CLOCK_TOLERANCE_MS = 24 * 3_600_000
const KEY_BYTES = 32
const VALUE_KEY_BYTES = 16
const NONCE_BYTES = 12
const TAG_BYTES = 16
const MAX_CONTENT_BYTES = 16_383
const SEALED_BYTES: readonly number[] = PADDED_BYTES.filter(bytes => bytes <= MAX_CONTENT_BYTES + 1).map(
  bytes => NONCE_BYTES + bytes + TAG_BYTES
)
const MAX_ADDRESSES = 8
/** Eight devices with eight of these each fit a record. */
const MAX_ADDRESS_BYTES = 192

/** What finds and opens an account's record: on its cards. */
export interface DirectoryAccess {
  /** 32 bytes, Ed25519: who signs the record; its hash is where the record lies. */
  readonly recordKey: Uint8Array
  /** 16 bytes, AES-128-GCM. */
  readonly valueKey: Uint8Array
}

/** What writes it: every device of the account has these. */
export interface DirectoryKeys {
  /** 32 bytes. Not the account key's, so that the DHT can't tell whose record it holds. */
  readonly seed: Uint8Array
  readonly key: SigningKey
  readonly valueKey: Uint8Array
}

interface DirectoryDevice {
  readonly device: DeviceId
  /** Multiaddrs without the peer id, the best first, 8 at most. */
  readonly addresses: readonly string[]
  /** When the device said so, by its own clock. */
  readonly seenAtMs: number
}

/** Where an account's devices are. Of the addresses nothing is proven: whoever answers there proves who they are. */
export interface DirectoryContent {
  /** Encoded, and signed by the account; absent where it is too long for a record. */
  readonly deviceList?: Uint8Array
  readonly devices: readonly DirectoryDevice[]
}

export interface DirectoryRecord extends DirectoryContent {
  /** By the clock of the device that issued it, or one more than the record before: of two the higher counts. */
  readonly issuedAtMs: number
}

/** @throws ERR_INVALID_ARGUMENT for another length */
export async function directoryKeys(
  primitives: Pick<Primitives, 'signingKey'>,
  seed: Uint8Array,
  valueKey: Uint8Array
): Promise<DirectoryKeys> {
  const key = await primitives.signingKey(seed)
  if (!isDirectoryAccess({ recordKey: key.publicKey, valueKey }))
    throw new ChatError('ERR_INVALID_ARGUMENT', `directory keys have ${KEY_BYTES} and ${VALUE_KEY_BYTES} bytes`)
  return { seed, key, valueKey }
}

export const directoryAccess = ({ key, valueKey }: DirectoryKeys): DirectoryAccess => ({ recordKey: key.publicKey, valueKey })

export const isDirectoryAccess = ({ recordKey, valueKey }: DirectoryAccess): boolean =>
  recordKey.length === KEY_BYTES && valueKey.length === VALUE_KEY_BYTES

/** The record's key in the DHT: `/parley-dl/` and SHA-256 of the record key in hex, so that it doesn't tell who may write it. */
export const directoryPlace = (recordKey: Uint8Array): Uint8Array => utf8(`/${DIRECTORY_NAMESPACE}/${toHex(sha256(recordKey))}`)

/**
 * Seals and signs. Takes the first 8 devices and the first 8 addresses of each, and leaves the list out where it does not fit.
 * @throws ERR_INVALID_ARGUMENT for a bad address
 */
export async function createDirectoryRecord(
  primitives: Pick<Primitives, 'randomBytes' | 'aesGcmSeal' | 'sign'>,
  { key, valueKey }: DirectoryKeys,
  { issuedAtMs, ...content }: DirectoryRecord
): Promise<Uint8Array> {
  const nonce = primitives.randomBytes(NONCE_BYTES)
  const sealed = concat([
    nonce,
    await primitives.aesGcmSeal(valueKey, nonce, pad(encodeContent(content)), heading(key.publicKey, issuedAtMs))
  ])
  const signature = await primitives.sign(key, signedPart(key.publicKey, issuedAtMs, sealed))
  return DirectoryRecordFrame.encode({ version: VERSION, recordKey: key.publicKey, issuedAtMs, sealed, signature })
}

/** Verifies, opens and decodes. @throws what `checkDirectoryRecord` does, ERR_DECRYPT, ERR_MALFORMED */
export async function readDirectoryRecord(
  primitives: Pick<Primitives, 'aesGcmOpen' | 'verify'>,
  { recordKey, valueKey }: DirectoryAccess,
  record: Uint8Array,
  nowMs: number
): Promise<DirectoryRecord> {
  const { issuedAtMs, sealed } = await checkDirectoryRecord(primitives, directoryPlace(recordKey), record, nowMs)
  const [nonce, ciphertext] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES)]
  const padded = await primitives.aesGcmOpen(valueKey, nonce, ciphertext, heading(recordKey, issuedAtMs))
  return { issuedAtMs, ...decodeContent(unpad(padded)) }
}

/**
 * The validator: whether a record may lie at `place`, judged by who can't open it.
 * @throws ERR_TOO_LARGE, ERR_MALFORMED, ERR_NOT_ALLOWED (another's place), ERR_EXPIRED (or not yet), ERR_SIGNATURE
 */
export async function checkDirectoryRecord(
  primitives: Pick<Primitives, 'verify'>,
  place: Uint8Array,
  record: Uint8Array,
  nowMs: number
): Promise<DirectoryRecordFrame> {
  const frame = decodeRecord(record)
  const { recordKey, issuedAtMs, sealed, signature } = frame
  if (!equals(place, directoryPlace(recordKey))) throw new ChatError('ERR_NOT_ALLOWED', 'this record belongs at another place')
  if (!Number.isSafeInteger(issuedAtMs) || issuedAtMs > nowMs + CLOCK_TOLERANCE_MS)
    throw new ChatError('ERR_EXPIRED', 'this record is of a time to come: check the clocks')
  if (issuedAtMs + RECORD_VALID_MS + CLOCK_TOLERANCE_MS < nowMs) throw new ChatError('ERR_EXPIRED', 'this record has expired')
  if (!(await primitives.verify(recordKey, signedPart(recordKey, issuedAtMs, sealed), signature)))
    throw new ChatError('ERR_SIGNATURE', 'this record is not signed by the key it names')
  return frame
}

/** The selector: the index of the newest record; of equally new ones, the one whose SHA-256 is lowest. At least one record. */
export function selectDirectoryRecord(records: readonly Uint8Array[]): number {
  const ranked = records.map((record, index) => ({ index, issuedAtMs: issueTimeOf(record), hash: sha256(record) }))
  ranked.sort((a, b) => b.issuedAtMs - a.issuedAtMs || compare(a.hash, b.hash))
  return ranked[0]?.index ?? 0
}

function issueTimeOf(record: Uint8Array): number {
  try {
    return decodeRecord(record).issuedAtMs
  } catch {
    return -1 // what does not decode is the worst there is
  }
}

/** Bounded in every field, since anybody may send it. */
function decodeRecord(record: Uint8Array): DirectoryRecordFrame {
  if (record.length > MAX_RECORD_BYTES) throw new ChatError('ERR_TOO_LARGE', `a directory record has at most ${MAX_RECORD_BYTES} bytes`)
  const frame = decoded(() => DirectoryRecordFrame.decode(record))
  if (frame.version !== VERSION) throw new ChatError('ERR_MALFORMED', `directory record version ${frame.version}: a newer Parley made it`)
  if (frame.recordKey.length !== KEY_BYTES || !SEALED_BYTES.includes(frame.sealed.length))
    throw new ChatError('ERR_MALFORMED', 'a part of this directory record has the wrong length')
  return frame
}

const heading = (recordKey: Uint8Array, issuedAtMs: number) => statement(DOMAIN, recordKey, uint64(BigInt(issuedAtMs)))

const signedPart = (recordKey: Uint8Array, issuedAtMs: number, sealed: Uint8Array) =>
  statement(DOMAIN, recordKey, uint64(BigInt(issuedAtMs)), sealed)

function encodeContent({ deviceList, devices }: DirectoryContent): Uint8Array {
  const frame = {
    devices: devices.slice(0, MAX_LIVE_DEVICES).map(({ device, addresses, seenAtMs }) => ({
      device: deviceKeyOf(device),
      addresses: addresses.map(requireAddress).filter(fitsRecord).slice(0, MAX_ADDRESSES),
      seenAtMs
    }))
  }
  if (deviceList === undefined) return DirectoryContentFrame.encode(frame)
  const whole = DirectoryContentFrame.encode({ ...frame, deviceList })
  return whole.length <= MAX_CONTENT_BYTES ? whole : DirectoryContentFrame.encode(frame)
}

const fitsRecord = (address: Uint8Array) => address.length <= MAX_ADDRESS_BYTES

function decodeContent(content: Uint8Array): DirectoryContent {
  const limits = { devices: MAX_LIVE_DEVICES, devices$: { addresses: MAX_ADDRESSES } }
  return decoded(() => {
    const { deviceList, devices } = DirectoryContentFrame.decode(content, { limits })
    return {
      ...(deviceList === undefined ? {} : { deviceList }),
      devices: devices.map(({ device, addresses, seenAtMs }) => ({
        device: deviceIdOf(device),
        addresses: readableAddresses(addresses.filter(fitsRecord)),
        seenAtMs
      }))
    }
  })
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (cause) {
    throw new ChatError('ERR_MALFORMED', 'a directory record that does not decode', { cause })
  }
}

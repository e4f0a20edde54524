import { fromHex, uint32, uint64, utf8 } from '../node/base/bytes.js'
import type { AccountId, DeviceId, LogId } from '../node/base/ids.js'
import { accountKeyOf } from '../node/identity/account-id.js'
import { deviceKeyOf } from '../node/identity/device-id.js'
import { path, under } from '../node/store/key-paths.js'
import type { Range } from '../node/store/store.js'

/** Every key path of a relay's database: a table byte, then what the comment says. Numbers are big-endian, so that they sort. */
const TABLE = {
  meta: 0x01, // name
  log: 0x10, // log32
  entry: 0x11, // log32 ‖ place u64
  digest: 0x12, // log32 ‖ digest16
  due: 0x13, // day u32 ‖ log32
  empty: 0x14, // day u32 ‖ log32
  member: 0x20, // account32
  ban: 0x21, // key32 of an account or a device
  relayInvite: 0x22, // hash32
  toldInvite: 0x30, // account32 ‖ hash32
  box: 0x31, // account32
  knock: 0x32, // account32 ‖ id u64
  shelf: 0x33, // account32 ‖ device32
  keyPackage: 0x34, // account32 ‖ device32 ‖ number u64
  deviceList: 0x35, // account32
  index: 0x36, // account32
  indexPart: 0x37 // account32 ‖ device32 ‖ seq u64 ‖ part u32
} as const

const KEY_BYTES = 32

export const meta = (name: string): Uint8Array => path(TABLE.meta, utf8(name))

export const logKey = (log: LogId): Uint8Array => path(TABLE.log, fromHex(log))
export const allLogs = (): Range => under(TABLE.log)
/** The log's id in 32 bytes, from the key of its record. */
export const logOf = (key: Uint8Array): Uint8Array => key.subarray(1, 1 + KEY_BYTES)

/** `log` in its 32 bytes: these are made for every envelope. */
export const entryKey = (log: Uint8Array, place: number): Uint8Array => path(TABLE.entry, log, number(place))
/** From one place to another, both inclusive. */
export const entries = (log: Uint8Array, from: number, to: number): Range => ({ gte: entryKey(log, from), lt: entryKey(log, to + 1) })
export const allEntries = (log: Uint8Array): Range => under(TABLE.entry, log)
export const placeOf = (key: Uint8Array): number => numberAt(key, 1 + KEY_BYTES)
export const digestKey = (log: Uint8Array, digest: Uint8Array): Uint8Array => path(TABLE.digest, log, digest)
export const allDigests = (log: Uint8Array): Range => under(TABLE.digest, log)

/** That something of this log is due to be looked at once this day is old enough. */
export const dueKey = (day: number, log: Uint8Array): Uint8Array => path(TABLE.due, uint32(day), log)
export const dueUntil = (day: number): Range => ({ gte: path(TABLE.due), lt: path(TABLE.due, uint32(day + 1)) })
/** That this log was opened on that day, and nothing put into it. */
export const emptyKey = (day: number, log: Uint8Array): Uint8Array => path(TABLE.empty, uint32(day), log)
export const emptyUntil = (day: number): Range => ({ gte: path(TABLE.empty), lt: path(TABLE.empty, uint32(day + 1)) })
/** Of either. */
export const dueLogOf = (key: Uint8Array): Uint8Array => key.subarray(5, 5 + KEY_BYTES)

export const memberKey = (account: AccountId): Uint8Array => path(TABLE.member, accountKeyOf(account))
export const members = (): Range => under(TABLE.member)
export const banKey = (publicKey: Uint8Array): Uint8Array => path(TABLE.ban, publicKey)
export const bans = (): Range => under(TABLE.ban)
/** The 32 bytes that follow the table: of a member or of a ban. */
export const publicKeyOf = (key: Uint8Array): Uint8Array => key.subarray(1, 1 + KEY_BYTES)
export const relayInviteKey = (hash: Uint8Array): Uint8Array => path(TABLE.relayInvite, hash)

/** All that is kept under accounts, from the invites to the indexes. */
export const recordsOfAccounts = (): Range => ({ gte: path(TABLE.toldInvite), lt: path(TABLE.indexPart + 1) })
export const isRecord = ([table = 0]: Uint8Array): boolean => table >= TABLE.toldInvite && table <= TABLE.indexPart
/** Of what is kept under an account: its 32 bytes. */
export const accountOf = (key: Uint8Array): Uint8Array => key.subarray(1, 1 + KEY_BYTES)

export const toldInviteKey = (account: AccountId, hash: Uint8Array): Uint8Array => path(TABLE.toldInvite, accountKeyOf(account), hash)
export const toldInvites = (account: AccountId): Range => under(TABLE.toldInvite, accountKeyOf(account))
export const allToldInvites = (): Range => under(TABLE.toldInvite)
export const boxKey = (account: AccountId): Uint8Array => path(TABLE.box, accountKeyOf(account))
export const accountBox = (account: AccountId): Range => under(TABLE.box, accountKeyOf(account))
export const allBoxes = (): Range => under(TABLE.box)
export const knockKey = (account: AccountId, id: number): Uint8Array => path(TABLE.knock, accountKeyOf(account), number(id))
export const knocks = (account: AccountId): Range => under(TABLE.knock, accountKeyOf(account))
export const shelfKey = (account: AccountId, device: DeviceId): Uint8Array => path(TABLE.shelf, accountKeyOf(account), deviceKeyOf(device))
export const shelves = (account: AccountId): Range => under(TABLE.shelf, accountKeyOf(account))
export const allShelves = (): Range => under(TABLE.shelf)
export const shelfDeviceOf = (key: Uint8Array): Uint8Array => key.subarray(1 + KEY_BYTES)
export const keyPackageKey = (account: AccountId, device: DeviceId, index: number): Uint8Array =>
  path(TABLE.keyPackage, accountKeyOf(account), deviceKeyOf(device), number(index))
export const keyPackages = (account: AccountId): Range => under(TABLE.keyPackage, accountKeyOf(account))
export const deviceListKey = (account: AccountId): Uint8Array => path(TABLE.deviceList, accountKeyOf(account))
export const deviceListOf = (account: AccountId): Range => under(TABLE.deviceList, accountKeyOf(account))
export const indexOf = (account: AccountId): Range => under(TABLE.index, accountKeyOf(account))
export const indexKey = (account: AccountId): Uint8Array => path(TABLE.index, accountKeyOf(account))
export const indexPartKey = (account: AccountId, { device, seq }: { device: Uint8Array; seq: number }, part: number): Uint8Array =>
  path(TABLE.indexPart, accountKeyOf(account), device, number(seq), uint32(part))
export const indexParts = (account: AccountId): Range => under(TABLE.indexPart, accountKeyOf(account))

export const encodeNumber = (value: number): Uint8Array => number(value)
export const decodeNumber = (bytes: Uint8Array): number => numberAt(bytes, 0)

function number(value: number): Uint8Array {
  return uint64(BigInt(value))
}

function numberAt(bytes: Uint8Array, at: number): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(at))
}

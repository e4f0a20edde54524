import { sha256 } from '@noble/hashes/sha2.js'
import { compare, concat, uint32, uint64, utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import { accountKeyOf } from './account-id.js'
import { certificateStatement, type DeviceCertificate } from './certificate.js'
import { deviceKeyOf } from './device-id.js'
import { statement } from './statement.js'

export const MAX_LIVE_DEVICES = 8
export const MAX_RELAYS = 3
/** More certificates than may live, because two lists made apart can each bring eight. */
export const MAX_CERTIFICATES = 64
/** A revocation is kept for good, so an account has this many in its life. */
export const MAX_REVOCATIONS = 256
/** A thief of the key could otherwise name the highest number there is, and no later list would ever count. */
const MAX_SEQ_RISE = 1_000

/** The account's word that a device is its own no longer. Nothing undoes it. */
export interface Revocation {
  readonly device: DeviceId
  readonly revokedAtMs: number
  readonly seq: number
  /** 64 bytes, by the account key. */
  readonly signature: Uint8Array
}

/** Signed anew with every change of the list. */
export interface ListHead {
  /** From 1, one more with each change: no statement of the list has a higher one. */
  readonly seq: number
  /** How many revocations the list held when this was signed: a list with fewer has lost one on its way. */
  readonly revoked: number
  /** Multiaddrs, 3 at most. */
  readonly relays: readonly string[]
  /** 64 bytes, by the account key. */
  readonly signature: Uint8Array
}

/**
 * An account's devices: certificates and revocations each signed by the account, and a head. One of each per device, in order
 * of device ids, so that equal lists have equal bytes. A revoked device has no certificate here.
 */
export interface DeviceList {
  readonly account: AccountId
  readonly certificates: readonly DeviceCertificate[]
  readonly revocations: readonly Revocation[]
  readonly head: ListHead
}

export function revocationStatement(account: AccountId, revocation: Omit<Revocation, 'signature'>): Uint8Array {
  const { device, revokedAtMs, seq } = revocation
  return statement('parley revocation 1', accountKeyOf(account), deviceKeyOf(device), uint64(BigInt(revokedAtMs)), uint32(seq))
}

export function headStatement(account: AccountId, head: Omit<ListHead, 'signature'>): Uint8Array {
  return statement('parley device list 1', accountKeyOf(account), uint32(head.seq), uint32(head.revoked), ...head.relays.map(utf8))
}

/**
 * The union: commutative, associative, idempotent. Where two statements are about one thing the higher number counts, and of
 * equal numbers the lower SHA-256; a revocation beats every certificate of its device. Judges nothing: see `admitDeviceList`.
 */
export function mergeDeviceLists(a: DeviceList, b: DeviceList): DeviceList {
  const { account } = a
  const signedRevocation = (revocation: Revocation) => revocationStatement(account, revocation)
  const signedHead = (head: ListHead) => headStatement(account, head)
  const revocations = newestOfEach([...a.revocations, ...b.revocations], signedRevocation)
  const revoked = new Set(revocations.map(revocation => revocation.device))
  const certificates = [...a.certificates, ...b.certificates].filter(certificate => !revoked.has(certificate.device))
  return { account, certificates: newestOfEach(certificates, certificateStatement), revocations, head: newer(a.head, b.head, signedHead) }
}

/**
 * What is known after `received`, a verified list, came in.
 * @throws ERR_CERTIFICATE when it is another account's, its number rises by more than 1,000, or too much would have to be kept
 */
export function admitDeviceList(known: DeviceList | undefined, received: DeviceList): DeviceList {
  if (known === undefined) return received
  if (known.account !== received.account) throw refused(received, 'it belongs to another account')
  if (received.head.seq > known.head.seq + MAX_SEQ_RISE) {
    throw refused(received, `its number jumps from ${known.head.seq} to ${received.head.seq}`)
  }
  const merged = mergeDeviceLists(known, received)
  if (merged.certificates.length > MAX_CERTIFICATES) throw refused(received, `more than ${MAX_CERTIFICATES} devices`)
  if (merged.revocations.length > MAX_REVOCATIONS) throw refused(received, `more than ${MAX_REVOCATIONS} revocations`)
  return merged
}

/** The devices that count: those certified first, where there are more than 8, so that a late one can't push an early one out. */
export function liveDevices(list: DeviceList): readonly DeviceCertificate[] {
  return list.certificates.toSorted(byAge).slice(0, MAX_LIVE_DEVICES)
}

export const isRevoked = (list: DeviceList, device: DeviceId): boolean => list.revocations.some(one => one.device === device)

interface Signed {
  readonly seq: number
  readonly signature: Uint8Array
}

function newestOfEach<T extends Signed & { readonly device: DeviceId }>(
  statements: readonly T[],
  signedBytes: (one: T) => Uint8Array
): T[] {
  const newest = new Map<DeviceId, T>()
  for (const one of statements) {
    const other = newest.get(one.device)
    newest.set(one.device, other === undefined ? one : newer(other, one, signedBytes))
  }
  return [...newest.values()].toSorted((a, b) => (a.device < b.device ? -1 : 1))
}

function newer<T extends Signed>(a: T, b: T, signedBytes: (one: T) => Uint8Array): T {
  if (a.seq !== b.seq) return a.seq > b.seq ? a : b
  const hash = (one: T) => sha256(concat([signedBytes(one), one.signature]))
  return a === b || compare(hash(a), hash(b)) <= 0 ? a : b
}

const byAge = (a: DeviceCertificate, b: DeviceCertificate) => a.seq - b.seq || compare(deviceKeyOf(a.device), deviceKeyOf(b.device))

function refused(list: DeviceList, why: string): ChatError {
  return new ChatError('ERR_CERTIFICATE', `the device list of account ${list.account.slice(0, 8)} is refused: ${why}`)
}

import { utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Primitives, SigningKey } from '../base/primitives.js'
import { accountIdOf } from './account-id.js'
import { requireAddress } from './address.js'
import { issueCertificate } from './certificate.js'
import {
  type DeviceList,
  headStatement,
  isRevoked,
  type ListHead,
  liveDevices,
  MAX_LIVE_DEVICES,
  MAX_RELAYS,
  MAX_REVOCATIONS,
  mergeDeviceLists,
  type Revocation,
  revocationStatement
} from './device-list.js'
import { MAX_RELAY_ADDRESS_BYTES } from './device-list-frame.js'

type Signer = Pick<Primitives, 'sign'>

interface NewDevice {
  readonly device: DeviceId
  /** Cleaned, 64 bytes at most; empty for the friendly name. */
  readonly name: string
  readonly nowMs: number
}

/** An account's first list: one device. @param relays as `setRelays`. @throws ERR_INVALID_ARGUMENT */
export async function startDeviceList(
  primitives: Signer,
  accountKey: SigningKey,
  first: NewDevice,
  relays: readonly string[] = []
): Promise<DeviceList> {
  requireRelays(relays)
  const account = accountIdOf(accountKey.publicKey)
  const certificate = await issueCertificate(primitives, accountKey, { ...first, issuedAtMs: first.nowMs, seq: 1 })
  const head = { seq: 1, revoked: 0, relays }
  return { account, certificates: [certificate], revocations: [], head: await signHead(primitives, accountKey, head) }
}

/**
 * Certifies a device, or certifies it again under another name.
 * @throws ERR_NOT_ALLOWED for a revoked device, a ninth one, or a key that isn't the list's account
 */
export async function addDevice(primitives: Signer, accountKey: SigningKey, list: DeviceList, added: NewDevice): Promise<DeviceList> {
  requireOwner(accountKey, list)
  const { device, nowMs, name } = added
  if (isRevoked(list, device)) throw new ChatError('ERR_NOT_ALLOWED', `${device} was revoked, for good: make a new device key`)
  const others = liveDevices(list).filter(live => live.device !== device)
  if (others.length >= MAX_LIVE_DEVICES) {
    throw new ChatError('ERR_NOT_ALLOWED', `an account has at most ${MAX_LIVE_DEVICES} devices: revoke one first`)
  }
  const seq = list.head.seq + 1
  const certificate = await issueCertificate(primitives, accountKey, { device, name, issuedAtMs: nowMs, seq })
  return withHead(primitives, accountKey, { ...list, certificates: [...list.certificates, certificate] }, list.head.relays)
}

/** Idempotent. @throws ERR_NOT_ALLOWED when the key isn't the list's account, or after 256 revocations */
export async function revokeDevice(
  primitives: Signer,
  accountKey: SigningKey,
  list: DeviceList,
  revoked: { readonly device: DeviceId; readonly nowMs: number }
): Promise<DeviceList> {
  requireOwner(accountKey, list)
  if (isRevoked(list, revoked.device)) return list
  if (list.revocations.length >= MAX_REVOCATIONS) {
    throw new ChatError(
      'ERR_NOT_ALLOWED',
      `this account has revoked ${MAX_REVOCATIONS} devices, the most there can be: start a new account`
    )
  }
  const unsigned = { device: revoked.device, revokedAtMs: revoked.nowMs, seq: list.head.seq + 1 }
  const signature = await primitives.sign(accountKey, revocationStatement(list.account, unsigned))
  const revocation: Revocation = { ...unsigned, signature }
  return withHead(primitives, accountKey, { ...list, revocations: [...list.revocations, revocation] }, list.head.relays)
}

/** @param relays multiaddrs, 3 at most, the best first. @throws ERR_NOT_ALLOWED, ERR_INVALID_ARGUMENT */
export async function setRelays(
  primitives: Signer,
  accountKey: SigningKey,
  list: DeviceList,
  relays: readonly string[]
): Promise<DeviceList> {
  requireOwner(accountKey, list)
  requireRelays(relays)
  return withHead(primitives, accountKey, list, relays)
}

function requireRelays(relays: readonly string[]): void {
  if (relays.length > MAX_RELAYS) throw new ChatError('ERR_INVALID_ARGUMENT', `an account names at most ${MAX_RELAYS} relays`)
  for (const relay of relays) {
    requireAddress(relay)
    if (utf8(relay).length > MAX_RELAY_ADDRESS_BYTES) throw new ChatError('ERR_INVALID_ARGUMENT', `the address ${relay} is too long`)
  }
}

async function withHead(primitives: Signer, accountKey: SigningKey, list: DeviceList, relays: readonly string[]): Promise<DeviceList> {
  const head = await signHead(primitives, accountKey, { seq: list.head.seq + 1, revoked: list.revocations.length, relays })
  return mergeDeviceLists(list, { ...list, head })
}

async function signHead(primitives: Signer, accountKey: SigningKey, head: Omit<ListHead, 'signature'>): Promise<ListHead> {
  const account = accountIdOf(accountKey.publicKey)
  return { ...head, signature: await primitives.sign(accountKey, headStatement(account, head)) }
}

function requireOwner(accountKey: SigningKey, list: DeviceList): void {
  if (accountIdOf(accountKey.publicKey) !== list.account) {
    throw new ChatError('ERR_NOT_ALLOWED', 'only the account itself changes its device list')
  }
}

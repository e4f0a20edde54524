import { utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { DeviceListFrame, type HeadFrame, type RevocationFrame } from '../wire/generated/identity.js'
import { accountIdOf, accountKeyOf } from './account-id.js'
import { encodeCertificate, readCertificate } from './certificate.js'
import { deviceIdOf, deviceKeyOf } from './device-id.js'
import {
  type DeviceList,
  headStatement,
  type ListHead,
  MAX_CERTIFICATES,
  MAX_RELAYS,
  MAX_REVOCATIONS,
  mergeDeviceLists,
  type Revocation,
  revocationStatement
} from './device-list.js'

const VERSION = 1
/** 64 certificates of 256 bytes and 256 revocations of 120 fit. */
const MAX_DEVICE_LIST_BYTES = 49_152
export const MAX_RELAY_ADDRESS_BYTES = 256

/** Equal lists have equal bytes. */
export function encodeDeviceList(list: DeviceList): Uint8Array {
  return DeviceListFrame.encode({
    version: VERSION,
    account: accountKeyOf(list.account),
    certificates: list.certificates.map(encodeCertificate),
    revocations: list.revocations.map(revocation => ({ ...revocation, device: deviceKeyOf(revocation.device) })),
    head: { ...list.head, relays: [...list.head.relays] }
  })
}

/** Decodes, verifies each statement and that no revocation is missing. @throws ERR_CERTIFICATE for whatever is wrong with it */
export async function readDeviceList(primitives: Pick<Primitives, 'verify'>, encoded: Uint8Array): Promise<DeviceList> {
  const frame = decodeFrame(encoded)
  if (frame.version !== VERSION) throw unacceptable(`version ${frame.version} was made by a newer Parley`)
  try {
    return await fromFrame(primitives, frame)
  } catch (cause) {
    if (cause instanceof ChatError && cause.code === 'ERR_CERTIFICATE') throw cause
    throw unacceptable('a field is malformed', cause)
  }
}

function decodeFrame(encoded: Uint8Array): DeviceListFrame {
  if (encoded.length > MAX_DEVICE_LIST_BYTES) throw unacceptable(`more than ${MAX_DEVICE_LIST_BYTES} bytes`)
  const limits = { certificates: MAX_CERTIFICATES, revocations: MAX_REVOCATIONS, head: { relays: MAX_RELAYS } }
  try {
    return DeviceListFrame.decode(encoded, { limits })
  } catch (cause) {
    throw unacceptable('these bytes are no device list', cause)
  }
}

async function fromFrame(primitives: Pick<Primitives, 'verify'>, frame: DeviceListFrame): Promise<DeviceList> {
  const account = accountIdOf(frame.account)
  const head = await readHead(primitives, account, frame.head)
  const certificates = await Promise.all(frame.certificates.map(bytes => readCertificate(primitives, bytes)))
  const revocations = await Promise.all(frame.revocations.map(one => readRevocation(primitives, account, one)))
  if (certificates.some(certificate => certificate.account !== account)) throw unacceptable('it certifies for another account')
  if ([...certificates, ...revocations].some(({ seq }) => seq > head.seq)) throw unacceptable('a statement is newer than its head')
  const list = { account, certificates, revocations, head }
  const tidy = mergeDeviceLists(list, list)
  if (tidy.revocations.length < head.revoked) throw unacceptable('a revocation was left out')
  return tidy
}

async function readHead(primitives: Pick<Primitives, 'verify'>, account: AccountId, frame: HeadFrame | undefined): Promise<ListHead> {
  if (frame === undefined || frame.seq === 0) throw unacceptable('it has no head')
  if (frame.relays.some(relay => utf8(relay).length > MAX_RELAY_ADDRESS_BYTES)) throw unacceptable('the address of a relay is too long')
  const { seq, revoked, relays, signature } = frame
  await requireSignature(primitives, account, headStatement(account, { seq, revoked, relays }), signature)
  return { seq, revoked, relays, signature }
}

async function readRevocation(primitives: Pick<Primitives, 'verify'>, account: AccountId, frame: RevocationFrame): Promise<Revocation> {
  const { revokedAtMs, seq, signature } = frame
  const device = deviceIdOf(frame.device)
  await requireSignature(primitives, account, revocationStatement(account, { device, revokedAtMs, seq }), signature)
  return { device, revokedAtMs, seq, signature }
}

async function requireSignature(
  primitives: Pick<Primitives, 'verify'>,
  account: AccountId,
  signed: Uint8Array,
  signature: Uint8Array
): Promise<void> {
  if (!(await primitives.verify(accountKeyOf(account), signed, signature))) throw unacceptable('not signed by the account it names')
}

function unacceptable(why: string, cause?: unknown): ChatError {
  return new ChatError('ERR_CERTIFICATE', `this device list does not verify: ${why}`, { cause })
}

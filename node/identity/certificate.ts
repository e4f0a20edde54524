import { uint32, uint64, utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { Primitives, SigningKey } from '../base/primitives.js'
import { CertificateFrame } from '../wire/generated/identity.js'
import { accountIdOf, accountKeyOf } from './account-id.js'
import { deviceIdOf, deviceKeyOf } from './device-id.js'
import { cleanName } from './display-name.js'
import { statement } from './statement.js'

const VERSION = 1
const DOMAIN = 'parley certificate 1'
const MAX_NAME_BYTES = 64
const MAX_CERTIFICATE_BYTES = 256

/** The account's word that a device is its own. */
export interface DeviceCertificate {
  readonly account: AccountId
  readonly device: DeviceId
  readonly issuedAtMs: number
  /** The number of the device list that first held it, from 1. Of two certificates for one device the higher counts. */
  readonly seq: number
  /** What the person calls the device, cleaned, 64 bytes of UTF-8 at most. Empty: its friendly name. */
  readonly name: string
  /** 64 bytes, by the account key. */
  readonly signature: Uint8Array
}

/** @param accountKey the account's own. @throws ERR_INVALID_ARGUMENT for a name that is unclean or too long */
export async function issueCertificate(
  primitives: Pick<Primitives, 'sign'>,
  accountKey: SigningKey,
  subject: Pick<DeviceCertificate, 'device' | 'issuedAtMs' | 'seq' | 'name'>
): Promise<DeviceCertificate> {
  if (!isDeviceName(subject.name)) {
    throw new ChatError('ERR_INVALID_ARGUMENT', `a device name has at most ${MAX_NAME_BYTES} bytes, all of them visible`)
  }
  const { device, issuedAtMs, seq, name } = subject
  const unsigned = { account: accountIdOf(accountKey.publicKey), device, issuedAtMs, seq, name }
  return { ...unsigned, signature: await primitives.sign(accountKey, certificateStatement(unsigned)) }
}

/** What the account signs; also what orders two certificates with one number. */
export function certificateStatement(certificate: Omit<DeviceCertificate, 'signature'>): Uint8Array {
  return statement(
    DOMAIN,
    accountKeyOf(certificate.account),
    deviceKeyOf(certificate.device),
    uint64(BigInt(certificate.issuedAtMs)),
    uint32(certificate.seq),
    utf8(certificate.name)
  )
}

/** Equal certificates have equal bytes. At most 256. */
export function encodeCertificate(certificate: DeviceCertificate): Uint8Array {
  const { issuedAtMs, seq, name } = certificate
  return CertificateFrame.encode({
    version: VERSION,
    account: accountKeyOf(certificate.account),
    device: deviceKeyOf(certificate.device),
    issuedAtMs,
    seq,
    name,
    signature: certificate.signature
  })
}

/** Decodes and verifies. @throws ERR_CERTIFICATE for whatever is wrong with it */
export async function readCertificate(primitives: Pick<Primitives, 'verify'>, encoded: Uint8Array): Promise<DeviceCertificate> {
  const certificate = decode(encoded)
  const account = accountKeyOf(certificate.account)
  if (!(await primitives.verify(account, certificateStatement(certificate), certificate.signature))) {
    throw new ChatError('ERR_CERTIFICATE', `the certificate of ${certificate.device} is not signed by the account it names`)
  }
  return certificate
}

function decode(encoded: Uint8Array): DeviceCertificate {
  if (encoded.length > MAX_CERTIFICATE_BYTES) {
    throw new ChatError('ERR_CERTIFICATE', `a device certificate has at most ${MAX_CERTIFICATE_BYTES} bytes`)
  }
  try {
    return fromFrame(CertificateFrame.decode(encoded))
  } catch (cause) {
    throw new ChatError('ERR_CERTIFICATE', 'these bytes are no device certificate', { cause })
  }
}

function fromFrame(frame: CertificateFrame): DeviceCertificate {
  if (frame.version !== VERSION) throw new ChatError('ERR_CERTIFICATE', `certificate version ${frame.version}: a newer Parley made it`)
  if (frame.seq === 0 || !isDeviceName(frame.name)) throw new ChatError('ERR_CERTIFICATE', 'a field is out of bounds')
  const { issuedAtMs, seq, name, signature } = frame
  return { account: accountIdOf(frame.account), device: deviceIdOf(frame.device), issuedAtMs, seq, name, signature }
}

const isDeviceName = (name: string) => cleanName(name) === name && utf8(name).length <= MAX_NAME_BYTES

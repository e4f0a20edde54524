import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { accountIdOf } from '../../node/identity/account-id.js'
import { createDevice, type Device } from '../../node/identity/device.js'
import { issueCertificate, type DeviceCertificate } from '../../node/identity/certificate.js'
import type { AccountId } from '../../node/base/ids.js'
import type { SigningKey } from '../../node/base/primitives.js'

export const primitives = createNodePrimitives()
export const ISSUED_AT_MS = 1_760_000_000_000

export interface Person {
  readonly account: AccountId
  readonly key: SigningKey
  readonly device: Device
  readonly certificate: DeviceCertificate
}

/** A person whose keys are known from a number, so that vectors and failures repeat. */
export async function person(number: number): Promise<Person> {
  const key = await primitives.signingKey(new Uint8Array(32).fill(number))
  const device = await numberedDevice(number + 100)
  const subject = { device: device.id, issuedAtMs: ISSUED_AT_MS, seq: 1, name: '' }
  return { account: accountIdOf(key.publicKey), key, device, certificate: await issueCertificate(primitives, key, subject) }
}

export const numberedDevice = (number: number): Promise<Device> => createDevice(primitives, new Uint8Array(32).fill(number))

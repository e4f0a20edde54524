import type { AuthenticationService, Credential } from 'ts-mls'
import { equals, toHex } from '../base/bytes.js'
import { ChatError, isChatError } from '../base/errors.js'
import { createKept } from '../base/kept.js'
import type { Primitives } from '../base/primitives.js'
import { readCertificate } from '../identity/certificate.js'
import { deviceKeyOf } from '../identity/device-id.js'
import type { Member } from './session.js'

export type Identity = Pick<Member, 'account' | 'device'>

/** Verifying a certificate costs a signature check for each leaf of a tree; the same devices come again and again. */
const KEPT_IDENTITIES = 1_024

export interface Credentials {
  /** What the MLS library asks of every leaf that it meets (RFC 9420 section 5.3.1). */
  readonly service: AuthenticationService
  /** Whom a leaf's credential names. @throws ERR_CERTIFICATE unless its certificate verifies and names the key the leaf signs with */
  identify(credential: Credential, signatureKey: Uint8Array): Promise<Identity>
}

/** A member's MLS credential is a basic one: the encoded certificate of its device. */
export function createCredentials(primitives: Pick<Primitives, 'verify'>): Credentials {
  const kept = createKept<string, { readonly certificate: Uint8Array; readonly identity: Identity }>(KEPT_IDENTITIES)

  async function identify(credential: Credential, signatureKey: Uint8Array): Promise<Identity> {
    if (credential.credentialType !== 'basic') throw new ChatError('ERR_CERTIFICATE', 'a member shows no device certificate')
    const name = toHex(signatureKey)
    const known = kept.get(name)
    if (known !== undefined && equals(known.certificate, credential.identity)) return known.identity
    const { account, device } = await readCertificate(primitives, credential.identity)
    if (!equals(deviceKeyOf(device), signatureKey)) {
      throw new ChatError('ERR_CERTIFICATE', `a member shows the certificate of ${device} and signs with another key`)
    }
    const identity = { account, device }
    kept.put(name, { certificate: Uint8Array.from(credential.identity), identity })
    return identity
  }

  return {
    identify,
    service: {
      async validateCredential(credential, signatureKey) {
        try {
          await identify(credential, signatureKey)
          return true
        } catch (err) {
          if (isChatError(err, 'ERR_CERTIFICATE')) return false
          throw err
        }
      }
    }
  }
}

import { fromHex, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId } from '../base/ids.js'

const KEY_BYTES = 32
const ACCOUNT_ID = /^[0-9a-f]{64}$/

/** @param publicKey 32 bytes, Ed25519. @throws ERR_MALFORMED */
export function accountIdOf(publicKey: Uint8Array): AccountId {
  if (publicKey.length !== KEY_BYTES) {
    throw new ChatError('ERR_MALFORMED', `an account key has ${KEY_BYTES} bytes, not ${publicKey.length}`)
  }
  return toHex(publicKey) as AccountId
}

/** The Ed25519 public key, 32 bytes. @throws ERR_MALFORMED for anything but 64 lower-case hex digits. */
export function accountKeyOf(account: AccountId): Uint8Array {
  if (!ACCOUNT_ID.test(account)) throw new ChatError('ERR_MALFORMED', 'an account id has 64 hexadecimal digits')
  return fromHex(account)
}

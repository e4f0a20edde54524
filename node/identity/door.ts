import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat, utf8 } from '../base/bytes.js'
import type { AccountId } from '../base/ids.js'
import { accountKeyOf } from './account-id.js'

const DOOR_BYTES = 16

/**
 * The token that an account keeps for one contact: with it they take key packages and knock, as with an invite, also from a device that
 * nobody has seen. 16 bytes, HKDF-SHA-256 (RFC 5869): every device of the account makes the same, and nobody else can.
 */
export function doorFor(doorKey: Uint8Array, contact: AccountId): Uint8Array {
  return hkdf(sha256, doorKey, undefined, concat([utf8('parley door 1'), accountKeyOf(contact)]), DOOR_BYTES)
}

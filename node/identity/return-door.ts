import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat, fromHex, utf8 } from '../base/bytes.js'
import type { AccountId, ConversationId } from '../base/ids.js'
import { accountKeyOf } from './account-id.js'

const DOOR_BYTES = 16

/**
 * The token by which a device that was in a group asks one of its accounts to be let in again: 16 bytes, HKDF-SHA-256 (RFC 5869) of the
 * MLS group id, which whoever was ever in it knows. It lets them ask, and no more.
 */
export function returnDoorOf(group: ConversationId, account: AccountId): Uint8Array {
  return hkdf(sha256, fromHex(group), undefined, concat([utf8('parley return 1'), accountKeyOf(account)]), DOOR_BYTES)
}

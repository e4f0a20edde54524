import type { AccountId, DeviceId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { accountKeyOf } from './account-id.js'
import { deviceKeyOf } from './device-id.js'
import { statement } from './statement.js'

export const LINK_NONCE_BYTES = 32
const WORDS = 3
const WORD_BITS = 11
const WORD_MASK = (1 << WORD_BITS) - 1

/** The two devices that say what they think they link. */
export interface LinkPair {
  readonly account: AccountId
  /** Of the account. */
  readonly known: DeviceId
  /** To be linked to it. */
  readonly added: DeviceId
}

/** What the account's device says first: it can't choose its nonce by the other's, nor the other by its. 32 bytes. */
export async function linkCommitment(primitives: Pick<Primitives, 'sha256'>, nonce: Uint8Array): Promise<Uint8Array> {
  return primitives.sha256(statement('parley link commitment 1', nonce))
}

/**
 * Three words of the BIP-39 list, 33 bits, that both devices show. Each nonce is fixed before its maker knows the other: whoever stands
 * between the two gets one guess at making both show the same, one in 8.6 thousand million.
 */
export async function linkWords(
  primitives: Pick<Primitives, 'sha256'>,
  { account, known, added }: LinkPair,
  nonces: { readonly known: Uint8Array; readonly added: Uint8Array }
): Promise<string> {
  // Large, and devices are linked once.
  const { wordlist } = await import('@scure/bip39/wordlists/english.js')
  const keys = [accountKeyOf(account), deviceKeyOf(known), deviceKeyOf(added)]
  const digest = await primitives.sha256(statement('parley link words 1', ...keys, nonces.known, nonces.added))
  const bits = new DataView(digest.buffer, digest.byteOffset).getBigUint64(0) >> BigInt(64 - WORDS * WORD_BITS)
  const places = Array.from({ length: WORDS }, (_, i) => Number(bits >> BigInt((WORDS - 1 - i) * WORD_BITS)) & WORD_MASK)
  return places.map(place => wordlist[place] ?? '').join(' ')
}

import { concat, uint32, utf8 } from '../base/bytes.js'
import type { AccountId } from '../base/ids.js'
import { accountKeyOf } from './account-id.js'

const VERSION = concat([utf8('parley safety number'), uint32(1)])
const ITERATIONS = 5_200
const GROUPS_PER_ACCOUNT = 6
const BYTES_PER_GROUP = 5
const DIGITS_PER_GROUP = 5

/**
 * 60 digits in twelve groups of five that two people compare: equal on both sides exactly when each sees the other's true
 * account key. The construction is that of Signal's numeric fingerprint (libsignal, `NumericFingerprintGenerator`): SHA-512
 * iterated 5,200 times over each key, 30 digits of each, the smaller half first. 5 bytes modulo 100,000 a group, so about
 * 99 bits stand on each side; the iterations make looking for a near match dear. What hashes is fetched for it.
 */
export async function safetyNumber(one: AccountId, other: AccountId): Promise<string> {
  const { createSHA512 } = await import('hash-wasm')
  const hasher = await createSHA512()
  const sha512 = (data: Uint8Array): Uint8Array => hasher.init().update(data).digest('binary')
  return [digits(one, sha512), digits(other, sha512)].toSorted().join(' ')
}

function digits(account: AccountId, sha512: (data: Uint8Array) => Uint8Array): string {
  const key = accountKeyOf(account)
  let digest: Uint8Array = concat([VERSION, key])
  for (let i = 0; i < ITERATIONS; i++) digest = sha512(concat([digest, key]))
  return Array.from({ length: GROUPS_PER_ACCOUNT }, (_, group) => digitGroup(digest, group * BYTES_PER_GROUP)).join(' ')
}

function digitGroup(digest: Uint8Array, offset: number): string {
  const number = digest.subarray(offset, offset + BYTES_PER_GROUP).reduce((value, byte) => value * 256 + byte, 0)
  return String(number % 10 ** DIGITS_PER_GROUP).padStart(DIGITS_PER_GROUP, '0')
}

import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { EMPTY, utf8 } from '../base/bytes.js'

export const DATA_KEY_BYTES = 32

/** What the data key is split into: one key per use, 32 bytes each. */
export interface StoreKeys {
  /** Seals the values of the database. */
  readonly records: Uint8Array
  /** Turns identifiers into key paths. */
  readonly paths: Uint8Array
  /** Seals the file of epoch keys. */
  readonly epochFile: Uint8Array
}

/** HKDF-SHA-256 (RFC 5869) without a salt: `secret` is uniformly random. Returns 32 bytes. */
export function subkey(secret: Uint8Array, label: string): Uint8Array {
  return hkdf(sha256, secret, EMPTY, utf8(label), DATA_KEY_BYTES)
}

export function deriveStoreKeys(dataKey: Uint8Array): StoreKeys {
  return {
    records: subkey(dataKey, 'parley store records 1'),
    paths: subkey(dataKey, 'parley store paths 1'),
    epochFile: subkey(dataKey, 'parley store epoch keys 1')
  }
}

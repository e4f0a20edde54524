import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8 } from '../base/bytes.js'

/** Identifiers of the conversations and devices that are busy at one time; each costs about 200 bytes. */
const KEPT = 4_096

export type IdentifierHash = (identifier: string) => Uint8Array

/**
 * The first `bytes` of HMAC-SHA-256(key, kind ‖ space ‖ identifier): what stands for an identifier in key paths. Unique kinds keep
 * an account and a conversation of one spelling apart.
 */
export function createIdentifierHash(key: Uint8Array, kind: string, bytes: number): IdentifierHash {
  const keyed = hmac.create(sha256, key).update(utf8(`${kind} `))
  return identifier => keyed.clone().update(utf8(identifier)).digest().slice(0, bytes)
}

/** Remembers at least the 4,096 identifiers asked for last, at most twice as many: a busy conversation computes none. */
export function remembering(hash: IdentifierHash): IdentifierHash {
  let recent = new Map<string, Uint8Array>()
  let older = new Map<string, Uint8Array>()
  return identifier => {
    const known = recent.get(identifier)
    if (known !== undefined) return known
    const value = older.get(identifier) ?? hash(identifier)
    if (recent.size >= KEPT) {
      older = recent
      recent = new Map()
    }
    recent.set(identifier, value)
    return value
  }
}

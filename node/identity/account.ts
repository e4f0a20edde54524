import { x25519 } from '@noble/curves/ed25519.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8 } from '../base/bytes.js'
import type { AccountId } from '../base/ids.js'
import type { Primitives, SigningKey } from '../base/primitives.js'
import { accountIdOf } from './account-id.js'
import { type DirectoryKeys, directoryKeys } from './directory.js'
import type { Phrase } from './phrase.js'
import { phraseSeed } from './phrase-seed.js'

const SEED_BYTES = 32
const DOOR_KEY_BYTES = 32
const INDEX_KEY_BYTES = 32
/** Short because it stands on every card. */
const VALUE_KEY_BYTES = 16

/** All that grows from a recovery phrase. Whoever holds it is the person. */
export interface Account {
  readonly id: AccountId
  /** Signs certificates, revocations and the heads of device lists; nothing else. */
  readonly key: SigningKey
  /** Write the account's record in the directory. */
  readonly directory: DirectoryKeys
  /** What the account's index is sealed to: devices keep the public half, so any of them can write it and none can read it. */
  readonly indexKey: IndexKey
  /** 32 bytes: what the doors for contacts are derived from (`door.ts`), the same on every device and after a restore. */
  readonly doorKey: Uint8Array
}

/** X25519 (RFC 7748), 32 bytes each. */
interface IndexKey {
  readonly publicKey: Uint8Array
  readonly privateKey: Uint8Array
}

/** BIP-39 seed, then HKDF-SHA-256 (RFC 5869) without salt, one label for each key. */
export async function deriveAccount(primitives: Pick<Primitives, 'signingKey'>, phrase: Phrase): Promise<Account> {
  const seed = await phraseSeed(phrase)
  const derive = (label: string, length: number) => hkdf(sha256, seed, undefined, utf8(label), length)
  const indexKey = derive('parley index 1', INDEX_KEY_BYTES)
  const key = await primitives.signingKey(derive('parley account 1', SEED_BYTES))
  return {
    id: accountIdOf(key.publicKey),
    key,
    directory: await directoryKeys(
      primitives,
      derive('parley directory 1', SEED_BYTES),
      derive('parley directory value 1', VALUE_KEY_BYTES)
    ),
    indexKey: { publicKey: x25519.getPublicKey(indexKey), privateKey: indexKey },
    doorKey: derive('parley door 1', DOOR_KEY_BYTES)
  }
}

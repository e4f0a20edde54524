import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import type { CiphersuiteImpl, CiphersuiteName, Hash, Hpke, Kdf, Signature } from 'ts-mls'
import { makeGenericHpke } from 'ts-mls/crypto/implementation/hpke.js'
import { EMPTY, concat, equalsConstantTime } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { Primitives, SigningKey } from '../base/primitives.js'

/** RFC 9420 section 17.1, suite 1. */
export const SUITE_NAME: CiphersuiteName = 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519'

const HASH_BYTES = 32

/**
 * The cipher suite for ts-mls on our own primitives, which are faster than its default provider. HPKE stays the library's.
 * The device key is the one key that MLS signs with: it never enters a group state, where the library would put its bytes.
 */
export async function createSuite(primitives: Primitives, deviceKey: SigningKey): Promise<CiphersuiteImpl> {
  return {
    name: SUITE_NAME,
    hash: createHash(primitives),
    kdf: createHkdf(primitives),
    signature: createSignature(primitives, deviceKey),
    rng: primitives,
    hpke: await createHpke(primitives)
  }
}

/** Put together here: the library's provider brings every suite along, which a tab had to load. */
function createHpke(primitives: Primitives): Promise<Hpke> {
  return makeGenericHpke(
    { kem: 'DHKEM-X25519-HKDF-SHA256', kdf: 'HKDF-SHA256', aead: 'AES128GCM' },
    {
      encrypt: async (key, nonce, aad, plaintext) => primitives.aesGcmSeal(key, nonce, plaintext, aad),
      decrypt: async (key, nonce, aad, ciphertext) => primitives.aesGcmOpen(key, nonce, ciphertext, aad)
    },
    new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() })
  )
}

function createHash(primitives: Primitives): Hash {
  return {
    digest: async data => primitives.sha256(data),
    mac: async (key, data) => primitives.hmacSha256(key, data),
    verifyMac: async (key, mac, data) => equalsConstantTime(mac, await primitives.hmacSha256(key, data))
  }
}

/** HKDF-SHA-256 (RFC 5869). */
function createHkdf(primitives: Primitives): Kdf {
  return {
    size: HASH_BYTES,
    extract: async (salt, secret) => primitives.hmacSha256(salt, secret),
    async expand(key, info, length) {
      let block: Uint8Array = EMPTY
      const blocks: Uint8Array[] = []
      for (let counter = 1; blocks.length * HASH_BYTES < length; counter++) {
        block = await primitives.hmacSha256(key, concat([block, info, Uint8Array.of(counter)]))
        blocks.push(block)
      }
      return blocks.length === 1 ? block.slice(0, length) : concat(blocks).slice(0, length)
    }
  }
}

function createSignature(primitives: Primitives, deviceKey: SigningKey): Signature {
  return {
    sign: async (_stateKey, message) => primitives.sign(deviceKey, message),
    verify: async (publicKey, message, signature) => primitives.verify(publicKey, message, signature),
    keygen: () => Promise.reject(new ChatError('ERR_INTERNAL', 'a device signs with its own key and makes no other'))
  }
}

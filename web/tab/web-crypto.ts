import { concat, fromBase64url, fromHex, toHex } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import { createKept } from '../../node/base/kept.js'
import type { Primitives, SigningKey } from '../../node/base/primitives.js'

/** RFC 8410: what stands before the 32-byte seed of an Ed25519 key in PKCS #8. */
const PKCS8_ED25519 = fromHex('302e020100300506032b657004220420')

const KEY_BYTES = 32
const SIGNATURE_BYTES = 64
const TAG_BYTES = 16
const KEPT_PUBLIC_KEYS = 1_024
/** WebCrypto's own bound on one `getRandomValues`. */
const MAX_RANDOM_BYTES = 65_536

/** The primitives on WebCrypto, for browsers; also runs in Node, where `node:crypto` is faster. */
export function createWebPrimitives(): Primitives {
  const { subtle } = globalThis.crypto
  const publicKeys = createPublicKeys(subtle)

  async function gcmKey(key: Uint8Array, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
    if (key.length !== 16 && key.length !== 32) throw new ChatError('ERR_INVALID_ARGUMENT', 'an AES-GCM key has 16 or 32 bytes')
    return subtle.importKey('raw', plain(key), 'AES-GCM', false, [use])
  }

  return {
    randomBytes(length) {
      const bytes = new Uint8Array(length)
      for (let at = 0; at < length; at += MAX_RANDOM_BYTES) globalThis.crypto.getRandomValues(bytes.subarray(at, at + MAX_RANDOM_BYTES))
      return bytes
    },
    sha256: async data => new Uint8Array(await subtle.digest('SHA-256', plain(data))),
    async hmacSha256(key, data) {
      // WebCrypto refuses an empty HMAC key. RFC 2104 fills keys with zeros to the block, so one zero byte is the same key.
      const imported = await subtle.importKey('raw', key.length > 0 ? plain(key) : new Uint8Array(1), HMAC_SHA256, false, ['sign'])
      return new Uint8Array(await subtle.sign('HMAC', imported, plain(data)))
    },
    async aesGcmSeal(key, nonce, plaintext, aad) {
      const imported = await gcmKey(key, 'encrypt')
      return new Uint8Array(await subtle.encrypt(gcm(nonce, aad), imported, plain(plaintext)))
    },
    async aesGcmOpen(key, nonce, ciphertext, aad) {
      const imported = await gcmKey(key, 'decrypt')
      if (ciphertext.length < TAG_BYTES) throw new ChatError('ERR_DECRYPT', 'the ciphertext is shorter than its tag')
      try {
        return new Uint8Array(await subtle.decrypt(gcm(nonce, aad), imported, plain(ciphertext)))
      } catch (cause) {
        throw new ChatError('ERR_DECRYPT', 'the ciphertext was not sealed with this key, nonce and additional data', { cause })
      }
    },
    async signingKey(seed): Promise<SigningKey> {
      if (seed.length !== KEY_BYTES) throw new ChatError('ERR_INVALID_ARGUMENT', 'an Ed25519 seed has 32 bytes')
      const pkcs8 = plain(concat([PKCS8_ED25519, seed]))
      // The private key says its public half only as a JWK, which takes an extractable copy; the one kept is not extractable.
      const { x } = await subtle.exportKey('jwk', await subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']))
      if (x === undefined) throw new ChatError('ERR_INTERNAL', 'WebCrypto exported an Ed25519 key without its public half')
      return { publicKey: fromBase64url(x), handle: await subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']) }
    },
    sign: async (key, message) => new Uint8Array(await subtle.sign('Ed25519', ownHandle(key), plain(message))),
    async verify(publicKey, message, signature) {
      if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false
      return subtle.verify('Ed25519', await publicKeys(publicKey), plain(signature), plain(message))
    }
  }
}

/** Imported public keys, by their hex spelling. */
function createPublicKeys(subtle: SubtleCrypto): (publicKey: Uint8Array) => Promise<CryptoKey> {
  const kept = createKept<string, CryptoKey>(KEPT_PUBLIC_KEYS)
  return async publicKey => {
    const name = toHex(publicKey)
    const known = kept.get(name)
    if (known !== undefined) return known
    const key = await subtle.importKey('raw', plain(publicKey), 'Ed25519', false, ['verify'])
    kept.put(name, key)
    return key
  }
}

const HMAC_SHA256 = { name: 'HMAC', hash: 'SHA-256' } as const
const TAG_BITS = TAG_BYTES * 8
const gcm = (nonce: Uint8Array, aad: Uint8Array): AesGcmParams => ({
  name: 'AES-GCM',
  iv: plain(nonce),
  additionalData: plain(aad),
  tagLength: TAG_BITS
})

/** WebCrypto refuses memory that threads share, so that is copied. */
const plain = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => (isUnshared(bytes) ? bytes : Uint8Array.from(bytes))
const isUnshared = (bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> => bytes.buffer instanceof ArrayBuffer

function ownHandle(key: SigningKey): CryptoKey {
  if (key.handle instanceof CryptoKey) return key.handle
  throw new ChatError('ERR_INTERNAL', 'a signing key was handed to another provider than the one that made it')
}

import * as crypto from 'node:crypto'
import { concat, fromHex, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import { createKept } from '../base/kept.js'
import type { Primitives, SigningKey } from '../base/primitives.js'

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SubjectPublicKeyInfo. */
const PKCS8_ED25519 = fromHex('302e020100300506032b657004220420')
const SPKI_ED25519 = fromHex('302a300506032b6570032100')

const KEY_BYTES = 32
const SIGNATURE_BYTES = 64
const TAG_BYTES = 16
/** Importing a public key costs as much as half a verification; a node hears from few keys at a time. */
const KEPT_PUBLIC_KEYS = 1_024

export interface NodePrimitivesOptions {
  /**
   * Checks signatures on the thread pool: for whoever checks so many that the event loop would do nothing else. The pool is the
   * disk's as well, so no more than a few dozen should be asked for at once.
   */
  readonly verifyInPool?: boolean
}

/** OpenSSL's answers, synchronous: several times faster than WebCrypto for messages of chat size. */
export function createNodePrimitives({ verifyInPool = false }: NodePrimitivesOptions = {}): Primitives {
  const publicKeys = createPublicKeys()
  return {
    randomBytes: length => bytesOf(crypto.randomBytes(length)),
    sha256,
    hmacSha256: (key, data) => bytesOf(crypto.createHmac('sha256', key).update(data).digest()),
    aesGcmSeal(key, nonce, plaintext, aad) {
      const cipher = crypto.createCipheriv(gcmOf(key), key, nonce).setAAD(aad)
      return concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
    },
    aesGcmOpen(key, nonce, ciphertext, aad) {
      if (ciphertext.length < TAG_BYTES) throw new ChatError('ERR_DECRYPT', 'the ciphertext is shorter than its tag')
      const end = ciphertext.length - TAG_BYTES
      const decipher = crypto.createDecipheriv(gcmOf(key), key, nonce, { authTagLength: TAG_BYTES }).setAAD(aad)
      decipher.setAuthTag(ciphertext.subarray(end))
      const plaintext = decipher.update(ciphertext.subarray(0, end))
      try {
        return concat([plaintext, decipher.final()])
      } catch (cause) {
        throw new ChatError('ERR_DECRYPT', 'the ciphertext was not sealed with this key, nonce and additional data', { cause })
      }
    },
    signingKey(seed): SigningKey {
      if (seed.length !== KEY_BYTES) throw new ChatError('ERR_INVALID_ARGUMENT', 'an Ed25519 seed has 32 bytes')
      const handle = crypto.createPrivateKey({ key: Buffer.from(concat([PKCS8_ED25519, seed])), format: 'der', type: 'pkcs8' })
      const spki = crypto.createPublicKey(handle).export({ format: 'der', type: 'spki' })
      return { publicKey: Uint8Array.from(spki.subarray(SPKI_ED25519.length)), handle }
    },
    sign: (key, message) => bytesOf(crypto.sign(undefined, message, ownHandle(key))),
    verify(publicKey, message, signature) {
      if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false
      const key = publicKeys(publicKey)
      return verifyInPool ? verifyOnPool(key, message, signature) : crypto.verify(undefined, message, key, signature)
    }
  }
}

/** FIPS 180-4, 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return bytesOf(crypto.createHash('sha256').update(data).digest())
}

function verifyOnPool(key: crypto.KeyObject, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    crypto.verify(undefined, message, key, signature, (err, isSigned) => {
      if (err === null) resolve(isSigned)
      else reject(err)
    })
  })
}

function gcmOf(key: Uint8Array): crypto.CipherGCMTypes {
  if (key.length === 16) return 'aes-128-gcm'
  if (key.length === 32) return 'aes-256-gcm'
  throw new ChatError('ERR_INVALID_ARGUMENT', 'an AES-GCM key has 16 or 32 bytes')
}

function ownHandle(key: SigningKey): crypto.KeyObject {
  if (key.handle instanceof crypto.KeyObject) return key.handle
  throw new ChatError('ERR_INTERNAL', 'a signing key was handed to another provider than the one that made it')
}

/** The same memory without Buffer's own methods, which differ from Uint8Array's (`slice` shares instead of copying). */
function bytesOf(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
}

/** Imported public keys, by their hex spelling. */
function createPublicKeys(): (publicKey: Uint8Array) => crypto.KeyObject {
  const kept = createKept<string, crypto.KeyObject>(KEPT_PUBLIC_KEYS)
  return publicKey => {
    const name = toHex(publicKey)
    const known = kept.get(name)
    if (known !== undefined) return known
    const key = crypto.createPublicKey({ key: Buffer.from(concat([SPKI_ED25519, publicKey])), format: 'der', type: 'spki' })
    kept.put(name, key)
    return key
  }
}

import { concat, equals, utf8 } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import type { Primitives } from '../../node/base/primitives.js'
import { createSeededPrimitives } from '../session/seeded.js'
import { createBytes, mask, mix } from './model-mixing.js'

const KEY_BYTES = 32
const TAG_BYTES = 16
const [KEY, HMAC, STREAM, TAG] = ['key', 'hmac', 'stream', 'tag'].map(use => utf8(`model ${use}`)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array
]

/**
 * Primitives for simulations: everything repeats with the seed, and nothing leaves JavaScript, which takes a tenth of the time. A
 * signature follows from public key and message, so that anybody can check it: another key, another message or one bit changed, and
 * it fails; the same goes for what is encrypted. That only the holder of a key signs with it, and that nobody looks for two texts of
 * one hash, is a matter of discipline: nothing in a simulation makes signatures but `sign`, which asks for the key's handle.
 */
export function createModelPrimitives(seed: string): Primitives {
  return {
    ...createSeededPrimitives(seed),
    randomBytes: createBytes(`bytes ${seed}`),
    sha256: data => mix([data]),
    hmacSha256: (key, data) => mix([HMAC, key, data]),
    aesGcmSeal: (key, nonce, plaintext, aad) => concat([mask([STREAM, key, nonce], plaintext), tagOf(key, nonce, plaintext, aad)]),
    aesGcmOpen(key, nonce, ciphertext, aad) {
      if (ciphertext.length < TAG_BYTES) throw new ChatError('ERR_DECRYPT', 'the ciphertext is shorter than its tag')
      const plaintext = mask([STREAM, key, nonce], ciphertext.subarray(0, -TAG_BYTES))
      if (!equals(tagOf(key, nonce, plaintext, aad), ciphertext.subarray(-TAG_BYTES)))
        throw new ChatError('ERR_DECRYPT', 'the model did not seal this with this key, nonce and additional data')
      return plaintext
    },
    signingKey(keySeed) {
      if (keySeed.length !== KEY_BYTES) throw new ChatError('ERR_INVALID_ARGUMENT', `a model key's seed has ${KEY_BYTES} bytes`)
      const publicKey = mix([KEY, keySeed])
      return { publicKey, handle: publicKey }
    },
    sign({ handle }, message) {
      if (!(handle instanceof Uint8Array)) throw new ChatError('ERR_INTERNAL', 'a real key was handed to the model')
      return signatureOf(handle, message)
    },
    verify: (publicKey, message, signature) => publicKey.length === KEY_BYTES && equals(signatureOf(publicKey, message), signature)
  }
}

/** 64 bytes, as Ed25519 has. */
function signatureOf(publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  const half = mix([publicKey, message])
  return concat([half, mix([half])])
}

function tagOf(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array {
  return mix([TAG, key, nonce, aad, plaintext]).subarray(0, TAG_BYTES)
}

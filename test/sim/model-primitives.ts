import { hash } from 'node:crypto'
import { concat, equals, utf8 } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import type { Primitives } from '../../node/base/primitives.js'
import { createSeededPrimitives } from '../session/seeded.js'

const KEY_BYTES = 32
const KEY_DOMAIN = utf8('model key')

/**
 * Primitives for simulations: everything repeats with the seed, and a signature costs two hashes. It follows from public key and
 * message, so that anybody can check it: another key, another message or one bit changed, and it fails. That only the holder of
 * a key signs with it is a matter of discipline: nothing in a simulation makes signatures but `sign`, which asks for the key's
 * handle. Hashes and encryption are real.
 */
export function createModelPrimitives(seed: string): Primitives {
  return {
    ...createSeededPrimitives(seed),
    sha256,
    signingKey(keySeed) {
      if (keySeed.length !== KEY_BYTES) throw new ChatError('ERR_INVALID_ARGUMENT', `a model key's seed has ${KEY_BYTES} bytes`)
      const publicKey = sha256(concat([KEY_DOMAIN, keySeed]))
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
  const half = sha256(concat([publicKey, message]))
  return concat([half, sha256(half)])
}

/** In one call, which is twice as fast for the short texts of a chat as to begin, go on and end. */
function sha256(data: Uint8Array): Uint8Array {
  const digest = hash('sha256', data, 'buffer')
  // The same memory without Buffer's own methods, which differ from Uint8Array's.
  return new Uint8Array(digest.buffer, digest.byteOffset, digest.length)
}

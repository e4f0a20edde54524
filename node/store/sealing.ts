import { EMPTY, concat } from '../base/bytes.js'
import { isChatError } from '../base/errors.js'
import type { Awaitable, Primitives } from '../base/primitives.js'

const NONCE_BYTES = 12
const TAG_BYTES = 16
export const SEALING_BYTES = NONCE_BYTES + TAG_BYTES
/** One call to the random generator pays for this many nonces. */
const NONCES_DRAWN = 256

/**
 * nonce ‖ AES-256-GCM(key, nonce, plaintext, AAD) with random 96-bit nonces: 28 bytes more than the plaintext. One key may seal
 * 2^32 values (SP 800-38D 8.3), a thousand a second for 50 days. Answers at once where the primitives do.
 */
export interface Sealing {
  seal(key: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Awaitable<Uint8Array>
  /** Undefined when it does not open: damaged, moved, or under another key. */
  open(key: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Awaitable<Uint8Array | undefined>
}

export function createSealing(primitives: Pick<Primitives, 'randomBytes' | 'aesGcmSeal' | 'aesGcmOpen'>): Sealing {
  let nonces: Uint8Array = EMPTY

  function drawNonce(): Uint8Array {
    if (nonces.length === 0) nonces = primitives.randomBytes(NONCE_BYTES * NONCES_DRAWN)
    const nonce = nonces.subarray(0, NONCE_BYTES)
    nonces = nonces.subarray(NONCE_BYTES)
    return nonce
  }

  return {
    seal(key, plaintext, aad) {
      const nonce = drawNonce()
      const sealed = primitives.aesGcmSeal(key, nonce, plaintext, aad)
      return sealed instanceof Promise ? sealed.then(bytes => concat([nonce, bytes])) : concat([nonce, sealed])
    },
    open(key, sealed, aad) {
      if (sealed.length < SEALING_BYTES) return undefined
      try {
        const opened = primitives.aesGcmOpen(key, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES), aad)
        return opened instanceof Promise ? opened.catch(unopened) : opened
      } catch (err) {
        return unopened(err)
      }
    }
  }
}

function unopened(err: unknown): undefined {
  if (!isChatError(err, 'ERR_DECRYPT')) throw err
}

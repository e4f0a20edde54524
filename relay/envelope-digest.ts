import type { Primitives } from '../node/base/primitives.js'

const DIGEST_BYTES = 16

/** The first 16 bytes of SHA-256: what a relay knows a repeated envelope by. Of one log alone, so no more are needed. */
export async function digestOf(primitives: Pick<Primitives, 'sha256'>, envelope: Uint8Array): Promise<Uint8Array> {
  return (await primitives.sha256(envelope)).subarray(0, DIGEST_BYTES)
}

export type Awaitable<T> = T | Promise<T>

/** An Ed25519 key ready to sign with. `handle` is the provider's own; never reach into it. */
export interface SigningKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  readonly handle: unknown
}

/**
 * The cryptographic primitives Parley is built from, supplied by each runtime: `node:crypto` answers at once, WebCrypto
 * with promises, so callers always await. A contract suite holds every provider to the same answers.
 */
export interface Primitives {
  randomBytes(length: number): Uint8Array
  /** SHA-256 (FIPS 180-4), 32 bytes. */
  sha256(data: Uint8Array): Awaitable<Uint8Array>
  /** HMAC-SHA-256 (RFC 2104), 32 bytes. */
  hmacSha256(key: Uint8Array, data: Uint8Array): Awaitable<Uint8Array>
  /** AES-GCM (SP 800-38D): key 16 or 32 bytes, nonce 12; returns ciphertext ‖ 16-byte tag. */
  aesGcmSeal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Awaitable<Uint8Array>
  /** The inverse. @throws ERR_DECRYPT when the tag does not match. */
  aesGcmOpen(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, aad: Uint8Array): Awaitable<Uint8Array>
  /** Ed25519 (RFC 8032) key from its 32-byte seed. */
  signingKey(seed: Uint8Array): Awaitable<SigningKey>
  /** 64 bytes. */
  sign(key: SigningKey, message: Uint8Array): Awaitable<Uint8Array>
  /** False, never an error, for keys or signatures of the wrong shape. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Awaitable<boolean>
}

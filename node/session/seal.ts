import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { concat, utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'

const ENC_BYTES = 32

/** X25519. */
interface KnockKeyPair {
  /** 32 bytes each. */
  readonly publicKey: Uint8Array
  readonly privateKey: Uint8Array
}

/** HPKE (RFC 9180) in base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, for those with whom no epoch is shared. */
export interface Sealer {
  generateKeyPair(): Promise<KnockKeyPair>
  /** enc (32 B) ‖ ciphertext ‖ tag (16 B). @throws ERR_INVALID_ARGUMENT when the key is none */
  seal(publicKey: Uint8Array, info: string, plaintext: Uint8Array): Promise<Uint8Array>
  /** @throws ERR_DECRYPT */
  open(privateKey: Uint8Array, info: string, sealed: Uint8Array): Promise<Uint8Array>
}

export function createSealer(): Sealer {
  const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() })
  const { kem } = suite
  return {
    async generateKeyPair() {
      const { publicKey, privateKey } = await kem.generateKeyPair()
      return {
        publicKey: new Uint8Array(await kem.serializePublicKey(publicKey)),
        privateKey: new Uint8Array(await kem.serializePrivateKey(privateKey))
      }
    },
    async seal(publicKey, info, plaintext) {
      try {
        const recipientPublicKey = await kem.deserializePublicKey(memory(publicKey))
        const { enc, ct } = await suite.seal({ recipientPublicKey, info: memory(utf8(info)) }, memory(plaintext))
        return concat([new Uint8Array(enc), new Uint8Array(ct)])
      } catch (cause) {
        throw new ChatError('ERR_INVALID_ARGUMENT', 'nothing can be sealed to this key: ask for a new key package', { cause })
      }
    },
    async open(privateKey, info, sealed) {
      try {
        const recipientKey = await kem.deserializePrivateKey(memory(privateKey))
        const enc = memory(sealed.subarray(0, ENC_BYTES))
        return new Uint8Array(await suite.open({ recipientKey, enc, info: memory(utf8(info)) }, memory(sealed.subarray(ENC_BYTES))))
      } catch (cause) {
        throw new ChatError('ERR_DECRYPT', 'this was not sealed to this key, or not for this purpose', { cause })
      }
    }
  }
}

/** The library reads whole buffers only, never views of them. */
const memory = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer

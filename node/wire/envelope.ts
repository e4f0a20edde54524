import { concat, fromHex, toHex, uint32, utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { LogId } from '../base/ids.js'
import type { Awaitable, Primitives, SigningKey } from '../base/primitives.js'
import { PADDED_BYTES, pad, unpad } from './padding.js'

/**
 * What travels and what relays keep. Version (1 B) ‖ log id (32 B) ‖ nonce (12 B) ‖ ciphertext (padded length + 16 B) ‖
 * signature (64 B). The key of the wrapper and the key of the log both come from the epoch that the content is framed in, so
 * whoever could make an envelope is a member, and anybody at all can check that one was.
 */
export interface Envelope {
  readonly log: LogId
  readonly nonce: Uint8Array
  readonly ciphertext: Uint8Array
  readonly signature: Uint8Array
  /** Log id ‖ nonce ‖ ciphertext. */
  readonly signed: Uint8Array
}

const VERSION = 1
const DOMAIN = utf8('parley envelope 1')
const LOG_END = 33
export const ENVELOPE_NONCE_BYTES = 12
const NONCE_END = LOG_END + ENVELOPE_NONCE_BYTES
const TAG_BYTES = 16
const SIGNATURE_BYTES = 64
const OVERHEAD_BYTES = NONCE_END + TAG_BYTES + SIGNATURE_BYTES

const ENVELOPE_BYTES = PADDED_BYTES.map(padded => padded + OVERHEAD_BYTES)
export const MAX_ENVELOPE_BYTES = Math.max(...ENVELOPE_BYTES)

/** Views of the bytes; verifies nothing. @throws ERR_TOO_LARGE, ERR_MALFORMED */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.length > MAX_ENVELOPE_BYTES) throw new ChatError('ERR_TOO_LARGE', `an envelope has at most ${MAX_ENVELOPE_BYTES} bytes`)
  if (!ENVELOPE_BYTES.includes(bytes.length) || bytes[0] !== VERSION) {
    throw new ChatError('ERR_MALFORMED', 'these bytes are no envelope, or one of a newer Parley')
  }
  const end = bytes.length - SIGNATURE_BYTES
  return {
    log: toHex(bytes.subarray(1, LOG_END)) as LogId,
    nonce: bytes.subarray(LOG_END, NONCE_END),
    ciphertext: bytes.subarray(NONCE_END, end),
    signature: bytes.subarray(end),
    signed: bytes.subarray(1, end)
  }
}

/** Whether a member of the log's epoch made it. All that a relay or a mesh peer can and must check. */
export function isSignedByLog(primitives: Pick<Primitives, 'verify'>, { log, signed, signature }: Envelope): Awaitable<boolean> {
  return primitives.verify(fromHex(log), concat([DOMAIN, signed]), signature)
}

/**
 * @param logKey the log's Ed25519 key. @param wrapKey 16 bytes. @param nonce random; only the same content may be sealed with one again
 * @throws ERR_TOO_LARGE past 65,535 bytes of content
 */
export async function sealEnvelope(
  primitives: Pick<Primitives, 'randomBytes' | 'aesGcmSeal' | 'sign'>,
  logKey: SigningKey,
  wrapKey: Uint8Array,
  content: Uint8Array,
  nonce: Uint8Array = primitives.randomBytes(ENVELOPE_NONCE_BYTES)
): Promise<Uint8Array> {
  const padded = pad(content)
  const ciphertext = await primitives.aesGcmSeal(wrapKey, nonce, padded, additionalData(logKey.publicKey, padded.length))
  const signature = await primitives.sign(logKey, concat([DOMAIN, logKey.publicKey, nonce, ciphertext]))
  return concat([Uint8Array.of(VERSION), logKey.publicKey, nonce, ciphertext, signature])
}

/** The content, its padding taken off. @throws ERR_DECRYPT for another epoch's key or damage, ERR_MALFORMED for wrong padding */
export async function openEnvelope(
  primitives: Pick<Primitives, 'aesGcmOpen'>,
  wrapKey: Uint8Array,
  { nonce, ciphertext, signed }: Envelope
): Promise<Uint8Array> {
  const aad = additionalData(signed.subarray(0, LOG_END - 1), ciphertext.length - TAG_BYTES)
  return unpad(await primitives.aesGcmOpen(wrapKey, nonce, ciphertext, aad))
}

/** Version ‖ log id ‖ padded length (4 B, big-endian). */
function additionalData(log: Uint8Array, paddedBytes: number): Uint8Array {
  return concat([Uint8Array.of(VERSION), log, uint32(paddedBytes)])
}

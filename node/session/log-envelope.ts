import { ChatError } from '../base/errors.js'
import type { Primitives } from '../base/primitives.js'
import { type Envelope, decodeEnvelope, isSignedByLog, openEnvelope } from '../wire/envelope.js'
import type { LogAccess } from './session.js'

/**
 * An envelope of this very log and its content, the signature not yet verified: what fits no key of ours and what was opened
 * before is cheaper refused without.
 *
 * @throws ERR_TOO_LARGE, ERR_MALFORMED, ERR_DECRYPT (another log's, or damaged)
 */
export async function unwrap(
  primitives: Primitives,
  { log, wrapKey }: LogAccess,
  bytes: Uint8Array
): Promise<{ readonly envelope: Envelope; readonly content: Uint8Array }> {
  const envelope = decodeEnvelope(bytes)
  if (envelope.log !== log) throw new ChatError('ERR_DECRYPT', 'this envelope belongs to another log')
  return { envelope, content: await openEnvelope(primitives, wrapKey, envelope) }
}

/** @throws ERR_SIGNATURE: relays and peers would refuse such an envelope, so nobody keeps it */
export async function requireSignature(primitives: Primitives, envelope: Envelope): Promise<void> {
  if (!(await isSignedByLog(primitives, envelope))) throw new ChatError('ERR_SIGNATURE', 'this envelope is not signed by its log')
}

import { ChatError } from '../base/errors.js'
import type { Primitives } from '../base/primitives.js'
import { decodeEnvelope, isSignedByLog, openEnvelope } from '../wire/envelope.js'
import type { LogAccess } from './session.js'

/**
 * The content of an envelope of this very log.
 *
 * @throws ERR_TOO_LARGE, ERR_MALFORMED, ERR_SIGNATURE, ERR_DECRYPT (another log's, or damaged)
 */
export async function openLogEnvelope(primitives: Primitives, { log, wrapKey }: LogAccess, bytes: Uint8Array): Promise<Uint8Array> {
  const envelope = decodeEnvelope(bytes)
  if (envelope.log !== log) throw new ChatError('ERR_DECRYPT', 'this envelope belongs to another log')
  if (!(await isSignedByLog(primitives, envelope))) throw new ChatError('ERR_SIGNATURE', 'this envelope is not signed by its log')
  return openEnvelope(primitives, wrapKey, envelope)
}

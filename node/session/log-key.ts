import { type CiphersuiteImpl, mlsExporter } from 'ts-mls'
import { EMPTY, toHex } from '../base/bytes.js'
import type { LogId } from '../base/ids.js'
import type { Primitives, SigningKey } from '../base/primitives.js'
import type { LogAccess } from './session.js'

const SEED_BYTES = 32
const WRAP_KEY_BYTES = 16

/** An epoch's log: who holds this can read, wrap and sign its envelopes, and prove to be a member. */
export interface LogKeys {
  readonly access: LogAccess
  readonly logKey: SigningKey
}

/** MLS-Exporter (RFC 9420 section 8.5): "parley log" is the seed of the log's Ed25519 key, "parley wrap" the wrapper's key. */
export async function deriveLogKeys(
  primitives: Pick<Primitives, 'signingKey'>,
  suite: CiphersuiteImpl,
  exporterSecret: Uint8Array
): Promise<LogKeys> {
  const seed = await mlsExporter(exporterSecret, 'parley log', EMPTY, SEED_BYTES, suite)
  const wrapKey = await mlsExporter(exporterSecret, 'parley wrap', EMPTY, WRAP_KEY_BYTES, suite)
  const logKey = await primitives.signingKey(seed)
  return { access: { log: toHex(logKey.publicKey) as LogId, seed, wrapKey }, logKey }
}

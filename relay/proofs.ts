import { fromHex } from '../node/base/bytes.js'
import { ChatError } from '../node/base/errors.js'
import type { LogId } from '../node/base/ids.js'
import { readStatement } from '../node/network/relay-protocol.js'
import type { RelayContext } from './context.js'
import type { Session } from './session.js'

type Checking = Pick<RelayContext, 'primitives' | 'rates'>

/** Counts a signature against its sender, and one that is wrong twice. @throws ERR_SIGNATURE, ERR_BUSY */
export async function requireSignature(
  { primitives, rates }: Checking,
  session: Session,
  log: LogId,
  signed: Uint8Array,
  signature: Uint8Array
): Promise<void> {
  requireGoodFaith({ rates }, session)
  rates.charge('work', session)
  if (await primitives.verify(fromHex(log), signed, signature)) return
  rates.note('fault', session)
  throw new ChatError('ERR_SIGNATURE', 'this is not signed by the key of the log')
}

/** @throws ERR_BUSY for somebody who was wrong too often */
export function requireGoodFaith({ rates }: Pick<RelayContext, 'rates'>, session: Session): void {
  if (!rates.allows('fault', session)) throw new ChatError('ERR_BUSY', 'too much from this device or address was wrong; try again later')
}

/** That this device may read this log, now and until its link ends. `signature` empty: it was proven before. @throws ERR_SIGNATURE, ERR_BUSY */
export async function requireReader(
  context: Checking & Pick<RelayContext, 'self'>,
  session: Session,
  log: LogId,
  signature: Uint8Array
): Promise<void> {
  if (session.proven.get(log) === true) return
  await requireSignature(context, session, log, readStatement(context.self, session.device, log, session.nonces), signature)
  session.proven.put(log, true)
}

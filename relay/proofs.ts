import { fromHex } from '../node/base/bytes.js'
import { ChatError } from '../node/base/errors.js'
import type { LogId } from '../node/base/ids.js'
import { readStatement } from '../node/network/relay-protocol.js'
import type { RelayContext } from './context.js'
import type { LogState } from './log-store.js'
import type { Session } from './session.js'

type Judging = Pick<RelayContext, 'rates' | 'sessions'>

/** @throws ERR_BUSY for somebody who was wrong too often */
export function requireGoodFaith({ rates, sessions }: Judging, session: Session): void {
  if (rates.allows('fault', sessions.source(session))) return
  throw new ChatError('ERR_BUSY', 'too much from this device or address was wrong; try again later')
}

/** What was wrong is counted against whoever sent it. */
export function noteFault({ rates, sessions }: Judging, session: Session): void {
  rates.note('fault', sessions.source(session))
}

/** @throws ERR_SIGNATURE, ERR_BUSY */
export async function requireSignature(
  context: Judging & Pick<RelayContext, 'primitives'>,
  session: Session,
  log: LogId,
  signed: Uint8Array,
  signature: Uint8Array
): Promise<void> {
  requireGoodFaith(context, session)
  context.rates.charge('work', context.sessions.source(session))
  if (await context.primitives.verify(fromHex(log), signed, signature)) return
  noteFault(context, session)
  throw new ChatError('ERR_SIGNATURE', 'this is not signed by the key of the log')
}

/**
 * The log that this device may read, now and until its link ends. `signature` empty: it was proven before.
 * @throws ERR_SIGNATURE, ERR_BUSY, and to who can sign for it ERR_UNKNOWN_LOG
 */
export async function requireReader(context: RelayContext, session: Session, log: LogId, signature: Uint8Array): Promise<LogState> {
  const isProven = session.proven.get(log) === true
  if (!isProven) {
    await requireSignature(context, session, log, readStatement(context.self, session.device, log, session.nonces), signature)
  }
  const state = await context.logs.find(log)
  if (state === undefined) throw new ChatError('ERR_UNKNOWN_LOG', 'this log is not open here')
  session.proven.put(log, true)
  return state
}

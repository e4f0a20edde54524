import { ChatError, ERROR_CODES, type ErrorCode } from '../base/errors.js'

const KNOWN_CODES: ReadonlySet<string> = new Set(ERROR_CODES)
/** Said by a peer these are about the peer; here they would read as a fault, or the end, of this node. */
const ABOUT_THE_PEER: ReadonlySet<string> = new Set<ErrorCode>([
  'ERR_INTERNAL',
  'ERR_CLOSED',
  'ERR_ABORTED',
  'ERR_STORE',
  'ERR_RECORD_DAMAGED'
])

const REASONS: Partial<Record<ErrorCode, string>> = {
  ERR_KNOCK_REFUSED: 'whoever was asked does not know this invite or link, or not any more; ask for a new one',
  ERR_EXPIRED: 'whoever was asked says that this invite or link is used up or over; ask for a new one',
  ERR_BLOCKED: 'the peer does not take anything from here',
  ERR_BUSY: 'the peer is busy; it is tried again later',
  ERR_QUOTA: 'the peer takes no more of that for now; try again later',
  ERR_UNKNOWN_LOG: 'the peer does not know this conversation',
  ERR_TOO_LARGE: 'the peer does not take anything so large'
}

/** As codes are spelled, also those that a newer Parley has. */
const CODE = /^ERR_[A-Z][A-Z_]{0,59}$/

/**
 * What a peer's refusal is to us: its code, or ERR_BUSY where the fault is its own or the code is a newer one, whose reason may
 * pass. @throws ERR_PROTOCOL for what is no code
 */
export function peerRefusal(code: string): ChatError {
  if (!CODE.test(code)) throw new ChatError('ERR_PROTOCOL', 'the peer refused with what is no code')
  if (!KNOWN_CODES.has(code))
    return new ChatError('ERR_BUSY', `the peer refuses for a reason of a newer Parley, ${code}; it is tried again later`)
  if (ABOUT_THE_PEER.has(code)) return new ChatError('ERR_BUSY', 'the peer failed at its own end; try again later')
  return new ChatError(code as ErrorCode, REASONS[code as ErrorCode] ?? `the peer refused what was sent to it (${code})`)
}

import { toHex } from '../node/base/bytes.js'
import { ChatError } from '../node/base/errors.js'
import type { AccountId, LogId } from '../node/base/ids.js'
import type { Session } from './session.js'

const LOG_BYTES = 32

/** The body of a request. @throws ERR_MALFORMED */
export function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (cause) {
    throw new ChatError('ERR_MALFORMED', 'this request does not decode', { cause })
  }
}

/** @throws ERR_MALFORMED */
export function logIdOf(bytes: Uint8Array): LogId {
  if (bytes.length !== LOG_BYTES) throw new ChatError('ERR_MALFORMED', `a log id has ${LOG_BYTES} bytes`)
  return toHex(bytes) as LogId
}

/** Of a session whose standing was found to be at least a guest's. */
export function ownAccount({ account }: Session): AccountId {
  if (account === undefined) throw new ChatError('ERR_NOT_ALLOWED', 'show a certificate')
  return account
}

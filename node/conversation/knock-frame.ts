import { concat, utf8 } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { AccountId, LogId } from '../base/ids.js'
import { accountKeyOf } from '../identity/account-id.js'
import { decodeEnvelope } from '../wire/envelope.js'
import { Knock } from '../wire/generated/introduction.js'

/** HPKE's info. */
export const KNOCK_INFO = 'parley knock 1'
const MAX_SEALED_KNOCKS = 8

/** What the knocking device signs. */
export function introductionStatement(recipient: AccountId, group: Uint8Array, logSeed: Uint8Array): Uint8Array {
  return concat([utf8('parley knock 1'), accountKeyOf(recipient), group, logSeed])
}

/** @throws ERR_MALFORMED */
export function decodeKnock(body: Uint8Array): Knock {
  return decodedIntroduction(() => Knock.decode(body, { limits: { sealed: MAX_SEALED_KNOCKS } }))
}

/** The log that its Welcome is the first envelope of. @throws ERR_MALFORMED */
export function logOfKnock(body: Uint8Array): LogId {
  return decodeEnvelope(decodeKnock(body).welcome).log
}

/** @throws ERR_MALFORMED for whatever `decode` throws */
export function decodedIntroduction<T>(decode: () => T): T {
  try {
    return decode()
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'an introduction that does not decode', { cause: toError(err) })
  }
}

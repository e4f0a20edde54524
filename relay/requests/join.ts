import { EMPTY } from '../../node/base/bytes.js'
import { isChatError } from '../../node/base/errors.js'
import { RelayJoin } from '../../node/wire/generated/relay.js'
import { decoded, ownAccount } from '../bodies.js'
import type { Answer } from '../context.js'
import { noteFault, requireGoodFaith } from '../proofs.js'

/** Binds membership to the account that the certificate names. */
export const join: Answer = async (context, session, body) => {
  const { members, rates, sessions, isOpen } = context
  const { token } = decoded(() => RelayJoin.decode(body))
  const account = ownAccount(session)
  if (members.find(account) !== undefined) return EMPTY
  requireGoodFaith(context, session)
  rates.charge('join', sessions.source(session))
  try {
    await members.join(account, isOpen ? undefined : token)
  } catch (err) {
    if (isChatError(err, 'ERR_NOT_ALLOWED')) noteFault(context, session)
    throw err
  }
  return EMPTY
}

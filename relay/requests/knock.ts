import { EMPTY } from '../../node/base/bytes.js'
import { ChatError, isChatError } from '../../node/base/errors.js'
import { accountIdOf } from '../../node/identity/account-id.js'
import { decodeEnvelope, isSignedByLog } from '../../node/wire/envelope.js'
import { Knock } from '../../node/wire/generated/introduction.js'
import { RelayKnock } from '../../node/wire/generated/relay.js'
import { decoded } from '../bodies.js'
import type { Answer } from '../context.js'
import { openKnockLog } from '../policy.js'
import { noteFault, requireGoodFaith } from '../proofs.js'
import { NO_USAGE } from '../usage-counts.js'

const MAX_SEALED = 8

/**
 * Leaves a knock in a member's box, and opens the log that its Welcome is signed by, with the Welcome in it: both or neither. The
 * same knock again is answered as before. Without a valid token nothing is learnt, not even whether the account is a member.
 */
export const knock: Answer = async (context, session, body) => {
  const { boxes, logs, rates, primitives, sessions, pushes } = context
  const asked = decoded(() => RelayKnock.decode(body))
  const owner = accountIdOf(asked.account)
  const { token, welcome } = decoded(() => Knock.decode(asked.knock, { limits: { sealed: MAX_SEALED } }))
  requireGoodFaith(context, session)
  rates.charge('knock', sessions.source(session))
  const tokenHash = await primitives.sha256(token)
  try {
    await boxes.requireInvite(owner, tokenHash)
  } catch (err) {
    if (isChatError(err, 'ERR_KNOCK_REFUSED')) noteFault(context, session)
    throw err
  }
  const envelope = decodeEnvelope(welcome)
  if (!(await isSignedByLog(primitives, envelope))) {
    noteFault(context, session)
    throw new ChatError('ERR_SIGNATURE', 'this Welcome is not signed by the key of its log')
  }
  const allowance = context.allowanceOf(owner)
  const terms = { owner, bytes: welcome.length }
  // An answer that was lost: the log tells that the knock was here, also when it is out of the box.
  const before = await logs.find(envelope.log)
  if (before !== undefined) {
    openKnockLog(allowance, terms, before, NO_USAGE)
    return EMPTY
  }
  const id = await boxes.put(owner, { tokenHash, log: envelope.log, bytes: asked.knock }, async also => {
    await logs.change(envelope.log, {
      account: owner,
      decide: (state, usage) => openKnockLog(allowance, terms, state, usage),
      first: welcome,
      also
    })
  })
  if (id !== undefined) {
    pushes.knocked(
      sessions.all(owner).map(({ device }) => device),
      id
    )
  }
  return EMPTY
}

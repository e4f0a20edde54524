import { EMPTY } from '../../node/base/bytes.js'
import { RelayClear } from '../../node/wire/generated/relay.js'
import { decoded, ownAccount } from '../bodies.js'
import type { Answer } from '../context.js'
import { answerKnockLog } from '../policy.js'

/** Takes a knock out of one's own box, and lifts its log's small quota or closes and empties it. One that is not there is cleared. */
export const clear: Answer = async ({ boxes, logs }, session, body) => {
  const { id, accepted } = decoded(() => RelayClear.decode(body))
  const account = ownAccount(session)
  const log = await boxes.find(account, id)
  if (log === undefined) return EMPTY
  const state = await logs.change(log, { account, decide: before => answerKnockLog(account, accepted, before) })
  if (state?.isClosed === true && !accepted && state.owner === account) await logs.empty(log)
  await boxes.drop(account, id)
  return EMPTY
}

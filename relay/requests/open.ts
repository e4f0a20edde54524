import { EMPTY } from '../../node/base/bytes.js'
import { openStatement } from '../../node/network/relay-protocol.js'
import { RelayOpen } from '../../node/wire/generated/relay.js'
import { decoded, logIdOf, ownAccount } from '../bodies.js'
import type { Answer } from '../context.js'
import { openLog } from '../policy.js'
import { requireSignature } from '../proofs.js'

/** Opens a log, charged to the member's account; one that a knock opened for it loses its small quota. */
export const open: Answer = async (context, session, body) => {
  const { logs, self } = context
  const { log: id, signature } = decoded(() => RelayOpen.decode(body))
  const account = ownAccount(session)
  const log = logIdOf(id)
  await requireSignature(context, session, log, openStatement(self, session.device, log), signature)
  await logs.change(log, {
    account,
    decide(state, usage) {
      const isOwnerServed = state !== undefined && context.allowanceOf(state.owner).isServed
      return openLog(context.allowanceOf(account), { member: account, isOwnerServed }, state, usage)
    }
  })
  return EMPTY
}

import { EMPTY } from '../../node/base/bytes.js'
import type { AccountId, LogId } from '../../node/base/ids.js'
import { MAX_NAMED_BEHIND, openStatement } from '../../node/network/relay-protocol.js'
import { RelayOpen } from '../../node/wire/generated/relay.js'
import { decoded, logIdOf, ownAccount } from '../bodies.js'
import type { Answer } from '../context.js'
import type { LogStore } from '../log-store.js'
import { openLog } from '../policy.js'
import { requireSignature } from '../proofs.js'

/** Opens a log, charged to the member's account; one that a knock opened for it loses its small quota. */
export const open: Answer = async (context, session, body) => {
  const { logs, self } = context
  const { log: id, signature, behind } = decoded(() => RelayOpen.decode(body, { limits: { behind: MAX_NAMED_BEHIND } }))
  const account = ownAccount(session)
  const log = logIdOf(id)
  await requireSignature(context, session, log, openStatement(self, session.device, log), signature)
  const root = await rootOf(logs, account, behind.map(logIdOf))
  await logs.change(log, {
    account,
    decide(state, usage) {
      const isOwnerServed = state !== undefined && context.allowanceOf(state.owner).isServed
      return openLog(context.allowanceOf(account), { member: account, isOwnerServed, root }, state, usage)
    }
  })
  return EMPTY
}

/** Of the first of these that is here and charged to this account. */
async function rootOf(logs: Pick<LogStore, 'find'>, account: AccountId, behind: readonly LogId[]): Promise<LogId | undefined> {
  for (const log of behind) {
    const state = await logs.find(log)
    if (state?.owner === account) return state.root ?? log
  }
  return undefined
}

import { EMPTY } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import { childStatement } from '../../node/network/relay-protocol.js'
import { RelayChild } from '../../node/wire/generated/relay.js'
import { decoded, logIdOf } from '../bodies.js'
import type { Answer } from '../context.js'
import { adoptChild, openChildLog } from '../policy.js'
import { requireSignature } from '../proofs.js'

/** Opens the log that follows another, charged as that one is, for whoever can sign for both. From then on the parent takes only its tail. */
export const child: Answer = async (context, session, body) => {
  const { logs, self, sessions, rates, serial } = context
  const asked = decoded(() => RelayChild.decode(body))
  const parent = logIdOf(asked.parent)
  const next = logIdOf(asked.child)
  if (parent === next) throw new ChatError('ERR_INVALID_ARGUMENT', 'a log can not follow itself')
  const statement = childStatement(self, parent, next)
  await requireSignature(context, session, parent, statement, asked.parentSignature)
  await requireSignature(context, session, next, statement, asked.childSignature)
  // One after another for each parent, so that no child is opened that it can't adopt.
  await serial(parent, async () => {
    const state = await logs.find(parent)
    if (adoptChild(next, state) === undefined || state === undefined) return
    rates.charge('child', sessions.source(session))
    const { owner } = state
    const opening = { parent: state, root: state.root ?? parent, by: session.account }
    await logs.change(next, {
      account: owner,
      decide: (existing, usage) => openChildLog(context.allowanceOf(owner), opening, existing, usage)
    })
    await logs.change(parent, { account: owner, decide: current => adoptChild(next, current) })
  })
  return EMPTY
}

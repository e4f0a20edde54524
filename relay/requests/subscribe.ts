import { isChatError } from '../../node/base/errors.js'
import { MAX_SUBSCRIBE } from '../../node/network/relay-protocol.js'
import { RelaySubscribe, RelaySubscribed, RelayUnsubscribe, type RelayLogState, type RelayProof } from '../../node/wire/generated/relay.js'
import { EMPTY } from '../../node/base/bytes.js'
import { decoded, logIdOf } from '../bodies.js'
import type { Answer, RelayContext } from '../context.js'
import { requireReader } from '../proofs.js'
import type { Session } from '../session.js'

/** From now on what is appended to these logs is pushed over this link. */
export const subscribe: Answer = async (context, session, body) => {
  const { logs } = decoded(() => RelaySubscribe.decode(body, { limits: { logs: MAX_SUBSCRIBE } }))
  const states: RelayLogState[] = []
  for (const proof of logs) states.push(await subscribeOne(context, session, proof))
  return RelaySubscribed.encode({ states })
}

async function subscribeOne(context: RelayContext, session: Session, { log: id, signature }: RelayProof): Promise<RelayLogState> {
  const { logs, limits, pushes, sessions } = context
  const log = logIdOf(id)
  try {
    const state = await requireReader(context, session, log, signature)
    const limit = sessions.standing(session) === 'member' ? limits.subscriptionsPerMember : limits.subscriptionsPerStranger
    if (!sessions.isCurrent(session) || !pushes.subscribe(session.device, log, limit)) return { refusal: 'ERR_QUOTA', newest: 0 }
    // What was taken before this moment is not pushed: where it is, is said by what stands there now.
    const { newest } = (await logs.find(log)) ?? state
    return { refusal: '', newest }
  } catch (err) {
    if (!isChatError(err, 'ERR_SIGNATURE') && !isChatError(err, 'ERR_UNKNOWN_LOG')) throw err
    return { refusal: err.code, newest: 0 }
  }
}

export const unsubscribe: Answer = async ({ pushes }, session, body) => {
  const { logs } = decoded(() => RelayUnsubscribe.decode(body, { limits: { logs: MAX_SUBSCRIBE } }))
  for (const log of logs) pushes.unsubscribe(session.device, logIdOf(log))
  return EMPTY
}

import { EMPTY } from '../../node/base/bytes.js'
import { RelayClose } from '../../node/wire/generated/relay.js'
import { decoded, logIdOf, ownAccount } from '../bodies.js'
import type { Answer } from '../context.js'
import { closeLog } from '../policy.js'

/** By the owner: the log takes no more; what is in it is kept until it expires. */
export const close: Answer = async ({ logs }, session, body) => {
  const log = logIdOf(decoded(() => RelayClose.decode(body)).log)
  const account = ownAccount(session)
  await logs.change(log, { account, decide: state => closeLog(account, state) })
  return EMPTY
}

import { EMPTY } from '../../node/base/bytes.js'
import { RelayIndex } from '../../node/wire/generated/relay.js'
import { decoded, ownAccount } from '../bodies.js'
import type { Answer } from '../context.js'

export const putIndex: Answer = async ({ indexes }, session, body) => {
  await indexes.put(
    ownAccount(session),
    session.device,
    decoded(() => RelayIndex.decode(body))
  )
  return EMPTY
}

/** The part asked for of the index that came whole last. */
export const getIndex: Answer = async ({ indexes }, session, body) => {
  const { part } = decoded(() => RelayIndex.decode(body))
  return RelayIndex.encode(await indexes.get(ownAccount(session), part))
}

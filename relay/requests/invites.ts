import { EMPTY } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import { RelayInvites } from '../../node/wire/generated/relay.js'
import { decoded, ownAccount } from '../bodies.js'
import type { Answer } from '../context.js'

const HASH_BYTES = 32

/** The invites of this device that strangers may knock and take with. */
export const invites: Answer = async ({ boxes, deviceLists, limits }, session, body) => {
  const told = decoded(() => RelayInvites.decode(body, { limits: { invites: limits.invitesPerDevice } }))
  if (told.invites.some(({ tokenHash }) => tokenHash.length !== HASH_BYTES)) {
    throw new ChatError('ERR_MALFORMED', `the hash of a token has ${HASH_BYTES} bytes`)
  }
  const account = ownAccount(session)
  await deviceLists.requireLive(account, session.device)
  await boxes.tellInvites(account, session.device, told.invites)
  return EMPTY
}

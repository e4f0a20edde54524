import { MAX_SHELVED } from '../../node/network/relay-protocol.js'
import { RelayShelf, RelayShelve } from '../../node/wire/generated/relay.js'
import { decoded, ownAccount } from '../bodies.js'
import type { Answer } from '../context.js'

/** More key packages of this device. */
export const shelve: Answer = async ({ shelves, deviceLists }, session, body) => {
  const shelf = decoded(() => RelayShelve.decode(body, { limits: { keyPackages: MAX_SHELVED } }))
  const account = ownAccount(session)
  await deviceLists.requireLive(account, session.device)
  return RelayShelf.encode({ left: await shelves.shelve(account, session.device, shelf) })
}

import { MAX_SHELVED } from '../../node/network/relay-protocol.js'
import { RelayShelf, RelayShelve } from '../../node/wire/generated/relay.js'
import { decoded, ownAccount } from '../bodies.js'
import type { Answer } from '../context.js'

/** More key packages of this device. */
export const shelve: Answer = async ({ shelves }, session, body) => {
  const shelf = decoded(() => RelayShelve.decode(body, { limits: { keyPackages: MAX_SHELVED } }))
  return RelayShelf.encode({ left: await shelves.shelve(ownAccount(session), session.device, shelf) })
}

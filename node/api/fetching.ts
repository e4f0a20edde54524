import { ChatError, isChatError } from '../base/errors.js'
import type { AccountId } from '../base/ids.js'
import { indexAt } from '../conversation/relay-shelf.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Relays } from '../network/relays.js'
import type { FetchedAccount } from './restoring.js'

/**
 * All that these relays have of the account in whose name `relays` speaks. One that does not answer is passed over where another does.
 * @throws ERR_NOT_FOUND where none has its device list, ERR_UNREACHABLE, ERR_TIMEOUT … where none answers
 */
export async function fetchAccount(
  relays: Pick<Relays, 'getDeviceList' | 'getIndex'>,
  at: readonly RelayId[],
  account: AccountId
): Promise<FetchedAccount> {
  const asked = await Promise.allSettled(
    at.map(async relay => ({ list: await listAt(relays, relay, account), index: await indexAt(relays, relay) }))
  )
  const answers = asked.flatMap(answer => (answer.status === 'fulfilled' ? [answer.value] : []))
  const failure: unknown = asked.find(answer => answer.status === 'rejected')?.reason
  if (answers.length === 0 && failure !== undefined) throw failure
  const deviceLists = answers.flatMap(({ list }) => list ?? [])
  if (deviceLists.length === 0)
    throw new ChatError('ERR_NOT_FOUND', 'that relay has nothing of this account; name the relay that was written down with the 24 words')
  return { deviceLists, index: answers.flatMap(({ index }) => index ?? []) }
}

async function listAt(relays: Pick<Relays, 'getDeviceList'>, relay: RelayId, account: AccountId): Promise<Uint8Array | undefined> {
  try {
    return await relays.getDeviceList(relay, account)
  } catch (err) {
    if (isChatError(err, 'ERR_NOT_FOUND')) return undefined
    throw err
  }
}

import { ChatError, isChatError } from '../base/errors.js'
import type { Clock } from '../base/clock.js'
import type { AccountId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { indexAt } from '../conversation/relay-shelf.js'
import type { Phrase } from '../identity/phrase.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { RelayAddress, Relays } from '../network/relays.js'
import { namedRelays, readFetchedAccount, type FetchedAccount } from './restoring.js'

/** For the relays that the account names beside those that were given: one of a machine that is gone never answers. */
const OTHERS_MS = 15_000

interface Finding {
  readonly relays: Pick<Relays, 'getDeviceList' | 'getIndex'>
  /** Links to a relay until the caller has enough of it. */
  readonly keep: (relay: RelayAddress) => void
  readonly primitives: Primitives
  readonly clock: Pick<Clock, 'after'>
}

/**
 * All that is known of an account in whose name `relays` speaks: at those that were given and, by what they gave, at those that it names.
 * @throws ERR_CERTIFICATE and what opening the index does, where nothing of those that were given holds; what `fetchAccount` throws for them
 */
export async function findEverywhere(
  finding: Finding,
  phrase: Phrase,
  account: AccountId,
  given: readonly RelayAddress[]
): Promise<FetchedAccount> {
  const { relays, keep, primitives, clock } = finding
  for (const relay of given) keep(relay)
  const ids = given.map(({ id }) => id)
  const first = await fetchAccount(relays, ids, account)
  const others = namedRelays(await readFetchedAccount(primitives, phrase, first)).filter(({ id }) => !ids.includes(id))
  for (const relay of others) keep(relay)
  const more = await Promise.all(others.map(({ id }) => inTime(clock, fetchAccount(relays, [id], account))))
  const all = [first, ...more.flatMap(answer => answer ?? [])]
  return {
    deviceLists: all.flatMap(({ deviceLists }) => deviceLists),
    index: all.flatMap(({ index }) => index),
    reached: all.flatMap(({ reached = [] }) => reached)
  }
}

/** Undefined where it fails or comes too late: another relay has what this one may have. */
async function inTime(clock: Pick<Clock, 'after'>, fetching: Promise<FetchedAccount>): Promise<FetchedAccount | undefined> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(OTHERS_MS, () => resolve(undefined))
    fetching.then(resolve, (err: unknown) => (isChatError(err) ? resolve(undefined) : reject(err))).finally(stop)
  })
}

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
    at.map(async relay => ({ relay, list: await listAt(relays, relay, account), index: await indexAt(relays, relay) }))
  )
  const answers = asked.flatMap(answer => (answer.status === 'fulfilled' ? [answer.value] : []))
  const failure: unknown = asked.find(answer => answer.status === 'rejected')?.reason
  if (answers.length === 0 && failure !== undefined) throw failure
  const deviceLists = answers.flatMap(({ list }) => list ?? [])
  if (deviceLists.length === 0)
    throw new ChatError('ERR_NOT_FOUND', 'that relay has nothing of this account; name the relay that was written down with the 24 words')
  return { deviceLists, index: answers.flatMap(({ index }) => index ?? []), reached: answers.map(({ relay }) => relay) }
}

async function listAt(relays: Pick<Relays, 'getDeviceList'>, relay: RelayId, account: AccountId): Promise<Uint8Array | undefined> {
  try {
    return await relays.getDeviceList(relay, account)
  } catch (err) {
    if (isChatError(err, 'ERR_NOT_FOUND')) return undefined
    throw err
  }
}

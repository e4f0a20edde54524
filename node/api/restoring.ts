import type { AccountId, DeviceId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { openIndex, type OpenedIndex, type SealedIndex } from '../conversation/account-index.js'
import { wantedHistory } from '../conversation/history-fetching.js'
import { restoredIndex } from '../conversation/index-keeper.js'
import { restoredRecords } from '../conversation/restored.js'
import { deriveAccount } from '../identity/account.js'
import { readDeviceList } from '../identity/device-list-frame.js'
import { MAX_RELAYS, mergeDeviceLists, type DeviceList } from '../identity/device-list.js'
import { ChatError, isChatError } from '../base/errors.js'
import type { Phrase } from '../identity/phrase.js'
import { readRelayAddresses, relayAddress } from '../network/relay-address.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { RelayAddress } from '../network/relays.js'
import type { Keyspace } from '../store/keyspace.js'
import type { Write } from '../store/store.js'

/** What relays or others gave of an account, not believed yet. */
export interface FetchedAccount {
  /** Encoded, from wherever there is one. */
  readonly deviceLists: readonly Uint8Array[]
  /** As each relay has it. */
  readonly index: readonly SealedIndex[]
  /** The relays that answered, where relays were asked. */
  readonly reached?: readonly RelayId[]
}

/** What there is to go on with on an empty machine. */
export interface RestorableAccount {
  /** Undefined where nobody has one: then a new one begins. */
  readonly deviceList: DeviceList | undefined
  readonly index: OpenedIndex | undefined
}

/** How a profile of an account that exists begins. */
export interface Restore {
  readonly fetched: FetchedAccount
  /** Lost or stolen, revoked for good by the new list. */
  readonly revoke: readonly DeviceId[]
  /** Takes the new list, encoded, once the profile is durable. */
  readonly publish?: (deviceList: Uint8Array) => Promise<void>
}

/**
 * What of it holds, by the account that the phrase makes. One that lies among several is passed over.
 * @throws ERR_CERTIFICATE where there are lists and none verifies; for the index see `openIndex`
 */
export async function readFetchedAccount(
  primitives: Primitives,
  phrase: Phrase,
  { deviceLists, index }: FetchedAccount
): Promise<RestorableAccount> {
  const account = await deriveAccount(primitives, phrase)
  const deviceList = await mergedList(primitives, account.id, deviceLists)
  return { deviceList, index: await openIndex(primitives, account, index, deviceList) }
}

/** What an empty profile of an account that exists starts with. */
export function beginningOf(keys: Keyspace, index: OpenedIndex | undefined): readonly Write[] {
  return [...(index === undefined ? [] : restoredRecords(keys, index)), restoredIndex(keys, index?.seq ?? 0), wantedHistory(keys)]
}

/** Those that the account named when it was whole, each once, the best first. */
export function namedRelays({ index, deviceList }: RestorableAccount): readonly RelayAddress[] {
  return eachOnce(readRelayAddresses([...(index?.relays ?? []), ...(deviceList?.head.relays ?? [])]))
}

/** Those that were given, then those of the account that answered, then its others, which may have been on the machine that is gone: 3 at most. */
export function relaysToName(given: readonly string[], account: RestorableAccount, reached: readonly RelayId[] = []): readonly string[] {
  const named = namedRelays(account)
  const answered = named.filter(({ id }) => reached.includes(id))
  return eachOnce([...given.map(relayAddress), ...answered, ...named])
    .map(({ address }) => address)
    .slice(0, MAX_RELAYS)
}

function eachOnce(relays: readonly RelayAddress[]): readonly RelayAddress[] {
  return relays.filter(({ id }, i) => relays.findIndex(other => other.id === id) === i)
}

async function mergedList(
  primitives: Pick<Primitives, 'verify'>,
  account: AccountId,
  encoded: readonly Uint8Array[]
): Promise<DeviceList | undefined> {
  let merged: DeviceList | undefined
  let reason: ChatError | undefined
  for (const bytes of encoded) {
    try {
      const list = await readDeviceList(primitives, bytes)
      if (list.account !== account) throw new ChatError('ERR_CERTIFICATE', 'this device list is of another account than the 24 words make')
      merged = merged === undefined ? list : mergeDeviceLists(merged, list)
    } catch (err) {
      if (!isChatError(err)) throw err
      reason ??= err
    }
  }
  if (merged === undefined && reason !== undefined) throw reason
  return merged
}

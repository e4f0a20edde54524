import { ChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { decodeIndex } from '../conversation/account-index.js'
import { wantedHistory } from '../conversation/history-fetching.js'
import type { HandedOver } from '../conversation/newcomer.js'
import { linkedDevices } from '../conversation/own-devices.js'
import { renameRelays } from '../conversation/relay-set.js'
import { restoredRecords } from '../conversation/restored.js'
import { deviceIdOf } from '../identity/device-id.js'
import { readDeviceList } from '../identity/device-list-frame.js'
import { liveDevices } from '../identity/device-list.js'
import { directoryKeys } from '../identity/directory.js'
import { requireName } from '../identity/display-name.js'
import { readRelayAddresses } from '../network/relay-address.js'
import type { SealedStore } from '../store/sealed-store.js'
import { saveOwnProfile, type OwnProfile } from './own-profile.js'

/**
 * Keeps what another device of the account handed over, as the profile of this one. Durable when it resolves.
 * @throws ERR_CERTIFICATE where the account that was compared certifies not this device, or not the one that gave it; ERR_MALFORMED
 */
export async function saveLinkedProfile(
  primitives: Primitives,
  store: SealedStore,
  device: DeviceId,
  nowMs: number,
  { from, account, handover, parts }: HandedOver
): Promise<OwnProfile> {
  const deviceList = await readDeviceList(primitives, handover.deviceList)
  const live = liveDevices(deviceList)
  const certificate = live.find(one => one.device === device)
  if (deviceList.account !== account || certificate === undefined || live.every(one => one.device !== from))
    throw new ChatError('ERR_CERTIFICATE', 'what was handed over does not make this device one of the account that was compared')
  const { directorySeed, directoryValueKey, indexKey, doorKey } = handover
  const profile: OwnProfile = {
    name: requireName(handover.name),
    certificate,
    deviceList,
    relays: renameRelays([], readRelayAddresses(handover.relays), nowMs),
    relaysChangedAtMs: Number(handover.relaysChangedAtMs),
    createdAtMs: nowMs,
    isLinked: true,
    ...(directorySeed.length === 0 ? {} : { directory: await directoryKeys(primitives, directorySeed, directoryValueKey) }),
    ...(indexKey.length === 0 ? {} : { indexKey }),
    ...(doorKey.length === 0 ? {} : { doorKey })
  }
  const index = decodeIndex(account, parts)
  const devices = handover.devices.map(one => ({ device: deviceIdOf(one.device), addresses: one.addresses }))
  await saveOwnProfile(store, profile, [...restoredRecords(store.keys, index), linkedDevices(store, devices), wantedHistory(store.keys)])
  return profile
}

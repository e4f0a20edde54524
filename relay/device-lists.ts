import { ChatError } from '../node/base/errors.js'
import type { AccountId, DeviceId } from '../node/base/ids.js'
import { createKept } from '../node/base/kept.js'
import type { Primitives } from '../node/base/primitives.js'
import { admitDeviceList, liveDevices, type DeviceList } from '../node/identity/device-list.js'
import { encodeDeviceList, readDeviceList } from '../node/identity/device-list-frame.js'
import { deviceListKey } from './keyspace.js'
import type { KeyedSerial } from './keyed-serial.js'
import type { Records } from './records.js'

const KEPT_LISTS = 1_024
const MAX_LIST_BYTES = 49_152

/** The newest device list known of each member. */
export interface DeviceLists {
  find(account: AccountId): Promise<DeviceList | undefined>
  /** What is known once this verified list is in. @throws ERR_CERTIFICATE */
  merge(received: DeviceList): Promise<DeviceList>
  /** Only devices that count have anything kept for them. @throws ERR_NOT_ALLOWED */
  requireLive(account: AccountId, device: DeviceId): Promise<void>
  /** Its record was dropped. */
  forget(account: AccountId): void
}

export function createDeviceLists(records: Records, primitives: Pick<Primitives, 'verify'>, serial: KeyedSerial): DeviceLists {
  const kept = createKept<AccountId, DeviceList>(KEPT_LISTS)

  async function find(account: AccountId): Promise<DeviceList | undefined> {
    const known = kept.get(account)
    if (known !== undefined) return known
    const value = await records.get(deviceListKey(account))
    if (value === undefined) return undefined
    const list = await readDeviceList(primitives, value)
    // One that was merged meanwhile is newer.
    const newer = kept.get(account)
    if (newer === undefined) kept.put(account, list)
    return newer ?? list
  }

  return {
    find,
    forget: account => kept.drop(account),
    async requireLive(account, device) {
      const list = await find(account)
      if (list !== undefined && liveDevices(list).some(one => one.device === device)) return
      throw new ChatError('ERR_NOT_ALLOWED', 'this device is not on the list of its account here; bring a list that it is on')
    },
    merge: received =>
      serial(`list ${received.account}`, async () => {
        const merged = admitDeviceList(await find(received.account), received)
        const value = encodeDeviceList(merged)
        if (value.length > MAX_LIST_BYTES) throw new ChatError('ERR_TOO_LARGE', 'this device list has grown too long to be kept')
        await records.write([{ key: deviceListKey(received.account), value }])
        kept.put(received.account, merged)
        return merged
      })
  }
}

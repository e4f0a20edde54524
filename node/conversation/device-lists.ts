import { equals } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import { createSerial } from '../base/serial.js'
import { encodeDeviceList, readDeviceList } from '../identity/device-list-frame.js'
import { admitDeviceList, type DeviceList, isRevoked, liveDevices } from '../identity/device-list.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { ConversationContext } from './context.js'
import type { ContactDevice, Contacts } from './contacts.js'

/** What is known of contacts' devices by their accounts' own word, wherever it came from. */
export interface DeviceLists {
  load(): Promise<void>
  /** The devices of a contact that its newest list names, by the account's own word. */
  certified(account: AccountId): readonly DeviceId[]
  /**
   * Merges an encoded list into what is known of its account, and its devices into the contact: an old list adds nothing and
   * revokes nothing. Durable when it resolves. @throws ERR_CERTIFICATE, ERR_NOT_FOUND where the account is no contact, ERR_STORE
   */
  admit(account: AccountId, encoded: Uint8Array): Promise<DeviceList>
}

export function createDeviceLists(
  { primitives, records }: Pick<ConversationContext, 'primitives' | 'records'>,
  store: SealedStore,
  contacts: Contacts
): DeviceLists {
  const changes = createSerial()
  const live = new Map<AccountId, readonly DeviceId[]>()

  function note(list: DeviceList): void {
    live.set(
      list.account,
      liveDevices(list).map(({ device }) => device)
    )
  }

  async function admit(account: AccountId, encoded: Uint8Array): Promise<DeviceList> {
    const received = await readDeviceList(primitives, encoded)
    if (received.account !== account) throw new ChatError('ERR_CERTIFICATE', 'this device list is of another account')
    const path = store.keys.deviceList(account)
    const before = await store.get(path)
    const list = admitDeviceList(before && (await readDeviceList(primitives, before)), received)
    const value = encodeDeviceList(list)
    if (before === undefined || !equals(before, value)) await records.commit([{ key: path, value }])
    note(list)
    await contacts.change(account, contact => {
      const devices = devicesBy(list, contact.devices).filter(({ device }) => !contact.revoked.includes(device))
      // What a restored device was told by the account's index stays, also where only an older list has been seen since.
      const revoked = [...new Set([...list.revocations.map(({ device }) => device), ...contact.revoked])]
      const isSame = sameDevices(devices, contact.devices) && revoked.length === contact.revoked.length
      return isSame ? contact : { ...contact, devices, revoked }
    })
    return list
  }

  return {
    async load() {
      for await (const [, bytes] of store.range(store.keys.deviceLists())) note(await readDeviceList(primitives, bytes))
    },
    certified: account => live.get(account) ?? [],
    admit: (account, encoded) => changes(() => admit(account, encoded))
  }
}

/** Whoever signed the card comes first, since its word counts, unless it was revoked; then the certified; then what is only hinted at. */
function devicesBy(list: DeviceList, known: readonly ContactDevice[]): readonly ContactDevice[] {
  const kept = known.filter(({ device }) => !isRevoked(list, device))
  const signer = kept.filter(({ device }) => device === known[0]?.device)
  const certified = liveDevices(list).map(({ device }) => kept.find(one => one.device === device) ?? { device, addresses: [] })
  const proven = [...signer, ...certified]
  return proven.length === 0 ? [] : [...new Map([...proven, ...kept].map(one => [one.device, one])).values()]
}

const sameDevices = (a: readonly ContactDevice[], b: readonly ContactDevice[]): boolean =>
  a.length === b.length && a.every((one, i) => one.device === b[i]?.device)

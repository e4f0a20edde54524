import type { AccountId, DeviceId } from '../base/ids.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import { liveDevices } from '../identity/device-list.js'
import { doorFor } from '../identity/door.js'
import type { SealedStore } from '../store/sealed-store.js'
import { OwnDevicesRecord } from '../wire/generated/records.js'
import type { Contact, ContactDevice } from './contacts.js'
import type { ConversationContext, Self } from './context.js'

const SETTING = 'own devices'

/** The other devices of this account: the newest list says which they are, and they themselves where. */
export interface OwnDevices {
  load(): Promise<void>
  /** Those that are not revoked, without this one. */
  others(): readonly ContactDevice[]
  isOther(device: DeviceId): boolean
  /** It can be dialled at these multiaddrs now. Durable when it resolves. */
  learn(device: DeviceId, addresses: readonly string[]): Promise<void>
  /** The account as a contact would know it: another device of ours is let in as anybody's is. */
  asContact(): Contact
}

/** What this account's devices take key packages of each other and knock with, as contacts do with theirs. */
export function ownDoor({ doorKey, account }: Pick<Self, 'doorKey' | 'account'>): Uint8Array | undefined {
  return doorKey && doorFor(doorKey, account)
}

/** @returns the devices of an account that are not revoked, without this one */
export function otherDevices({ deviceList, device: own }: Pick<Self, 'deviceList' | 'device'>): readonly DeviceId[] {
  return liveDevices(deviceList()).flatMap(({ device }) => (device === own ? [] : device))
}

export function createOwnDevices({ self, records }: Pick<ConversationContext, 'self' | 'records'>, store: SealedStore): OwnDevices {
  const path = store.keys.setting(SETTING)
  const addresses = new Map<DeviceId, readonly string[]>()

  function others(): readonly ContactDevice[] {
    return otherDevices(self).map(device => ({ device, addresses: addresses.get(device) ?? [] }))
  }

  return {
    async load() {
      const kept = await store.get(path)
      if (kept === undefined) return
      for (const entry of OwnDevicesRecord.decode(kept).devices) addresses.set(deviceIdOf(entry.device), entry.addresses)
    },
    others,
    isOther: device => otherDevices(self).includes(device),
    async learn(device, at) {
      if (addresses.get(device)?.join() === at.join()) return
      addresses.set(device, at)
      await records.commit([{ key: path, value: encodeOwnDevices(others()) }])
    },
    asContact: () => ({
      ...self.relays(),
      account: self.account,
      name: self.name(),
      state: 'accepted',
      verified: true,
      devices: others(),
      changedAtMs: 0,
      token: ownDoor(self),
      revoked: self.deviceList().revocations.map(({ device }) => device),
      stateBeforeBlock: undefined,
      directory: undefined
    })
  }
}

function encodeOwnDevices(devices: readonly ContactDevice[]): Uint8Array {
  return OwnDevicesRecord.encode({
    devices: devices.map(({ device, addresses }) => ({ device: deviceKeyOf(device), addresses: [...addresses] }))
  })
}

/** What a profile begins with that another device linked: where that one is. */
export function linkedDevices(store: Pick<SealedStore, 'keys'>, devices: readonly ContactDevice[]) {
  return { key: store.keys.setting(SETTING), value: encodeOwnDevices(devices) }
}

/** Somebody by their account, this account's own other devices among them. */
export function peopleWithSelf(
  self: Pick<Self, 'account'>,
  contacts: { find(account: AccountId): Contact | undefined },
  ownDevices: Pick<OwnDevices, 'asContact'>
): { find(account: AccountId): Contact | undefined } {
  return { find: account => (account === self.account ? ownDevices.asContact() : contacts.find(account)) }
}

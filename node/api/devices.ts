import { EMPTY } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import type { ConversationContext } from '../conversation/context.js'
import { encodeIndex } from '../conversation/account-index.js'
import type { Messenger } from '../conversation/messenger.js'
import { namedNow } from '../conversation/relay-set.js'
import { saveContact, saveForIndex } from '../conversation/saved.js'
import { deriveAccount, type Account } from '../identity/account.js'
import { deviceKeyOf } from '../identity/device-id.js'
import { encodeDeviceList } from '../identity/device-list-frame.js'
import { addDevice, revokeDevice } from '../identity/device-list-change.js'
import { liveDevices, MAX_LIVE_DEVICES, type DeviceList } from '../identity/device-list.js'
import { friendlyDeviceName } from '../identity/device-name.js'
import { addressesForOthers } from '../network/reachability.js'
import type { Vault } from '../store/vault.js'
import type { ChatApi } from './chat-api.js'
import type { AccountKeyAccess, OwnDevice } from './status.js'
import type { OwnProfile } from './own-profile.js'
import { resolveReference } from './references.js'

type DeviceApi = Pick<ChatApi, 'devices' | 'linkDevice' | 'confirmDevice' | 'revokeDevice'>

interface Parts {
  readonly context: ConversationContext
  readonly messenger: Messenger
  readonly primitives: Primitives
  readonly vault: Pick<Vault, 'keepsAccount' | 'accountEntropy'>
  /** As it is now. */
  readonly profile: () => OwnProfile
}

/** The part of the API that is about the account's own devices. */
export function deviceApi({ context, messenger, primitives, vault, profile }: Parts): DeviceApi {
  const { self, links, clock } = context
  const { linking, ownDevices, contacts, conversations } = messenger

  function present(list: DeviceList): OwnDevice[] {
    return liveDevices(list).map(({ device, name, issuedAtMs }) => ({
      device,
      name: name === '' ? friendlyDeviceName(device) : name,
      addedAtMs: issuedAtMs,
      linked: device === self.device || links.isUp(device),
      ...(device === self.device ? { self: true as const } : {})
    }))
  }

  function presentOne(device: DeviceId): OwnDevice {
    const found = present(self.deviceList()).find(one => one.device === device)
    if (found === undefined) throw new ChatError('ERR_NOT_FOUND', `no device ${device} of this account`)
    return found
  }

  /** What signs the account's list, for this one time. */
  async function accountKey({ passphrase, phrase }: AccountKeyAccess): Promise<Account> {
    const { parsePhrase, phraseOf } = await import('../identity/phrase.js')
    if (phrase !== undefined) {
      const account = await deriveAccount(primitives, parsePhrase(phrase))
      if (account.id !== self.account) throw new ChatError('ERR_PHRASE', 'these are the 24 words of another account; nothing was changed')
      return account
    }
    if (!vault.keepsAccount)
      throw new ChatError('ERR_PHRASE', 'this device does not keep the account key: give the 24 words, or do it on the device that does')
    if (passphrase === undefined) throw new ChatError('ERR_PASSPHRASE', 'the account key is sealed; give the passphrase of this profile')
    const entropy = await vault.accountEntropy(passphrase)
    if (entropy === undefined) throw new ChatError('ERR_NOT_ALLOWED', 'this device does not keep the recovery phrase')
    return deriveAccount(primitives, phraseOf(entropy))
  }

  function handover(deviceList: DeviceList) {
    const { name, relays, relaysChangedAtMs, directory, indexKey = EMPTY, doorKey = EMPTY } = profile()
    return {
      name,
      deviceList: encodeDeviceList(deviceList),
      relays: namedNow(relays).map(({ address }) => address),
      relaysChangedAtMs: BigInt(relaysChangedAtMs),
      directorySeed: directory?.seed ?? EMPTY,
      directoryValueKey: directory?.valueKey ?? EMPTY,
      indexKey,
      doorKey,
      devices: [{ device: self.device, addresses: addressesForOthers(links.addresses()) }, ...ownDevices.others()]
        .slice(0, MAX_LIVE_DEVICES)
        .map(({ device, addresses }) => ({ device: deviceKeyOf(device), addresses: [...addresses] }))
    }
  }

  function index(): readonly Uint8Array[] {
    const { name, relays } = profile()
    return encodeIndex({
      account: self.account,
      name,
      relays: namedNow(relays).map(({ address }) => address),
      contacts: contacts.portable().map(saveContact),
      conversations: saveForIndex(conversations.portable(), self.device, account => contacts.find(account)?.state === 'accepted')
    })
  }

  return {
    devices: async () => present(self.deviceList()),
    async linkDevice({ link }) {
      const { device, words } = await linking.begin(link)
      return { device, name: friendlyDeviceName(device), words }
    },
    async confirmDevice({ device, name = '', ...access }) {
      const { list } = await linking.confirm(device, async () => {
        const { key } = await accountKey(access)
        const added = await addDevice(primitives, key, self.deviceList(), { device, name, nowMs: clock.now() })
        return { list: added, handover: handover(added), parts: index() }
      })
      await messenger.deviceListChanged(list)
      return presentOne(device)
    },
    async revokeDevice({ device: reference, ...access }) {
      const candidates = present(self.deviceList()).map(one => ({ id: one.device, name: one.name, one }))
      const { device, self: isSelf } = resolveReference('device', candidates, reference, 'parley device list').one
      if (isSelf === true) throw new ChatError('ERR_NOT_ALLOWED', 'this is the device you sit at; revoke it from another one')
      const { key } = await accountKey(access)
      await messenger.deviceListChanged(await revokeDevice(primitives, key, self.deviceList(), { device, nowMs: clock.now() }))
    }
  }
}

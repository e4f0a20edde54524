import { EMPTY } from '../base/bytes.js'
import type { DeviceId } from '../base/ids.js'
import type { Write } from '../store/store.js'
import { ChatError } from '../base/errors.js'
import type { Clock } from '../base/clock.js'
import type { Primitives } from '../base/primitives.js'
import { decodeRelays, encodeRelays } from '../conversation/contact-record.js'
import { renameRelays, type AccountRelays } from '../conversation/relay-set.js'
import { deriveAccount } from '../identity/account.js'
import { encodeCertificate, readCertificate, type DeviceCertificate } from '../identity/certificate.js'
import type { Device } from '../identity/device.js'
import { encodeDeviceList, readDeviceList } from '../identity/device-list-frame.js'
import { addDevice, revokeDevice, setRelays, startDeviceList } from '../identity/device-list-change.js'
import type { DeviceList } from '../identity/device-list.js'
import { type DirectoryKeys, directoryKeys } from '../identity/directory.js'
import { requireName } from '../identity/display-name.js'
import type { Phrase } from '../identity/phrase.js'
import { readRelayAddresses, relayAddress } from '../network/relay-address.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { SealedStore } from '../store/sealed-store.js'
import { OwnRecord } from '../wire/generated/records.js'

const SETTING = 'own profile'

/** Who this profile is: what is public of its account and device. */
export interface OwnProfile extends AccountRelays {
  readonly name: string
  readonly certificate: DeviceCertificate
  readonly deviceList: DeviceList
  readonly createdAtMs: number
  /** Absent in profiles that were made before there was a directory, until the phrase is at hand again. */
  readonly directory?: DirectoryKeys
  /** 32 bytes, X25519: what the account's index is sealed to. Absent in profiles that are older than it. */
  readonly indexKey?: Uint8Array
  /** 32 bytes: what the doors for contacts are derived from. Absent in profiles that are older than it. */
  readonly doorKey?: Uint8Array
  /** Another device of the account linked this one. */
  readonly isLinked?: true
  /** The relay that runs in the very process of this profile's node, or did last. */
  readonly relayHere?: RelayId
}

interface NewOwnProfile {
  readonly name: string
  readonly phrase: Phrase
  readonly device: Device
  /** The account's, where it exists already: this device is added to it. */
  readonly deviceList?: DeviceList | undefined
  /** Devices of that list to revoke. */
  readonly revoke?: readonly DeviceId[]
  /** Multiaddrs, 3 at most, the best first; where there are none and a device list is given, what that names. */
  readonly relays?: readonly string[]
}

/**
 * Certifies this device with the account's key, which is then forgotten.
 * @throws ERR_INVALID_ARGUMENT for the name or a relay, ERR_NOT_ALLOWED where the account has as many devices as it may
 */
export async function makeOwnProfile(
  primitives: Primitives,
  clock: Clock,
  { name, phrase, device, deviceList: known, revoke = [], relays: given = [] }: NewOwnProfile
): Promise<OwnProfile> {
  const account = await deriveAccount(primitives, phrase)
  const createdAtMs: number = clock.now()
  const added = { device: device.id, nowMs: createdAtMs, name: '' }
  const named = renameRelays([], given.map(relayAddress), createdAtMs)
  let deviceList = known
  if (deviceList === undefined)
    deviceList = await startDeviceList(
      primitives,
      account.key,
      added,
      named.map(({ address }) => address)
    )
  else {
    for (const lost of revoke) deviceList = await revokeDevice(primitives, account.key, deviceList, { device: lost, nowMs: createdAtMs })
    deviceList = await addDevice(primitives, account.key, deviceList, added)
    if (named.length > 0)
      deviceList = await setRelays(
        primitives,
        account.key,
        deviceList,
        named.map(({ address }) => address)
      )
  }
  const certificate = deviceList.certificates.find(one => one.device === device.id)
  if (certificate === undefined) throw new ChatError('ERR_INTERNAL', 'a device list does not hold the device that was added to it')
  const relays = renameRelays([], readRelayAddresses(deviceList.head.relays), createdAtMs)
  const { directory, doorKey } = account
  const kept = { directory, doorKey, indexKey: account.indexKey.publicKey }
  return { name: requireName(name), certificate, deviceList, relays, relaysChangedAtMs: createdAtMs, createdAtMs, ...kept }
}

/** What the phrase gives and an older Parley did not keep, from now on kept too. */
export async function completeOwnProfile(
  primitives: Primitives,
  store: SealedStore,
  profile: OwnProfile,
  phrase: Phrase
): Promise<OwnProfile> {
  const { directory, doorKey, indexKey } = await deriveAccount(primitives, phrase)
  const completed = { ...profile, directory, doorKey, indexKey: indexKey.publicKey }
  await saveOwnProfile(store, completed)
  return completed
}

/** @throws ERR_RECORD_DAMAGED where it isn't there, ERR_CERTIFICATE */
export async function loadOwnProfile(primitives: Primitives, store: SealedStore): Promise<OwnProfile> {
  const bytes = await store.get(store.keys.setting(SETTING))
  if (bytes === undefined)
    throw new ChatError(
      'ERR_RECORD_DAMAGED',
      'the database of this profile is empty: move its folder away and type parley init, with --phrase where you have the 24 words'
    )
  const record = OwnRecord.decode(bytes)
  const { directorySeed, directoryValueKey } = record
  return {
    ...(directorySeed.length === 0 ? {} : { directory: await directoryKeys(primitives, directorySeed, directoryValueKey) }),
    name: record.name,
    certificate: await readCertificate(primitives, record.certificate),
    deviceList: await readDeviceList(primitives, record.deviceList),
    relays: decodeRelays(record.relays),
    relaysChangedAtMs: Number(record.relaysChangedAtMs),
    createdAtMs: Number(record.createdAtMs),
    ...(record.indexKey.length === 0 ? {} : { indexKey: record.indexKey }),
    ...(record.doorKey.length === 0 ? {} : { doorKey: record.doorKey }),
    ...(record.linked ? { isLinked: true as const } : {}),
    ...(record.relayHere === '' ? {} : { relayHere: record.relayHere as RelayId })
  }
}

/** @param beside in the same batch */
export async function saveOwnProfile(store: SealedStore, profile: OwnProfile, beside: readonly Write[] = []): Promise<void> {
  const {
    name,
    certificate,
    deviceList,
    relays,
    relaysChangedAtMs,
    createdAtMs,
    directory,
    indexKey = EMPTY,
    doorKey = EMPTY,
    isLinked,
    relayHere = ''
  } = profile
  const value = OwnRecord.encode({
    name,
    certificate: encodeCertificate(certificate),
    deviceList: encodeDeviceList(deviceList),
    relays: encodeRelays(relays),
    relaysChangedAtMs: BigInt(relaysChangedAtMs),
    createdAtMs: BigInt(createdAtMs),
    directorySeed: directory?.seed ?? EMPTY,
    directoryValueKey: directory?.valueKey ?? EMPTY,
    indexKey,
    doorKey,
    linked: isLinked === true,
    relayHere
  })
  await store.commit([{ key: store.keys.setting(SETTING), value }, ...beside], { durable: true })
}

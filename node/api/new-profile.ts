import { createLifecycle } from '../base/lifecycle.js'
import { encodeDeviceList } from '../identity/device-list-frame.js'
import { createDevice } from '../identity/device.js'
import { friendlyDeviceName } from '../identity/device-name.js'
import { requireName } from '../identity/display-name.js'
import { newPhrase, parsePhrase, phraseEntropy } from '../identity/phrase.js'
import { createVault } from '../store/vault.js'
import type { Identity } from './status.js'
import { makeOwnProfile, saveOwnProfile } from './own-profile.js'
import { openProfileStore, type ProfilePlace } from './profile-place.js'
import type { Restore } from './restoring.js'

export interface NewProfile {
  readonly name: string
  /** The 24 words of an account that exists already; without them a new account is made. */
  readonly phrase?: string
  /** Goes on with what others have of that account: its device list, its contacts and conversations. */
  readonly restore?: Restore
  /** Wraps the keys at rest; without it they lie open, and the recovery phrase is not kept. */
  readonly passphrase?: string
  /** Multiaddrs of relays that the account names, 3 at most: its first device list carries them. */
  readonly relays?: readonly string[]
}

export interface CreatedProfile extends Identity {
  /** The 24 words of a new account: where they are not kept, this is the one time to show them. */
  readonly words: string
}

/** @throws ERR_ALREADY_EXISTS, ERR_PHRASE, ERR_CERTIFICATE (of what was fetched), ERR_NOT_ALLOWED (a ninth device), ERR_INVALID_ARGUMENT, ERR_PROFILE_LOCKED, ERR_VAULT_DAMAGED, ERR_STORE; nothing is overwritten */
export async function createProfileAt(
  place: ProfilePlace,
  { name, phrase, restore, passphrase, relays = [] }: NewProfile
): Promise<CreatedProfile> {
  const { primitives, clock } = place
  const lifecycle = createLifecycle()
  const cleaned = requireName(name)
  const words = phrase === undefined ? newPhrase(primitives) : parsePhrase(phrase)
  lifecycle.add(await place.claim())
  try {
    const device = await createDevice(primitives)
    // Of an account that is new there is nothing to go on with.
    const restoring = phrase === undefined ? undefined : await import('./restoring.js')
    const account = restore && (await restoring?.readFetchedAccount(primitives, words, restore.fetched))
    const revoke = restore?.revoke ?? []
    const profile = await makeOwnProfile(primitives, clock, {
      name: cleaned,
      phrase: words,
      device,
      deviceList: account?.deviceList,
      revoke,
      relays: account === undefined ? relays : (restoring?.relaysToName(relays, account, restore?.fetched.reached) ?? relays)
    })
    const keys = { passphrase, deviceSeed: device.seed, accountEntropy: phraseEntropy(words) }
    const vault = await createVault({ file: place.vaultFile, primitives, ...keys })
    const store = await openProfileStore(place, vault, { create: true })
    lifecycle.add(() => store.close())
    await saveOwnProfile(store, profile, restoring?.beginningOf(store.keys, account?.index) ?? [])
    await restore?.publish?.(encodeDeviceList(profile.deviceList))
    return {
      account: profile.certificate.account,
      name: cleaned,
      device: device.id,
      deviceName: friendlyDeviceName(device.id),
      createdAtMs: profile.createdAtMs,
      hasAccountKey: vault.keepsAccount,
      words
    }
  } finally {
    await lifecycle.stop()
  }
}

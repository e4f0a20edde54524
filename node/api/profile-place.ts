import type { Clock } from '../base/clock.js'
import type { AsyncStop, Stop } from '../base/lifecycle.js'
import type { Primitives } from '../base/primitives.js'
import { openSealedStore } from '../store/open-sealed-store.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { SmallFile, Store } from '../store/store.js'
import type { Vault } from '../store/vault.js'

/** Where one profile is kept: a folder in Node, databases of the origin in a browser. */
export interface ProfilePlace {
  readonly primitives: Primitives
  readonly clock: Clock
  readonly vaultFile: SmallFile
  readonly epochKeyFile: SmallFile
  /** Keeps everybody else out until it is let go. @throws ERR_PROFILE_LOCKED, ERR_VAULT_DAMAGED where a database stands without its vault */
  claim(): Promise<Stop | AsyncStop>
  /** @throws ERR_STORE */
  openStore(how: { readonly create: boolean }): Promise<Store>
}

/** @throws ERR_SCHEMA_NEWER, ERR_RECORD_DAMAGED, ERR_VAULT_DAMAGED, ERR_STORE */
export async function openProfileStore(place: ProfilePlace, vault: Vault, how: { readonly create: boolean }): Promise<SealedStore> {
  const { primitives, clock, epochKeyFile } = place
  return openSealedStore({ store: await place.openStore(how), epochKeyFile, storeKeys: vault.storeKeys, primitives, clock })
}

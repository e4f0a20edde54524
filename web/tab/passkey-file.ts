import type { SmallFile } from '../../node/store/store.js'

const NONE = new Uint8Array()

/** Ids of passkeys; empty where there is none. */
export interface PasskeyFiles {
  /** Of the one that the vault's passphrase comes from. */
  readonly used: SmallFile
  /** While what opens the vault is being changed: of the one that opened it until then, or may from then on. */
  readonly doubtful: SmallFile
}

/** What may open the profile; `either` where a change of it was cut off, and only trying tells. */
export type Opener = 'passphrase' | 'passkey' | 'either'

export async function openerOf({ used, doubtful }: PasskeyFiles): Promise<Opener> {
  if (await hasId(doubtful)) return 'either'
  return (await hasId(used)) ? 'passkey' : 'passphrase'
}

/** From now on the profile opens by this passkey, or by something else. */
export async function settlePasskey({ used, doubtful }: PasskeyFiles, id: Uint8Array = NONE): Promise<void> {
  await used.write(id)
  await doubtful.write(NONE)
}

export const hasId = async (file: SmallFile): Promise<boolean> => ((await file.read())?.length ?? 0) > 0

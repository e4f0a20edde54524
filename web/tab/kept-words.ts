import { phraseOf } from '../../node/identity/phrase.js'
import { openVault, vaultNeedsPassphrase } from '../../node/store/vault.js'
import { askPasskey } from './passkey.js'
import { openerOf, type Opener } from './passkey-file.js'
import { passkeyFiles, tabPlace, unwrittenFile } from './tab-place.js'
import { createUnwritten } from './unwritten.js'

/** The 24 words, as far as they can still be read where nothing else can. */
export interface KeptWords {
  /** They lie open. */
  readonly open: string | undefined
  /** What the vault opens by that may have them; undefined where it is damaged, or nothing seals it. */
  readonly sealedBy: Opener | undefined
}

export async function findKeptWords(): Promise<KeptWords> {
  const open = await createUnwritten(unwrittenFile())
    .read()
    .catch(() => undefined) // what can't be read is not there to be saved
  const isSealed = await vaultNeedsPassphrase(tabPlace().vaultFile).catch(() => false) // it is the vault that is damaged
  return { open, sealedBy: open === undefined && isSealed === true ? await openerOf(passkeyFiles()) : undefined }
}

/** @param passphrase the passkey's, where none is given @returns undefined where this browser never kept them. @throws ERR_PASSPHRASE, ERR_VAULT_DAMAGED */
export async function openKeptWords(passphrase: string | undefined): Promise<string | undefined> {
  const { used, doubtful } = passkeyFiles()
  const secret = passphrase ?? (await askPasskey([used, doubtful])).passphrase
  const { vaultFile: file, primitives } = tabPlace()
  const entropy = await (await openVault({ file, primitives, passphrase: secret })).accountEntropy(secret)
  return entropy && phraseOf(entropy)
}

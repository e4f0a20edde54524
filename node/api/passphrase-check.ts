import type { Vault } from '../store/vault.js'
import type { Check } from './status.js'

/** Whether who reads the disk reads everything. */
export function passphraseCheck({ protectedByPassphrase }: Pick<Vault, 'protectedByPassphrase'>): Check {
  if (protectedByPassphrase) return { name: 'passphrase', ok: true, detail: 'keys at rest are sealed under a passphrase' }
  return {
    name: 'passphrase',
    ok: false,
    chosen: true,
    detail: 'keys lie open on this disk',
    advice: 'whoever reads this disk reads your messages; encrypt it, or make the profile with a passphrase'
  }
}

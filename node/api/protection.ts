import { ChatError } from '../base/errors.js'
import type { AccountId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { deriveAccount } from '../identity/account.js'
import { parsePhrase, phraseEntropy } from '../identity/phrase.js'
import type { Vault } from '../store/vault.js'
import type { ChatApi } from './chat-api.js'

interface Protected {
  readonly vault: Pick<Vault, 'changePassphrase'>
  readonly primitives: Primitives
  readonly account: AccountId
}

/** The profile opens by the next passphrase alone from now on. @throws as `setPassphrase` */
export async function setPassphrase(
  { vault, primitives, account }: Protected,
  { current, next, phrase }: Parameters<ChatApi['setPassphrase']>[0]
): Promise<void> {
  const words = phrase === undefined ? undefined : parsePhrase(phrase)
  if (words !== undefined && (await deriveAccount(primitives, words)).id !== account)
    throw new ChatError('ERR_PHRASE', 'these are the 24 words of another account; nothing was changed')
  await vault.changePassphrase({ current, next, ...(words === undefined ? {} : { accountEntropy: phraseEntropy(words) }) })
}

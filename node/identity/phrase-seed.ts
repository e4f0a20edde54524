import { mnemonicToSeedWebcrypto } from '@scure/bip39'
import type { Phrase } from './phrase.js'

/** BIP-39's seed with an empty passphrase, 64 bytes: PBKDF2-HMAC-SHA-512, 2,048 rounds. The list of words, which it does without, is large. */
export const phraseSeed = (phrase: Phrase): Promise<Uint8Array> => mnemonicToSeedWebcrypto(phrase)

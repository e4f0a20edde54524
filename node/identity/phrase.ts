import { entropyToMnemonic, mnemonicToEntropy, validateMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { ChatError } from '../base/errors.js'
import type { Branded } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'

const WORDS = 24
const ENTROPY_BYTES = 32
/** No two words of the list share their first four letters. */
const TELLING_LETTERS = 4

/** 24 words of BIP-39's English list, lower case, one space between; the checksum holds. */
export type Phrase = Branded<string, 'Phrase'>

/** 256 bits of randomness as words. */
export function newPhrase(primitives: Pick<Primitives, 'randomBytes'>): Phrase {
  return phraseOf(primitives.randomBytes(ENTROPY_BYTES))
}

/** Takes any case and any white space. @throws ERR_PHRASE that names the first thing to mend */
export function parsePhrase(text: string): Phrase {
  const words = text.normalize('NFKD').toLowerCase().split(/\s+/u).filter(Boolean)
  const unknown = words.findIndex(word => !wordlist.includes(word))
  if (unknown >= 0) throw unknownWord(words[unknown] ?? '', unknown + 1)
  if (words.length !== WORDS) throw new ChatError('ERR_PHRASE', `a recovery phrase has ${WORDS} words; these are ${words.length}`)
  const phrase = words.join(' ')
  if (!validateMnemonic(phrase, wordlist)) {
    throw new ChatError('ERR_PHRASE', 'every word is known but the checksum is wrong: one word is another, or two changed places')
  }
  return phrase as Phrase
}

function unknownWord(word: string, place: number): ChatError {
  const meant = wordlist.find(known => known.startsWith(word.slice(0, TELLING_LETTERS)) && word.length >= TELLING_LETTERS)
  const hint = meant === undefined ? '' : `; did you mean “${meant}”?`
  return new ChatError('ERR_PHRASE', `word ${place}, “${word}”, is not in the list of recovery words${hint}`)
}

/** The 32 bytes that the words spell. */
export const phraseEntropy = (phrase: Phrase): Uint8Array => mnemonicToEntropy(phrase, wordlist)

/** The inverse: 32 bytes as words. */
export const phraseOf = (entropy: Uint8Array): Phrase => entropyToMnemonic(entropy, wordlist) as Phrase

/** A word as it is looked up, and where it stands in its text. */
export interface Word {
  /** Folded: 1 to 64 characters. */
  readonly word: string
  /** UTF-16 offsets, the second exclusive. */
  readonly from: number
  readonly to: number
}

/** What follows in a longer word is not looked at. */
export const MAX_WORD_CHARACTERS = 64

/** Letters and digits that stand together, or one picture. */
const RUNS = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu
/** Scripts that set no spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const ASCII = /^[\0-\x7f]*$/
/** Of Latin, Greek, Cyrillic, Hebrew and Arabic, where a word is often written without: elsewhere, as in Hindi, they are its letters. */
const DIACRITICS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/gu
const FIRST_CHARACTERS = new RegExp(`^.{0,${MAX_WORD_CHARACTERS}}`, 'su')

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/**
 * The words of a text in their order, with case, width and diacritics folded (NFKD, Unicode 15.5). Text without spaces is cut by the
 * dictionaries of the runtime, which can differ from one version to the next.
 */
export function* wordsOf(text: string): Generator<Word> {
  for (const { 0: run, index } of text.matchAll(RUNS)) {
    if (!UNSPACED.test(run)) yield* wordAt(run, index)
    else for (const { segment, index: within } of segmenter.segment(run)) yield* wordAt(segment, index + within)
  }
}

/** Each once, in no order. */
export function wordSet(text: string): ReadonlySet<string> {
  const words = new Set<string>()
  for (const { word } of wordsOf(text)) words.add(word)
  return words
}

/** Whether each of these words begins a word of the text. */
export function saysAll(text: string, sought: readonly string[]): boolean {
  const words = [...wordSet(text)]
  return sought.every(beginning => words.some(word => word.startsWith(beginning)))
}

function* wordAt(run: string, from: number): Generator<Word> {
  const word = FIRST_CHARACTERS.exec(folded(run))?.[0] ?? ''
  if (word !== '') yield { word, from, to: from + run.length }
}

/** By upper case first: ß and SS are one, and so are the three forms of sigma. */
function folded(run: string): string {
  if (ASCII.test(run)) return run.toLowerCase()
  return run.normalize('NFKD').replaceAll(DIACRITICS, '').toUpperCase().toLowerCase().replaceAll('ς', 'σ')
}

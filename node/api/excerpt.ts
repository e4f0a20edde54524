import { wordsOf, wordSet } from '../store/search-words.js'

/** The part of a text where something was found. */
export interface Excerpt {
  /** On one line; an ellipsis stands for what is left out. */
  readonly text: string
  /** What was found in it: UTF-16 offsets, the second exclusive. Ascending. */
  readonly matches: readonly (readonly [from: number, to: number])[]
}

const MAX_CHARACTERS = 160
/** Before the first word that was found. */
const LEAD_CHARACTERS = 40
const ELLIPSIS = '…'

/** Around the first word of the text that begins as one of the sought text does. */
export function excerptOf(text: string, sought: string): Excerpt {
  const beginnings = [...wordSet(sought)]
  const line = text.replaceAll(/\s+/gu, ' ').trim()
  const found = [...wordsOf(line)].filter(({ word }) => beginnings.some(beginning => word.startsWith(beginning)))
  const first = found[0]?.from ?? 0
  const start =
    first + (found[0] === undefined ? 0 : found[0].to - first) <= MAX_CHARACTERS ? 0 : wholeAt(line, Math.max(0, first - LEAD_CHARACTERS))
  const end = line.length - start <= MAX_CHARACTERS ? line.length : wholeAt(line, start + MAX_CHARACTERS)
  const lead = start === 0 ? '' : ELLIPSIS
  const shift = lead.length - start
  return {
    text: `${lead}${line.slice(start, end)}${end === line.length ? '' : ELLIPSIS}`,
    matches: found.flatMap(({ from, to }) => (from >= start && from < end ? [[from + shift, Math.min(to, end) + shift] as const] : []))
  }
}

/** Not within a pair of surrogates. */
function wholeAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

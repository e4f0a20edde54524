import { inert } from '../../host/terminal/inert.js'
import { graphemes, graphemeWidth } from '../../host/terminal/text-width.js'

const PLAIN = /^[\x20-\x7e]*$/
const TAB = '    '
/** More marks than any script stacks on one letter only serve to smear over neighbouring lines. */
const EXCESS_MARKS = /(\p{M}{4})\p{M}+/gu
const FORMATS_ALONE = /^\p{Cf}+$/u
const MARKS = /^[\p{M}\p{Cf}]+$/u
/** Stands for a letter that is not there. */
const BASE = '◌'
const LONE_SURROGATE = /\p{Cs}/gu
const LINE_END = /\r\n?|\n/

/** One character as it may stand in a cell of ours: it does nothing, hides nothing, and keeps to itself. */
export function visibleGrapheme(grapheme: string): string {
  if (PLAIN.test(grapheme)) return grapheme
  if (grapheme === '\t') return TAB
  const still = inert(grapheme)
  if (still !== grapheme) return still
  if (FORMATS_ALONE.test(grapheme)) return ''
  const calm = grapheme.replace(EXCESS_MARKS, '$1').replace(LONE_SURROGATE, '\ufffd')
  if (graphemeWidth(calm) > 0) return calm
  return MARKS.test(calm) ? `${BASE}${calm}` : BASE
}

/** A text on one line; its line ends become spaces. */
export function visibleText(text: string): string {
  if (PLAIN.test(text)) return text
  let shown = ''
  for (const { segment } of graphemes(text)) shown += LINE_END.test(segment) ? ' ' : visibleGrapheme(segment)
  return shown
}

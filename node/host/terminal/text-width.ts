/** East Asian Wide and Fullwidth blocks (UAX #11), coarsely: what terminals give two cells. */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u
/** Takes no cell of its own: marks, formats, and the vowels and tails that a Korean syllable is composed of. */
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]$/u
/** Latin letters, rules and marks: one cell each, and nothing that joins with its neighbours. */
const NARROW = /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2500-\u259f…✓✗›●○←-↓]*$/
const ELLIPSIS = '…'

/** Made where one is needed: the first takes some 10 ms. */
let segmenter: Intl.Segmenter | undefined
/** What a person takes for one character each, with the place in the text where it begins. */
export function graphemes(text: string): Iterable<{ readonly segment: string; readonly index: number }> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return segmenter.segment(text)
}

/** An emoji is one picture however many characters compose it; of anything else each letter takes its cells. */
export function graphemeWidth(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2
  let width = 0
  for (const character of grapheme) width += WIDE.test(character) ? 2 : INVISIBLE.test(character) ? 0 : 1
  return width
}

/** Cells that a terminal gives this inert text. */
export function textWidth(text: string): number {
  if (NARROW.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes(text)) width += graphemeWidth(segment)
  return width
}

/** Filled with spaces to `width` cells; a wider text stays as it is. */
export const padText = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - textWidth(text)))

/** Cut to at most `width` cells, an ellipsis included. */
export function cutText(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  let cut = ''
  let cells = textWidth(ELLIPSIS)
  for (const { segment } of graphemes(text)) {
    cells += graphemeWidth(segment)
    if (cells > width) break
    cut += segment
  }
  return cut + ELLIPSIS
}

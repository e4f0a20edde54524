/** East Asian Wide and Fullwidth blocks (UAX #11), coarsely: what terminals give two cells. */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u
const ASCII = /^[\x20-\x7e]*$/
const ELLIPSIS = '…'

/** Made where one is needed: the first takes some 10 ms. */
let segmenter: Intl.Segmenter | undefined
function graphemes(text: string): Iterable<{ readonly segment: string }> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return segmenter.segment(text)
}

function graphemeWidth(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0
  return WIDE.test(grapheme) || EMOJI.test(grapheme) ? 2 : 1
}

/** Cells that a terminal gives this inert text. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length
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

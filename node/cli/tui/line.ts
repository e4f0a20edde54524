import { cutText, textWidth } from '../../host/terminal/text-width.js'

/** What a piece of text means; `paint.ts` knows how that looks. Nothing is said by a tone alone. */
export type Tone = 'plain' | 'strong' | 'faint' | 'accent' | 'title' | 'good' | 'warning' | 'danger' | 'chosen' | 'code' | MemberTone
/** Whose name it is, of those in a group. */
type MemberTone = `member-${1 | 2 | 3 | 4 | 5 | 6}`

export interface Span {
  /** Visible, and of one line. */
  readonly text: string
  readonly tone: Tone
}

export type Line = readonly Span[]

const RULED_WORDS_CELLS = 8
const RULE_ENDS_CELLS = 4

export const span = (text: string, tone: Tone = 'plain'): Span => ({ text, tone })

export const lineWidth = (line: Line): number => line.reduce((sum, { text }) => sum + textWidth(text), 0)

/** Exactly `width` cells: cut with an ellipsis, or filled with spaces. */
export function fitLine(line: Line, width: number): Line {
  const fitted: Span[] = []
  let left = Math.max(0, width)
  for (const { text, tone } of line) {
    if (left === 0) break
    const cut = cutText(text, left)
    fitted.push({ text: cut, tone })
    left -= textWidth(cut)
    if (cut !== text) break
  }
  return left > 0 ? [...fitted, span(' '.repeat(left))] : fitted
}

/** Both at their ends of `width` cells; where there is no room for both, the left one is cut. */
export function spreadLine(left: Line, right: Line, width: number): Line {
  const rightWidth = lineWidth(right)
  if (rightWidth === 0 || rightWidth >= width) return fitLine(rightWidth >= width && left.length === 0 ? right : left, width)
  return [...fitLine(left, width - rightWidth - 1), span(' '), ...right]
}

/** Whether it begins as rules do. */
export const isRule = (line: Line | undefined): boolean => line?.[0]?.text.startsWith('─') === true

/** A rule with words in it: `──── Today ────`. */
export function ruleLine(words: string, width: number, tone: Tone): Line {
  if (words === '' || width < RULED_WORDS_CELLS)
    return fitLine([span(words === '' ? '─'.repeat(Math.max(0, width)) : words, 'faint')], width)
  const label = ` ${cutText(words, width - RULE_ENDS_CELLS)} `
  const rest = width - textWidth(label)
  const before = Math.floor(rest / 2)
  return [span('─'.repeat(before), 'faint'), span(label, tone), span('─'.repeat(rest - before), 'faint')]
}

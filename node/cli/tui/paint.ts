import { textWidth } from '../../host/terminal/text-width.js'
import type { Line, Tone } from './line.js'
import type { Screen } from './view.js'

/** Of the sixteen colours that every terminal has, and every person can set. */
const LOOKS: Readonly<Record<Tone, { readonly attribute?: number; readonly color?: number | string; readonly colorless?: number }>> = {
  plain: {},
  strong: { attribute: 1 },
  faint: { attribute: 2 },
  accent: { color: 36 },
  title: { attribute: 1, color: 36 },
  good: { color: 32 },
  warning: { color: 33 },
  danger: { color: 31 },
  chosen: { attribute: 7 },
  // Black on white from the 256-colour cube, whatever the theme.
  code: { color: '38;5;16;48;5;231', colorless: 7 },
  'member-1': { attribute: 1, color: 34 },
  'member-2': { attribute: 1, color: 35 },
  'member-3': { attribute: 1, color: 32 },
  'member-4': { attribute: 1, color: 33 },
  'member-5': { attribute: 1, color: 94 },
  'member-6': { attribute: 1, color: 95 }
}
const RESET = '\u001b[0m'
const ERASE_LINE = '\u001b[2K'
const ASCII = /^[\x20-\x7e]*$/
/** Terminals that know it show what comes between at once. */
const BEGIN_FRAME = '\u001b[?2026h'
const END_FRAME = '\u001b[?2026l'
const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'

/** What was drawn last, as it was written. */
export interface Painted {
  readonly lines: readonly string[]
}

export const BLANK: Painted = { lines: [] }

/** The writing that turns what was painted into this screen: lines that stay are not written again. */
export function paint(painted: Painted, screen: Screen, colored: boolean): readonly [string, Painted] {
  const lines = screen.lines.map(line => paintLine(line, colored))
  const changed = lines.map((line, row) => (line === painted.lines[row] ? '' : `${at(row, 0)}${RESET}${ERASE_LINE}${line}${RESET}`))
  const cursor = screen.cursor === undefined ? '' : `${at(screen.cursor.row, screen.cursor.column)}${SHOW_CURSOR}`
  return [`${BEGIN_FRAME}${HIDE_CURSOR}${changed.join('')}${cursor}${END_FRAME}`, { lines }]
}

const at = (row: number, column: number): string => `\u001b[${row + 1};${column + 1}H`

/** After what a terminal may take for wider or narrower than it is, the column is set anew. */
function paintLine(line: Line, colored: boolean): string {
  let painted = ''
  let column = 0
  let isSure = true
  for (const { text, tone } of line) {
    if (!isSure) painted += `\u001b[${column + 1}G`
    painted += `${lookOf(tone, colored)}${text}`
    column += textWidth(text)
    isSure = ASCII.test(text)
  }
  return painted
}

function lookOf(tone: Tone, colored: boolean): string {
  const { attribute, color, colorless } = LOOKS[tone]
  const codes = [0, attribute, colored ? color : colorless].filter(code => code !== undefined)
  return `\u001b[${codes.join(';')}m`
}

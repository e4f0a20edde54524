import { padText } from '../../host/terminal/text-width.js'
import { fitLine, ruleLine, span, spreadLine, type Line, type Span, type Tone } from './line.js'
import type { Panel, Size } from './state.js'
import { visibleText } from './visible-text.js'
import { wrapText } from './wrapped-text.js'

const TITLE_ROWS = 2
const INDENT_CELLS = 1
const ESCAPE = '\u001b['
const COLOUR = /^([\d;]*)m/
/** What the terminal's colours mean here: nothing else acts in a panel. */
const TONES: Readonly<Record<string, Tone>> = {
  '1': 'strong',
  '2': 'faint',
  '31': 'danger',
  '32': 'good',
  '33': 'warning',
  '36': 'accent',
  '38;5;16;48;5;231': 'code'
}

/** The rows of all of it, at this width. */
export const panelRows = ({ lines }: Panel, width: number): readonly Line[] =>
  lines.flatMap(line => wrapped(spansOf(line), width - INDENT_CELLS))

/** How many of them are in sight. */
export const panelHeight = ({ rows }: Size): number => Math.max(1, rows - 1 - TITLE_ROWS)

/** What a command has said, from where one has scrolled to. */
export function panelView(panel: Panel, size: Size): readonly Line[] {
  const { columns } = size
  const rows = panelRows(panel, columns)
  const height = panelHeight(size)
  const top = Math.max(0, Math.min(panel.top, rows.length - height))
  const shown = rows.slice(top, top + height)
  const place = rows.length <= height ? '' : `${top + 1}–${top + shown.length} of ${rows.length} `
  const title = spreadLine([span(` ${visibleText(panel.title)}`, 'strong')], place === '' ? [] : [span(place, 'faint')], columns)
  return [title, ruleLine('', columns, 'faint'), ...shown.map(row => fitLine([span(padText('', INDENT_CELLS)), ...row], columns))]
}

/** Spans of text as it came, not yet visible. */
function spansOf(line: string): readonly Span[] {
  const [first = '', ...parts] = line.split(ESCAPE)
  const rest = parts.map(part => {
    const [code, colour = ''] = COLOUR.exec(part) ?? []
    return code === undefined ? span(ESCAPE + part) : span(part.slice(code.length), TONES[colour] ?? 'plain')
  })
  return [span(first), ...rest].filter(({ text }) => text !== '')
}

/** A QR code is never broken. */
function wrapped(spans: readonly Span[], width: number): readonly Line[] {
  if (spans.some(({ tone }) => tone === 'code')) return [spans.map(({ text, tone }) => span(visibleText(text), tone))]
  const text = spans.map(one => one.text).join('')
  return wrapText(text, width).map(row => cut(spans, row.start, row.end))
}

function cut(spans: readonly Span[], start: number, end: number): Line {
  let at = 0
  return spans.flatMap(({ text, tone }) => {
    const part = text.slice(Math.max(0, start - at), Math.max(0, end - at))
    at += text.length
    return part === '' ? [] : [span(visibleText(part), tone)]
  })
}

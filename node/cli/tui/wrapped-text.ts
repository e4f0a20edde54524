import { cutText, graphemes, graphemeWidth, textWidth } from '../../host/terminal/text-width.js'
import { visibleGrapheme } from './visible-text.js'

/** One row of a text: what of the text it shows, as it shows it. */
export interface WrappedRow {
  /** Where in the text it begins and ends, without the line end. */
  readonly start: number
  readonly end: number
  /** Visible, and no wider than asked for. */
  readonly text: string
}

interface Cell {
  readonly start: number
  readonly end: number
  readonly shown: string
  readonly width: number
  readonly isSpace: boolean
}

/** Rows of at most `width` cells, broken between words where that is possible, and around wide characters. At least one row. */
export function wrapText(text: string, width: number): readonly WrappedRow[] {
  const rows: WrappedRow[] = []
  let start = 0
  for (const line of text.split('\n')) {
    rows.push(...wrapLine(line, start, Math.max(1, width)))
    start += line.length + 1
  }
  return rows
}

function wrapLine(line: string, offset: number, width: number): readonly WrappedRow[] {
  const rows: WrappedRow[] = []
  let row: Cell[] = []
  let used = 0
  let breakAt = 0
  const close = (cells: readonly Cell[]): void => void rows.push(rowOf(cells, offset, width))
  for (const cell of cellsOf(line, offset, width)) {
    if (cell.width > 1) breakAt = row.length
    // A space where a row is full hangs over its end unseen.
    while (used + cell.width > width && row.length > 0 && !cell.isSpace) {
      const kept = breakAt > 0 ? breakAt : row.length
      close(row.slice(0, kept))
      row = row.slice(kept)
      used = row.reduce((sum, one) => sum + one.width, 0)
      breakAt = 0
    }
    row.push(cell)
    used += cell.width
    if (cell.isSpace || cell.width > 1) breakAt = row.length
  }
  if (row.length > 0 || rows.length === 0) close(row)
  return rows
}

function rowOf(cells: readonly Cell[], offset: number, width: number): WrappedRow {
  const text = cells.map(({ shown }) => shown).join('')
  const isOver = cells.reduce((sum, cell) => sum + cell.width, 0) > width
  return { start: cells[0]?.start ?? offset, end: cells.at(-1)?.end ?? offset, text: isOver ? text.trimEnd() : text }
}

function* cellsOf(line: string, offset: number, width: number): Generator<Cell> {
  for (const { segment, index } of graphemes(line)) {
    const place = { start: offset + index, end: offset + index + segment.length }
    const whole = visibleGrapheme(segment)
    const cells = whole === segment ? graphemeWidth(segment) : textWidth(whole)
    if (cells <= width) yield { ...place, shown: whole, width: cells, isSpace: segment === ' ' }
    else yield { ...place, shown: cutText(whole, width), width: textWidth(cutText(whole, width)), isSpace: false }
  }
}

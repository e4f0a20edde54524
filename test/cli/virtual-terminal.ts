import { textWidth } from '../../node/host/terminal/text-width.js'

interface Cell {
  text: string
  /** The SGR parameters it was written with, without the reset before them. */
  look: string
}

/** What a terminal shows of what was written to it: as much of one as this program uses, and it throws at anything else. */
export interface VirtualTerminal {
  write(text: string): void
  resize(columns: number, rows: number): void
  /** The rows, without the spaces at their ends. */
  lines(): readonly string[]
  /** The SGR parameters of the cells that show this text, where it stands first. */
  lookOf(text: string): string | undefined
  /** From 0; undefined while it is hidden. */
  cursor(): { readonly row: number; readonly column: number } | undefined
  /** The private modes that are on, by number. */
  modes(): readonly number[]
}

const BLANK: Cell = { text: ' ', look: '' }
const SHOW_CURSOR = 25
const WRAP = 7
// oxlint-disable-next-line no-control-regex
const SEQUENCE = /^\u001b\[([?\d;]*)([A-Za-z])/
const CONTROL = /\p{Cc}/u
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** @param isForgiving at its edges, as real ones are, which hear of a new size before the program does; else writing over them throws */
export function createVirtualTerminal(columns: number, rows: number, isForgiving = false): VirtualTerminal {
  const on = new Set([SHOW_CURSOR, WRAP])
  let size = { columns, rows }
  let screen = blank()
  let [row, column, look, pending] = [0, 0, '', '']

  function blankRow(): Cell[] {
    return Array.from({ length: size.columns }, () => ({ ...BLANK }))
  }
  function blank(): Cell[][] {
    return Array.from({ length: size.rows }, blankRow)
  }

  function feedLine(): void {
    if (row < size.rows - 1) row++
    else screen = [...screen.slice(1), ...blank().slice(0, 1)]
  }

  function print(text: string): void {
    for (const { segment } of segmenter.segment(text)) {
      const width = textWidth(segment)
      if (column + width > size.columns) {
        if (!on.has(WRAP) && isForgiving) return
        if (!on.has(WRAP)) throw new Error(`wrote ${JSON.stringify(segment)} over the edge of row ${row}`)
        column = 0
        feedLine()
      }
      const cells = screen[row]
      if (cells === undefined && isForgiving) return
      if (cells === undefined) throw new Error(`wrote below the last row: ${row}`)
      if (width === 0) throw new Error(`wrote ${JSON.stringify(segment)}, which has no cell of its own`)
      cells[column] = { text: segment, look }
      for (let covered = 1; covered < width; covered++) cells[column + covered] = { text: '', look }
      column += width
    }
  }

  function control(parameters: string, final: string): void {
    const numbers = parameters.replace('?', '').split(';').map(Number)
    const [first = 0, second = 0] = numbers
    if (final === 'H') [row, column] = [first - 1, second - 1]
    else if (final === 'G') column = first - 1
    else if (final === 'A') row = Math.max(0, row - Math.max(1, first))
    else if (final === 'm') look = numbers.filter(number => number !== 0).join(';')
    else if (final === 'K' && first === 2) screen.splice(row, row < size.rows ? 1 : 0, ...(row < size.rows ? [blankRow()] : []))
    else if (final === 'J' && first === 2) screen = blank()
    else if (final === 'J')
      screen = [
        ...screen.slice(0, row),
        [...(screen[row] ?? []).slice(0, column), ...blankRow()].slice(0, size.columns),
        ...blank().slice(row + 1)
      ]
    else if (final === 'h' && parameters.startsWith('?')) on.add(first)
    else if (final === 'l' && parameters.startsWith('?')) on.delete(first)
    else throw new Error(`wrote a sequence that is not known: ${parameters}${final}`)
  }

  return {
    write(text) {
      pending += text
      while (pending !== '') {
        const sequence = SEQUENCE.exec(pending)
        if (sequence !== null) {
          control(sequence[1] ?? '', sequence[2] ?? '')
          pending = pending.slice(sequence[0].length)
        } else if (pending.startsWith('\u001b')) {
          if (pending.length > 20) throw new Error(`wrote a sequence that is not known: ${JSON.stringify(pending.slice(0, 20))}`)
          return
        } else if (pending.startsWith('\r') || pending.startsWith('\n')) {
          if (pending.startsWith('\r')) column = 0
          else feedLine()
          pending = pending.slice(1)
        } else {
          const [printable = ''] = pending.split(CONTROL)
          print(printable)
          pending = pending.slice(printable.length)
        }
      }
    },
    resize(newColumns, newRows) {
      size = { columns: newColumns, rows: newRows }
      screen = blank()
    },
    lines: () =>
      screen.map(cells =>
        cells
          .map(({ text }) => text)
          .join('')
          .trimEnd()
      ),
    lookOf(text) {
      for (const cells of screen) {
        const at = cells
          .map(cell => cell.text || '\u0000')
          .join('')
          .indexOf(text)
        if (at !== -1) return cells[at]?.look
      }
      return undefined
    },
    cursor: () => (on.has(SHOW_CURSOR) ? { row, column } : undefined),
    modes: () => [...on].toSorted((a, b) => a - b)
  }
}

import { padText, textWidth } from './text-width.js'

const GAP = '  '

/** Rows under each other, every column as wide as its widest cell. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = []
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, textWidth(cell))
  return rows.map(row =>
    row
      .map((cell, i) => padText(cell, widths[i] ?? 0))
      .join(GAP)
      .trimEnd()
  )
}

import { graphemes, textWidth } from '../../host/terminal/text-width.js'
import { visibleText } from './visible-text.js'
import { wrapText, type WrappedRow } from './wrapped-text.js'

/** A text that is being written. */
export interface Draft {
  readonly text: string
  /** Where the next character goes, in UTF-16 code units; always between two characters as people see them. */
  readonly cursor: number
}

export const EMPTY_DRAFT: Draft = { text: '', cursor: 0 }

/** Where a draft is drawn. */
export interface DraftLayout {
  readonly rows: readonly WrappedRow[]
  readonly cursorRow: number
  readonly cursorColumn: number
}

export const draftOf = (text: string): Draft => insertText(EMPTY_DRAFT, text)

export function insertText({ text, cursor }: Draft, added: string): Draft {
  const lines = added.replaceAll(/\r\n?/g, '\n')
  return settled({ text: text.slice(0, cursor) + lines + text.slice(cursor), cursor: cursor + lines.length })
}

export type Motion = 'left' | 'right' | 'word-left' | 'word-right' | 'line-start' | 'line-end'

export const moveCursor = (draft: Draft, motion: Motion): Draft => ({ ...draft, cursor: target(draft, motion) })

/** Erases from the cursor to where the motion would take it. */
export function erase(draft: Draft, motion: Motion): Draft {
  const [from, to] = [draft.cursor, target(draft, motion)].toSorted((a, b) => a - b)
  return settled({ text: draft.text.slice(0, from) + draft.text.slice(to), cursor: from ?? 0 })
}

/** Rows of `width` cells, of which the last is left to the cursor. */
export function layOutDraft({ text, cursor }: Draft, width: number): DraftLayout {
  const cells = Math.max(1, width - 1)
  const rows = wrapText(text, cells)
  const cursorRow = Math.max(
    0,
    rows.findLastIndex(({ start }) => start <= cursor)
  )
  const start = rows[cursorRow]?.start ?? 0
  return { rows, cursorRow, cursorColumn: Math.min(cells, textWidth(visibleText(text.slice(start, cursor)))) }
}

/** One row up or down, as near to the same column as can be; undefined at the first and the last row. */
export function moveByRow(draft: Draft, by: -1 | 1, width: number): Draft | undefined {
  const { rows, cursorRow, cursorColumn } = layOutDraft(draft, width)
  const row = rows[cursorRow + by]
  if (row === undefined) return undefined
  let cursor = row.start
  let column = 0
  for (const { segment } of graphemes(draft.text.slice(row.start, row.end))) {
    column += textWidth(visibleText(segment))
    if (column > cursorColumn) break
    cursor += segment.length
  }
  const isNextRow = cursor === rows[cursorRow + by + 1]?.start
  return { ...draft, cursor: isNextRow && cursor > row.start ? before(draft.text, cursor) : cursor }
}

function target({ text, cursor }: Draft, motion: Motion): number {
  switch (motion) {
    case 'left':
      return before(text, cursor)
    case 'right':
      return after(text, cursor)
    case 'word-left':
      return wordStart(text, cursor)
    case 'word-right':
      return wordEnd(text, cursor)
    case 'line-start':
      return lineStart(text, cursor)
    case 'line-end': {
      const end = text.indexOf('\n', cursor)
      return end === -1 ? text.length : end
    }
  }
}

/** What was added may join with its neighbours to one character: the cursor goes behind it. */
function settled({ text, cursor }: Draft): Draft {
  const start = lineStart(text, cursor)
  if (start === cursor) return { text, cursor }
  for (const { segment, index } of graphemes(text.slice(start))) {
    const end = start + index + segment.length
    if (end >= cursor) return { text, cursor: end }
  }
  return { text, cursor: text.length }
}

const lineStart = (text: string, cursor: number): number => (cursor === 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1)

function before(text: string, cursor: number): number {
  const start = lineStart(text, cursor)
  if (start === cursor) return Math.max(0, cursor - 1)
  let last = start
  for (const { index } of graphemes(text.slice(start, cursor))) last = start + index
  return last
}

function after(text: string, cursor: number): number {
  for (const { segment } of graphemes(text.slice(cursor))) return cursor + segment.length
  return text.length
}

const words = (text: string): readonly Intl.SegmentData[] =>
  [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)].filter(({ isWordLike }) => isWordLike)

const wordStart = (text: string, cursor: number): number => words(text.slice(0, cursor)).at(-1)?.index ?? 0

function wordEnd(text: string, cursor: number): number {
  const [word] = words(text.slice(cursor))
  return word === undefined ? text.length : cursor + word.index + word.segment.length
}

import type { MessageId } from '../../base/ids.js'
import type { Line } from './line.js'
import { indexOf } from '../../api/thread.js'
import { type Anchor, type Thread } from './thread.js'

export interface Row {
  readonly line: Line
  /** Set on the last row of a message: who sees it has seen the message. */
  readonly ends?: MessageId
}

/** The rows of a conversation by message, and one more block for what follows the last: laid out where they are asked for. */
export interface Blocks {
  readonly count: number
  rows(index: number): readonly Row[]
}

/** A row: of which block, and its place there. */
export interface Place {
  readonly block: number
  readonly row: number
}

const START: Place = { block: 0, row: 0 }

/** So many rows further down, or up; stops at the beginning and at the last row. */
export function moved(blocks: Blocks, from: Place, by: number): Place {
  let { block, row } = from
  row += by
  while (row < 0 && block > 0) row += blocks.rows(--block).length
  if (row < 0) return START
  for (;;) {
    const { length } = blocks.rows(block)
    if (row < length) return { block, row }
    if (block === blocks.count - 1) return { block, row: Math.max(0, length - 1) }
    row -= length
    block++
  }
}

const isBefore = (a: Place, b: Place): boolean => a.block < b.block || (a.block === b.block && a.row < b.row)

/** Where the last page begins. */
export function lastPage(blocks: Blocks, height: number): Place {
  const end: Place = { block: blocks.count - 1, row: blocks.rows(blocks.count - 1).length }
  return moved(blocks, end, -height)
}

/** What the anchor holds in the first row, at this height. */
export function topPlace(blocks: Blocks, thread: Thread, height: number): Place {
  const last = lastPage(blocks, height)
  if (thread.anchor === 'newest') return last
  const block = indexOf(thread, thread.anchor.message)
  if (block === -1) return last
  const top = moved(blocks, { block, row: blocks.rows(block).length }, -thread.anchor.rowsFromEnd)
  return isBefore(top, last) ? top : last
}

export function anchorAt(blocks: Blocks, thread: Thread, top: Place, height: number): Anchor {
  const message = thread.messages[top.block]?.id
  const isAtEnd = thread.after === undefined && !isBefore(top, lastPage(blocks, height))
  if (message === undefined || isAtEnd) return 'newest'
  return { message, rowsFromEnd: blocks.rows(top.block).length - top.row }
}

/** Less than a page is left below. */
export function nearsEnd(blocks: Blocks, top: Place, height: number): boolean {
  return !isBefore(moved(blocks, top, height), lastPage(blocks, height))
}

/** At most `height` rows from there on. */
export function rowsFrom(blocks: Blocks, top: Place, height: number): readonly Row[] {
  const rows: Row[] = []
  for (let { block, row } = top; block < blocks.count && rows.length < height; block++, row = 0) rows.push(...blocks.rows(block).slice(row))
  return rows.slice(0, height)
}

/** The first row so that the whole message is in sight, or its beginning where it is too long, moving as little as it can. */
export function placeToShow(blocks: Blocks, top: Place, block: number, height: number): Place {
  const { length } = blocks.rows(block)
  const start: Place = { block, row: 0 }
  if (isBefore(start, top) || length >= height) return start
  const latest = moved(blocks, { block, row: length - 1 }, 1 - height)
  return isBefore(top, latest) ? latest : top
}

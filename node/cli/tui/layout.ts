import { draftIn, choicesOf, openChat, type Size, type State } from './state.js'
import { layOutDraft } from './draft.js'
import { threadBlocks } from './thread-blocks.js'
import type { Blocks } from './viewport.js'

/** From this width on the list and the conversation stand side by side. */
const WIDE_COLUMNS = 72
const LEAST_LIST_COLUMNS = 24
const MOST_LIST_COLUMNS = 36
/** From this height on a rule stands below the titles. */
const TALL_ROWS = 16
const MOST_DRAFT_ROWS = 8
/** `› ` and what is before it. */
export const PROMPT_CELLS = 3

/** How the screen is divided. All in cells. */
export interface Layout {
  readonly isWide: boolean
  /** 0 where the list isn't there. */
  readonly listColumns: number
  readonly threadColumns: number
  /** Title and, where there is room, a rule. */
  readonly titleRows: number
  /** Between the title and the rule over what is written. */
  readonly threadRows: number
  readonly draftRows: number
  /** All but the last row, which is for notices and keys. */
  readonly bodyRows: number
}

export function layoutOf(state: State, { columns, rows }: Size): Layout {
  const isWide = columns >= WIDE_COLUMNS
  const listShown = isWide || state.focus === 'list' || state.thread === undefined
  const wanted = Math.min(MOST_LIST_COLUMNS, Math.max(LEAST_LIST_COLUMNS, Math.floor(columns * 0.3)))
  const listColumns = isWide ? wanted : listShown ? columns : 0
  const threadColumns = isWide ? columns - listColumns - 1 : listShown ? 0 : columns
  const bodyRows = Math.max(0, rows - 1)
  const titleRows = rows >= TALL_ROWS ? 2 : 1
  const draftRows = Math.min(draftLength(state, threadColumns), MOST_DRAFT_ROWS, Math.max(1, Math.floor(rows / 3)))
  return {
    isWide,
    listColumns,
    threadColumns,
    titleRows,
    draftRows,
    bodyRows,
    threadRows: Math.max(1, bodyRows - titleRows - draftRows - 1)
  }
}

function draftLength(state: State, threadColumns: number): number {
  const chat = openChat(state)
  if (chat === undefined || choicesOf(chat).length > 0) return 1
  return layOutDraft(draftIn(state, chat.id), threadColumns - PROMPT_CELLS).rows.length
}

/** The open conversation as it is laid out on this screen. */
export function blocksOf(state: State, { threadColumns }: Layout): Blocks {
  const { thread, nowMs, focus } = state
  if (thread === undefined) return { count: 1, rows: () => [] }
  const { title = '', kind } = openChat(state) ?? {}
  return threadBlocks(thread, { width: threadColumns, nowMs, title, isGroup: kind === 'group', selecting: focus === 'messages' })
}

import { graphemes } from '../../host/terminal/text-width.js'
import { layOutDraft, type Draft, type DraftLayout } from './draft.js'
import { span, type Line } from './line.js'
import type { Prompt, Size } from './state.js'

const MARKS: Readonly<Record<Prompt['kind'], string>> = { command: ' / ', answer: ' › ', hidden: ' › ' }
const MARK_CELLS = 3

/** The one row of it where the cursor is. */
export function promptLine(prompt: Prompt, columns: number): Line {
  const { rows, cursorRow } = layOutPrompt(prompt, columns)
  return [span(MARKS[prompt.kind], 'accent'), span(rows[cursorRow]?.text ?? '')]
}

/** In the last row; where there is room for it. */
export function promptCursor(
  prompt: Prompt | undefined,
  { columns, rows }: Size
): { readonly row: number; readonly column: number } | undefined {
  if (prompt === undefined || columns <= MARK_CELLS) return undefined
  return { row: rows - 1, column: MARK_CELLS + layOutPrompt(prompt, columns).cursorColumn }
}

const layOutPrompt = ({ kind, draft }: Prompt, columns: number): DraftLayout =>
  layOutDraft(kind === 'hidden' ? hiddenDraft(draft) : draft, columns - MARK_CELLS)

const dots = (text: string): string => '•'.repeat([...graphemes(text)].length)

/** How much is typed, and nothing of what. */
function hiddenDraft({ text, cursor }: Draft): Draft {
  return { text: dots(text), cursor: dots(text.slice(0, cursor)).length }
}

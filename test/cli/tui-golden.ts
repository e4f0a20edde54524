import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { BLANK, paint } from '../../node/cli/tui/paint.js'
import type { Size, State } from '../../node/cli/tui/state.js'
import { view } from '../../node/cli/tui/view.js'
import { USUAL } from './tui-world.js'
import { createVirtualTerminal, type VirtualTerminal } from './virtual-terminal.js'

process.env.TZ = 'UTC'

export const SMALL: Size = { columns: 40, rows: 12 }
export const LARGE: Size = { columns: 120, rows: 40 }

export function drawn(state: State, size: Size, colored = true): VirtualTerminal {
  const terminal = createVirtualTerminal(size.columns, size.rows)
  terminal.write(`\u001b[?7l${paint(BLANK, view(state, size), colored)[0]}`)
  return terminal
}

/** The screen is as it was kept; with PARLEY_GOLDEN set it is kept as it is. */
export function looksAsKept(name: string, state: State, size = USUAL): void {
  const file = join('test/cli/golden', `${name}-${size.columns}x${size.rows}.txt`)
  const terminal = drawn(state, size)
  const cursor = terminal.cursor()
  const pane = `${terminal.lines().join('\n')}\n${cursor === undefined ? 'no cursor' : `cursor at row ${cursor.row + 1}, column ${cursor.column + 1}`}\n`
  if (process.env.PARLEY_GOLDEN !== undefined) writeFileSync(file, pane)
  assert.is(pane, readFileSync(file, 'utf8'), file)
}

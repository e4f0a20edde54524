import type { Check } from '../api/status.js'
import { alignColumns } from '../host/terminal/columns.js'
import { inert } from '../host/terminal/inert.js'
import type { Terminal } from '../host/terminal/terminal.js'

/** What was found of each, and what to do where it is not well. */
export function checkLines(terminal: Pick<Terminal, 'style'>, checks: readonly Check[]): readonly string[] {
  return alignColumns(
    checks.map(({ name, ok, detail, advice }) => [
      `${ok ? terminal.style('green', '✓') : terminal.style('yellow', '!')} ${inert(name)}`,
      inert(detail) + (advice === undefined ? '' : ` → ${inert(advice)}`)
    ])
  )
}

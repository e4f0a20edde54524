import { isChatError } from '../../base/errors.js'
import { inertJson, inertLines } from './inert.js'
import type { ProgramContext } from './program.js'

/** Says on stderr what went wrong: as a line for people, or as `{"error":{"code","message"}}` for programs. */
export function complain({ program, terminal, verbose }: Pick<ProgramContext, 'program' | 'terminal' | 'verbose'>, err: unknown): void {
  const code = isChatError(err) ? err.code : 'ERR_INTERNAL'
  const message = err instanceof Error ? err.message : String(err)
  if (terminal.json) terminal.complain(inertJson({ error: { code, message } }))
  else terminal.complain(`${terminal.style('red', `${program.name}:`)} ${inertLines(message)}`)
  if (verbose && err instanceof Error) for (const line of causes(err)) terminal.complain(inertLines(line))
}

function causes(err: Error): readonly string[] {
  const own = err.stack ?? err.message
  return err.cause instanceof Error ? [own, 'because:', ...causes(err.cause)] : [own]
}

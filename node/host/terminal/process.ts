import { EXIT } from './exit-code.js'
import type { ProgramRun } from './run-program.js'

/** Ctrl+C under npm may arrive twice: from the terminal and from npm, which passes its own on. */
const ONE_KEYSTROKE_MS = 500

/** This process as a program: the first SIGINT or SIGTERM stops it cleanly, a later one at once. Ends the process. */
export async function runAsProcess(run: (process: ProgramRun) => Promise<number>): Promise<never> {
  const interrupted = new AbortController()
  let interruptedAt = Infinity
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (performance.now() - interruptedAt > ONE_KEYSTROKE_MS) process.exit(EXIT.interrupted)
      interruptedAt = Math.min(interruptedAt, performance.now())
      interrupted.abort()
    })
  }
  process.exit(await run({ argv: process.argv.slice(2), environment: process.env, streams: process, signal: interrupted.signal }))
}

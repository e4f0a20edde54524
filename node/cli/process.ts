import { VERSION } from '../api/version.js'
import { EXIT } from './exit-code.js'
import type { NodeDoor } from './node-door.js'
import { runCli } from './run.js'

/** Ctrl+C under npm may arrive twice: from the terminal and from npm, which passes its own on. */
const ONE_KEYSTROKE_MS = 500

/** This process as `parley`: the first SIGINT or SIGTERM stops it cleanly, a later one at once. Ends the process. */
export async function runProcess(door: NodeDoor): Promise<never> {
  const interrupted = new AbortController()
  let interruptedAt = Infinity
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (performance.now() - interruptedAt > ONE_KEYSTROKE_MS) process.exit(EXIT.interrupted)
      interruptedAt = Math.min(interruptedAt, performance.now())
      interrupted.abort()
    })
  }
  const exitCode = await runCli({
    argv: process.argv.slice(2),
    environment: process.env,
    streams: process,
    door,
    version: VERSION,
    signal: interrupted.signal
  })
  process.exit(exitCode)
}

import { VERSION } from '../api/version.js'
import { EXIT } from './exit-code.js'
import type { NodeDoor } from './node-door.js'
import { runCli } from './run.js'

/** This process as `parley`: the first SIGINT or SIGTERM stops it cleanly, the second at once. Ends the process. */
export async function runProcess(door: NodeDoor): Promise<never> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interrupted.signal.aborted) process.exit(EXIT.interrupted)
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

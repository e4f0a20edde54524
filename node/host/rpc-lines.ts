import type { Readable, Writable } from 'node:stream'
import type { RpcServer } from '../api/rpc-server.js'
import { SCOPES } from '../api/rpc-methods.js'
import type { Stop } from '../base/lifecycle.js'
import { createLineWriter, splitLines } from './lines.js'

/** The longest request or batch that a daemon takes, in UTF-16 units. */
const MAX_REQUEST_CHARS = 1024 * 1024
/** Requests under way on one connection; beyond it nothing more is read until some are answered. */
const MAX_IN_FLIGHT = 1_024

export interface ServedLines {
  /** Resolves when the other side has ended and all it asked is answered, or when the connection broke. */
  readonly ended: Promise<void>
  /** Ends it at once. */
  readonly close: Stop
}

/** Serves one owner, who may do everything, with newline-delimited JSON-RPC. */
export function serveLines(server: RpcServer, input: Readable, output: Writable): ServedLines {
  const writer = createLineWriter(output)
  const session = server.open({
    scopes: SCOPES,
    canPush: true,
    async send(text) {
      writer.write(text)
      await writer.drained()
    }
  })
  let inFlight = 0
  let inputEnded = false
  const over = new AbortController()
  const ended = new Promise<void>(resolve => over.signal.addEventListener('abort', () => resolve(), { once: true }))

  function end(): void {
    session.close()
    writer.flush()
    over.abort()
  }

  async function answer(text: string): Promise<void> {
    if (++inFlight === MAX_IN_FLIGHT) input.pause()
    await session.receive(text)
    if (inFlight-- === MAX_IN_FLIGHT) input.resume()
    if (inputEnded && inFlight === 0) end()
  }

  splitLines(
    input,
    MAX_REQUEST_CHARS,
    text => void answer(text),
    err => input.destroy(err)
  )
  input.once('end', () => {
    inputEnded = true
    if (inFlight === 0) end()
  })
  for (const event of ['close', 'error'] as const) {
    input.once(event, end)
    output.once(event, end)
  }
  return {
    ended,
    close() {
      end()
      input.destroy()
    }
  }
}

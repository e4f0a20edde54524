import type { Readable, Writable } from 'node:stream'
import type { RpcServer } from '../api/rpc-server.js'
import { SCOPES } from '../api/rpc-schema.js'
import { ChatError } from '../base/errors.js'
import type { Stop } from '../base/lifecycle.js'

/** The longest request or batch that a daemon takes, in UTF-16 units. */
const MAX_REQUEST_CHARS = 1024 * 1024
/** Requests under way on one connection; beyond it nothing more is read until some are answered. */
const MAX_IN_FLIGHT = 1_024

/** Calls `line` for each line that arrives, without its end; past `maxChars` of one line it stops and calls `tooLong`. */
export function splitLines(input: Readable, maxChars: number, line: (text: string) => void, tooLong: (err: ChatError) => void): void {
  let parts: string[] = []
  let chars = 0
  const take = (chunk: string): void => {
    const [first = '', ...others] = chunk.split('\n')
    parts.push(first)
    chars += first.length
    for (const other of others) {
      const text = parts.join('')
      parts = [other]
      chars = other.length
      if (text.trim() !== '') line(text)
    }
    if (chars <= maxChars) return
    input.off('data', take)
    tooLong(new ChatError('ERR_TOO_LARGE', `a line may have ${maxChars} characters at most`))
  }
  input.setEncoding('utf8')
  input.on('data', take)
}

export interface LineWriter {
  /** Lines written in one turn of the event loop leave in one write. */
  readonly write: (text: string) => void
  /** Hands what was written to the stream now. */
  readonly flush: Stop
  /** Resolves when the reader has caught up, or is gone. */
  drained(): Promise<void>
}

export function createLineWriter(output: Writable): LineWriter {
  let unsent: string[] = []
  let draining: Promise<void> | undefined
  function flush(): void {
    const text = unsent.join('')
    unsent = []
    if (text !== '' && output.writable) output.write(text)
  }
  return {
    write(text) {
      if (unsent.length === 0) setImmediate(flush)
      unsent.push(text, '\n')
    },
    flush,
    drained() {
      if (!output.writableNeedDrain || output.destroyed) return Promise.resolve()
      draining ??= new Promise(resolve => {
        const settle = (): void => {
          output.off('drain', settle)
          output.off('close', settle)
          draining = undefined
          resolve()
        }
        output.on('drain', settle)
        output.on('close', settle)
      })
      return draining
    }
  }
}

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

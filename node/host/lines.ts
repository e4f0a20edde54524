import type { Readable, Writable } from 'node:stream'
import { ChatError } from '../base/errors.js'
import type { Stop } from '../base/lifecycle.js'

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

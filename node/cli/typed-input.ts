import { ChatError } from '../base/errors.js'
import type { TtyInput } from '../host/terminal/terminal.js'

/** All of stdin, without one final line end. @throws ERR_TOO_LARGE */
export async function readInput(input: TtyInput, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of input) {
    const buffer = Buffer.from(chunk as Buffer)
    bytes += buffer.length
    if (bytes > maxBytes) throw new ChatError('ERR_TOO_LARGE', `stdin holds more than ${maxBytes} bytes; send it in parts, or with --lines`)
    chunks.push(buffer)
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}

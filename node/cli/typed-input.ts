import { ChatError } from '../base/errors.js'
import type { TtyInput } from '../host/terminal/terminal.js'

/** All of stdin, without one final line end. @throws ERR_TOO_LARGE, ERR_INVALID_ARGUMENT where it is no UTF-8 */
export async function readInput(input: TtyInput, maxBytes: number): Promise<string> {
  const decode = createDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of input) {
    const buffer = Buffer.from(chunk as Buffer)
    bytes += buffer.length
    if (bytes > maxBytes) throw new ChatError('ERR_TOO_LARGE', `stdin holds more than ${maxBytes} bytes; send it in parts, or with --lines`)
    text += decode(buffer)
  }
  return (text + decode()).replace(/\r?\n$/, '')
}

/** The lines of stdin without their ends. @throws ERR_TOO_LARGE, ERR_INVALID_ARGUMENT where it is no UTF-8 */
export async function* readLines(input: TtyInput, maxChars: number): AsyncGenerator<string> {
  const decode = createDecoder()
  let rest = ''
  for await (const chunk of input) {
    const lines = (rest + decode(chunk as Buffer)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '')
    if (rest.length > maxChars)
      throw new ChatError('ERR_TOO_LARGE', `a line of stdin has more than ${maxChars} characters; send it in parts`)
  }
  rest += decode()
  if (rest !== '') yield rest.replace(/\r$/, '')
}

/** Decodes piece by piece; called with nothing at the end. */
function createDecoder(): (bytes?: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  return bytes => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch (cause) {
      throw new ChatError('ERR_INVALID_ARGUMENT', 'stdin holds bytes that are no UTF-8; convert it first, as with iconv -t utf-8', {
        cause
      })
    }
  }
}

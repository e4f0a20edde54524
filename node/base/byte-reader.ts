import { concat, EMPTY } from './bytes.js'

/** Takes a stream of bytes apart that comes in chunks of any length. */
export interface ByteReader {
  /** So many bytes; fewer, or none, only at the end. @throws what the source throws */
  take(length: number): Promise<Uint8Array>
  /** Lets the source go, also in the middle. */
  close(): Promise<void>
}

export function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const chunks = source[Symbol.asyncIterator]()
  let parts: Uint8Array[] = []
  let held = 0
  return {
    async take(length) {
      while (held < length) {
        const { value, done } = await chunks.next()
        if (done === true) break
        parts.push(value)
        held += value.length
      }
      const [only = EMPTY] = parts
      const all = parts.length > 1 ? concat(parts) : only
      const taken = all.subarray(0, length)
      parts = [all.subarray(length)]
      held = all.length - taken.length
      return taken
    },
    async close() {
      await chunks.return?.()
    }
  }
}

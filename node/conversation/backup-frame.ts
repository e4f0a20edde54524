import { concat, uint32 } from '../base/bytes.js'
import { createByteReader } from '../base/byte-reader.js'
import { ChatError, toError } from '../base/errors.js'
import { BackupFrame } from '../wire/generated/backup.js'
import { MAX_MESSAGES } from './content.js'
import { SAVED_CONTACT_LIMITS, SAVED_CONVERSATION_LIMITS } from './saved.js'

/** A page of messages is closed once it has so many bytes, so a frame never comes near its bound. */
export const PAGE_BYTES = 64 * 1024
/** A page and one message more, or a conversation of 4,096 devices. */
const MAX_FRAME_BYTES = 256 * 1024
const LENGTH_BYTES = 4
const LIMITS = {
  contact: SAVED_CONTACT_LIMITS,
  conversation: SAVED_CONVERSATION_LIMITS,
  messages: { messages: MAX_MESSAGES }
}

export function encodeBackupFrame(frame: BackupFrame): Uint8Array {
  const encoded = BackupFrame.encode(frame)
  if (encoded.length > MAX_FRAME_BYTES) throw new ChatError('ERR_INTERNAL', `a frame of ${encoded.length} bytes can't be read again`)
  return concat([uint32(encoded.length), encoded])
}

/** @throws ERR_MALFORMED, and what the source throws */
export async function* readBackupFrames(plaintext: AsyncIterable<Uint8Array>): AsyncGenerator<BackupFrame> {
  const reader = createByteReader(plaintext)
  try {
    for (;;) {
      const head = await reader.take(LENGTH_BYTES)
      if (head.length === 0) return
      const length = lengthIn(head)
      const encoded = await reader.take(length)
      if (encoded.length < length) throw malformed('ends inside a frame')
      yield decode(encoded)
    }
  } finally {
    await reader.close()
  }
}

function lengthIn(head: Uint8Array): number {
  const length = head.length < LENGTH_BYTES ? 0 : new DataView(head.buffer, head.byteOffset).getUint32(0)
  if (length === 0 || length > MAX_FRAME_BYTES) throw malformed('holds a frame of no length that there can be')
  return length
}

function decode(encoded: Uint8Array): BackupFrame {
  try {
    return BackupFrame.decode(encoded, { limits: LIMITS })
  } catch (cause) {
    throw malformed('holds a frame that does not decode', toError(cause))
  }
}

function malformed(what: string, cause?: Error): ChatError {
  return new ChatError('ERR_MALFORMED', `the content of this backup ${what}: it was not made by Parley`, { cause })
}

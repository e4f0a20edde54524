import { concat } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import { LinkFrame } from '../wire/generated/link.js'

export const MAX_FRAME_BYTES = 72 * 1024
/** What is left in a frame for the bytes of an envelope, a request or an answer, after ids, tags and lengths. */
export const MAX_BODY_BYTES = MAX_FRAME_BYTES - 128
/** How many envelopes and requests one side may have unreleased at the other, and how many bytes of frames. */
export const WINDOW_FRAMES = 1_024
export const WINDOW_BYTES = 1024 * 1024

const MAX_PREFIX_BYTES = 3
const LIMITS = { outcomes: { durable: WINDOW_FRAMES, refused: WINDOW_FRAMES } }

/** A frame with its length before it, ready for the stream. */
export function encodeFrame(frame: LinkFrame): Uint8Array {
  const payload = LinkFrame.encode(frame)
  return concat([encodePrefix(payload.length), payload])
}

function encodePrefix(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  if (length < 0x4000) return Uint8Array.of((length & 0x7f) | 0x80, length >>> 7)
  return Uint8Array.of((length & 0x7f) | 0x80, ((length >>> 7) & 0x7f) | 0x80, length >>> 14)
}

/**
 * The frame in `payload`; its byte fields are views into it.
 * @throws ERR_MALFORMED when it isn't a frame with exactly one field set
 */
export function decodeFrame(payload: Uint8Array): LinkFrame {
  let frame: LinkFrame
  try {
    frame = LinkFrame.decode(payload, { limits: LIMITS })
  } catch (cause) {
    throw new ChatError('ERR_MALFORMED', 'the peer sent a frame that does not decode', { cause })
  }
  if (Object.keys(frame).length !== 1) throw new ChatError('ERR_MALFORMED', 'the peer sent a frame of no kind, or of several')
  return frame
}

export interface FrameReader {
  /**
   * Hands over the payload of every frame that is complete now; the rest waits for the next chunk. Payloads are views.
   * @throws ERR_TOO_LARGE before anything is kept of a frame over MAX_FRAME_BYTES, ERR_MALFORMED for an empty one
   */
  push(chunk: Uint8Array, onPayload: (payload: Uint8Array) => void): void
  /** True while a frame has begun and not ended. */
  readonly midFrame: boolean
}

/** Cuts a byte stream into frames. Holds at most one frame that is not complete. */
export function createFrameReader(): FrameReader {
  let prefix = 0
  let prefixBytes = 0
  let partial: Uint8Array | undefined
  let filled = 0

  function takePrefixByte(byte: number): number | undefined {
    prefix |= (byte & 0x7f) << (7 * prefixBytes++)
    const ended = byte < 0x80
    if (prefix > MAX_FRAME_BYTES || (!ended && prefixBytes === MAX_PREFIX_BYTES)) {
      throw new ChatError('ERR_TOO_LARGE', `the peer announced a frame of more than ${MAX_FRAME_BYTES} bytes`)
    }
    if (!ended) return undefined
    const length = prefix
    prefix = prefixBytes = 0
    if (length === 0) throw new ChatError('ERR_MALFORMED', 'the peer sent an empty frame')
    return length
  }

  /** How many bytes of the chunk went into the frame that had begun earlier. */
  function fill(into: Uint8Array, chunk: Uint8Array, onPayload: (payload: Uint8Array) => void): number {
    const part = chunk.subarray(0, into.length - filled)
    into.set(part, filled)
    filled += part.length
    if (filled === into.length) {
      partial = undefined
      onPayload(into)
    }
    return part.length
  }

  return {
    push(chunk, onPayload) {
      let at = partial === undefined ? 0 : fill(partial, chunk, onPayload)
      while (at < chunk.length) {
        const length = takePrefixByte(chunk[at++] ?? 0)
        if (length === undefined) continue
        const end = at + length
        if (end > chunk.length) {
          partial = new Uint8Array(length)
          filled = 0
          at += fill(partial, chunk.subarray(at), onPayload)
        } else {
          onPayload(chunk.subarray(at, end))
          at = end
        }
      }
    },
    get midFrame() {
      return partial !== undefined || prefixBytes > 0
    }
  }
}

import type { Stream } from '@libp2p/interface'
import { concat } from '../base/bytes.js'
import type { Stop } from '../base/lifecycle.js'

export interface FrameWriter {
  /** Queues an encoded frame; frames queued in one turn leave as one chunk. `onWritten` runs when the stream has taken it. */
  write(frame: Uint8Array, onWritten?: () => void): void
  /** Asks for a turn of writing: `gather` is called then, also when no frame is queued. */
  wake(): void
  /** Writes now what is queued, without waiting for the end of the turn. */
  flush(): void
  /** Bytes that wait because the peer doesn't read. */
  readonly queuedBytes: number
  close: Stop
}

/**
 * Writes frames to a stream in chunks and stops while the stream wants to drain, so that nothing but this bounded queue grows
 * when a peer doesn't read. `gather` may add the frames that summarise what happened since the last chunk.
 */
export function createFrameWriter(stream: Stream, gather: () => void, onFailure: (err: unknown) => void): FrameWriter {
  let frames: Uint8Array[] = []
  let written: (() => void)[] = []
  let queuedBytes = 0
  let scheduled = false
  let gathering = false
  let closed = false

  function schedule(): void {
    if (scheduled || closed || gathering) return
    scheduled = true
    queueMicrotask(flush)
  }

  function flush(): void {
    scheduled = false
    if (closed || gathering || stream.writableNeedsDrain) return
    gathering = true
    gather()
    gathering = false
    const [first] = frames
    if (first === undefined) return
    const chunk = frames.length === 1 ? first : concat(frames, queuedBytes)
    const callbacks = written
    frames = []
    written = []
    queuedBytes = 0
    try {
      stream.send(chunk)
    } catch (err) {
      onFailure(err)
      return
    }
    for (const onWritten of callbacks) onWritten()
  }

  stream.addEventListener('drain', schedule)
  return {
    write(frame, onWritten) {
      frames.push(frame)
      queuedBytes += frame.length
      if (onWritten !== undefined) written.push(onWritten)
      schedule()
    },
    wake: schedule,
    flush,
    get queuedBytes() {
      return queuedBytes
    },
    close() {
      closed = true
      frames = []
      written = []
      queuedBytes = 0
      stream.removeEventListener('drain', schedule)
    }
  }
}

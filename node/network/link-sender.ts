import { EMPTY, fromHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { LinkFrame, LinkHello, LinkOutcomes } from '../wire/generated/link.js'
import { encodeFrame, MAX_BODY_BYTES, MAX_FRAME_BYTES, WINDOW_BYTES, WINDOW_FRAMES } from './link-frame.js'
import type { FrameWriter } from './link-writer.js'
import type { Envelope, LinkProtocol } from './links.js'
import { peerRefusal } from './peer-refusal.js'

const ANSWER_TICKS = 30
const MAX_WAITING_BYTES = 16 * 1024 * 1024

interface SendOptions {
  readonly signal?: AbortSignal
  readonly written?: () => void
}

/** A place in line: taken, then waiting for credit, then for the answer. */
interface Outgoing {
  readonly frameWith: (id: number) => LinkFrame
  readonly bytes: number
  readonly deadlineTick: number
  readonly written: (() => void) | undefined
  settle(result: Uint8Array | ChatError): void
  settled: boolean
}

export interface LinkSender<Kind extends string> {
  envelope(envelope: Envelope, options: SendOptions): Promise<void>
  request(kind: Kind, body: Uint8Array, options: SendOptions): Promise<Uint8Array>
  /** Nothing waits to be sent or answered. */
  readonly idle: boolean
  /** The peer's window; until it is known everything waits. */
  start(hello: LinkHello): void
  /** @throws ERR_PROTOCOL for answers to what was never asked. What is no longer waited for is ignored: it was late. */
  onOutcomes(outcomes: LinkOutcomes): void
  onAnswer(id: number, body: Uint8Array): void
  /** Once a second: fails what has waited too long. */
  tick(): void
  fail(err: ChatError): void
}

/** The asking half of a link: ids, the peer's credit window, who waits for which answer. */
export function createLinkSender<Kind extends string>(
  { kinds }: Pick<LinkProtocol<Kind>, 'kinds'>,
  writer: Pick<FrameWriter, 'write'>
): LinkSender<Kind> {
  const answers = new Map<number, Outgoing>()
  let waiting: Outgoing[] = []
  let waitingBytes = 0
  let lastId = 0
  let freeFrames = 0
  let freeBytes = 0
  let heldFrames = 0
  let heldBytes = 0
  let ticks = 0
  let failure: ChatError | undefined

  function submit(frameWith: Outgoing['frameWith'], body: Uint8Array, options: SendOptions): Promise<Uint8Array> {
    if (failure !== undefined) return Promise.reject(failure)
    if (options.signal?.aborted === true) return Promise.reject(aborted(options.signal))
    if (body.length > MAX_BODY_BYTES) {
      return Promise.reject(new ChatError('ERR_TOO_LARGE', `${body.length} bytes do not fit in a frame; at most ${MAX_BODY_BYTES} do`))
    }
    if (waitingBytes > MAX_WAITING_BYTES) {
      return Promise.reject(new ChatError('ERR_BUSY', 'too much waits for this peer already; try again once some of it is answered'))
    }
    return new Promise((resolve, reject) => {
      const outgoing: Outgoing = {
        frameWith,
        bytes: body.length,
        deadlineTick: ticks + ANSWER_TICKS,
        written: options.written,
        settled: false,
        settle(result) {
          if (outgoing.settled) return
          outgoing.settled = true
          options.signal?.removeEventListener('abort', onAbort)
          if (result instanceof ChatError) reject(result)
          else resolve(result)
        }
      }
      const onAbort = (): void => outgoing.settle(aborted(options.signal))
      options.signal?.addEventListener('abort', onAbort, { once: true })
      waiting.push(outgoing)
      waitingBytes += outgoing.bytes
      pump()
    })
  }

  /** Sends from the front of the line while there is credit. */
  function pump(): void {
    let taken = 0
    for (const outgoing of waiting) {
      if (!outgoing.settled && !sendOne(outgoing)) break
      waitingBytes -= outgoing.bytes
      taken++
    }
    if (taken > 0) waiting = waiting.slice(taken)
  }

  function sendOne(outgoing: Outgoing): boolean {
    if (freeFrames === 0 || freeBytes < Math.min(outgoing.bytes + MAX_FRAME_BYTES - MAX_BODY_BYTES, MAX_FRAME_BYTES)) return false
    const id = ++lastId
    const frame = encodeFrame(outgoing.frameWith(id))
    freeFrames--
    freeBytes -= frame.length
    heldFrames++
    heldBytes += frame.length
    answers.set(id, outgoing)
    writer.write(frame, outgoing.written)
    return true
  }

  function answered(id: number, result: Uint8Array | ChatError): void {
    if (id < 1 || id > lastId) throw new ChatError('ERR_PROTOCOL', 'the peer answered what was never asked')
    answers.get(id)?.settle(result)
    answers.delete(id)
  }

  return {
    async envelope({ log, bytes, place }, options) {
      const content = { log: fromHex(log), bytes, ...(place === undefined ? {} : { place }) }
      await submit(id => ({ envelope: { id, ...content } }), bytes, options)
    },
    request(kind, body, options) {
      const number = kinds.indexOf(kind) + 1
      return submit(id => ({ request: { id, kind: number, body } }), body, options)
    },
    get idle() {
      return waiting.length === 0 && answers.size === 0
    },
    start(hello) {
      freeFrames = Math.min(hello.windowFrames, WINDOW_FRAMES)
      freeBytes = Math.min(hello.windowBytes, WINDOW_BYTES)
      pump()
    },
    onOutcomes({ durable, refused, releasedFrames, releasedBytes }) {
      let spanned = 0
      for (const { first, count } of durable) {
        spanned += count
        if (spanned > WINDOW_FRAMES) throw new ChatError('ERR_PROTOCOL', 'the peer acknowledged more than its window holds')
        for (let id = first; id < first + count; id++) answered(id, EMPTY)
      }
      for (const { id, code } of refused) answered(id, peerRefusal(code))
      if (releasedFrames > heldFrames || releasedBytes > heldBytes) {
        throw new ChatError('ERR_PROTOCOL', 'the peer gave back more credit than was taken')
      }
      heldFrames -= releasedFrames
      heldBytes -= releasedBytes
      freeFrames += releasedFrames
      freeBytes += releasedBytes
      pump()
    },
    onAnswer: answered,
    tick() {
      ticks++
      for (const [id, outgoing] of answers) {
        if (outgoing.deadlineTick > ticks) break
        outgoing.settle(late())
        answers.delete(id)
      }
      for (const outgoing of waiting) {
        if (outgoing.deadlineTick > ticks) break
        outgoing.settle(late())
      }
      pump()
    },
    fail(err) {
      failure = err
      for (const outgoing of answers.values()) outgoing.settle(err)
      for (const outgoing of waiting) outgoing.settle(err)
      answers.clear()
      waiting = []
      waitingBytes = 0
    }
  }
}

function late(): ChatError {
  return new ChatError('ERR_TIMEOUT', `the peer did not answer in ${ANSWER_TICKS} seconds; try again later`)
}

function aborted(signal: AbortSignal | undefined): ChatError {
  return new ChatError('ERR_ABORTED', 'the caller gave up', { cause: signal?.reason })
}

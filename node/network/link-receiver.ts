import { toHex } from '../base/bytes.js'
import { ChatError, isChatError, type ErrorCode } from '../base/errors.js'
import type { DeviceId, LogId } from '../base/ids.js'
import type { LinkEnvelope, LinkRefusal, LinkRequest, LinkSpan } from '../wire/generated/link.js'
import { encodeFrame, MAX_BODY_BYTES, WINDOW_BYTES, WINDOW_FRAMES } from './link-frame.js'
import type { FrameWriter } from './link-writer.js'
import type { Envelope, LinkHandler, LinkProtocol, Verdict } from './links.js'

const LOG_BYTES = 32
const REQUESTS_AT_ONCE = 4
/** Requests wait while this much is queued for a peer that doesn't read. */
const MAX_UNREAD_BYTES = 256 * 1024
/** Credit alone is worth a frame once this share of the window has come together. */
const CREDIT_SHARE = 1 / 4

interface Arrived {
  readonly id: number
  readonly frameBytes: number
  readonly envelope: Envelope
}

export interface LinkReceiver {
  /** @throws ERR_PROTOCOL for an id out of line (a replay) or a broken window, ERR_MALFORMED */
  onEnvelope(envelope: LinkEnvelope, frameBytes: number): void
  onRequest(request: LinkRequest, frameBytes: number): void
  /** Call when all frames of a chunk were taken in: hands the run of envelopes to the handler unless it is busy. */
  serve(): void
  /** Writes the outcomes that came together since the last chunk. */
  gather(): void
  readonly idle: boolean
  close(): void
}

export interface LinkReceiverInit<Kind extends string> {
  readonly protocol: Pick<LinkProtocol<Kind>, 'kinds'>
  readonly from: DeviceId
  readonly writer: Pick<FrameWriter, 'write' | 'wake' | 'flush' | 'queuedBytes'>
  readonly handler: () => LinkHandler<Kind> | undefined
}

/** The answering half of a link: order, our window, one run of envelopes at a time at the handler. */
export function createLinkReceiver<Kind extends string>({ protocol, from, writer, handler }: LinkReceiverInit<Kind>): LinkReceiver {
  let inbox: Arrived[] = []
  let requests: (LinkRequest & { readonly frameBytes: number })[] = []
  let requestsRunning = 0
  let envelopesRunning = false
  let lastId = 0
  let heldFrames = 0
  let heldBytes = 0
  let closed = false
  let durable: LinkSpan[] = []
  let refused: LinkRefusal[] = []
  let releasedFrames = 0
  let releasedBytes = 0
  let hurry = false
  let onWritten: (() => void)[] = []

  function take(id: number, frameBytes: number): void {
    if (id !== lastId + 1) throw new ChatError('ERR_PROTOCOL', 'the peer sent a frame out of line, or twice')
    lastId = id
    heldFrames++
    heldBytes += frameBytes
    if (heldFrames > WINDOW_FRAMES || heldBytes > WINDOW_BYTES) {
      throw new ChatError('ERR_PROTOCOL', 'the peer sent more than its window allows')
    }
  }

  function release(frameBytes: number): void {
    releasedFrames++
    releasedBytes += frameBytes
  }

  function acknowledge(id: number): void {
    const last = durable.at(-1)
    if (last !== undefined && last.first + last.count === id) last.count++
    else durable.push({ first: id, count: 1 })
    hurry = true
  }

  function refuse(id: number, code: ErrorCode): void {
    refused.push({ id, code })
    hurry = true
  }

  async function runEnvelopes(): Promise<void> {
    envelopesRunning = true
    while (inbox.length > 0) {
      const arrived = inbox
      inbox = []
      const verdicts = await verdictsOn(arrived)
      arrived.forEach(({ id, frameBytes }, index) => {
        const verdict = verdicts[index] ?? 'ERR_INTERNAL'
        release(frameBytes)
        if (verdict === 'durable') acknowledge(id)
        else if (verdict !== 'silent') refuse(id, verdict)
      })
      if (closed) break
      const report = (): void => handler()?.answered?.(from, verdicts)
      if (hurry) onWritten.push(report)
      else report()
      writer.flush()
    }
    envelopesRunning = false
  }

  async function verdictsOn(arrived: readonly Arrived[]): Promise<readonly Verdict[]> {
    const serving = handler()
    if (serving === undefined) return arrived.map(() => 'ERR_BUSY')
    try {
      return await serving.envelopes(
        from,
        arrived.map(({ envelope }) => envelope)
      )
    } catch (err) {
      const code = codeOf(err)
      return arrived.map(() => code)
    }
  }

  function runRequests(): void {
    while (requestsRunning < REQUESTS_AT_ONCE && writer.queuedBytes < MAX_UNREAD_BYTES) {
      const request = requests.shift()
      if (request === undefined) return
      requestsRunning++
      void runRequest(request)
    }
  }

  async function runRequest({ id, kind, body, frameBytes }: LinkRequest & { readonly frameBytes: number }): Promise<void> {
    try {
      const answer = await answerTo(kind, body)
      if (!closed) writer.write(encodeFrame({ answer: { id, body: answer } }), runRequests)
    } catch (err) {
      refuse(id, codeOf(err))
    }
    requestsRunning--
    release(frameBytes)
    hurry = true
    if (closed) return
    writer.flush()
    runRequests()
  }

  async function answerTo(kindNumber: number, body: Uint8Array): Promise<Uint8Array> {
    const kind = protocol.kinds[kindNumber - 1]
    const serving = handler()
    if (kind === undefined) throw new ChatError('ERR_INVALID_ARGUMENT', 'no such request')
    if (serving === undefined) throw new ChatError('ERR_BUSY', 'not serving yet')
    const answer = await serving.request(from, kind, body)
    if (answer.length > MAX_BODY_BYTES) throw new ChatError('ERR_TOO_LARGE', 'the answer does not fit in a frame')
    return answer
  }

  return {
    onEnvelope({ id, log, bytes, place }, frameBytes) {
      take(id, frameBytes)
      if (log.length !== LOG_BYTES) throw new ChatError('ERR_MALFORMED', 'the peer sent a log id that is not 32 bytes')
      inbox.push({ id, frameBytes, envelope: { log: toHex(log) as LogId, bytes, ...(place === undefined ? {} : { place }) } })
    },
    onRequest(request, frameBytes) {
      take(request.id, frameBytes)
      requests.push({ ...request, frameBytes })
    },
    serve() {
      if (inbox.length > 0 && !envelopesRunning) void runEnvelopes()
      runRequests()
    },
    gather() {
      const credit = releasedFrames > WINDOW_FRAMES * CREDIT_SHARE || releasedBytes > WINDOW_BYTES * CREDIT_SHARE
      if (!hurry && !credit) return
      const reports = onWritten
      writer.write(encodeFrame({ outcomes: { durable, refused, releasedFrames, releasedBytes } }), () => {
        for (const report of reports) report()
      })
      onWritten = []
      heldFrames -= releasedFrames
      heldBytes -= releasedBytes
      durable = []
      refused = []
      releasedFrames = 0
      releasedBytes = 0
      hurry = false
    },
    get idle() {
      return inbox.length === 0 && requests.length === 0 && !envelopesRunning && requestsRunning === 0 && !hurry
    },
    close() {
      closed = true
      inbox = []
      requests = []
    }
  }
}

function codeOf(err: unknown): ErrorCode {
  return isChatError(err) ? err.code : 'ERR_INTERNAL'
}

import type { Connection, Stream, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface'
import { equals } from '../base/bytes.js'
import { ChatError, isChatError, toError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { LinkFrame, LinkHello, LinkPing } from '../wire/generated/link.js'
import { createFrameReader, decodeFrame, encodeFrame, MAX_FRAME_BYTES, WINDOW_BYTES, WINDOW_FRAMES } from './link-frame.js'
import { createLinkReceiver } from './link-receiver.js'
import { createLinkSender, type LinkSender } from './link-sender.js'
import { createFrameWriter } from './link-writer.js'
import type { LinkHandler, LinkProtocol } from './links.js'

const VERSION = 1
const RUN_BYTES = 16
const HELLO_TICKS = 5
const FRAME_TICKS = 10
const QUIET_TICKS = 5
/** From the last byte that came: 5 s until we ask, 5 s more for the answer. */
const DEAD_TICKS = 10
const UNREAD_TICKS = 20
const RETIRED_TICKS = 30
const MEASURE_TICKS = 60
/** The stream resets itself past this; the window and the writer's queue keep it far below. */
const MAX_STREAM_BUFFER_BYTES = 4 * 1024 * 1024

/** One stream to one device, from hello to its end. Time is counted in ticks of a second, so that a jump of the clock ends nothing. */
export interface Link<Kind extends string = string> {
  readonly device: DeviceId
  readonly connection: Connection
  /** Who opened the stream. */
  readonly opener: DeviceId
  /** 16 bytes that change when the peer's process starts anew. Valid once open. */
  readonly run: Uint8Array
  readonly roundTripMs: number | undefined
  readonly send: Pick<LinkSender<Kind>, 'envelope' | 'request'>
  /** Resolves with true when the peer answers, with false when the link ended first. */
  probe(): Promise<boolean>
  /** Asks for nothing more here: closes once both sides have said so and owe each other nothing. */
  retire(): void
  revive(): void
  tick(): void
  /** Ends at once. With `hangUp` the whole connection goes: what broke the protocol, or died, isn't worth keeping. */
  end(err: ChatError, options?: { readonly hangUp?: boolean }): void
}

export interface LinkInit<Kind extends string> {
  readonly protocol: LinkProtocol<Kind>
  readonly stream: Stream
  readonly connection: Connection
  readonly device: DeviceId
  readonly opener: DeviceId
  /** Ours. */
  readonly run: Uint8Array
  readonly handler: () => LinkHandler<Kind> | undefined
  readonly onOpen: (link: Link<Kind>) => void
  /** Exactly once. `fault` when it was the peer who broke the protocol. */
  readonly onEnd: (link: Link<Kind>, err: ChatError, fault: boolean) => void
}

export function createLink<Kind extends string>({
  protocol,
  stream,
  connection,
  device,
  opener,
  run,
  handler,
  onOpen,
  onEnd
}: LinkInit<Kind>): Link<Kind> {
  let peer: LinkHello | undefined
  let ended = false
  let retired = false
  let peerRetired = false
  let ticks = 0
  let heardAt = 0
  let frameStartedAt: number | undefined
  let unreadSince: number | undefined
  let retiredAt = 0
  let pongDue: LinkPing | undefined
  let pingNumber = 0
  let pingedAtMs: number | undefined
  let measuredAt = 0
  let roundTripMs: number | undefined
  let probes: ((alive: boolean) => void)[] = []

  const reader = createFrameReader()
  const writer = createFrameWriter(stream, gather, failed)
  const sender = createLinkSender(protocol, writer)
  const receiver = createLinkReceiver({ protocol, from: device, writer, handler })

  const link: Link<Kind> = {
    device,
    connection,
    opener,
    get run() {
      return peer?.run ?? new Uint8Array(RUN_BYTES)
    },
    get roundTripMs() {
      return roundTripMs
    },
    send: sender,
    probe: () =>
      new Promise(resolve => {
        if (ended) return resolve(false)
        probes.push(resolve)
        ping()
      }),
    retire() {
      if (retired || ended) return
      retired = true
      retiredAt = ticks
      writer.write(encodeFrame({ goodbye: {} }))
      closeWhenDone()
    },
    revive() {
      retired = false
    },
    tick,
    end
  }

  stream.maxWriteBufferLength = MAX_STREAM_BUFFER_BYTES
  stream.addEventListener('message', onMessage)
  stream.addEventListener('close', onClose)
  stream.addEventListener('remoteCloseWrite', onRemoteCloseWrite)
  writer.write(encodeFrame({ hello: { version: VERSION, run, windowFrames: WINDOW_FRAMES, windowBytes: WINDOW_BYTES } }))
  writer.flush()

  function onMessage({ data }: StreamMessageEvent): void {
    heardAt = ticks
    try {
      const { buffer, byteOffset, byteLength } = data.subarray()
      reader.push(new Uint8Array(buffer, byteOffset, byteLength), onPayload)
      receiver.serve()
    } catch (err) {
      broken(isChatError(err) ? err : new ChatError('ERR_INTERNAL', 'a frame could not be handled', { cause: err }))
    }
    if (!reader.midFrame) frameStartedAt = undefined
    else frameStartedAt ??= ticks
    if (retired) closeWhenDone()
  }

  function onPayload(payload: Uint8Array): void {
    frameStartedAt = undefined
    if (!ended) onFrame(decodeFrame(payload), payload.length)
  }

  function onFrame(frame: LinkFrame, frameBytes: number): void {
    if (peer === undefined) return onHello(frame.hello)
    if (frame.envelope !== undefined) return receiver.onEnvelope(frame.envelope, frameBytes)
    if (frame.outcomes !== undefined) return sender.onOutcomes(frame.outcomes)
    if (frame.request !== undefined) return receiver.onRequest(frame.request, frameBytes)
    if (frame.answer !== undefined) return sender.onAnswer(frame.answer.id, frame.answer.body)
    if (frame.ping !== undefined) return onPing(frame.ping)
    if (frame.pong !== undefined) return onPong(frame.pong.number)
    if (frame.goodbye !== undefined) return onGoodbye()
    throw new ChatError('ERR_PROTOCOL', 'the peer said hello twice')
  }

  function onHello(hello: LinkHello | undefined): void {
    if (hello === undefined) throw new ChatError('ERR_PROTOCOL', 'the peer spoke before its hello')
    if (hello.version !== VERSION) throw new ChatError('ERR_PROTOCOL', `the peer speaks version ${hello.version}; this is ${VERSION}`)
    if (hello.run.length !== RUN_BYTES || hello.windowFrames < 1 || hello.windowBytes < MAX_FRAME_BYTES) {
      throw new ChatError('ERR_PROTOCOL', 'the peer said a hello that can not be')
    }
    peer = { ...hello, run: hello.run.slice() }
    onOpen(link)
    sender.start(peer)
    ping()
  }

  /** Only the newest ping is answered: a flood of them makes nothing grow. */
  function onPing(newest: LinkPing): void {
    pongDue = newest
    writer.wake()
  }

  function gather(): void {
    receiver.gather()
    if (pongDue === undefined) return
    writer.write(encodeFrame({ pong: pongDue }))
    pongDue = undefined
  }

  function ping(): void {
    if (pingedAtMs !== undefined) return
    pingedAtMs = performance.now()
    measuredAt = ticks
    writer.write(encodeFrame({ ping: { number: ++pingNumber } }))
  }

  function onPong(number: number): void {
    if (pingedAtMs === undefined || number !== pingNumber) throw new ChatError('ERR_PROTOCOL', 'the peer answered a ping that was not sent')
    roundTripMs = performance.now() - pingedAtMs
    pingedAtMs = undefined
    settleProbes(true)
  }

  function settleProbes(alive: boolean): void {
    const settling = probes
    probes = []
    for (const settle of settling) settle(alive)
  }

  function onGoodbye(): void {
    peerRetired = true
    closeWhenDone()
  }

  function closeWhenDone(): void {
    if (!retired || !peerRetired || ended || !sender.idle || !receiver.idle || writer.queuedBytes > 0) return
    finish(new ChatError('ERR_UNREACHABLE', 'another stream to that device took over'), false)
    stream.close().catch(err => stream.abort(toError(err)))
  }

  function tick(): void {
    if (ended) return
    ticks++
    sender.tick()
    receiver.serve()
    if (!stream.writableNeedsDrain) writer.wake()
    if (retired) closeWhenDone()
    unreadSince = writer.queuedBytes === 0 ? undefined : (unreadSince ?? ticks)
    const quiet = ticks - heardAt
    if (peer === undefined && ticks > HELLO_TICKS) broken(new ChatError('ERR_TIMEOUT', `no hello in ${HELLO_TICKS} seconds`))
    else if (frameStartedAt !== undefined && ticks - frameStartedAt > FRAME_TICKS)
      broken(new ChatError('ERR_TIMEOUT', 'a frame began and did not end'))
    else if (unreadSince !== undefined && ticks - unreadSince > UNREAD_TICKS) broken(new ChatError('ERR_TIMEOUT', 'the peer does not read'))
    else if (quiet > DEAD_TICKS) end(new ChatError('ERR_UNREACHABLE', 'the peer has gone silent'), { hangUp: true })
    else if (retired && ticks - retiredAt > RETIRED_TICKS) end(new ChatError('ERR_UNREACHABLE', 'another stream to that device took over'))
    else if (peer !== undefined && (quiet === QUIET_TICKS || ticks - measuredAt >= MEASURE_TICKS)) ping()
  }

  function broken(err: ChatError): void {
    if (!finish(err, true)) return
    stream.abort(err)
    connection.abort(err)
  }

  function failed(cause: unknown): void {
    end(new ChatError('ERR_UNREACHABLE', 'the stream to that device broke; it is opened again', { cause }))
  }

  function end(err: ChatError, { hangUp = false } = {}): void {
    if (!finish(err, false)) return
    stream.abort(err)
    if (hangUp) connection.abort(err)
  }

  function onClose({ error }: StreamCloseEvent): void {
    finish(new ChatError('ERR_UNREACHABLE', 'the stream to that device ended', { cause: error }), false)
  }

  /** The peer says nothing more: what it still waits for can't be owed to anyone, so our end closes too. */
  function onRemoteCloseWrite(): void {
    const halfFrame = reader.midFrame
    if (halfFrame) return broken(new ChatError('ERR_MALFORMED', 'the peer ended in the middle of a frame'))
    if (finish(new ChatError('ERR_UNREACHABLE', 'the peer closed the stream'), false))
      stream.close().catch(err => stream.abort(toError(err)))
  }

  /** False when it had ended before. */
  function finish(err: ChatError, fault: boolean): boolean {
    if (ended) return false
    ended = true
    stream.removeEventListener('message', onMessage)
    stream.removeEventListener('close', onClose)
    stream.removeEventListener('remoteCloseWrite', onRemoteCloseWrite)
    writer.close()
    receiver.close()
    sender.fail(fault ? new ChatError('ERR_UNREACHABLE', 'the peer broke the protocol and was cut off', { cause: err }) : err)
    settleProbes(false)
    onEnd(link, err, fault)
    return true
  }

  return link
}

/** Whether both ends of these streams are the same two processes. */
export function sameRun(a: Pick<Link, 'run'>, b: Pick<Link, 'run'>): boolean {
  return equals(a.run, b.run)
}

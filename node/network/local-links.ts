import type { Clock } from '../base/clock.js'
import { ChatError, isChatError, type ErrorCode } from '../base/errors.js'
import { createEmitter, type Emitter } from '../base/events.js'
import type { DeviceId } from '../base/ids.js'
import type { Envelope, LinkEvents, LinkHandler, Links, RequestKind, Verdict } from './links.js'
import { peerRefusal } from './peer-refusal.js'

const ANSWER_TIMEOUT_MS = 30_000
/** As of a frame that goes over a network, so that nothing is said here that could not be said there. */
const MAX_BODY_BYTES = 71 * 1024

/** A link between two devices of one process: nothing of it leaves, and nobody else is reached by it. */
export interface LocalLink<Kind extends string = RequestKind> {
  readonly ends: readonly [Links<Kind>, Links<Kind>]
  /** Both hear that the other is there. Ends for good when one of them is closed. */
  connect(): void
}

interface Waiting {
  readonly envelope: Envelope
  answer(verdict: Verdict): void
}

interface End<Kind extends string> {
  readonly device: DeviceId
  readonly events: Emitter<LinkEvents>
  readonly inbox: Waiting[]
  /** Of what waits for an answer of the other's. */
  readonly unanswered: Set<(err: ChatError) => void>
  handler: LinkHandler<Kind> | undefined
  isTaking: boolean
  isClosed: boolean
}

const closed = (): ChatError => new ChatError('ERR_CLOSED', 'the link inside this process is closed')
const unreachable = (): ChatError => new ChatError('ERR_UNREACHABLE', 'nobody is reached from here but who lives in this process')

export function createLocalLink<Kind extends string = RequestKind>(
  [first, second]: readonly [DeviceId, DeviceId],
  clock: Pick<Clock, 'after' | 'now'>
): LocalLink<Kind> {
  const ends = [createEnd<Kind>(first), createEnd<Kind>(second)] as const
  let connectedAtMs: number | undefined

  function closeAt(own: End<Kind>): void {
    const wasUp = connectedAtMs !== undefined
    connectedAtMs = undefined
    own.isClosed = true
    for (const end of ends) for (const fail of end.unanswered) fail(end === own ? closed() : unreachable())
    if (wasUp) tellBoth('link:down')
  }

  function tellBoth(name: 'link:up' | 'link:down'): void {
    const [one, other] = ends
    one.events.emit(name, { device: other.device })
    other.events.emit(name, { device: one.device })
  }

  function linksAt(own: End<Kind>, other: End<Kind>): Links<Kind> {
    const isUp = (device: DeviceId): boolean => connectedAtMs !== undefined && device === other.device

    function requireUp(device: DeviceId, bytes: Uint8Array): void {
      if (own.isClosed) throw closed()
      if (!isUp(device)) throw unreachable()
      if (bytes.length > MAX_BODY_BYTES) throw new ChatError('ERR_TOO_LARGE', 'that does not fit in a frame')
    }

    /** An answer or a refusal, once; or nothing in 30 s. */
    function expect<T>(signal: AbortSignal | undefined, ask: (answer: (value: T) => void, refuse: (code: ErrorCode) => void) => void) {
      return new Promise<T>((resolve, reject) => {
        const fail = (err: ChatError): void => {
          done()
          reject(err)
        }
        const onAbort = (): void => fail(new ChatError('ERR_ABORTED', 'the caller gave up'))
        const stopTimer = clock.after(ANSWER_TIMEOUT_MS, () => fail(new ChatError('ERR_TIMEOUT', 'no answer in 30 seconds')))
        const done = (): void => {
          stopTimer()
          signal?.removeEventListener('abort', onAbort)
          own.unanswered.delete(fail)
        }
        if (signal?.aborted === true) return onAbort()
        signal?.addEventListener('abort', onAbort, { once: true })
        own.unanswered.add(fail)
        const answer = (value: T): void => {
          done()
          resolve(value)
        }
        ask(answer, code => fail(peerRefusal(code)))
      })
    }

    return {
      self: own.device,
      serve(handler) {
        own.handler = handler
        return () => {
          if (own.handler === handler) own.handler = undefined
        }
      },
      learn: async () => undefined,
      keep: () => () => undefined,
      release: () => undefined,
      bar: () => () => undefined,
      isUp,
      async send(device, envelope, { signal, written } = {}) {
        requireUp(device, envelope.bytes)
        written?.()
        await expect<void>(signal, (answer, refuse) => {
          other.inbox.push({
            envelope,
            answer(verdict) {
              if (verdict === 'durable') answer()
              else if (verdict !== 'silent') refuse(verdict)
            }
          })
          void takeAll(other, own.device)
        })
      },
      async request(device, kind, body, { signal } = {}) {
        requireUp(device, body)
        return expect<Uint8Array>(signal, (answer, refuse) => {
          answerOf(other, own.device, kind, body).then(answer, err => refuse(codeOf(err)))
        })
      },
      async ping(device) {
        requireUp(device, new Uint8Array())
        return 0
      },
      paths: () =>
        connectedAtMs === undefined
          ? []
          : [{ device: other.device, via: 'direct', transport: 'other', address: '', roundTripMs: 0, sinceMs: connectedAtMs }],
      addresses: () => [],
      on: (name, listener) => own.events.on(name, listener),
      close: async () => closeAt(own)
    }
  }

  const [one, other] = ends
  return {
    ends: [linksAt(one, other), linksAt(other, one)],
    connect() {
      if (one.isClosed || other.isClosed || connectedAtMs !== undefined) return
      connectedAtMs = clock.now()
      tellBoth('link:up')
    }
  }
}

function createEnd<Kind extends string>(device: DeviceId): End<Kind> {
  return { device, events: createEmitter(), inbox: [], unanswered: new Set(), handler: undefined, isTaking: false, isClosed: false }
}

/** In runs, one at a time: never rejects. */
async function takeAll<Kind extends string>(end: End<Kind>, from: DeviceId): Promise<void> {
  if (end.isTaking) return
  end.isTaking = true
  while (end.inbox.length > 0) {
    const run = end.inbox.splice(0)
    const verdicts = await verdictsOn(end, from, run)
    for (const [i, waiting] of run.entries()) waiting.answer(verdicts[i] ?? 'ERR_BUSY')
    end.handler?.answered?.(from, verdicts)
  }
  end.isTaking = false
}

async function verdictsOn<Kind extends string>(
  { handler }: End<Kind>,
  from: DeviceId,
  run: readonly Waiting[]
): Promise<readonly Verdict[]> {
  try {
    if (handler === undefined) return run.map(() => 'ERR_BUSY')
    return await handler.envelopes(
      from,
      run.map(({ envelope }) => envelope)
    )
  } catch (err) {
    return run.map(() => codeOf(err))
  }
}

async function answerOf<Kind extends string>({ handler }: End<Kind>, from: DeviceId, kind: Kind, body: Uint8Array): Promise<Uint8Array> {
  if (handler === undefined) throw new ChatError('ERR_BUSY', 'nothing is served there yet')
  return handler.request(from, kind, body)
}

/** As over a network: what broke on the other side is its own matter. */
const codeOf = (err: unknown): ErrorCode => (isChatError(err) && err.code !== 'ERR_INTERNAL' ? err.code : 'ERR_BUSY')

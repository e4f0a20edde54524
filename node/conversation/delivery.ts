import type { ErrorCode } from '../base/errors.js'
import type { NowMs } from '../base/ids.js'
import { merged, type SeqRange } from './progress.js'

/**
 * How the outbox rows of one conversation travel to one target, a device or a relay: a window of rows in flight over its link, the
 * rest waiting in order, a pause after failures. Rows are known by their numbers alone; what they hold stays on disk.
 */
export interface Delivery {
  readonly linked: boolean
  /** Ascending, disjoint. */
  readonly waiting: readonly SeqRange[]
  /** Ascending. */
  readonly inFlight: readonly number[]
  /** Tries in a row that failed since the last acknowledgement or new link: all that fails before the pause is over is one. */
  readonly failures: number
  readonly pausedUntilMs: number
  readonly lastError: ErrorCode | undefined
}

export type DeliveryInput =
  | { readonly type: 'queued'; readonly row: number }
  | { readonly type: 'link'; readonly up: boolean }
  | { readonly type: 'acknowledged'; readonly row: number }
  /** `jitter` is random in [0, 1). */
  | { readonly type: 'failed'; readonly row: number; readonly code: ErrorCode; readonly jitter: number }
  /** Settled some other way, sealed again under another number, or expired. */
  | { readonly type: 'withdrawn'; readonly row: number }
  /** The pause is over, whatever the clock says by now: it may have been set back. */
  | { readonly type: 'woken' }

export type DeliveryEffect =
  | { readonly type: 'send'; readonly row: number }
  | { readonly type: 'settle'; readonly row: number }
  /** The device could not open it, or the relay takes no more there: it has to be sealed again, at the head, if it is not already. */
  | { readonly type: 'stale'; readonly row: number; readonly code: ErrorCode }
  | { readonly type: 'wake'; readonly atMs: NowMs }

/** Rows in flight to one target: enough to fill a link with 1 KiB envelopes, few enough to be sent again after a cut. */
export const WINDOW_ROWS = 128
export const FIRST_RETRY_MS = 1_000
export const LAST_RETRY_MS = 5 * 60_000

const STALE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ERR_UNKNOWN_LOG',
  'ERR_DECRYPT',
  'ERR_SIGNATURE',
  'ERR_MALFORMED',
  'ERR_LOG_CLOSED'
])

/** Before every time that a clock can show. */
const NO_PAUSE = -Infinity

export const IDLE: Delivery = { linked: false, waiting: [], inFlight: [], failures: 0, pausedUntilMs: NO_PAUSE, lastError: undefined }

/** Pure: no clock, socket or store. `outbox.ts` runs the effects. */
export function step(now: NowMs, delivery: Delivery, input: DeliveryInput): [Delivery, DeliveryEffect[]] {
  switch (input.type) {
    case 'queued':
      return delivery.inFlight.includes(input.row)
        ? [delivery, []]
        : pump(now, { ...delivery, waiting: insert(delivery.waiting, input.row) })
    case 'link':
      return input.up ? pump(now, { ...delivery, linked: true, failures: 0, pausedUntilMs: NO_PAUSE }) : [unlink(delivery), []]
    case 'acknowledged': {
      if (!delivery.inFlight.includes(input.row)) return [delivery, []]
      const cleared = { ...without(delivery, input.row), failures: 0, pausedUntilMs: NO_PAUSE, lastError: undefined }
      const [next, effects] = pump(now, cleared)
      return [next, [{ type: 'settle', row: input.row }, ...effects]]
    }
    case 'failed':
      return delivery.inFlight.includes(input.row) ? fail(now, delivery, input) : [delivery, []]
    case 'withdrawn':
      return pump(now, without(delivery, input.row))
    case 'woken':
      return pump(now, { ...delivery, pausedUntilMs: NO_PAUSE })
  }
}

/** Milliseconds until the next try: doubling from one second to five minutes, spread over the upper half. */
export function backoffMs(failures: number, jitter: number): number {
  const full = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20))
  return Math.round(full * (0.5 + jitter / 2))
}

function fail(now: NowMs, delivery: Delivery, input: DeliveryInput & { type: 'failed' }): [Delivery, DeliveryEffect[]] {
  const isPaused = now < delivery.pausedUntilMs
  const failures = isPaused ? delivery.failures : delivery.failures + 1
  const pausedUntilMs = isPaused ? delivery.pausedUntilMs : now + backoffMs(failures, input.jitter)
  const rest = without(delivery, input.row)
  const next: Delivery = { ...rest, waiting: insert(rest.waiting, input.row), failures, pausedUntilMs, lastError: input.code }
  const effects: DeliveryEffect[] = isPaused ? [] : [{ type: 'wake', atMs: pausedUntilMs as NowMs }]
  if (STALE.has(input.code)) effects.unshift({ type: 'stale', row: input.row, code: input.code })
  return [next, effects]
}

function pump(now: NowMs, delivery: Delivery): [Delivery, DeliveryEffect[]] {
  if (!delivery.linked || delivery.waiting.length === 0 || now < delivery.pausedUntilMs) return [delivery, []]
  const waiting = [...delivery.waiting]
  const inFlight = [...delivery.inFlight]
  const effects: DeliveryEffect[] = []
  while (inFlight.length < WINDOW_ROWS && waiting[0] !== undefined) {
    const { first, last } = waiting[0]
    effects.push({ type: 'send', row: first })
    inFlight.push(first)
    if (first === last) waiting.shift()
    else waiting[0] = { first: first + 1, last }
  }
  return [{ ...delivery, waiting, inFlight: inFlight.toSorted((a, b) => a - b) }, effects]
}

function unlink(delivery: Delivery): Delivery {
  return { ...delivery, linked: false, waiting: delivery.inFlight.reduce(insert, delivery.waiting), inFlight: [] }
}

function without(delivery: Delivery, row: number): Delivery {
  return {
    ...delivery,
    inFlight: delivery.inFlight.filter(other => other !== row),
    waiting: delivery.waiting.flatMap(range => {
      if (row < range.first || row > range.last) return [range]
      return [
        { first: range.first, last: row - 1 },
        { first: row + 1, last: range.last }
      ].filter(part => part.first <= part.last)
    })
  }
}

function insert(ranges: readonly SeqRange[], row: number): SeqRange[] {
  const last = ranges.at(-1)
  if (last !== undefined && last.last + 1 === row) return [...ranges.slice(0, -1), { first: last.first, last: row }]
  if (last === undefined || last.last < row) return [...ranges, { first: row, last: row }]
  return merged([...ranges, { first: row, last: row }])
}

import { concat, uint32 } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import { MAX_FORWARD_GENERATIONS } from '../../node/session/ratchet.js'

/** From the first to before the last. */
type Gap = readonly [from: number, to: number]

/** Which generations of one leaf can still be opened. The model's keys follow from the epoch's secret, so none is kept. */
export interface ModelRatchet {
  readonly next: number
  /** Skipped and not opened since, ascending. */
  readonly gaps: readonly Gap[]
}

export const FRESH_RATCHET: ModelRatchet = { next: 0, gaps: [] }

const VERSION = 1
const HEAD_BYTES = 9
const GAP_BYTES = 8

export function isUnopened({ next, gaps }: ModelRatchet, generation: number): boolean {
  return generation >= next || gaps.some(([from, to]) => from <= generation && generation < to)
}

/** The ratchet once this generation is opened. */
export function afterOpening({ next, gaps }: ModelRatchet, generation: number): ModelRatchet {
  if (generation >= next) {
    const skipped: readonly Gap[] = generation > next ? [...gaps, [next, generation]] : gaps
    return { next: generation + 1, gaps: newest(skipped) }
  }
  const left = gaps.flatMap(([from, to]): Gap[] => {
    if (generation < from || generation >= to) return [[from, to]]
    const parts: Gap[] = [
      [from, generation],
      [generation + 1, to]
    ]
    return parts.filter(([first, end]) => first < end)
  })
  return { next, gaps: left }
}

/** The last that may be kept, as the real one forgets the oldest keys. */
function newest(gaps: readonly Gap[]): Gap[] {
  const kept: Gap[] = []
  let room = MAX_FORWARD_GENERATIONS
  for (const [from, to] of gaps.toReversed()) {
    const first = Math.max(from, to - room)
    if (first < to) kept.unshift([first, to])
    room -= to - first
  }
  return kept
}

/** Version (1 B) ‖ leaf (4 B) ‖ next (4 B) ‖ each gap (8 B). */
export function encodeModelRatchet(leaf: number, { next, gaps }: ModelRatchet): Uint8Array {
  return concat([Uint8Array.of(VERSION), uint32(leaf), uint32(next), ...gaps.flat().map(uint32)])
}

/** @throws ERR_MALFORMED */
export function decodeModelRatchet(encoded: Uint8Array): { readonly leaf: number; readonly ratchet: ModelRatchet } {
  if (encoded[0] !== VERSION || encoded.length < HEAD_BYTES || (encoded.length - HEAD_BYTES) % GAP_BYTES !== 0) {
    throw new ChatError('ERR_MALFORMED', 'a model ratchet that can not be read')
  }
  const numbers = new DataView(encoded.buffer, encoded.byteOffset, encoded.length)
  const gaps: Gap[] = []
  for (let at = HEAD_BYTES; at < encoded.length; at += GAP_BYTES) gaps.push([numbers.getUint32(at), numbers.getUint32(at + 4)])
  return { leaf: numbers.getUint32(1), ratchet: { next: numbers.getUint32(5), gaps } }
}

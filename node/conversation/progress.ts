/**
 * Which of a device's messages are here: every seq from 1 to `contiguous`, and ascending, disjoint, non-adjacent ranges
 * beyond it. Immutable; all functions are pure.
 */
export interface Progress {
  readonly contiguous: number
  readonly ranges: readonly SeqRange[]
}

/** Both ends inclusive. */
export interface SeqRange {
  readonly first: number
  readonly last: number
}

export const NOTHING: Progress = { contiguous: 0, ranges: [] }

/** More separate ranges than this are not tracked: what lies beyond the last is asked for again when the holes close. */
export const MAX_RANGES = 256

export function has(progress: Progress, seq: number): boolean {
  return seq >= 1 && (seq <= progress.contiguous || progress.ranges.some(range => range.first <= seq && seq <= range.last))
}

export function add(progress: Progress, range: SeqRange): Progress {
  if (progress.ranges.length === 0 && range.first <= progress.contiguous + 1)
    return range.last <= progress.contiguous ? progress : { contiguous: range.last, ranges: [] }
  return normalise(progress.contiguous, [...progress.ranges, range])
}

export function union(a: Progress, b: Progress): Progress {
  return normalise(Math.max(a.contiguous, b.contiguous), [...a.ranges, ...b.ranges])
}

/** The holes below the highest seq that is here, and up to `newest` where more is known to exist. */
export function gaps(progress: Progress, newest = 0): SeqRange[] {
  const holes: SeqRange[] = []
  let next = progress.contiguous + 1
  for (const range of progress.ranges) {
    holes.push({ first: next, last: range.first - 1 })
    next = range.last + 1
  }
  if (newest >= next) holes.push({ first: next, last: newest })
  return holes
}

export function highest(progress: Progress): number {
  return progress.ranges.at(-1)?.last ?? progress.contiguous
}

/** How many are here. */
export function count(progress: Progress): number {
  return progress.ranges.reduce((sum, { first, last }) => sum + last - first + 1, progress.contiguous)
}

/** What of `wanted` is not in `progress`. */
export function missing(progress: Progress, wanted: SeqRange): SeqRange[] {
  return gaps(progress, wanted.last)
    .filter(hole => hole.last >= wanted.first && hole.first <= wanted.last)
    .map(hole => ({ first: Math.max(hole.first, wanted.first), last: Math.min(hole.last, wanted.last) }))
}

/** First, last, first, last …, as records and receipts carry ranges. */
export function flatten(ranges: readonly SeqRange[]): number[] {
  return ranges.flatMap(range => [range.first, range.last])
}

/** The inverse, for numbers from outside: whatever is not a well-formed range is left out. */
export function rangesOf(flat: readonly number[]): SeqRange[] {
  const ranges: SeqRange[] = []
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const first = flat[i] ?? 0
    const last = flat[i + 1] ?? 0
    if (first >= 1 && last >= first) ranges.push({ first, last })
  }
  return ranges
}

export function fromFlat(contiguous: number, flat: readonly number[]): Progress {
  return normalise(contiguous, rangesOf(flat))
}

/** The same numbers in ascending, disjoint, non-adjacent ranges. */
export function merged(ranges: readonly SeqRange[]): SeqRange[] {
  const whole: SeqRange[] = []
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const previous = whole.at(-1)
    if (previous === undefined || range.first > previous.last + 1) whole.push(range)
    else whole[whole.length - 1] = { first: previous.first, last: Math.max(previous.last, range.last) }
  }
  return whole
}

function normalise(contiguous: number, ranges: readonly SeqRange[]): Progress {
  const [lowest, ...beyond] = merged([{ first: 0, last: contiguous }, ...ranges])
  return { contiguous: lowest?.last ?? contiguous, ranges: beyond.slice(0, MAX_RANGES) }
}

import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  flatten,
  fromFlat,
  gaps,
  has,
  highest,
  MAX_RANGES,
  merged,
  missing,
  NOTHING,
  rangesOf,
  union,
  type Progress,
  type SeqRange
} from '../../node/conversation/progress.js'

const HIGHEST = 60
const seqs = Array.from({ length: HIGHEST + 2 }, (_, i) => i)
const someRange = fc
  .tuple(fc.integer({ min: 1, max: HIGHEST }), fc.nat(8))
  .map(([first, more]): SeqRange => ({ first, last: Math.min(HIGHEST, first + more) }))
const someRanges = fc.array(someRange, { maxLength: 20 })

const inside = (ranges: readonly SeqRange[], seq: number): boolean => ranges.some(range => range.first <= seq && seq <= range.last)
const held = (progress: Progress): number[] => seqs.filter(seq => has(progress, seq))
const built = (ranges: readonly SeqRange[]): Progress => ranges.reduce(add, NOTHING)

/** Ascending, disjoint and not adjacent, and none of them reaches what is contiguous. */
function isCanonical({ contiguous, ranges }: Progress): boolean {
  return ranges.every((range, i) => range.first <= range.last && range.first > (ranges[i - 1]?.last ?? contiguous) + 1)
}

const progress = suite('progress')

progress('holds exactly what was added, in whatever order, in one canonical form', () => {
  fc.assert(
    fc.property(someRanges, fc.infiniteStream(fc.nat(100)), (ranges, order) => {
      const one = built(ranges)
      assert.ok(isCanonical(one))
      assert.equal(
        held(one),
        seqs.filter(seq => inside(ranges, seq))
      )
      const shuffled = ranges.map(range => ({ range, key: order.next().value })).toSorted((a, b) => Number(a.key) - Number(b.key))
      assert.equal(built(shuffled.map(({ range }) => range)), one)
    })
  )
})

progress('a union holds what either holds', () => {
  fc.assert(
    fc.property(someRanges, someRanges, (a, b) => {
      assert.equal(union(built(a), built(b)), built([...a, ...b]))
    })
  )
})

progress('gaps and what is held make up every number to the newest, each once', () => {
  fc.assert(
    fc.property(someRanges, fc.nat(HIGHEST), (ranges, newest) => {
      const here = built(ranges)
      const holes = gaps(here, newest)
      for (const seq of seqs.filter(one => one >= 1)) {
        const known = seq <= Math.max(newest, highest(here))
        assert.is(inside(holes, seq), known && !has(here, seq), String(seq))
      }
      assert.ok(holes.every(hole => hole.first <= hole.last))
    })
  )
})

progress('what is missing of a range is what it names and is not here', () => {
  fc.assert(
    fc.property(someRanges, someRange, (ranges, wanted) => {
      const here = built(ranges)
      const lacking = missing(here, wanted)
      for (const seq of seqs) assert.is(inside(lacking, seq), inside([wanted], seq) && !has(here, seq))
    })
  )
})

progress('comes back from its flat form, and numbers that are no ranges are left out', () => {
  fc.assert(
    fc.property(someRanges, ranges => {
      const here = built(ranges)
      assert.equal(fromFlat(here.contiguous, flatten(here.ranges)), here)
    })
  )
  fc.assert(
    fc.property(fc.nat(HIGHEST), fc.array(fc.integer({ min: 0, max: HIGHEST })), (contiguous, flat) => {
      assert.ok(isCanonical(fromFlat(contiguous, flat)))
      assert.ok(rangesOf(flat).every(({ first, last }) => first >= 1 && first <= last))
    })
  )
})

progress('merged ranges hold the same numbers', () => {
  fc.assert(
    fc.property(someRanges, ranges => {
      const whole = merged(ranges)
      for (const seq of seqs) assert.is(inside(whole, seq), inside(ranges, seq))
      assert.ok(whole.every((range, i) => i === 0 || range.first > (whole[i - 1]?.last ?? 0) + 1))
    })
  )
})

progress('tracks 256 holes and no more, and closes them from the low end', () => {
  const odd = Array.from({ length: 400 }, (_, i) => ({ first: 2 * i + 2, last: 2 * i + 2 }))
  const torn = built(odd)
  assert.is(torn.ranges.length, MAX_RANGES)
  assert.ok(has(torn, 2))
  assert.not(has(torn, 2 * 399 + 2))
  const closed = add(torn, { first: 1, last: 900 })
  assert.equal(closed, { contiguous: 900, ranges: [] })
})

progress.run()

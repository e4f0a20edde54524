import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { add, has, NOTHING, type SeqRange } from '../../node/conversation/progress.js'
import { FILL_PAGE, knownGaps, planFill } from '../../node/conversation/sync-plan.js'

const HIGHEST = 40
const seqs = Array.from({ length: HIGHEST }, (_, i) => i + 1)
const range = fc.tuple(fc.integer({ min: 1, max: HIGHEST }), fc.nat(6)).map(([first, more]): SeqRange => ({ first, last: first + more }))
const ranges = fc.array(range, { maxLength: 8 })
const inside = (of: readonly SeqRange[], seq: number): boolean => of.some(one => one.first <= seq && seq <= one.last)

const plan = suite('sync plan')

plan('fills what they lack of what was given out, and that is neither on its way nor failed', () => {
  fc.assert(
    fc.property(fc.nat(HIGHEST), ranges, ranges, ranges, (newest, held, outstanding, failed) => {
      const theirs = held.reduce(add, NOTHING)
      const page = planFill({ newest, theirs, outstanding, failed })
      for (const seq of seqs) {
        const wanted = seq <= newest && !has(theirs, seq) && !inside(outstanding, seq) && !inside(failed, seq)
        assert.is(page.filter(one => inside([one], seq)).length, wanted ? 1 : 0, String(seq))
      }
      assert.ok(page.every(one => one.first >= 1 && one.first <= one.last))
    })
  )
})

plan('begins with the newest, and leaves what is over a page for the next meeting', () => {
  const none = { theirs: NOTHING, outstanding: [], failed: [] }
  assert.equal(planFill({ ...none, newest: 5_000 }), [{ first: 5_000 - FILL_PAGE + 1, last: 5_000 }])
  const torn = add(NOTHING, { first: 4_501, last: 4_900 })
  assert.equal(planFill({ ...none, theirs: torn, newest: 5_000 }), [
    { first: 4_901, last: 5_000 },
    { first: 4_501 - (FILL_PAGE - 100), last: 4_500 }
  ])
})

plan('a commit on its way stands for no message', () => {
  assert.equal(planFill({ newest: 3, theirs: NOTHING, outstanding: [{ first: 0, last: 0 }], failed: [] }), [{ first: 1, last: 3 }])
})

plan('whoever claims what can not be gets nothing, at no cost', () => {
  const beyond = add(NOTHING, { first: 0xffff_fff0, last: 0xffff_ffff })
  assert.equal(planFill({ newest: 2, theirs: beyond, outstanding: [], failed: [] }), [{ first: 1, last: 2 }])
  assert.equal(planFill({ newest: 0, theirs: NOTHING, outstanding: [], failed: [] }), [])
  assert.equal(knownGaps(add(NOTHING, { first: 1, last: 2 }), 0xffff_ffff), [{ first: 3, last: 0xffff_ffff }])
})

plan('a gap is known from what came and from what its sender says', () => {
  const here = add(add(NOTHING, { first: 1, last: 2 }), { first: 5, last: 6 })
  assert.equal(knownGaps(here, 0), [{ first: 3, last: 4 }])
  assert.equal(knownGaps(here, 9), [
    { first: 3, last: 4 },
    { first: 7, last: 9 }
  ])
})

plan.run()

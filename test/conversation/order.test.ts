import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { NowMs } from '../../node/base/ids.js'
import { MAX_HLC, nextHlc, placed, type Hlc } from '../../node/conversation/order.js'

const DAY_MS = 86_400_000
const seen = fc.bigInt({ min: 0n, max: MAX_HLC }).map(value => value as Hlc)
const wall = fc.integer({ min: 0, max: 2 ** 43 }).map(ms => ms as NowMs)

const at = (ms: number): Hlc => nextHlc(0n as Hlc, ms as NowMs)

const order = suite('order')

order('a message sorts after all that its sender had seen, whatever the clock says', () => {
  fc.assert(
    fc.property(seen, wall, (before, now) => {
      fc.pre(before < MAX_HLC)
      assert.ok(nextHlc(before, now) > before)
    })
  )
})

order('is never behind its own clock, so that what is written later elsewhere sorts later', () => {
  fc.assert(
    fc.property(seen, wall, (before, now) => assert.ok(nextHlc(before, now) >> 16n >= BigInt(now) || nextHlc(before, now) === MAX_HLC))
  )
})

order('a clock that is a day ahead is counted on from, 65,536 messages a millisecond', () => {
  const ahead = nextHlc(0n as Hlc, (10 * DAY_MS) as NowMs)
  let hlc = ahead
  for (let i = 0; i < 70_000; i++) hlc = nextHlc(hlc, (9 * DAY_MS) as NowMs)
  assert.is(hlc, ahead + 70_000n)
})

order('a clock that was pushed to its end stays there', () => {
  assert.is(nextHlc(MAX_HLC, 0 as NowMs), MAX_HLC)
  assert.is(nextHlc((MAX_HLC - 1n) as Hlc, 0 as NowMs), MAX_HLC)
})

order('no clock of others takes the conversation along by more than three days, nor back', () => {
  const now = (20_000 * DAY_MS) as NowMs
  assert.is(placed(at(now + DAY_MS), 0n as Hlc, now), at(now + DAY_MS))
  assert.is(placed(MAX_HLC, 0n as Hlc, now), at(now + 3 * DAY_MS))
  assert.is(placed(MAX_HLC, at(now), 5 as NowMs), at(now), 'a clock of ours that was lost moves nothing to before what is here')
})

order('a clock before 1970, or between two milliseconds, harms nothing', () => {
  assert.is(nextHlc(5n as Hlc, -DAY_MS as NowMs), 6n)
  assert.is(nextHlc(0n as Hlc, 1.5 as NowMs), 1n << 16n)
})

order.run()

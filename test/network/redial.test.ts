import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Clock } from '../../node/base/clock.js'
import type { NowMs } from '../../node/base/ids.js'
import { createRedial } from '../../node/network/redial.js'

const test = suite('redial')

/** A clock that runs what is due when told to, and says how long that was after. */
function handClock() {
  let due: { readonly delayMs: number; run(): void } | undefined
  const clock: Clock = {
    now: () => 0 as NowMs,
    after(delayMs, run) {
      const timer = { delayMs, run }
      due = timer
      return () => {
        if (due === timer) due = undefined
      }
    }
  }
  return {
    clock,
    fire: (): number | undefined => {
      const timer = due
      due = undefined
      timer?.run()
      return timer?.delayMs
    }
  }
}

test('delays double from a second to a minute', () => {
  const { clock, fire } = handClock()
  const redial = createRedial(clock, () => redial.later(), { random: () => 0 })
  redial.later()
  assert.equal(
    Array.from({ length: 8 }, () => fire()),
    [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]
  )
})

test('a delay is cut by at most half', () => {
  const { clock, fire } = handClock()
  const redial = createRedial(clock, () => undefined, { random: () => 1 })
  redial.later()
  assert.is(fire(), 500)
})

test('success begins again at the shortest, and a hint comes before what was due', () => {
  const { clock, fire } = handClock()
  let tries = 0
  const redial = createRedial(clock, () => void tries++, { random: () => 0 })
  redial.later()
  fire()
  redial.later()
  redial.within(0)
  assert.is(fire(), 0)
  assert.is(fire(), undefined)
  redial.reset()
  redial.later()
  assert.is(fire(), 1_000)
  assert.is(tries, 3)
})

test('what is stopped never tries again', () => {
  const { clock, fire } = handClock()
  const redial = createRedial(clock, () => assert.unreachable())
  redial.later()
  redial.stop()
  redial.later()
  redial.within(0)
  assert.is(fire(), undefined)
})

test.run()

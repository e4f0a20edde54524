import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { watchSleep } from '../../web/tab/watch-sleep.js'
import { createTarget, withGlobals } from './browser-parts.js'

/** A machine that can be put to sleep. */
function machine() {
  const [window, document] = [createTarget(), createTarget()]
  const { setInterval, clearInterval, Date } = globalThis
  let now = 0
  let look: (() => void) | undefined
  let everyMs = 0
  withGlobals({
    window: window.target,
    document: Object.assign(document.target, { visibilityState: 'visible' }),
    Date: { now: () => now },
    setInterval: (run: () => void, ms: number) => {
      look = run
      everyMs = ms
    },
    clearInterval: () => void (look = undefined)
  })
  return {
    window,
    document,
    show: (state: string) => {
      Object.assign(document.target, { visibilityState: state })
      document.fire('visibilitychange')
    },
    /** A timer that was due comes at the end of it. */
    pass: (ms: number, isAsleep = false): void => {
      for (let left = ms; left > 0; left -= isAsleep ? ms : everyMs) {
        now += isAsleep ? ms : everyMs
        look?.()
      }
    },
    end: () => withGlobals({ setInterval, clearInterval, Date })
  }
}

const sleep = suite('a tab whose machine sleeps')

sleep('wakes its node after sleep, with another network, when it is thawed and when somebody comes back, and never without', () => {
  const { window, document, show, pass, end } = machine()
  let woken = 0
  const wokenBy = (happens: () => void): number => {
    woken = 0
    happens()
    return woken
  }
  const stop = watchSleep(() => void woken++)
  assert.is(
    wokenBy(() => pass(600_000)),
    0,
    'time goes by'
  )
  assert.is(
    wokenBy(() => pass(60_000, true)),
    0,
    'the timers of a tab in the background'
  )
  assert.is(
    wokenBy(() => pass(600_000, true)),
    1,
    'sleep'
  )
  assert.is(
    wokenBy(() => window.fire('online')),
    1
  )
  assert.is(
    wokenBy(() => document.fire('resume')),
    1
  )
  assert.is(
    wokenBy(() => show('hidden')),
    0
  )
  assert.is(
    wokenBy(() => show('visible')),
    1
  )
  stop()
  for (const happens of [() => window.fire('online'), () => document.fire('resume'), () => show('visible'), () => pass(600_000, true)])
    assert.is(wokenBy(happens), 0, 'stopped')
  end()
})

sleep.run()

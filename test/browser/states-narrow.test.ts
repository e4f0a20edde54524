import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inChromium } from './chromium.js'
import { brokenStates, NARROW } from './page-states.js'

const states = suite('the states of the page in a narrow window')

inChromium(states, 'break nothing of WCAG 2.2 AA in light or in dark, 360 pixels wide and from right to left', async chromium => {
  assert.equal(await brokenStates(chromium, { locale: 'ar', ...NARROW }), [])
})

states.run()

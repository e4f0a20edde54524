import { suite } from 'uvu'
import type { Step } from '../../node/base/probe.js'
import { killAtSteps } from './killed-at-steps.js'
import { acquaint, type TwoPeople } from './two-people.js'

const STEPS: readonly Step[] = ['encrypt', 'send:sealed', 'send:durable', 'send:written', 'send:acknowledged', 'send:settled']

const kills = suite('a node killed while it sends')
let two: TwoPeople

kills.before(async () => {
  two = await acquaint()
})
kills.after(async () => {
  await two.close()
})

killAtSteps(kills, STEPS, () => two)

kills.run()

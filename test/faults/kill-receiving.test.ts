import { suite } from 'uvu'
import type { Step } from '../../node/base/probe.js'
import { killAtSteps } from './killed-at-steps.js'
import { acquaint, type TwoPeople } from './two-people.js'

const STEPS: readonly Step[] = ['receive:arrived', 'receive:opened', 'receive:durable', 'receive:acknowledged']

const kills = suite('a node killed while it receives')
let two: TwoPeople

kills.before(async () => {
  two = await acquaint()
})
kills.after(async () => {
  await two.close()
})

killAtSteps(kills, STEPS, () => two)

kills.run()

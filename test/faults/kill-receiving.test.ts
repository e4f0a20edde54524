import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Step } from '../../node/base/probe.js'
import { acquaint, dieTwice, type TwoPeople } from './two-people.js'

const STEPS: readonly Step[] = ['receive:arrived', 'receive:opened', 'receive:durable', 'receive:acknowledged']

const kills = suite('a node killed while it receives')
let two: TwoPeople

kills.before(async () => {
  two = await acquaint()
})
kills.after(async () => {
  await two.close()
})

for (const step of STEPS) {
  for (const who of ['ada', 'bob'] as const) {
    kills(`${who} dies twice at ${step}: nothing is lost, nothing comes twice, no key is used twice`, async () => {
      await dieTwice(two[who].person, step, [two.ada, two.bob])
      await two.calm()
      assert.equal(await two.findings(), [])
    })
  }
}

kills.run()

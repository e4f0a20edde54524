import type { Test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Step } from '../../node/base/probe.js'
import { dieTwice, type TwoPeople } from './two-people.js'

/** A test for each step and each of the two, who dies there twice while both talk. @param talking once they know each other */
export function killAtSteps(kills: Test, steps: readonly Step[], talking: () => TwoPeople): void {
  for (const step of steps) {
    for (const who of ['ada', 'bob'] as const) {
      kills(`${who} dies twice at ${step}: nothing is lost, nothing comes twice, no key is used twice`, async () => {
        const two = talking()
        await dieTwice(two[who].person, step, [two.ada, two.bob])
        await two.calm()
        assert.equal(await two.findings(), [])
      })
    }
  }
}

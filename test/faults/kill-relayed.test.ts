import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Step } from '../../node/base/probe.js'
import { startRelay, type TestRelay } from '../relay/relays.js'
import { acquaint, dieTwice, type TwoPeople } from './two-people.js'

const STEPS: readonly Step[] = ['relay:appended', 'relay:stored', 'relay:taken']

const kills = suite('a node killed while relays keep what is sent')
let two: TwoPeople
let relay: TestRelay

kills.before(async () => {
  relay = await startRelay()
  two = await acquaint()
  const [address] = relay.addresses
  for (const { person } of [two.ada, two.bob]) await person.api.addRelay({ address: `${address}/p2p/${relay.relay.self}` })
})
kills.after(async () => {
  await two.close()
  await relay.stop()
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

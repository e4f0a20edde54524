import { suite } from 'uvu'
import type { Step } from '../../node/base/probe.js'
import { startRelay, type TestRelay } from '../relay/relays.js'
import { killAtSteps } from './killed-at-steps.js'
import { acquaint, type TwoPeople } from './two-people.js'

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

killAtSteps(kills, STEPS, () => two)

kills.run()

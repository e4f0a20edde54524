import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { systemClock } from '../../node/base/clock.js'
import type { DeviceId } from '../../node/base/ids.js'
import type { Links } from '../../node/network/links.js'
import { gossipContract, listen, meshOf, MOST_HEARD, testLog, type GossipWorld } from '../contract/gossip.js'
import { numberedDevice, primitives } from '../identity/people.js'
import { createSimGossip } from './gossip.js'
import { createSimNetwork, FAIR, type Weather } from './links.js'

async function simulatedWorld(count: number, weather: Weather = FAIR): Promise<GossipWorld> {
  const network = createSimNetwork(() => Date.now())
  const gossip = createSimGossip(() => Date.now(), weather)
  const numbers = Array.from({ length: count }, (_, i) => i + 1)
  const devices = await Promise.all(numbers.map(numberedDevice))
  const stations = devices.map(({ id }, i) => {
    const links = network.join(id, systemClock, [`/ip4/192.0.2.${i + 1}/tcp/4001`])
    return { device: id, links, gossip: gossip.join({ links, clock: systemClock, primitives, mostHeard: MOST_HEARD }) }
  })
  const linksOf = (device: DeviceId): Links => {
    const station = stations.find(each => each.device === device)
    if (station === undefined) throw new Error('no device of this world')
    return station.links
  }
  return {
    devices: stations,
    async connect(a, b) {
      network.meet(a, b)
      await linksOf(a).learn(b, linksOf(b).addresses())
      linksOf(a).keep(b)
    },
    async disconnect(a, b) {
      network.part(a, b)
    },
    async close() {
      for (const station of stations) {
        await station.gossip.close()
        await station.links.close()
      }
    }
  }
}

gossipContract('simulated gossip', simulatedWorld)

const weather = suite('the weather of simulated gossip')

weather('loses and doubles copies as it is told, and of those that arrive one is heard', async () => {
  let sent = 0
  const isFirst = (): boolean => sent++ === 0
  const world = await simulatedWorld(2, { latencyMs: () => 2, loses: isFirst, repeats: () => true, overtakes: () => true })
  const [a, b] = world.devices
  const log = await testLog(1)
  if (a === undefined || b === undefined) throw new Error('two devices were asked for')
  a.gossip.admit(b.device)
  b.gossip.admit(a.device)
  listen(a, log)
  const ear = listen(b, log)
  await world.connect(a.device, b.device)
  await meshOf(a, log, 1)
  for (const text of ['lost in one of two copies', 'doubled', 'last']) await a.gossip.publish(await log.seal(text))
  await Promise.all(['lost in one of two copies', 'doubled', 'last'].map(text => ear.hears(text)))
  assert.is(sent, 6)
  assert.is(ear.texts.length, 3)
  await world.close()
})

weather.run()

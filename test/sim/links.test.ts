import { systemClock } from '../../node/base/clock.js'
import { linksContract } from '../contract/links.js'
import { numberedDevice } from '../identity/people.js'
import { createSimNetwork } from './links.js'

linksContract('simulated links', async () => {
  const network = createSimNetwork(() => Date.now())
  const [a, b] = await Promise.all([1, 2].map(numberedDevice))
  if (a === undefined || b === undefined) throw new Error('two devices were asked for')
  const links = {
    a: network.join(a.id, systemClock, ['/ip4/192.0.2.1/tcp/4001']),
    b: network.join(b.id, systemClock, ['/ip4/192.0.2.2/tcp/4001'])
  }
  return {
    ...links,
    async close() {
      await Promise.all([links.a.close(), links.b.close()])
    }
  }
})

import { linksContract } from '../contract/links.js'
import { startNode } from './nodes.js'

linksContract('links over libp2p', async () => {
  const [a, b] = await Promise.all([startNode(), startNode()])
  return {
    a: a.links,
    b: b.links,
    async close() {
      await Promise.all([a.stop(), b.stop()])
    }
  }
})

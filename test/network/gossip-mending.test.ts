import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { listen, meshOf, testLog } from '../contract/gossip.js'
import { dial, startGossipNode, type GossipNode } from './gossip-nodes.js'

const mending = suite<{ a: GossipNode; b: GossipNode }>('gossip whose streams break')

mending.before.each(async context => {
  context.a = await startGossipNode()
  context.b = await startGossipNode()
  context.a.gossip.admit(context.b.device)
  context.b.gossip.admit(context.a.device)
  await dial(context.a, context.b)
})
mending.after.each(async ({ a, b }) => {
  await a.stop()
  await b.stop()
})

function breakStreams({ libp2p }: GossipNode, which: 'inbound' | 'outbound'): void {
  const streams = libp2p.getConnections().flatMap(connection => connection.streams)
  for (const stream of streams) if (stream.protocol.startsWith('/meshsub/') && stream.direction === which) stream.abort(new Error('broken'))
}

for (const which of ['outbound', 'inbound'] as const)
  mending(`an ${which} stream that broke is opened anew on the same connection, and both are heard again`, async ({ a, b }) => {
    const log = await testLog(1)
    const [ear, otherEar] = [listen(a, log), listen(b, log)]
    await Promise.all([meshOf(a, log, 1), meshOf(b, log, 1)])
    const [connection] = a.libp2p.getConnections()
    const deaf = which === 'outbound' ? a : b
    // Twice, since the first time an identify push that follows the start may happen to mend it.
    for (let time = 0; time < 2; time++) {
      breakStreams(a, which)
      await meshOf(deaf, log, 0)
      await Promise.all([meshOf(a, log, 1), meshOf(b, log, 1)])
    }
    await a.gossip.publish(await log.seal('there'))
    await otherEar.hears('there')
    await b.gossip.publish(await log.seal('and back'))
    await ear.hears('and back')
    assert.is(a.libp2p.getConnections()[0], connection)
  })

mending.run()

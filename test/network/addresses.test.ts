import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newSeed, startNode } from './nodes.js'
import { startRelay } from './relay-node.js'

const test = suite('addresses')

test('a way to be reached that comes later is told once it is there', async () => {
  const relay = await startRelay(newSeed())
  const node = await startNode({ relays: [relay.address] })
  try {
    const before = node.links.addresses()
    const now = await new Promise<readonly string[]>(resolve => {
      const stop = node.links.on('addresses:changed', ({ addresses }) => {
        if (!addresses.some(address => address.endsWith('/p2p-circuit'))) return
        stop()
        resolve(addresses)
      })
    })
    assert.not.ok(before.some(address => address.includes('/p2p-circuit')))
    assert.equal(node.links.addresses(), now)
  } finally {
    await node.stop()
    await relay.stop()
  }
})

test.run()

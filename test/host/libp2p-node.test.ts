import '../../node/host/shim.js'
import { createServer, type Server } from 'node:net'
import os from 'node:os'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import { startLibp2p } from '../../node/host/libp2p-node.js'
import { createDevice } from '../../node/identity/device.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { createLinks } from '../../node/network/libp2p-links.js'
import { DIRECT } from '../../node/network/links.js'
import { reach } from '../../node/network/reachability.js'

const DEFAULT_PORTS = ['/tcp/4747', '/tcp/4748/ws']

const test = suite('the libp2p node')

/** Undefined when somebody has the port already, which is as good. */
function occupy(port: number): Promise<Server | undefined> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '0.0.0.0', () => resolve(server))
  })
}

test('the seed of a device gives the node the id of that device', async () => {
  const device = await createDevice(createNodePrimitives())
  const node = await startLibp2p({ seed: device.seed, mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] })
  assert.is(node.peerId.toString(), device.id)
  await node.stop()
})

test('where a default port is taken it listens on free ones, TCP and WebSocket', async () => {
  const taken = await occupy(4747)
  const node = await startLibp2p({ seed: new Uint8Array(32).fill(3), mdns: false })
  const addresses = node.getMultiaddrs().map(address => address.toString().replace(/\/p2p\/.*$/, ''))
  assert.ok(addresses.some(address => /^\/ip4\/127\.0\.0\.1\/tcp\/\d+$/.test(address)))
  assert.ok(addresses.some(address => /^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/ws$/.test(address)))
  for (const port of DEFAULT_PORTS) assert.not.ok(addresses.some(address => address.endsWith(port)))
  await node.stop()
  taken?.close()
})

test('an address that was asked for and can not be had is an error', async () => {
  const taken = await occupy(0)
  const address = taken?.address()
  const port = typeof address === 'object' ? address?.port : undefined
  try {
    await startLibp2p({ seed: new Uint8Array(32).fill(4), mdns: false, listen: [`/ip4/0.0.0.0/tcp/${port}`] })
    assert.unreachable()
  } catch (err) {
    assert.ok(isChatError(err, 'ERR_INVALID_ARGUMENT'))
  }
  taken?.close()
})

test('a public address of an interface is told to others: nobody else has to confirm it', async () => {
  const { networkInterfaces } = os
  const rest = { internal: false, netmask: '', mac: '', cidr: null }
  os.networkInterfaces = () => ({
    wan: [
      { ...rest, family: 'IPv4', address: '8.8.4.4' },
      { ...rest, family: 'IPv6', address: '2606:4700::1111', scopeid: 0 }
    ]
  })
  try {
    const node = await startLibp2p({ seed: new Uint8Array(32).fill(5), mdns: false, listen: ['/ip4/0.0.0.0/tcp/0', '/ip6/::/tcp/0'] })
    const links = await createLinks({ protocol: DIRECT, libp2p: node, ping: node.services.ping })
    assert.equal(
      links
        .addresses()
        .map(text => text.replace(/\/tcp\/\d+$/, ''))
        .toSorted(),
      ['/ip4/8.8.4.4', '/ip6/2606:4700::1111']
    )
    assert.is(reach(links.addresses()), 'internet')
    await links.close()
    await node.stop()
  } finally {
    os.networkInterfaces = networkInterfaces
  }
})

test.run()

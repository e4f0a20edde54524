import { setTimeout as pause } from 'node:timers/promises'
import { multiaddr } from '@multiformats/multiaddr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf, envelope, recorder } from '../contract/links.js'
import { within } from '../e2e/deadline.js'
import { newSeed, startNode, type TestNode } from './nodes.js'
import { startRelay } from './relay-node.js'
import { openGate } from './tcp-gate.js'

const DEADLINE_MS = 60_000
const LOOK_EVERY_MS = 50
/** Longer than a TCP address is tried, and than a stranger's handshake may take. */
const SLOW_MS = 3_200

const SIGNALLING_PROTOCOL = '/webrtc-signaling/0.0.1'

const test = suite('WebRTC')
// Where both ends close a channel at once the native library now and then forgets to say so, and holds the process for good.
test.after(async () => {
  const { cleanup } = await import('node-datachannel')
  cleanup()
})

function isLoaded(): boolean {
  const report = process.report?.getReport() as { readonly sharedObjects?: readonly string[] } | undefined
  return report?.sharedObjects?.some(path => path.includes('datachannel')) ?? false
}

function webrtcAddress({ libp2p, links }: TestNode): Promise<string> {
  const find = (): string | undefined => links.addresses().find(each => each.endsWith('/webrtc'))
  const found = new Promise<string>(resolve => {
    const look = (): void => {
      const address = find()
      if (address !== undefined) resolve(address)
    }
    libp2p.addEventListener('transport:listening', look)
    look()
  })
  return within(DEADLINE_MS, 'an address to start WebRTC from', found)
}

function isDirect({ links }: TestNode): boolean {
  const [path] = links.paths()
  return path?.via === 'direct' && path.transport === 'webrtc'
}

/** Resolves once both are linked by WebRTC. */
async function direct(a: TestNode, b: TestNode): Promise<void> {
  while (!isDirect(a) || !isDirect(b)) await pause(LOOK_EVERY_MS)
}

test('two peers that meet on a relay talk directly, WebRTC being loaded only then, and go on when the relay is gone', async () => {
  const relay = await startRelay(newSeed())
  const [a, b] = await Promise.all([startNode(), startNode({ hidden: true, relays: [relay.address] })])
  try {
    b.links.serve(recorder().handler)
    await a.links.learn(b.links.self, [await webrtcAddress(b)])
    assert.not(isLoaded())
    // Now and then the library loses a connection that it has just made, and the next try makes another.
    const linked = new Promise(resolve => a.links.on('link:up', resolve))
    a.links.keep(b.links.self)
    await within(DEADLINE_MS, 'a link', linked)
    assert.is(await codeOf(a.links.send(b.links.self, envelope('hello'))), 'ok')
    await within(DEADLINE_MS, 'a direct path', direct(a, b))
    assert.ok(isLoaded())
    const body = new Uint8Array(64 * 1024).fill(5)
    assert.equal(await a.links.request(b.links.self, 'sync', body), body)
    await relay.stop()
    assert.is(await codeOf(a.links.send(b.links.self, envelope('still here'))), 'ok')
  } finally {
    await Promise.all([a.stop(), b.stop(), relay.stop()])
  }
})

test('whoever came by a circuit goes on directly', async () => {
  const relay = await startRelay(newSeed())
  const [a, b] = await Promise.all([startNode(), startNode({ hidden: true, relays: [relay.address] })])
  try {
    b.links.serve(recorder().handler)
    await a.links.learn(b.links.self, [(await webrtcAddress(b)).replace(/\/webrtc$/, '')])
    const linked = new Promise(resolve => a.links.on('link:up', resolve))
    a.links.keep(b.links.self)
    await within(DEADLINE_MS, 'a link', linked)
    assert.is(a.links.paths()[0]?.via, 'circuit')
    await within(DEADLINE_MS, 'a direct path', direct(a, b))
    assert.is(await codeOf(a.links.send(b.links.self, envelope('directly'))), 'ok')
  } finally {
    await Promise.all([a.stop(), b.stop(), relay.stop()])
  }
})

test('a way to the other side that is slow is waited for longer than a TCP address is', async () => {
  const relay = await startRelay(newSeed())
  const gate = await openGate(relay.port)
  const [a, b] = await Promise.all([startNode(), startNode({ relays: [relay.address.replace(/^.*\/tcp\/\d+/, gate.address)] })])
  try {
    b.links.serve(recorder().handler)
    await a.links.learn(b.links.self, [(await webrtcAddress(b)).replace(gate.address, `/ip4/127.0.0.1/tcp/${relay.port}`)])
    const met = new Promise(resolve => b.libp2p.addEventListener('connection:open', resolve, { once: true }))
    const dialling = codeOf(a.links.send(b.links.self, envelope('hello')))
    await within(DEADLINE_MS, 'a circuit', met)
    gate.freeze()
    assert.is(await Promise.race([dialling, pause(SLOW_MS, 'still dialling')]), 'still dialling')
  } finally {
    gate.close()
    await Promise.all([a.stop(), b.stop(), relay.stop()])
  }
})

test('who is asked waits for signals longer than for the handshake of a stranger', async () => {
  const relay = await startRelay(newSeed())
  const [a, b] = await Promise.all([startNode(), startNode({ relays: [relay.address] })])
  try {
    const circuit = (await webrtcAddress(b)).replace(/\/webrtc$/, `/p2p/${b.links.self}`)
    const connection = await a.libp2p.dial(multiaddr(circuit))
    const stream = await connection.newStream(SIGNALLING_PROTOCOL, { runOnLimitedConnection: true })
    await pause(SLOW_MS)
    assert.is(stream.status, 'open')
  } finally {
    await Promise.all([a.stop(), b.stop(), relay.stop()])
  }
})

test.run()

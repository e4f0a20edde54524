import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf, envelope, recorder } from '../contract/links.js'
import { within } from '../e2e/deadline.js'
import { newSeed, startNode, type TestNode } from './nodes.js'
import { startRelay } from './relay-node.js'

const DEADLINE_MS = 20_000

const test = suite('WebRTC')

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

test('two peers that meet on a relay talk directly, WebRTC being loaded only then, and go on when the relay is gone', async () => {
  const relay = await startRelay(newSeed())
  const [a, b] = await Promise.all([startNode(), startNode({ relays: [relay.address] })])
  try {
    b.links.serve(recorder().handler)
    await a.links.learn(b.links.self, [await webrtcAddress(b)])
    assert.not(isLoaded())
    assert.is(await codeOf(a.links.send(b.links.self, envelope('hello'))), 'ok')
    assert.ok(isLoaded())
    assert.equal(
      [a, b].map(({ links }) => links.paths().map(({ via, transport }) => `${via} ${transport}`)),
      [['direct webrtc'], ['direct webrtc']]
    )
    const body = new Uint8Array(64 * 1024).fill(5)
    assert.equal(await a.links.request(b.links.self, 'sync', body), body)
    await relay.stop()
    assert.is(await codeOf(a.links.send(b.links.self, envelope('still here'))), 'ok')
  } finally {
    await Promise.all([a.stop(), b.stop(), relay.stop()])
  }
})

test.run()

import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { multiaddr } from '@multiformats/multiaddr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { systemClock, type Clock } from '../../node/base/clock.js'
import type { DeviceId } from '../../node/base/ids.js'
import { DIRECT } from '../../node/network/links.js'
import { codeOf, envelope, recorder, up } from '../contract/links.js'
import { within } from '../e2e/deadline.js'
import { hostAndPort } from './hostile.js'
import { fastClock, newSeed, startNode, type TestNode, type TestNodeOptions } from './nodes.js'
import { startRelay } from './relay-node.js'
import { openGate } from './tcp-gate.js'

const DEADLINE_MS = 15_000

const test = suite<{ start: (options?: TestNodeOptions) => Promise<TestNode>; started: TestNode[] }>('links that come back')

test.before.each(context => {
  context.started = []
  context.start = async options => {
    const node = await startNode(options)
    context.started.push(node)
    return node
  }
})
test.after.each(async ({ started }) => {
  await Promise.all(started.map(node => node.stop()))
})

const directStreams = ({ libp2p }: TestNode): number =>
  libp2p.getConnections().flatMap(({ streams }) => streams.filter(({ protocol }) => protocol === DIRECT.id)).length

/** Until it holds, looking again after every round trip. */
async function eventually(what: string, a: TestNode, b: DeviceId, holds: () => boolean): Promise<void> {
  const wait = async (): Promise<void> => {
    while (!holds()) await a.links.ping(b)
  }
  await within(DEADLINE_MS, what, wait())
}

test('two devices that open at once end with one stream, and nothing sent meanwhile is lost or doubled', async ({ start }) => {
  for (let round = 0; round < 5; round++) {
    const [a, b] = await Promise.all([start(), start()])
    const [atA, atB] = [recorder(), recorder()]
    a.links.serve(atA.handler)
    b.links.serve(atB.handler)
    await Promise.all([a.links.learn(b.links.self, b.links.addresses()), b.links.learn(a.links.self, a.links.addresses())])
    a.links.keep(b.links.self)
    b.links.keep(a.links.self)
    const numbers = Array.from({ length: 200 }, (_, n) => String(n))
    const sending = numbers.flatMap(n => [a.links.send(b.links.self, envelope(n)), b.links.send(a.links.self, envelope(n))])
    await within(DEADLINE_MS, 'all acknowledgements', Promise.all(sending))
    for (const seen of [atA, atB]) assert.equal(new Set(seen.texts()).size, seen.texts().length)
    assert.equal([atA.texts().length, atB.texts().length], [200, 200])
    await eventually('one stream', a, b.links.self, () => directStreams(a) === 1 && directStreams(b) === 1)
    assert.is(await codeOf(a.links.send(b.links.self, envelope('after'))), 'ok')
    assert.is(await codeOf(b.links.send(a.links.self, envelope('after'))), 'ok')
  }
})

test('a kept device that comes back on another port and dials is linked again', async ({ start }) => {
  const seed = newSeed()
  const a = await start()
  const before = await start({ seed })
  await a.links.learn(before.links.self, before.links.addresses())
  const first = up(a.links)
  a.links.keep(before.links.self)
  await first
  const gone = up(a.links, 'link:down')
  await before.crash()
  await gone
  const again = up(a.links)
  const after = await start({ seed })
  after.links.serve(recorder().handler)
  await after.links.learn(a.links.self, a.links.addresses())
  after.links.keep(a.links.self)
  await again
  assert.is(await codeOf(a.links.send(after.links.self, envelope('welcome back'))), 'ok')
})

test('an address that is learnt is tried at once, without waiting for the next retry', async ({ start }) => {
  const seed = newSeed()
  const a = await start()
  const before = await start({ seed })
  await a.links.learn(before.links.self, before.links.addresses())
  const first = up(a.links)
  a.links.keep(before.links.self)
  await first
  const gone = up(a.links, 'link:down')
  await before.crash()
  await gone
  const after = await start({ seed })
  const again = up(a.links)
  await a.links.learn(after.links.self, after.links.addresses())
  await again
})

test('an address that libp2p finds by itself is tried at once', async ({ start }) => {
  const seed = newSeed()
  const a = await start()
  const before = await start({ seed })
  await a.links.learn(before.links.self, before.links.addresses())
  const first = up(a.links)
  a.links.keep(before.links.self)
  await first
  const gone = up(a.links, 'link:down')
  await before.crash()
  await gone
  const after = await start({ seed })
  const again = up(a.links)
  // As mDNS and identify do.
  await a.libp2p.peerStore.merge(after.libp2p.peerId, { multiaddrs: after.libp2p.getMultiaddrs() })
  await again
})

test('whoever gives up need not wait for the dial, which goes on past an address that swallows all', async ({ start }) => {
  const [a, b] = await Promise.all([start(), start()])
  b.links.serve(recorder().handler)
  const silent = createServer(socket => socket.on('error', () => undefined))
    .listen(0, '127.0.0.1')
    .unref()
  const dialled = once(silent, 'connection')
  await once(silent, 'listening')
  await a.links.learn(b.links.self, [`/ip4/127.0.0.1/tcp/${(silent.address() as AddressInfo).port}`])
  const patience = new AbortController()
  const waiting = codeOf(a.links.request(b.links.self, 'sync', new Uint8Array(1), { signal: patience.signal }))
  await within(DEADLINE_MS, 'the dial', dialled)
  patience.abort()
  assert.is(await within(1_000, 'the end of the request', waiting), 'ERR_ABORTED')
  await a.links.learn(b.links.self, b.links.addresses())
  await codeOf(a.links.send(b.links.self, envelope('may come too early')))
  assert.is(await codeOf(a.links.send(b.links.self, envelope('by the other address'))), 'ok')
})

test('a connection that breaks is dialled again by itself', async ({ start }) => {
  const [a, b] = await Promise.all([start(), start()])
  await a.links.learn(b.links.self, b.links.addresses())
  const first = up(a.links)
  a.links.keep(b.links.self)
  await first
  for (const event of ['link:down', 'link:up'] as const) {
    const told = up(a.links, event)
    if (event === 'link:down') for (const connection of b.libp2p.getConnections()) connection.abort(new Error('cut'))
    await told
  }
})

test('a device that is let go is not dialled again', async ({ start }) => {
  const delaysMs: number[] = []
  const clock: Clock = {
    now: () => systemClock.now(),
    after(delayMs, run) {
      delaysMs.push(delayMs)
      return systemClock.after(delayMs, run)
    }
  }
  const [a, b] = await Promise.all([start({ clock }), start()])
  await a.links.learn(b.links.self, b.links.addresses())
  const cut = async (): Promise<void> => {
    const gone = up(a.links, 'link:down')
    for (const connection of b.libp2p.getConnections()) connection.abort(new Error('cut'))
    await gone
  }
  const retries = (): number => delaysMs.filter(delayMs => delayMs !== 1_000).length
  const first = up(a.links)
  const letGo = a.links.keep(b.links.self)
  await first
  const second = up(a.links)
  await cut()
  await second
  const retriesWhileKept = retries()
  assert.ok(retriesWhileKept > 0)
  letGo()
  await cut()
  assert.is(retries(), retriesWhileKept)
})

test('a peer whose machine vanished is noticed, and found again where else it is known to be', async ({ start }) => {
  const [a, b] = await Promise.all([start({ clock: fastClock(5) }), start()])
  b.links.serve(recorder().handler)
  const gate = await openGate(hostAndPort(b.links.addresses()[0] ?? '').port)
  await a.links.learn(b.links.self, [gate.address])
  const first = up(a.links)
  a.links.keep(b.links.self)
  await first
  const gone = up(a.links, 'link:down')
  gate.freeze()
  const lost = codeOf(a.links.send(b.links.self, envelope('into the void')))
  await gone
  assert.is(await lost, 'ERR_UNREACHABLE')
  const again = up(a.links)
  await a.links.learn(b.links.self, b.links.addresses())
  await again
  assert.is(await codeOf(a.links.send(b.links.self, envelope('there you are'))), 'ok')
  gate.close()
})

test('who wakes up asks at once who is still there, and dials anew whoever does not answer', async ({ start }) => {
  const seconds = 1_000
  const sped = fastClock(10)
  const asleep: Clock = {
    now: () => sped.now(),
    after: (delayMs, run) => (delayMs === seconds ? () => undefined : sped.after(delayMs, run))
  }
  const [a, b, c] = await Promise.all([start({ clock: asleep }), start(), start()])
  for (const { links } of [b, c]) links.serve(recorder().handler)
  const gate = await openGate(hostAndPort(b.links.addresses()[0] ?? '').port)
  await a.links.learn(b.links.self, [gate.address])
  await a.links.learn(c.links.self, c.links.addresses())
  for (const { links } of [b, c]) {
    const linked = up(a.links)
    a.links.keep(links.self)
    await linked
  }
  gate.freeze()
  await a.links.learn(b.links.self, b.links.addresses())
  const [gone, again] = [up(a.links, 'link:down'), up(a.links)]
  a.links.wake()
  await gone
  assert.not.ok(a.links.isUp(b.links.self))
  await again
  assert.is(await codeOf(a.links.send(b.links.self, envelope('good morning'))), 'ok')
  assert.is(await codeOf(a.links.send(c.links.self, envelope('still here'))), 'ok')
  gate.close()
})

test('what an earlier run left half open does not stand in the way of the next one, and who follows the link hears of both', async ({
  start
}) => {
  const [seed, a] = [newSeed(), await start()]
  const before = await start({ seed })
  const gate = await openGate(hostAndPort(a.links.addresses()[0] ?? '').port)
  await before.links.learn(a.links.self, [gate.address])
  const first = up(a.links)
  await before.links.send(a.links.self, envelope('x')).catch(() => undefined) // nobody serves it; the link is what counts
  await first
  gate.freeze()
  const stuck = codeOf(a.links.send(before.links.self, envelope('to the earlier run')))
  await before.crash()
  a.links.serve(recorder().handler)
  const after = await start({ seed })
  after.links.serve(recorder().handler)
  await after.links.learn(a.links.self, a.links.addresses())
  const told = [up(a.links, 'link:down'), up(a.links)]
  assert.is(await codeOf(after.links.send(a.links.self, envelope('I am new'))), 'ok')
  assert.is(await stuck, 'ERR_UNREACHABLE')
  await Promise.all(told)
  assert.is(await codeOf(a.links.send(after.links.self, envelope('I see'))), 'ok')
  gate.close()
})

test('a circuit is used where nothing else is, given up for a direct connection, and the relay may be late', async ({ start }) => {
  const relaySeed = newSeed()
  const early = await startRelay(relaySeed)
  const { address, port } = early
  await early.stop()
  const hidden = await start({ relays: [address], clock: fastClock(10) })
  assert.not.ok(hidden.links.addresses().some(each => each.includes('p2p-circuit')))
  const relay = await startRelay(relaySeed, port)
  await hasCircuit(hidden)
  const circuit = hidden.links.addresses().find(each => each.endsWith('/p2p-circuit'))
  const a = await start()
  hidden.links.serve(recorder().handler)
  await a.links.learn(hidden.links.self, [circuit ?? ''])
  assert.is(await codeOf(a.links.send(hidden.links.self, envelope('through the relay'))), 'ok')
  assert.is(a.links.paths()[0]?.via, 'circuit')
  const direct = hidden.links.addresses().filter(each => !each.includes('p2p-circuit'))
  await hidden.links.learn(a.links.self, a.links.addresses())
  await a.links.learn(hidden.links.self, direct)
  await Promise.all([dialDirectly(a, hidden, direct), dialDirectly(hidden, a, a.links.addresses())])
  await eventually(
    'a direct path',
    a,
    hidden.links.self,
    () => a.links.paths()[0]?.via === 'direct' && hidden.links.paths()[0]?.via === 'direct'
  )
  assert.is(await codeOf(a.links.send(hidden.links.self, envelope('directly'))), 'ok')
  await relay.stop()
})

test('a reservation comes back after its relay restarted', async ({ start }) => {
  const seed = newSeed()
  const relay = await startRelay(seed)
  const node = await start({ relays: [relay.address] })
  await hasCircuit(node)
  const lost = new Promise<void>(resolve => node.libp2p.addEventListener('connection:close', () => resolve(), { once: true }))
  await relay.stop()
  await within(DEADLINE_MS, 'the connection to the relay to close', lost)
  const back = await startRelay(seed, relay.port)
  await hasCircuit(node)
  await back.stop()
})

async function dialDirectly(from: TestNode, to: TestNode, addresses: readonly string[]): Promise<void> {
  await from.libp2p.dial(multiaddr(`${addresses[0]}/p2p/${to.links.self}`), { force: true })
}

function hasCircuit({ libp2p, links }: TestNode): Promise<void> {
  const holds = (): boolean => links.addresses().some(each => each.endsWith('/p2p-circuit'))
  const seen = new Promise<void>(resolve => {
    if (holds()) resolve()
    libp2p.addEventListener('transport:listening', () => holds() && resolve())
  })
  return within(DEADLINE_MS, 'a circuit address', seen)
}

test.run()

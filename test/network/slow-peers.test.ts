import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { concat } from '../../node/base/bytes.js'
import type { ChatError } from '../../node/base/errors.js'
import { encodeFrame } from '../../node/network/link-frame.js'
import { codeOf, envelope, recorder } from '../contract/links.js'
import { within } from '../e2e/deadline.js'
import { envelopeFrame, hello, hostAndPort, startHostile, type Hostile } from './hostile.js'
import { fastClock, startNode, type TestNode } from './nodes.js'

const DEADLINE_MS = 15_000
/** A second of the victim's passes in a tenth of one. */
const TIMES = 10

interface Scene {
  victim: TestNode
  hostile: Hostile
  refusal: Promise<ChatError>
}

const test = suite<Scene>('peers that are slow on purpose')

test.before.each(async scene => {
  scene.victim = await startNode({ clock: fastClock(TIMES) })
  scene.hostile = await startHostile(scene.victim.links)
  scene.refusal = new Promise(resolve => scene.victim.links.on('link:refused', ({ error }) => resolve(error)))
})
test.after.each(async ({ victim, hostile }) => {
  await hostile.stop()
  await victim.stop()
})

async function isCutOff({ hostile, refusal }: Scene, message: RegExp): Promise<void> {
  const error = await within(DEADLINE_MS, 'the refusal', refusal)
  assert.is(error.code, 'ERR_TIMEOUT')
  assert.match(error.message, message)
  await within(DEADLINE_MS, 'the connection to close', hostile.hungUp())
}

test('a stream without a hello is cut off', async scene => {
  await scene.hostile.stream()
  await isCutOff(scene, /hello/)
})

test('a hello that comes byte by byte is cut off', async scene => {
  const stream = await scene.hostile.stream()
  const bytes = hello()
  let at = 0
  const drip = setInterval(() => stream.status === 'open' && stream.send(bytes.subarray(at, ++at)), 100)
  await isCutOff(scene, /hello/)
  clearInterval(drip)
  assert.ok(at < bytes.length)
})

test('a frame that comes byte by byte is cut off, however lively the peer is', async scene => {
  const stream = await scene.hostile.stream()
  const bytes = concat([hello(), envelopeFrame(1, 10_000)])
  let at = hello().length
  stream.send(bytes.subarray(0, at))
  const drip = setInterval(() => stream.status === 'open' && stream.send(bytes.subarray(at, ++at)), 20)
  await isCutOff(scene, /began and did not end/)
  clearInterval(drip)
})

test('a peer that does not read is cut off, and what is kept for it is bounded', async scene => {
  const big = new Uint8Array(70_000)
  let served = 0
  scene.victim.links.serve({
    envelopes: async (_from, envelopes) => envelopes.map(() => 'durable'),
    request: async () => {
      served++
      return big
    }
  })
  const stream = await scene.hostile.stream()
  stream.addEventListener('message', () => undefined)
  stream.pause()
  stream.send(hello())
  for (let id = 1; id <= 1_000; id++) stream.send(encodeFrame({ request: { id, kind: 3, body: new Uint8Array(0) } }))
  // It stays lively, so that only its not reading can be what ends it.
  const pings = setInterval(() => stream.status === 'open' && stream.send(encodeFrame({ ping: { number: 1 } })), 50)
  await isCutOff(scene, /does not read/)
  clearInterval(pings)
  assert.ok(served < 100, `${served} answers of 70 kB were made for nobody`)
})

test('a peer that falls silent is noticed, and what waits for it fails', async ({ victim, hostile }) => {
  const stream = await hostile.stream()
  const linked = new Promise<string>(resolve => victim.links.on('link:up', ({ device }) => resolve(device)))
  stream.send(hello())
  const device = (await within(DEADLINE_MS, 'the link', linked)) as Parameters<TestNode['links']['isUp']>[0]
  assert.is(await codeOf(victim.links.send(device, envelope('anyone?'))), 'ERR_UNREACHABLE')
  assert.not(victim.links.isUp(device))
})

test('an answer that never comes is late after half a minute, and the link stays', async ({ victim, hostile }) => {
  const honest = await startNode()
  honest.links.serve({ ...recorder().handler, envelopes: () => new Promise(() => undefined) })
  await victim.links.learn(honest.links.self, honest.links.addresses())
  assert.is(await codeOf(victim.links.send(honest.links.self, envelope('x'))), 'ERR_TIMEOUT')
  assert.ok(victim.links.isUp(honest.links.self))
  await honest.stop()
  await hostile.stop()
})

test('thirty silent sockets do not keep ten honest peers out', async ({ victim }) => {
  const { host, port } = hostAndPort(victim.links.addresses()[0] ?? '')
  const closed: Promise<void>[] = []
  const sockets = await Promise.all(
    Array.from({ length: 30 }, async () => {
      const socket: Socket = connect({ host, port })
      await new Promise(resolve => socket.once('connect', resolve))
      closed.push(new Promise(resolve => socket.on('error', () => undefined).once('close', () => resolve())))
      socket.resume()
      return socket
    })
  )
  victim.links.serve(recorder().handler)
  const honest = await Promise.all(Array.from({ length: 10 }, () => startNode()))
  const outcomes = await Promise.all(
    honest.map(async ({ links }) => {
      await links.learn(victim.links.self, victim.links.addresses())
      return codeOf(links.send(victim.links.self, envelope('let me in')))
    })
  )
  assert.equal(
    outcomes,
    honest.map(() => 'ok')
  )
  await within(DEADLINE_MS, 'the silent sockets to be closed', Promise.all(closed))
  for (const socket of sockets) socket.destroy()
  await Promise.all(honest.map(each => each.stop()))
})

test('a hundred attacks leave nothing behind', async ({ victim }) => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const heapAfter = async (attacks: number): Promise<number> => {
    for (let n = 0; n < attacks; n++) {
      const attacker = await startHostile(victim.links)
      const stream = await attacker.stream().catch(async () => {
        await pause(1_100) // the bucket of this address was empty
        return attacker.stream()
      })
      stream.send(concat([hello(), envelopeFrame(1, 60_000), envelopeFrame(2, 60_000).subarray(0, 50_000)]))
      stream.send(n % 2 === 0 ? new Uint8Array(60_000).fill(0xff) : new Uint8Array(1))
      await stream.close()
      await within(DEADLINE_MS, 'the connection to close', attacker.hungUp())
      await attacker.stop()
    }
    for (let round = 0; round < 3; round++) {
      await new Promise(resolve => setImmediate(resolve))
      collect()
    }
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  await heapAfter(20)
  const before = await heapAfter(20)
  const after = await heapAfter(80)
  assert.is(victim.links.paths().length, 0)
  // 80 attacks of 170 kB each; what libp2p itself remembers of 80 peers is the rest.
  assert.ok(after - before < 3_000_000, `grew by ${after - before} bytes`)
})

test.run()

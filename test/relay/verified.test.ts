import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Envelope } from '../../node/network/links.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { connect, connectMember, newLog, type Client, type TestLog } from './client.js'
import { startRelay, type TestRelay } from './relays.js'

interface Scene {
  /** Signatures that the relay has verified. */
  verified: number
  relay: TestRelay
  ada: Client
  bob: Client
  log: TestLog
}

const BULK = 512

const test = suite<Scene>('what a relay verifies of what is appended')

test.before.each(async scene => {
  const primitives = createNodePrimitives()
  scene.verified = 0
  scene.relay = await startRelay({
    primitives: {
      ...primitives,
      verify(...signed) {
        scene.verified++
        return primitives.verify(...signed)
      }
    }
  })
  scene.ada = await connectMember(scene.relay)
  scene.bob = await connect(scene.relay)
  scene.log = await newLog()
  await scene.ada.open(scene.log)
})
test.after.each(async ({ relay, ada, bob }) => {
  await ada.stop()
  await bob.stop()
  await relay.stop()
})

const bulk = (log: TestLog): Promise<Envelope[]> => Promise.all(Array.from({ length: BULK }, (_, at) => log.envelope(`${at}`)))

function damaged({ log, bytes }: Envelope): Envelope {
  const signature = bytes.slice()
  signature[bytes.length - 1] = (signature[bytes.length - 1] ?? 0) ^ 1
  return { log, bytes: signature }
}

test('is everything, of who has proven nothing over this link', async scene => {
  const before = scene.verified
  const codes = await scene.bob.append(...(await bulk(scene.log)))
  assert.ok(codes.every(code => code === 'ok'))
  assert.is(scene.verified - before, BULK)
})

test('is a sample, of who has proven that they hold the key: everything is kept, and what comes alone is looked at', async scene => {
  const { ada, log } = scene
  await ada.subscribe(log)
  const before = scene.verified
  const codes = await ada.append(...(await bulk(log)))
  assert.ok(codes.every(code => code === 'ok'))
  assert.ok(scene.verified - before < BULK / 4, `${scene.verified - before} of ${BULK}`)
  assert.is((await ada.read(log, { most: 1 })).newest, BULK)
  assert.equal(await ada.append(damaged(await log.envelope('alone'))), ['ERR_SIGNATURE'])
})

test('is all that comes together, of who has proven it and signs wrongly: nothing of it is kept', async scene => {
  const { ada, log } = scene
  await ada.subscribe(log)
  const codes = await ada.append(...(await bulk(log)).slice(0, 32).map(damaged))
  assert.ok(codes.every(code => code === 'ERR_SIGNATURE'))
  assert.is((await ada.read(log)).newest, 0)
})

test('is everything, of who has appended before, and of who has proven it before a new hello', async scene => {
  const { ada, bob, log } = scene
  assert.equal(await bob.append(await log.envelope('by somebody who has the key, or has it from who does')), ['ok'])
  const wrong = (await bulk(log)).slice(0, 64).map((envelope, at) => (at === 40 ? damaged(envelope) : envelope))
  const expected = wrong.map((_, at) => (at === 40 ? 'ERR_SIGNATURE' : 'ok'))
  assert.equal(await bob.append(...wrong), expected)
  await ada.subscribe(log)
  await ada.hello()
  assert.equal(await ada.append(...wrong), expected)
})

test.run()

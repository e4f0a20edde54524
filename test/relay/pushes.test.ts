import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex } from '../../node/base/bytes.js'
import { RelayUnsubscribe } from '../../node/wire/generated/relay.js'
import { within } from '../e2e/deadline.js'
import { connect, connectMember, newLog, type Client, type TestLog } from './client.js'
import { signal, startRelay, type TestRelay } from './relays.js'

const DEADLINE_MS = 15_000

interface Scene {
  relay: TestRelay
  writer: Client
  reader: Client
  log: TestLog
}

const test = suite<Scene>('pushes of a relay')

test.before.each(async scene => {
  scene.relay = await startRelay()
  scene.writer = await connectMember(scene.relay)
  scene.reader = await connect(scene.relay)
  scene.log = await newLog()
  await scene.writer.open(scene.log)
  await scene.reader.subscribe(scene.log)
})
test.after.each(async ({ relay, writer, reader }) => {
  await writer.stop()
  await reader.stop()
  await relay.stop()
})

async function write({ writer, log }: Scene, count: number, name = ''): Promise<void> {
  const envelopes = await Promise.all(Array.from({ length: count }, (_, at) => log.envelope(`${name} ${at}`)))
  assert.ok((await writer.append(...envelopes)).every(code => code === 'ok'))
}

const placesOf = ({ pushed }: Client): readonly (number | undefined)[] => pushed.map(({ place }) => place)

test('come in the order of their places, each once', async scene => {
  await write(scene, 40)
  await within(DEADLINE_MS, 'the pushes', scene.reader.hears(40))
  assert.equal(
    placesOf(scene.reader),
    Array.from({ length: 40 }, (_, at) => at + 1)
  )
})

test('are left out for a device that takes none: it hears of the newest, reads, and is told everything again', async scene => {
  const { reader, log } = scene
  const letGo = signal()
  reader.holdPushes(letGo.fired)
  for (let round = 0; round < 10; round++) await write(scene, 50, `round ${round}`)
  reader.holdPushes(undefined)
  letGo.fire()
  await within(
    DEADLINE_MS,
    'the newest',
    (async () => {
      for (let heard = 1; !placesOf(reader).includes(500); heard = reader.pushed.length + 1) await reader.hears(heard)
    })()
  )
  assert.ok(reader.pushed.length <= 130, `${reader.pushed.length} were held for a device that took none`)
  let place = 0
  for (let page = await reader.read(log); page.entries.length > 0; page = await reader.read(log, { place }))
    place = page.entries.at(-1)?.place ?? 0
  assert.is(place, 500)
  const before = reader.pushed.length
  await write(scene, 20, 'after')
  await within(DEADLINE_MS, 'the pushes', reader.hears(before + 20))
  assert.equal(
    placesOf(reader).slice(before),
    Array.from({ length: 20 }, (_, at) => 501 + at)
  )
})

test('to one slow device keep nothing from another, nor from the writer', async scene => {
  const slow = await connect(scene.relay)
  await slow.subscribe(scene.log)
  const letGo = signal()
  slow.holdPushes(letGo.fired)
  for (let round = 0; round < 10; round++) {
    await write(scene, 30, `round ${round}`)
    await within(DEADLINE_MS, 'the pushes', scene.reader.hears(30 * (round + 1)))
  }
  assert.is(scene.reader.pushed.length, 300)
  letGo.fire()
  await slow.stop()
})

test('end with unsubscribe, with the link, and with the next hello', async scene => {
  const { relay, reader, log } = scene
  assert.is(relay.relay.counts().subscriptions, 1)
  await reader.hello()
  assert.is(relay.relay.counts().subscriptions, 0)
  await reader.subscribe(log)

  await reader.ask('unsubscribe', RelayUnsubscribe.encode({ logs: [fromHex(log.id)] }))
  assert.is(relay.relay.counts().subscriptions, 0)
  const other = await connect(relay)
  await other.subscribe(log)
  assert.is(relay.relay.counts().subscriptions, 1)
  await other.stop()
  await within(
    DEADLINE_MS,
    'the session to end',
    (async () => {
      while (relay.relay.counts().links > 2) await new Promise(resolve => setImmediate(resolve))
    })()
  )
  assert.is(relay.relay.counts().subscriptions, 0)
})

test.run()

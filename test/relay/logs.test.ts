import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { equals } from '../../node/base/bytes.js'
import { connect, connectMember, newLog, type Client } from './client.js'
import { startRelay, type TestRelay } from './relays.js'

interface Scene {
  relay: TestRelay
  ada: Client
  bob: Client
}

const test = suite<Scene>('logs at a relay')

test.before(async scene => {
  scene.relay = await startRelay()
  scene.ada = await connectMember(scene.relay)
  scene.bob = await connect(scene.relay)
})
test.after(async ({ relay, ada, bob }) => {
  await ada.stop()
  await bob.stop()
  await relay.stop()
})

test('what a member of an epoch appends is read by another, in order, and again by a repeat', async ({ ada, bob }) => {
  const log = await newLog()
  assert.is(await ada.open(log), 'ok')
  const envelopes = await Promise.all(['one', 'two', 'three'].map(text => log.envelope(text)))
  assert.equal(await bob.append(...envelopes), ['ok', 'ok', 'ok'])
  assert.equal(await ada.append(...envelopes), ['ok', 'ok', 'ok'])
  const page = await ada.read(log)
  assert.equal([page.newest, page.oldest], [3, 1])
  assert.equal(
    page.entries.map(({ place, envelope }) => [place, equals(envelope, envelopes[place - 1]?.bytes ?? new Uint8Array())]),
    [
      [1, true],
      [2, true],
      [3, true]
    ]
  )
})

test('a subscriber is told at once, with places, and whoever appended it without the bytes', async ({ ada, bob }) => {
  const log = await newLog()
  await ada.open(log)
  assert.equal((await ada.subscribe(log)).states, [{ refusal: '', newest: 0 }])
  await bob.subscribe(log)
  const envelope = await log.envelope('news')
  const before = [ada.pushed.length, bob.pushed.length] as const
  assert.equal(await bob.append(envelope), ['ok'])
  await ada.hears(before[0] + 1)
  await bob.hears(before[1] + 1)
  assert.equal(ada.pushed.at(-1), { ...envelope, place: 1 })
  assert.equal(bob.pushed.at(-1), { log: log.id, bytes: new Uint8Array(0), place: 1 })
})

test('a child log is opened by whoever can sign for both', async ({ ada, bob }) => {
  const [parent, child] = [await newLog(), await newLog()]
  await ada.open(parent)
  assert.is(await bob.child(parent, child), 'ok')
  assert.equal(await bob.append(await child.envelope('next')), ['ok'])
})

test.run()

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import { EXIT } from '../../node/host/terminal/exit-code.js'
import type { Envelope } from '../../node/network/links.js'
import { openLevelStore } from '../../node/store/level.js'
import { allEntries, logOf, allLogs } from '../../relay/keyspace.js'
import { databaseIn, openRelayFolder } from '../../relay/relay-storage.js'
import { within } from '../e2e/deadline.js'
import { connectMember, newLog, type Client, type TestLog } from './client.js'
import { relayOn, runRelay, said } from './relay-process.js'
import { signal } from './relays.js'

const test = suite<{ folder: string }>('parley-relay as a process')
const DEADLINE_MS = 20_000
const ENVELOPES = 400

test.before.each(async context => {
  context.folder = await mkdtemp(join(tmpdir(), 'parley-relay-'))
})
test.after.each(({ folder }) => rm(folder, { recursive: true }))

/** Appends without end, until the relay is gone; `some` fires once there is something acknowledged. */
async function appending(client: Client, log: TestLog): Promise<{ some: Promise<void>; acknowledged: Promise<readonly Envelope[]> }> {
  const envelopes = await Promise.all(Array.from({ length: ENVELOPES }, (_, i) => log.envelope(String(i))))
  const some = signal()
  const sending = envelopes.map(async envelope => {
    const [code] = await client.append(envelope)
    if (code === 'ok') some.fire()
    return code === 'ok' ? [envelope] : []
  })
  return { some: some.fired, acknowledged: Promise.all(sending).then(all => all.flat()) }
}

for (const name of ['SIGTERM', 'SIGINT'] as const) {
  test(`ends with ${name} in the middle of work: exit 0, what it acknowledged is there, and counted right`, async ({ folder }) => {
    const relay = await runRelay(relayOn(folder), '--open')
    const client = await connectMember(relay)
    const log = await newLog()
    await client.open(log)
    const { some, acknowledged } = await appending(client, log)
    await within(DEADLINE_MS, 'an acknowledgement', some)
    assert.is(await within(DEADLINE_MS, 'its end', relay.process.end(name)), EXIT.ok)
    await client.stop()
    const storage = await openRelayFolder(folder)
    const kept = await storage.logs.read(log.id, { place: 0, backwards: false, mostBytes: Infinity, most: Infinity })
    const keptBytes = new Set(kept.map(({ bytes }) => toHex(bytes)))
    const promised = await acknowledged
    assert.ok(promised.length > 0)
    assert.ok(promised.every(({ bytes }) => keptBytes.has(toHex(bytes))))
    assert.equal((await storage.logs.recount()).faults, [])
    await storage.close()
  })
}

test('is the same relay and the same storage when it starts again', async ({ folder }) => {
  const seen = new Set<string>()
  for (let start = 0; start < 2; start++) {
    const relay = await runRelay(relayOn(folder), '--open')
    const client = await connectMember(relay)
    seen.add(`${relay.relay.self} ${toHex((await client.hello()).storage)}`)
    await client.stop()
    await relay.process.interrupt()
  }
  assert.is(seen.size, 1)
})

test('is copied in the middle of work; the copy put back is the same relay with a new storage, and all that was acknowledged before', async ({
  folder
}) => {
  const [home, copy] = [join(folder, 'home'), join(folder, 'copy')]
  const parleyRelay = relayOn(home)
  const relay = await runRelay(parleyRelay, '--open')
  const client = await connectMember(relay)
  const log = await newLog()
  await client.open(log)
  const before = await log.envelope('before the copy')
  assert.equal(await client.append(before), ['ok'])
  const { some, acknowledged } = await appending(client, log)
  await within(DEADLINE_MS, 'an acknowledgement', some)
  await said(parleyRelay.run(['backup', copy, '--json']))
  await acknowledged
  const storage = toHex((await client.hello()).storage)
  await client.stop()
  await relay.process.interrupt()

  // Put back over what is there, as somebody in a hurry does.
  await rm(databaseIn(home), { recursive: true })
  await cp(copy, home, { recursive: true })
  const again = await runRelay(parleyRelay, '--open')
  assert.is(again.relay.self, relay.relay.self)
  const reader = await connectMember(again)
  assert.is.not(toHex((await reader.hello()).storage), storage)
  const { entries } = await reader.read(log)
  assert.equal(entries[0]?.envelope, before.bytes)
  await reader.stop()
  await again.process.interrupt()
})

test('is told where its database is damaged', async ({ folder }) => {
  const relay = await runRelay(relayOn(folder), '--open')
  const client = await connectMember(relay)
  const log = await newLog()
  await client.open(log)
  await client.append(await log.envelope('one'), await log.envelope('two'))
  await client.stop()
  await relay.process.interrupt()
  const store = await openLevelStore(databaseIn(folder), { create: false })
  for await (const [logKey] of store.range(allLogs())) {
    for await (const [key] of store.range({ ...allEntries(logOf(logKey)), limit: 1 }))
      await store.batch([{ key, value: undefined }], { durable: true })
  }
  await store.close()
  const { exit, out } = await relayOn(folder).run(['check', '--json'])
  assert.is(exit, EXIT.error)
  assert.match((JSON.parse(out) as { faults: string[] }).faults.join(), 'place 1 is missing')
})

test.run()

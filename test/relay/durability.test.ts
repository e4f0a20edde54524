import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { toHex } from '../../node/base/bytes.js'
import type { DeviceId } from '../../node/base/ids.js'
import type { Envelope } from '../../node/network/links.js'
import { isKept, openLog, placesOf, ADA, ANY, LOG } from '../contract/log-store.js'
import { createOriginalFile } from '../../relay/original-file.js'
import { smallFileContract } from '../contract/small-file.js'
import { within } from '../e2e/deadline.js'
import { faultyDisk } from '../faults/faulty-disk.js'
import { connectMember, newLog } from './client.js'
import { newRelayFolder, signal, startRelay } from './relays.js'

const DEADLINE_MS = 20_000
const PROCESS = fileURLToPath(new URL('kept-relay.js', import.meta.url))

const test = suite('what a relay has acknowledged')
const disk = faultyDisk()

interface RelayProcess {
  readonly relay: { readonly self: DeviceId }
  readonly addresses: readonly string[]
  kill(): Promise<void>
}

async function startProcess(folder: string): Promise<RelayProcess> {
  const child = fork(PROCESS, [folder])
  const [{ self, addresses }] = (await once(child, 'message')) as [{ self: DeviceId; addresses: string[] }]
  return {
    relay: { self },
    addresses,
    async kill() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    }
  }
}

test('is there after kill -9 in the middle of it, its counters are right, and its storage is the same', async () => {
  const place = await newRelayFolder()
  const logs = await Promise.all(Array.from({ length: 3 }, () => newLog()))
  const acknowledged: Envelope[] = []
  const texts = Array.from({ length: 100 }, (_, at) => String(at))
  let storage = ''
  for (let round = 0; round < 3; round++) {
    const running = await startProcess(place.folder)
    const client = await connectMember(running)
    storage ||= toHex((await client.hello()).storage)
    assert.is(toHex((await client.hello()).storage), storage)
    for (const log of logs) await client.open(log)
    const envelopes = await Promise.all(texts.flatMap(text => logs.map(log => log.envelope(`${round} ${text}`))))
    const first = signal()
    const sending = envelopes.map(async envelope => {
      const [code] = await client.append(envelope)
      if (code !== 'ok') return
      acknowledged.push(envelope)
      first.fire()
    })
    await within(DEADLINE_MS, 'an acknowledgement', first.fired)
    await running.kill()
    await client.stop()
    await Promise.all(sending)
  }
  const { logs: store, close } = await place.open()
  assert.equal((await store.recount()).faults, [])
  assert.ok(acknowledged.length >= 3)
  for (const { log, bytes } of acknowledged) assert.ok(await isKept(store, log, bytes), 'it is there')
  await close()
  await place.remove()
})

test('is nothing while the disk refuses: busy, and taken once it does not', async () => {
  const place = await newRelayFolder()
  const running = await startRelay({ storage: await place.open() })
  const client = await connectMember(running)
  const [log, other] = [await newLog(), await newLog()]
  await client.open(log)
  const envelopes = await Promise.all(['one', 'two', 'three'].map(text => log.envelope(text)))
  disk.disturb({ kind: 'refuse' })
  assert.equal(await client.append(...envelopes), ['ERR_BUSY', 'ERR_BUSY', 'ERR_BUSY'])
  assert.is(await client.open(other), 'ERR_BUSY')
  assert.ok(disk.hits() > 0)
  disk.disturb(undefined)
  assert.is((await client.read(log)).newest, 0)
  assert.equal(await client.append(...envelopes), ['ok', 'ok', 'ok'])
  assert.is(await client.open(other), 'ok')
  assert.is((await client.read(log)).newest, 3)
  assert.equal((await running.relay.recount()).faults, [])
  await client.stop()
  await running.stop()
  await place.remove()
})

test('is missing after a disk that lied: this test would notice', async () => {
  const place = await newRelayFolder()
  const first = await place.open()
  await openLog(first.logs, LOG, ADA)
  disk.disturb({ kind: 'lie' })
  assert.equal(placesOf(await first.logs.append(LOG, [new Uint8Array(9)], ANY)), [1])
  disk.disturb(undefined)
  await first.close()
  const second = await place.open()
  assert.equal(placesOf(await second.logs.append(LOG, [new Uint8Array(9)], ANY)), [1], 'taken as if it were new')
  await second.close()
  await place.remove()
})

smallFileContract('the original of a small file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-original-'))
  await writeFile(join(folder, 'beside'), '')
  return {
    open: () => createOriginalFile(join(folder, 'original'), join(folder, 'beside')),
    remove: () => rm(folder, { recursive: true })
  }
})

const storages = suite('the id of a storage')

async function idAfter(
  place: Awaited<ReturnType<typeof newRelayFolder>>,
  doing: (opened: Awaited<ReturnType<typeof place.open>>) => Promise<void> = async () => undefined
): Promise<string> {
  const opened = await place.open()
  const id = toHex(opened.logs.storage)
  await doing(opened)
  await opened.close()
  return id
}

storages('stays through restarts', async () => {
  const place = await newRelayFolder()
  const id = await idAfter(place)
  assert.equal([await idAfter(place), await idAfter(place)], [id, id])
  await place.remove()
})

storages('changes when an older copy of the database is put back, also one of the same run', async () => {
  const place = await newRelayFolder()
  const [db, copy] = [join(place.folder, 'db'), join(place.folder, 'copy')]
  const id = await idAfter(place, async () => cp(db, copy, { recursive: true }))
  await rm(db, { recursive: true })
  await cp(copy, db, { recursive: true })
  const restored = await idAfter(place)
  assert.is.not(restored, id)
  assert.is(await idAfter(place), restored)
  await place.remove()
})

storages('changes when the whole folder is copied back, with its times or without, from a stop or from the middle of a run', async () => {
  const place = await newRelayFolder()
  const backup = `${place.folder}-backup`
  for (const preserveTimestamps of [true, false]) {
    for (const isRunning of [false, true]) {
      const copyAway = () => cp(place.folder, backup, { recursive: true, preserveTimestamps })
      const id = await idAfter(place, async () => (isRunning ? copyAway() : undefined))
      if (!isRunning) await copyAway()
      // With nothing in between: no mark has changed since.
      await rm(place.folder, { recursive: true })
      await cp(backup, place.folder, { recursive: true, preserveTimestamps })
      await rm(backup, { recursive: true })
      const restored = await idAfter(place)
      assert.is.not(restored, id, `restored ${JSON.stringify({ preserveTimestamps, isRunning })}`)
      assert.is(await idAfter(place), restored)
    }
  }
  await place.remove()
})

storages('changes when the database alone is put back after a kill, within the minutes in which no mark has changed', async () => {
  const place = await newRelayFolder()
  const [db, copy] = [join(place.folder, 'db'), join(place.folder, 'copy')]
  const running = await startProcess(place.folder)
  const client = await connectMember(running)
  const id = toHex((await client.hello()).storage)
  await cp(db, copy, { recursive: true, preserveTimestamps: true })
  const log = await newLog()
  await client.open(log)
  await client.append(await log.envelope('after the copy'))
  await running.kill()
  await client.stop()
  await rm(db, { recursive: true })
  await cp(copy, db, { recursive: true, preserveTimestamps: true })
  assert.is.not(await idAfter(place), id)
  await place.remove()
})

storages('stays when the folder is moved', async () => {
  const place = await newRelayFolder()
  const id = await idAfter(place)
  await rename(place.folder, `${place.folder}-elsewhere`)
  await rename(`${place.folder}-elsewhere`, place.folder)
  assert.is(await idAfter(place), id)
  await place.remove()
})

storages('changes when the database or the mark beside it is gone', async () => {
  const place = await newRelayFolder()
  const id = await idAfter(place)
  await rm(join(place.folder, 'db'), { recursive: true })
  const wiped = await idAfter(place)
  await rm(join(place.folder, 'mark'))
  const copied = await idAfter(place)
  assert.is(new Set([id, wiped, copied]).size, 3)
  await place.remove()
})

test.run()
storages.run()

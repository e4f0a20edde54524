import { once } from 'node:events'
import { appendFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { equals, toHex } from '../../node/base/bytes.js'
import { systemClock } from '../../node/base/clock.js'
import type { LogId } from '../../node/base/ids.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { createSmallFile } from '../../node/host/small-file.js'
import { readInvite } from '../../node/identity/invite-link.js'
import { newPhrase, phraseEntropy } from '../../node/identity/phrase.js'
import { openLevelStore } from '../../node/store/level.js'
import { openSealedStore } from '../../node/store/open-sealed-store.js'
import { openVault } from '../../node/store/vault.js'
import { OutboxRecord } from '../../node/wire/generated/records.js'
import { databaseIn, openRelayFolder } from '../../relay/relay-storage.js'
import { acquaint, wholeHistory } from './acquaint.js'
import { createCanary, searchBytes, searchFiles } from './canary.js'
import { scene } from './harness.js'
import type { Person } from './person.js'
import { LOOPBACK, type RelayProcess } from './relay-process.js'

const test = suite('what relays keep')
const primitives = createNodePrimitives()
const DEADLINE_MS = 20_000

/** What the newest row of somebody's outbox holds, from their disk. Not while their daemon runs. */
async function newestRow({ profile }: Person): Promise<{ readonly log: LogId; readonly envelope: Uint8Array }> {
  const vault = await openVault({ file: createSmallFile(join(profile, 'vault')), primitives, passphrase: undefined })
  const store = await openSealedStore({
    store: await openLevelStore(join(profile, 'db'), { create: false }),
    epochKeyFile: createSmallFile(join(profile, 'epoch-keys')),
    storeKeys: vault.storeKeys,
    primitives,
    clock: systemClock
  })
  try {
    const rows: OutboxRecord[] = []
    for await (const [, value] of store.range(store.keys.outbox())) rows.push(OutboxRecord.decode(value))
    const newest = rows.filter(({ firstSeq }) => firstSeq > 0).at(-1)
    if (newest === undefined) throw new Error('nothing waits in that outbox')
    return { log: toHex(newest.log) as LogId, envelope: newest.envelope }
  } finally {
    await store.close()
  }
}

/** Whether an envelope stands in its log on a relay's disk. Not while the relay runs. */
async function hasOnDisk({ folder }: RelayProcess, { log, envelope }: { log: LogId; envelope: Uint8Array }): Promise<boolean> {
  const storage = await openRelayFolder(folder)
  try {
    const kept = await storage.logs.read(log, { place: 0, backwards: false, mostBytes: Infinity, most: Infinity })
    return kept.some(({ bytes }) => equals(bytes, envelope))
  } finally {
    await storage.close()
  }
}

scene(test, 'stored names the relays on whose disks the envelope is, and no other', async stage => {
  const relays = [await stage.relay(), await stage.relay(), await stage.relay()] as const
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')]
  await ada.run('relay', 'add', relays[0].address)
  for (const relay of relays.slice(1)) await bob.run('relay', 'add', relay.address)
  const { uri } = await ada.api.createInvite({})
  const { chat } = await acquaint(ada, bob, uri, 'Hello')
  await ada.stop()
  await relays[2].stop()
  const { id } = await bob.api.send({ chat, text: 'for later' })
  await bob.events.next('message:state', ({ message, state }) => message === id && state === 'stored')
  const { because } = await bob.api.why({ message: id })
  const named = because.flatMap(({ what }) => /^stored on relay (\S+)$/.exec(what)?.[1] ?? [])
  assert.equal(named.toSorted(), [relays[0].id, relays[1].id].toSorted())
  await bob.stop()
  const row = await newestRow(bob)
  for (const relay of relays) {
    await relay.stop()
    assert.is(await hasOnDisk(relay, row), named.includes(relay.id), relay.id)
  }
})

/** All that a relay shows of itself: files as they lie, its database as it reads, what it wrote and what it measured. */
interface Shown {
  readonly folder: string
  readonly output: string
  readonly metrics: string
}

/** A secret: a text in any spelling, or bytes as they are. */
type Secret = string | Uint8Array

/** LevelDB may cut or compress what lies in its files, so its records are searched as they are read, too. */
async function leaksOf(secrets: readonly Secret[], { folder, output, metrics }: Shown): Promise<string[]> {
  const records: Uint8Array[] = []
  const store = await openLevelStore(databaseIn(folder), { create: false })
  for await (const [key, value] of store.range({})) records.push(key, value)
  await store.close()
  const texts = { records: Buffer.concat(records), output: Buffer.from(output), metrics: Buffer.from(metrics) }
  const found: string[] = []
  for (const secret of secrets) {
    if (typeof secret === 'string') found.push(...(await searchFiles(secret, [folder])).leaks.map(({ where }) => where))
    for (const [where, bytes] of Object.entries(texts)) {
      const spellings = typeof secret === 'string' ? searchBytes(secret, bytes, where).leaks.length : 0
      const isRaw = typeof secret !== 'string' && bytes.includes(Buffer.from(secret))
      if (spellings > 0 || isRaw) found.push(where)
    }
  }
  return [...new Set(found)]
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const metricsAt = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()

/** The last thing that a member does who has told a relay of their invites. */
async function lookedIntoBoxes(port: number, times: number): Promise<void> {
  const until = performance.now() + DEADLINE_MS
  while (performance.now() < until) {
    const [, count] = /^parley_relay_requests_total\{kind="knocks"\} (\d+)$/m.exec(await metricsAt(port)) ?? []
    if (Number(count ?? 0) >= times) return
  }
  throw new Error('the relay did not hear of an invite in time')
}

scene(test, 'relays keep no text, no name, no word of a phrase and no invite, where a planted one is found', async stage => {
  const [text, adasName, bobsName] = [createCanary(), createCanary(), createCanary()]
  const phrase = newPhrase(primitives)
  const phraseFile = join(await stage.folder(), 'words')
  await writeFile(phraseFile, phrase)
  const port = await freePort()
  const relay = await stage.relay({ ...LOOPBACK, monitorPort: port })
  const ada = await stage.person(adasName, { init: ['--phrase-file', phraseFile, '--without-relay'] })
  const bob = await stage.person(bobsName)
  await ada.run('relay', 'add', relay.address)
  await lookedIntoBoxes(port, 1)
  const { uri } = await ada.api.createInvite({})
  const { token } = await readInvite(primitives, uri)
  await lookedIntoBoxes(port, 2)
  // Nobody is there for the other: introduction, messages and receipts all lie at the relay.
  await ada.stop()
  await bob.run('relay', 'add', relay.address)
  await bob.api.add({ invite: uri, message: `hello ${text}` })
  await bob.events.next('message:state', ({ state }) => state === 'stored')
  await bob.stop()
  await ada.start()
  const asking = await ada.events.next('contact:changed', ({ contact }) => contact.state === 'request')
  await ada.api.accept({ contact: asking.contact.account })
  const { message } = await ada.events.next('message:received')
  const { id } = await ada.api.send({ chat: message.chat, text: `welcome ${text}` })
  await ada.events.next('message:state', event => event.message === id && event.state === 'stored')
  await ada.stop()
  await bob.start()
  await bob.events.next('message:received', ({ message: got }) => got.text === `welcome ${text}`)
  assert.is((await wholeHistory(bob.api, message.chat)).length, 2)
  await bob.stop()
  const metrics = await metricsAt(port)
  assert.match(metrics, /parley_relay/)
  await relay.stop()
  const shown: Shown = { folder: relay.folder, output: relay.output(), metrics }
  const secrets = [text, adasName, bobsName, phrase, phraseEntropy(phrase), uri.slice('parley:'.length), token]
  assert.equal(await leaksOf(secrets, shown), [])

  // The same search finds what is there: in a log file, in what it wrote, and in records that LevelDB has compressed.
  const store = await openLevelStore(databaseIn(relay.folder), { create: false })
  for (const [i, secret] of [text, phrase, Buffer.from(token)].entries())
    await store.batch([{ key: Buffer.from(`planted ${i}`), value: Buffer.concat([Buffer.alloc(4_096, 'ab'), Buffer.from(secret)]) }], {
      durable: true
    })
  await store.close()
  await appendFile(join(relay.folder, 'relay.log'), `sealed for ${Buffer.from(`x${adasName}`).toString('base64')}\n`)
  const planted: Shown = {
    ...shown,
    output: `${shown.output}${Buffer.from(uri.slice('parley:'.length)).toString('hex')}`,
    metrics: bobsName
  }
  for (const secret of [text, phrase, token]) assert.ok((await leaksOf([secret], planted)).includes('records'))
  assert.equal(await leaksOf([adasName], planted), [join(relay.folder, 'relay.log')])
  assert.equal(await leaksOf([uri.slice('parley:'.length)], planted), ['output'])
  assert.equal(await leaksOf([bobsName], planted), ['metrics'])
})

test.run()

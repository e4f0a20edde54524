import { createLibp2p } from 'libp2p'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { systemClock } from '../../node/base/clock.js'
import { concat, equals, utf8 } from '../../node/base/bytes.js'
import { libp2pOptions } from '../../node/host/libp2p-options.js'
import type { RunningLibp2p } from '../../node/host/libp2p-node.js'
import {
  createDirectoryRecord,
  directoryAccess,
  directoryKeys,
  directoryPlace,
  readDirectoryRecord,
  RECORD_VALID_MS
} from '../../node/identity/directory.js'
import { createBoundedDatastore } from '../../node/network/bounded-datastore.js'
import { createDirectory } from '../../node/network/directory.js'
import { numberedDevice, primitives } from '../identity/people.js'
import { startDht, startDhtNode, tcpAddressOf, until, type TestDht } from './dht.js'
import { newSeed } from './nodes.js'

interface Context {
  dht: TestDht
  nodes: RunningLibp2p[]
  writer: RunningLibp2p
  reader: RunningLibp2p
}

const SIZE = 20
const DAY_MS = 24 * 3_600_000
const directory = suite<Context>('directory of 20 nodes')
const device = await numberedDevice(9)
let people = 40

async function somebody() {
  const keys = await directoryKeys(primitives, new Uint8Array(32).fill(people++), new Uint8Array(16).fill(1))
  const record = (issuedAtMs: number, text = '/ip4/192.0.2.7/tcp/4001') =>
    createDirectoryRecord(primitives, keys, { issuedAtMs, devices: [{ device: device.id, addresses: [text], seenAtMs: issuedAtMs }] })
  return { access: directoryAccess(keys), place: directoryPlace(keys.key.publicKey), record }
}

const publicKeyOf = ({ peerId }: RunningLibp2p): Uint8Array => peerId.toMultihash().digest

async function finds(node: RunningLibp2p, place: Uint8Array, record: Uint8Array): Promise<boolean> {
  const found = await createDirectory(node.services.dht).find(place)
  return found !== undefined && equals(found, record)
}

async function entered(node: RunningLibp2p): Promise<RunningLibp2p> {
  await until(() => node.services.dht.routingTable.size > 0, 'a node to enter the DHT')
  return node
}

directory.before(async context => {
  context.dht = await startDht(SIZE)
  const { bootstrap } = context.dht
  context.writer = await entered(await startDhtNode({ bootstrap }))
  context.reader = await entered(await startDhtNode({ bootstrap }))
})
directory.after(async ({ dht, writer, reader }) => {
  await Promise.all([writer.stop(), reader.stop()])
  await dht.stop()
})

directory('what one node puts, another finds, who both only knew where to begin', async ({ writer, reader }) => {
  const { access, place, record } = await somebody()
  const nowMs = Date.now()
  const copies = await createDirectory(writer.services.dht).put(place, await record(nowMs))
  assert.ok(copies >= SIZE / 2, `${copies} copies`)
  const found = await createDirectory(reader.services.dht).find(place)
  assert.ok(found)
  const { devices } = await readDirectoryRecord(primitives, access, found, nowMs)
  assert.equal(devices, [{ device: device.id, addresses: ['/ip4/192.0.2.7/tcp/4001'], seenAtMs: nowMs }])
})

directory('nodes that only ask keep nothing for others; those that are told to keep, do', ({ dht, reader }) => {
  assert.not.ok(createDirectory(reader.services.dht).serves())
  for (const node of dht.nodes) assert.ok(createDirectory(node.services.dht).serves())
})

directory('what is forged, expired, too long, of a time to come or out of place is taken by nobody', async ({ writer, reader }) => {
  const [ada, bob] = [await somebody(), await somebody()]
  const nowMs = Date.now()
  const genuine = await ada.record(nowMs)
  const bad: [Uint8Array, Uint8Array][] = [
    [ada.place, genuine.map((byte, i) => (i === genuine.length - 1 ? byte ^ 1 : byte))],
    [bob.place, genuine],
    [ada.place, await ada.record(nowMs - RECORD_VALID_MS - 2 * DAY_MS)],
    [ada.place, await ada.record(nowMs + 2 * DAY_MS)],
    [ada.place, new Uint8Array(20_000)],
    [utf8('/elsewhere/x'), genuine],
    [concat([utf8('/pk/'), writer.peerId.toMultihash().bytes]), publicKeyOf(writer)]
  ]
  for (const [place, value] of bad) assert.is(await createDirectory(writer.services.dht).put(place, value), 0)
  assert.is(await createDirectory(reader.services.dht).find(ada.place), undefined)
  assert.is(await createDirectory(reader.services.dht).find(bob.place), undefined)
})

directory('an old record that is put again displaces none that is newer', async ({ dht, writer, reader }) => {
  const { place, record } = await somebody()
  const nowMs = Date.now()
  const [older, newer] = [await record(nowMs - DAY_MS), await record(nowMs)]
  await createDirectory(writer.services.dht).put(place, newer)
  await createDirectory(reader.services.dht).put(place, older)
  const other = await startDhtNode({ bootstrap: dht.bootstrap })
  try {
    // Neither of the two, whose own copies would do.
    assert.ok(await finds(await entered(other), place, newer))
  } finally {
    await other.stop()
  }
})

directory('a record is found while half of those that have it are gone', async context => {
  const nodes: RunningLibp2p[] = []
  try {
    const { bootstrap } = context.dht
    const [writer, reader] = [await entered(await startDhtNode({ bootstrap })), await entered(await startDhtNode({ bootstrap }))]
    nodes.push(writer, reader)
    const { place, record } = await somebody()
    const value = await record(Date.now())
    const copies = await createDirectory(writer.services.dht).put(place, value)
    const gone = context.dht.nodes.slice(1, 1 + SIZE / 2)
    assert.ok(copies > gone.length)
    await Promise.all(gone.map(async node => node.stop()))
    assert.ok(await finds(reader, place, value))
  } finally {
    await Promise.all(nodes.map(async node => node.stop()))
  }
})

directory('a flood of valid records leaves a node’s memory bounded and the others’ records found', async () => {
  const maxRecordBytes = 30_000
  const seed = newSeed()
  const datastore = createBoundedDatastore(seed, systemClock, { maxRecordBytes, maxPeers: 100 })
  const options = await libp2pOptions({ seed, mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'], dhtServer: true })
  const target = await createLibp2p({ ...options, datastore })
  const attacker = await startDhtNode({ bootstrap: [tcpAddressOf(target) ?? ''] })
  try {
    await entered(attacker)
    const nowMs = Date.now()
    let taken = 0
    for (let i = 0; i < 100; i++) {
      const { place, record } = await somebody()
      taken += await createDirectory(attacker.services.dht).put(place, await record(nowMs))
    }
    assert.is(taken, 100)
    let bytes = 0
    for await (const { value } of datastore.query({ prefix: '/dht' })) bytes += value.length
    assert.ok(bytes > 0 && bytes <= maxRecordBytes, `${bytes} bytes`)
  } finally {
    await attacker.stop()
    await target.stop()
  }
})

directory('an entry point that is down at first is entered by later', async () => {
  const seed = newSeed()
  const first = await startDhtNode({ seed, dhtServer: true })
  const address = tcpAddressOf(first) ?? ''
  await first.stop()
  const late = await startDhtNode({ bootstrap: [address] })
  const listen = [/^\/ip4\/127\.0\.0\.1\/tcp\/\d+/.exec(address)?.[0] ?? '']
  const second = await startDhtNode({ seed, dhtServer: true, listen })
  try {
    await entered(late)
  } finally {
    await late.stop()
    await second.stop()
  }
})

directory.run()

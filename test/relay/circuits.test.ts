import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { multiaddr } from '@multiformats/multiaddr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { within } from '../e2e/deadline.js'
import { connect, connectMember, type Client } from './client.js'
import { relayOn, runRelay, type RunningRelay } from './relay-process.js'

const test = suite('reached through parley-relay')
const DEADLINE_MS = 20_000
const clients: Client[] = []
let folder: string
let relay: RunningRelay

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-relay-'))
  relay = await runRelay(relayOn(folder), '--open', '--circuit-bytes', '64K')
})
test.after.each(async () => {
  for (const client of clients.splice(0)) await client.stop()
})
test.after(async () => {
  await relay.process.interrupt()
  await rm(folder, { recursive: true })
})

async function add(client: Promise<Client>): Promise<Client> {
  clients.push(await client)
  return client
}

const circuitTo = ({ device }: Client) => multiaddr(`${relay.addresses[0]}/p2p/${relay.relay.self}/p2p-circuit/p2p/${device.id}`)

async function isReserved({ libp2p }: Client): Promise<void> {
  const reserved = new Promise<void>(resolve => {
    const look = (): void => void (libp2p.getMultiaddrs().some(address => address.toString().includes('/p2p-circuit')) && resolve())
    libp2p.addEventListener('self:peer:update', look)
    look()
  })
  await within(DEADLINE_MS, 'a reservation', reserved)
}

test('a member that nobody can dial is, by strangers too; what one circuit carries is bounded', async () => {
  const ada = await add(connectMember(relay, { isReachable: true }))
  const stranger = await add(connect(relay, { hello: 'none' }))
  await isReserved(ada)
  const connection = await within(DEADLINE_MS, 'a circuit', stranger.libp2p.dial(circuitTo(ada)))
  assert.is(connection.remotePeer.toString(), ada.device.id)
  const { bytes = 0n } = connection.limits ?? {}
  assert.ok(bytes > 0n && bytes <= 65_536n, String(bytes))
})

test('a stranger is by members alone', async () => {
  const stranger = await add(connect(relay, { hello: 'none', isReachable: true }))
  const other = await add(connect(relay, { hello: 'none' }))
  const member = await add(connectMember(relay))
  await isReserved(stranger)
  assert.is(
    await other.libp2p.dial(circuitTo(stranger)).then(
      () => 'dialled',
      () => 'refused'
    ),
    'refused'
  )
  const connection = await within(DEADLINE_MS, 'a circuit', member.libp2p.dial(circuitTo(stranger)))
  assert.is(connection.remotePeer.toString(), stranger.device.id)
})

test.run()

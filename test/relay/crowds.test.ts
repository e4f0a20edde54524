import '../../node/host/shim.js'
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect as connectSocket, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { multiaddr } from '@multiformats/multiaddr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fromHex } from '../../node/base/bytes.js'
import { startLibp2p } from '../../node/host/libp2p-node.js'
import type { RelayStatus } from '../../relay/control.js'
import { connectControl } from '../../relay/control-socket.js'
import { startRelayHost, type RelayHost } from '../../relay/relay-host.js'
import { within } from '../e2e/deadline.js'
import { newSeed } from '../network/nodes.js'
import { codeOf, connect, connectMember, newLog, type Client, type ReachableRelay } from './client.js'

const DEADLINE_MS = 30_000
/** More than libp2p lets begin at once, and of each address fewer than it takes in a second. */
const [ATTACKERS, SOCKETS_EACH] = [20, 30]
const MONITOR_SOCKETS = 300
const MAX_CONNECTIONS = 16
const STUN_REQUEST = fromHex('000100002112a442b7e7a701bc34d686fa87dfae')

interface Scene {
  folder: string
  relay: RelayHost
  sockets: Socket[]
}

const test = suite<Scene>('crowds at the ports of a relay')

async function begin(scene: Scene, over: { maxConnections?: number } = {}): Promise<void> {
  scene.folder = await mkdtemp(join(tmpdir(), 'parley-relay-'))
  scene.sockets = []
  scene.relay = await startRelayHost({
    folder: scene.folder,
    listen: ['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws'],
    isOpen: true,
    stunPort: 0,
    monitorPort: 0,
    ...over
  })
}

test.after.each(async ({ folder, relay, sockets }) => {
  for (const socket of sockets) socket.destroy()
  await relay.close()
  await rm(folder, { recursive: true })
})

async function statusOf({ folder }: Scene): Promise<RelayStatus> {
  const control = await connectControl(folder, { timeoutMs: DEADLINE_MS, absent: 'it does not run' })
  const status = await control.status()
  control.close()
  return status
}

/** Sockets to a port of this machine from that many addresses of it; every other one says a byte five times a second. */
async function crowd({ sockets }: Scene, port: number, addresses: number, each: number): Promise<void> {
  const opening = Array.from({ length: addresses * each }, async (_, at) => {
    const socket = connectSocket({ host: '127.0.0.1', port, localAddress: `127.0.0.${2 + (at % addresses)}` })
    sockets.push(socket)
    socket.on('error', () => undefined).resume()
    const drip = at % 2 === 0 ? undefined : setInterval(() => socket.write(Uint8Array.of(0x47)), 200)
    socket.once('close', () => clearInterval(drip))
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => undefined) // one that is refused is no use to them
  })
  await within(DEADLINE_MS, 'the crowd', Promise.all(opening))
}

const addressOf = ({ relay }: Scene, isWebSocket: boolean): string =>
  relay.addresses().find(address => address.includes('/ws') === isWebSocket) ?? ''
const portIn = (address: string): number => Number(/\/tcp\/(\d+)/.exec(address)?.[1])

for (const [name, isWebSocket] of [
  ['TCP', false],
  ['WebSocket', true]
] as const) {
  test(`sockets that are silent or drip at the ${name} port keep nobody out: honest dials 10 of 10`, async scene => {
    await begin(scene)
    const address = addressOf(scene, isWebSocket)
    await crowd(scene, portIn(address), ATTACKERS, SOCKETS_EACH)
    const dials: string[] = []
    for (let at = 0; at < 10; at++) {
      const honest = await startLibp2p({ seed: newSeed(), mdns: false, listen: [] })
      dials.push(
        await within(
          DEADLINE_MS,
          'a dial',
          honest.dial(multiaddr(address)).then(() => 'ok', String)
        )
      )
      await honest.stop()
    }
    assert.equal(
      dials,
      dials.map(() => 'ok')
    )
  })
}

test('sockets that are silent or drip at the port for health and metrics keep nobody out: honest requests 10 of 10', async scene => {
  await begin(scene)
  const { monitor = '' } = await statusOf(scene)
  await crowd(scene, Number(new URL(monitor).port), 1, MONITOR_SOCKETS)
  for (let at = 0; at < 10; at++) {
    const path = at % 2 === 0 ? 'healthz' : 'metrics'
    const answer = await within(DEADLINE_MS, 'an answer', fetch(`${monitor}/${path}`))
    assert.is(answer.status, 200)
    await answer.text()
  }
  const closed = scene.sockets.map(async socket => socket.closed || once(socket, 'close'))
  await within(DEADLINE_MS, 'the sockets to be cut', Promise.all(closed))
})

async function bound(address: string): Promise<UdpSocket> {
  const socket = createSocket('udp4').bind(0, address)
  await once(socket, 'listening')
  return socket
}

test('a flood of STUN from one address keeps nobody else from an answer: 10 of 10', async scene => {
  await begin(scene)
  const { stunPort } = await statusOf(scene)
  const flood = await bound('127.0.0.2')
  for (let at = 0; at < 200; at++) flood.send(at % 2 === 0 ? STUN_REQUEST : 'no STUN', stunPort, '127.0.0.1')
  for (let at = 0; at < 10; at++) {
    const honest = await bound(`127.0.0.${100 + at}`)
    const answered = once(honest, 'message')
    honest.send(STUN_REQUEST, stunPort, '127.0.0.1')
    await within(DEADLINE_MS, 'an answer', answered)
    honest.close()
  }
  flood.close()
})

test('strangers have three quarters of the connections, and members find room however many more come', async scene => {
  await begin(scene, { maxConnections: MAX_CONNECTIONS })
  const address = addressOf(scene, false)
  const at: ReachableRelay = { relay: { self: scene.relay.id }, addresses: [address.replace(/\/p2p\/.*/, '')] }
  const members: Client[] = [await connectMember(at)]
  const strangers: Client[] = []
  for (let come = 0; come < MAX_CONNECTIONS + 2; come++) strangers.push(await connect(at, { hello: 'stranger' }))
  const log = await newLog()
  for (let come = 0; come < 3; come++) members.push(await within(DEADLINE_MS, 'a member', connectMember(at)))
  for (const member of members) assert.is(await codeOf(member.ask('knocks')), 'ok', 'each over the link it had')
  assert.is(await members[0]?.open(log), 'ok')
  const { connections, links } = await statusOf(scene)
  assert.ok(connections <= MAX_CONNECTIONS && links >= members.length, `${connections} connections, ${links} links`)
  for (const client of [...members, ...strangers]) await client.stop()
})

test.run()

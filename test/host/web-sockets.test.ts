import '../../node/host/shim.js'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Connection, Libp2p } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { WebSocket } from 'ws'
import { startLibp2p } from '../../node/host/libp2p-node.js'
import { DEFAULT_CIRCUIT_LIMITS } from '../../relay/circuit-rules.js'
import { startRelayLibp2p } from '../../relay/libp2p.js'
import { within } from '../e2e/deadline.js'
import { newSeed } from '../network/nodes.js'

const test = suite('WebSockets')
const DEADLINE_MS = 15_000
const SILENT_SOCKETS = 600
const KEY = 'dGhlIHNhbXBsZSBub25jZQ=='
const UPGRADE = `GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${KEY}\r\n\r\n`

let victim: Libp2p
let port = 0

test.before(async () => {
  victim = await startRelay(false)
  port = portOf(victim)
})
test.after(() => victim.stop())

const startRelay = (behindProxy: boolean) =>
  startRelayLibp2p({
    seed: newSeed(),
    listen: ['/ip4/127.0.0.1/tcp/0/ws'],
    announce: [],
    bootstrap: [],
    behindProxy,
    maxConnections: 100,
    circuits: DEFAULT_CIRCUIT_LIMITS,
    dhtServer: true,
    standing: () => undefined
  })

const portOf = (node: Libp2p): number => Number(/\/tcp\/(\d+)/.exec(node.getMultiaddrs()[0]?.toString() ?? '')?.[1])

async function socketTo(...says: (string | Buffer)[]): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined) // its close is what counts
  await once(socket, 'connect')
  for (const said of says) socket.write(said)
  socket.resume()
  return socket
}

const isCut = async (socket: Socket): Promise<void> => void (await within(DEADLINE_MS, 'the socket to be cut', once(socket, 'close')))

test('that never begin are cut', async () => isCut(await socketTo()))

test('whose request drips in are cut', async () => {
  const socket = await socketTo('GET / HTTP/1.1\r\n')
  const dripping = setInterval(() => socket.write('x'), 100)
  await isCut(socket)
  clearInterval(dripping)
})

test('that ask for a page and leave the connection open are cut', async () => isCut(await socketTo('GET / HTTP/1.1\r\nhost: x\r\n\r\n')))

test('that are open and say nothing in them are cut', async () => {
  await isCut(await socketTo(UPGRADE))
})

/** Of a frame that no client may send: its bytes are not masked. */
const UNMASKED = Buffer.from([0x82, 5, ...Buffer.from('hello')])

test('that break the protocol are cut, with the upgrade or after it', async () => {
  await isCut(await socketTo(UPGRADE, UNMASKED))
  const socket = await socketTo(UPGRADE)
  await within(DEADLINE_MS, 'the upgrade', once(socket, 'data'))
  socket.write(UNMASKED)
  await isCut(socket)
})

test('that announce a message of more than 1 MiB are cut at once', async () => {
  const socket = await socketTo(UPGRADE)
  await within(DEADLINE_MS, 'the upgrade', once(socket, 'data'))
  const tooLong = Buffer.alloc(14)
  tooLong.set([0x82, 0xff])
  tooLong.writeBigUInt64BE(1024n * 1024n + 1n, 2)
  const answered = once(socket, 'data') as Promise<[Buffer]>
  socket.write(tooLong)
  const [answer] = await within(DEADLINE_MS, 'the close frame', answered)
  assert.is(answer.readUInt16BE(answer.lastIndexOf(0x88) + 2), 1009, 'message too big')
  await isCut(socket)
})

test('are gone at once on both sides when the connection is aborted', async () => {
  const dialer = await startLibp2p({ seed: newSeed(), mdns: false, listen: [] })
  const opened = nextConnection(victim)
  const dialed = await within(DEADLINE_MS, 'the dial', dialer.dial(victim.getMultiaddrs()))
  const gone = once(dialed, 'close')
  const accepted = await within(DEADLINE_MS, 'the connection', opened)
  accepted.abort(new Error('enough'))
  await within(DEADLINE_MS, 'the connection to be gone', gone)
  await dialer.stop()
})

test('to somebody who breaks the protocol fail, with the upgrade or after it, and the next dial works', async () => {
  for (const breaks of [(socket: Socket, upgrade: string) => socket.write(Buffer.concat([Buffer.from(upgrade), MASKED])), breaksLater]) {
    const hostile = await serverThat(breaks)
    const dialer = await startLibp2p({ seed: newSeed(), mdns: false, listen: [] })
    const to = multiaddr(`/ip4/127.0.0.1/tcp/${hostile.port}/ws/p2p/${victim.peerId.toString()}`)
    const failed = dialer.dial(to).then(
      () => false,
      () => true
    )
    assert.ok(await within(DEADLINE_MS, 'the dial to fail', failed))
    await within(DEADLINE_MS, 'an honest dial', dialer.dial(victim.getMultiaddrs()))
    await dialer.stop()
    await hostile.close()
  }
})

/** Of a frame that no server may send: it is masked, and has bits that mean nothing. */
const MASKED = Buffer.from([0xf2, 0x85, 0, 0, 0, 0, ...Buffer.from('hello')])

function breaksLater(socket: Socket, upgrade: string): void {
  socket.write(upgrade)
  socket.once('data', () => socket.write(MASKED)) // its first bytes of the handshake
}

async function serverThat(breaks: (socket: Socket, upgrade: string) => void) {
  const server = createServer(socket => {
    socket.on('error', () => undefined) // cut by the dialer
    socket.once('data', request => {
      const key = /sec-websocket-key: (.*)\r\n/i.exec(request.toString('latin1'))?.[1] ?? ''
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
      breaks(
        socket,
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`
      )
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: at } = server.address() as { port: number }
  return { port: at, close: () => new Promise<void>(resolve => server.close(() => resolve())) }
}

test('that are silent keep nobody out: honest dials 10 of 10', async () => {
  const silent = await Promise.all(Array.from({ length: SILENT_SOCKETS }, () => socketTo()))
  for (let i = 0; i < 10; i++) {
    const honest = await startLibp2p({ seed: newSeed(), mdns: false, listen: [] })
    await within(DEADLINE_MS, 'an honest dial', honest.dial(victim.getMultiaddrs()))
    await honest.stop()
  }
  for (const socket of silent) socket.destroy()
})

const nextConnection = (node: Libp2p): Promise<Connection> =>
  new Promise(resolve => node.addEventListener('connection:open', ({ detail }) => resolve(detail), { once: true }))

async function addressSeen(node: Libp2p, headers: Readonly<Record<string, string>>): Promise<string> {
  const opened = nextConnection(node)
  const dialer = await startLibp2p({ seed: newSeed(), mdns: false, listen: [] })
  const proxy = await proxyTo(portOf(node), headers)
  const dialed = dialer.dial(multiaddr(`/ip4/127.0.0.1/tcp/${proxy.port}/ws/p2p/${node.peerId.toString()}`))
  const [{ remoteAddr }] = await within(DEADLINE_MS, 'a connection by the proxy', Promise.all([opened, dialed]))
  await dialer.stop()
  await proxy.close()
  return remoteAddr.getComponents()[0]?.value ?? ''
}

/** A WebSocket proxy that adds these headers. */
async function proxyTo(target: number, headers: Readonly<Record<string, string>>) {
  const { WebSocketServer } = await import('ws')
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  server.on('connection', near => {
    const far = new WebSocket(`ws://127.0.0.1:${target}`, { headers })
    const waiting: Buffer[] = []
    near.on('message', data => (far.readyState === WebSocket.OPEN ? far.send(data as Buffer) : waiting.push(data as Buffer)))
    far.on('open', () => waiting.forEach(data => far.send(data)))
    far.on('message', data => near.send(data as Buffer))
    near.on('close', () => far.close())
    far.on('close', () => near.close())
    far.on('error', () => near.close())
  })
  const { port: proxyPort } = server.address() as { port: number }
  return { port: proxyPort, close: () => new Promise<void>(resolve => server.close(() => resolve())) }
}

test('behind a proxy come from whom it names last; of others that header says nothing', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' }
  const proxied = await startRelay(true)
  assert.is(await addressSeen(proxied, headers), '203.0.113.9')
  assert.is(await addressSeen(proxied, { 'x-forwarded-for': 'mallory' }), '127.0.0.1')
  assert.is(await addressSeen(proxied, {}), '127.0.0.1')
  await proxied.stop()
  assert.is(await addressSeen(victim, headers), '127.0.0.1')
})

test.run()

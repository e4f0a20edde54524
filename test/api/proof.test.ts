import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { WebSocket, WebSocketServer } from 'ws'
import { createRpcClient } from '../../node/api/rpc-client.js'
import { systemClock } from '../../node/base/clock.js'
import { openDaemon, type Daemon } from '../../node/host/rpc-daemon.js'
import { connectSocket, socketPath } from '../../node/host/rpc-socket.js'
import { openWebSocketChannel } from '../../web/local/web-socket-channel.js'
import { createFakeChat, type FakeChat } from '../cli/fake-chat.js'
import { within } from '../e2e/deadline.js'
import { rejection } from '../identity/refusal.js'

const DEADLINE_MS = 15_000
const stats = () => ({ batches: 5, syncs: 3, writes: 20, bytes: 1_000 })

const proofs = suite<{ profileDir: string; chat: FakeChat; daemon: Daemon; token: string; url: string; browsers: unknown }>(
  'page and node prove to each other that they know the token'
)
proofs.before.each(async context => {
  context.browsers = globalThis.WebSocket
  Object.assign(globalThis, { WebSocket })
  context.profileDir = await mkdtemp(join(tmpdir(), 'parley-proof-'))
  context.chat = createFakeChat()
  const { chat: api, profileDir } = context
  context.daemon = await openDaemon({
    api,
    stats,
    profileDir,
    clock: systemClock,
    httpPort: 0,
    report: err => assert.unreachable(String(err))
  })
  context.url = `${context.daemon.endpoints.http?.replace('http', 'ws')}/rpc`
  const owner = createRpcClient(await connectSocket(socketPath(profileDir)), { clock: systemClock, timeoutMs: 5_000 })
  context.token = (await owner.createToken({ scopes: ['read'] })).token
  owner.close()
})
proofs.after.each(async ({ profileDir, chat, daemon, browsers }) => {
  Object.assign(globalThis, { WebSocket: browsers })
  await daemon.close()
  chat.close()
  await rm(profileDir, { recursive: true })
})

proofs('and then talk, within what the token allows', async ({ url, token }) => {
  const client = createRpcClient(await within(DEADLINE_MS, 'a channel', openWebSocketChannel(url, token)), {
    clock: systemClock,
    timeoutMs: DEADLINE_MS
  })
  assert.ok(Array.isArray(await client.chats()))
  await rejection(client.createToken({ scopes: ['read'] }), 'ERR_NOT_ALLOWED')
  client.close()
})

proofs('another token is refused, with the id of one that there is, too', async ({ url, token }) => {
  const other = token.replace(/.$/, last => (last === 'A' ? 'B' : 'A'))
  await rejection(openWebSocketChannel(url, other), 'ERR_NOT_ALLOWED')
})

proofs('a page that proves nothing is let in to nothing', async ({ url, token }) => {
  const id = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))).slice(0, 4)
  const socket = new WebSocket(url, ['parley.rpc.2'])
  await once(socket, 'open')
  socket.send(`${Buffer.from(id).toString('hex')} ${'00'.repeat(32)}`)
  const [answer] = await within(DEADLINE_MS, 'an answer', once(socket, 'message'))
  // Its own proof, said back to it, is none of ours.
  socket.send(String(answer).split(' ')[1] ?? '')
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'chats' }))
  socket.on('message', () => assert.unreachable('nothing is answered'))
  const [code] = await within(DEADLINE_MS, 'a refusal', once(socket, 'close'))
  assert.is(code, 4401)
})

proofs('who took the port hears neither the token nor a proof, and passes as nobody', async ({ token }) => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: offered => [...offered].at(-1) ?? false })
  await once(server, 'listening')
  const heard: string[] = []
  server.on('connection', (socket, request) => {
    heard.push(request.rawHeaders.join('\n'))
    socket.on('message', data => {
      heard.push((data as Buffer).toString())
      socket.send(`${'11'.repeat(32)} ${'22'.repeat(32)}`)
    })
  })
  const { port } = server.address() as { port: number }
  await rejection(openWebSocketChannel(`ws://127.0.0.1:${port}/rpc`, token), 'ERR_UNREACHABLE')
  assert.is(heard.length, 2)
  assert.not(heard.join('\n').includes(token))
  await new Promise(resolve => server.close(resolve))
})

proofs.run()

import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { request, type IncomingHttpHeaders } from 'node:http'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { WebSocket } from 'ws'
import { createRpcClient, type RpcClient } from '../../node/api/rpc-client.js'
import type { Scope } from '../../node/api/rpc-methods.js'
import type { RpcServer } from '../../node/api/rpc-server.js'
import { systemClock } from '../../node/base/clock.js'
import { ChatError } from '../../node/base/errors.js'
import { openDaemon, type Daemon } from '../../node/host/rpc-daemon.js'
import { serveHttp } from '../../node/host/rpc-http.js'
import { connectSocket, socketPath } from '../../node/host/rpc-socket.js'
import { createSmallFile } from '../../node/host/small-file.js'
import { openTokens } from '../../node/host/tokens.js'
import { within } from '../e2e/deadline.js'
import { createFakeChat, FAKE_PASSPHRASE, type FakeChat } from '../cli/fake-chat.js'

const doors = suite('the doors of a daemon')
const stats = () => ({ batches: 5, syncs: 3, writes: 20, bytes: 1_000 })
let profileDir = ''
let chat: FakeChat
let daemon: Daemon
let owner: RpcClient
let base: URL

doors.before.each(async () => {
  profileDir = await mkdtemp(join(tmpdir(), 'parley-doors-'))
  chat = createFakeChat()
  daemon = await openDaemon({ api: chat, stats, profileDir, clock: systemClock, httpPort: 0, report: unexpected })
  owner = await connectOwner()
  base = new URL(daemon.endpoints.http ?? '')
})
doors.after.each(async () => {
  owner.close()
  await daemon.close()
  chat.close()
  await rm(profileDir, { recursive: true })
})

const unexpected = (err: unknown): void => assert.unreachable(String(err))
const connectOwner = async (): Promise<RpcClient> =>
  createRpcClient(await connectSocket(socketPath(profileDir)), { clock: systemClock, timeoutMs: 5_000 })
const token = async (...scopes: Scope[]): Promise<string> => (await owner.createToken({ scopes })).token
const call = (method: string, params: object = {}): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })

interface HttpAnswer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

async function http(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<HttpAnswer> {
  const asked = request(new URL(path, base), { method: options.method ?? 'GET', headers: options.headers ?? {}, agent: false })
  asked.end(options.body)
  const [response] = await once(asked, 'response')
  let body = ''
  for await (const chunk of response.setEncoding('utf8')) body += chunk
  return { status: response.statusCode, headers: response.headers, body }
}
const post = (body: string, headers: Record<string, string>): Promise<HttpAnswer> =>
  http('/rpc', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
const bearer = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` })

doors('let the owner in by a socket that nobody else can open', async () => {
  assert.is((await owner.identity()).name, 'ada')
  assert.is((await stat(socketPath(profileDir))).mode & 0o777, 0o600)
  assert.equal(await owner.endpoints(), daemon.endpoints)
})

doors('refuse a second daemon on one profile, and replace the socket of a killed one', async () => {
  const second = await openDaemon({ api: chat, stats, profileDir, clock: systemClock, report: unexpected }).catch((err: unknown) => err)
  assert.ok(second instanceof ChatError && second.code === 'ERR_DAEMON_RUNNING')
  const abandoned = join(profileDir, 'abandoned')
  await mkdir(abandoned, { mode: 0o700 })
  const script = `require('node:net').createServer().listen(${JSON.stringify(socketPath(abandoned))}, () => process.kill(process.pid, 'SIGKILL'))`
  await once(spawn(process.execPath, ['-e', script]), 'exit')
  assert.ok((await stat(socketPath(abandoned))).isSocket())
  const next = await openDaemon({ api: chat, stats, profileDir: abandoned, clock: systemClock, report: unexpected })
  await next.close()
})

doors('refuse a profile folder that others can enter', async () => {
  const open = join(profileDir, 'open')
  await mkdir(join(open, 'content'), { recursive: true })
  await chmod(open, 0o755)
  const refused = await openDaemon({ api: chat, stats, profileDir: open, clock: systemClock, report: unexpected }).catch(
    (err: unknown) => err
  )
  assert.ok(refused instanceof ChatError && refused.code === 'ERR_NOT_ALLOWED')
})

doors('put the socket elsewhere where the profile path is too long for one', () => {
  assert.ok(Buffer.byteLength(socketPath(`/${'deep/'.repeat(40)}`)) <= 103)
  assert.is.not(socketPath(`/${'deep/'.repeat(40)}`), socketPath(`/${'deep/'.repeat(41)}`))
})

doors('talk to no socket in a folder of somebody else', async () => {
  const isRoot = process.getuid?.() === 0
  const err: unknown = await connectSocket('/daemon.sock').catch((thrown: unknown) => thrown)
  assert.ok(err instanceof ChatError && err.code === (isRoot ? 'ERR_NO_DAEMON' : 'ERR_NOT_ALLOWED'))
})

doors('say that no daemon runs, and how to start one', async () => {
  const err = await connectSocket(join(profileDir, 'nothing.sock')).catch((thrown: unknown) => thrown)
  assert.ok(err instanceof ChatError && err.code === 'ERR_NO_DAEMON')
  assert.match(err.message, 'parley start')
})

doors('answer in order of arrival what one connection pipelines', async () => {
  const sent = await Promise.all(Array.from({ length: 3_000 }, (_, i) => owner.send({ chat: 'bob', text: String(i) })))
  assert.ok(sent.every(({ text, seq }, i) => text === String(i) && seq === i + 1))
})

doors('answer a client that has half-closed its side', async () => {
  const socket = connect({ path: socketPath(profileDir), allowHalfOpen: true })
  socket.end(`${call('identity')}\n`)
  let answer = ''
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk
  assert.is((JSON.parse(answer) as { result: { name: string } }).result.name, 'ada')
})

doors('close a connection whose request is longer than 1 MiB', async () => {
  const socket = connect(socketPath(profileDir))
  socket.on('error', () => undefined)
  socket.write('x'.repeat(2 * 1024 * 1024))
  await new Promise(resolve => socket.once('close', resolve))
  assert.is((await owner.identity()).name, 'ada')
})

doors('serve stdio to whoever started the process, until their side ends', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const stdioDir = join(profileDir, 'stdio')
  const second = await openDaemon({
    api: chat,
    stats,
    profileDir: stdioDir,
    clock: systemClock,
    stdio: { input, output },
    report: unexpected
  })
  input.end(`${call('phrase', { passphrase: FAKE_PASSPHRASE })}\n`)
  await second.stdioEnded
  assert.match(String(output.read()), 'abandon')
  await second.close()
})

doors('serve HTTP to a token within its scopes', async () => {
  const read = bearer(await token('read'))
  const answer = await post(call('identity'), read)
  assert.is(answer.status, 200)
  assert.is((JSON.parse(answer.body) as { result: { name: string } }).result.name, 'ada')
  assert.match((await post(call('send', { chat: 'bob', text: 'hi' }), read)).body, 'ERR_NOT_ALLOWED')
  assert.match((await post(call('phrase', { passphrase: FAKE_PASSPHRASE }), bearer(await token('read', 'write')))).body, 'ERR_NOT_ALLOWED')
  assert.match((await post(call('phrase', { passphrase: FAKE_PASSPHRASE }), bearer(await token('admin')))).body, 'abandon')
  assert.is((await post(JSON.stringify({ jsonrpc: '2.0', method: 'identity' }), read)).status, 204)
})

doors('refuse HTTP without a good token, and stop answering one by one after ten', async () => {
  const good = bearer(await token('read'))
  assert.is((await post(call('identity'), {})).status, 401)
  for (let i = 0; i < 9; i++) assert.is((await post(call('identity'), bearer('parley_wrong'))).status, 401)
  assert.is((await post(call('identity'), bearer('parley_wrong'))).status, 429)
  assert.is((await post(call('identity'), good)).status, 200)
})

doors('refuse the Host of another name (DNS rebinding) on every route, with a good token too', async () => {
  const good = bearer(await token('admin'))
  for (const host of ['evil.example', `evil.example:${base.port}`, `127.0.0.1.evil.example:${base.port}`, '127.0.0.1', 'localhost:1']) {
    assert.is((await post(call('identity'), { ...good, host })).status, 403, host)
    for (const path of ['/healthz', '/readyz', '/metrics'])
      assert.is((await http(path, { headers: { ...good, host } })).status, 403, host + path)
  }
  assert.is((await post(call('identity'), { ...good, host: `localhost:${base.port}` })).status, 200)
})

doors('refuse other origins (CSRF), with a good token too', async () => {
  const good = bearer(await token('admin'))
  for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1', `https://127.0.0.1:${base.port}`]) {
    assert.is((await post(call('identity'), { ...good, origin })).status, 403, origin)
  }
  assert.is((await post(call('identity'), { ...good, origin: base.origin })).status, 200)
  assert.is((await post(call('identity'), { ...good, 'content-type': 'text/plain' })).status, 415)
  assert.is((await http('/rpc', { headers: good })).status, 404)
})

doors('refuse a request over 1 MiB, said or not', async () => {
  const headers = bearer(await token('admin'))
  const asked = request(new URL('/rpc', base), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    agent: false
  })
  asked.on('error', () => undefined)
  const chunk = ' '.repeat(64 * 1024)
  for (let i = 0; i < 20; i++) asked.write(chunk)
  const [response] = await once(asked, 'response')
  assert.is(response.statusCode, 413)
  asked.destroy()
})

doors('tell monitors that the node lives and is ready, and counts without names', async () => {
  assert.is((await http('/healthz')).status, 200)
  assert.is((await http('/readyz')).status, 200)
  assert.is((await http('/metrics')).status, 401)
  assert.is((await http('/metrics', { headers: bearer(await token('write')) })).status, 403)
  await owner.send({ chat: 'dave', text: 'canary' })
  const { status, body } = await http('/metrics', { headers: bearer(await token('read')) })
  assert.is(status, 200)
  assert.match(body, /^parley_messages_queued 1$/m)
  assert.match(body, /^parley_store_syncs_total 3$/m)
  assert.match(body, 'parley_rpc_calls_total{method="send",code="OK"} 1')
  for (const secret of ['ada', 'bob', 'dave', 'canary', '12D3']) assert.not.match(body, secret)
})

const socketStatus = (url: URL, headers: Record<string, string>, protocols: string[] = []): Promise<number> =>
  new Promise(resolve => {
    const socket = new WebSocket(url, protocols, { headers })
    socket.on('error', () => undefined)
    socket.on('unexpected-response', (asked, response) => {
      resolve(response.statusCode ?? 0)
      asked.destroy()
    })
    socket.on('open', () => {
      resolve(101)
      socket.terminate()
    })
  })

doors('guard the WebSocket like HTTP', async () => {
  const secret = await token('read')
  const url = new URL('/rpc', base)
  assert.is(await socketStatus(url, bearer(secret)), 101)
  assert.is(await socketStatus(url, {}, ['parley.rpc.1', secret]), 101)
  assert.is(await socketStatus(url, {}), 401)
  assert.is(await socketStatus(url, bearer('wrong')), 401)
  assert.is(await socketStatus(url, { ...bearer(secret), host: `evil.example:${base.port}` }), 403)
  assert.is(await socketStatus(url, { ...bearer(secret), origin: 'https://evil.example' }), 403)
  assert.is(await socketStatus(new URL('/other', base), bearer(secret)), 403)
})

doors('carry calls and events over the WebSocket', async () => {
  const socket = new WebSocket(new URL('/rpc', base), { headers: bearer(await token('read', 'write')) })
  await once(socket, 'open')
  const next = async (): Promise<Record<string, unknown>> =>
    JSON.parse(String((await once(socket, 'message'))[0])) as Record<string, unknown>
  socket.send(call('events.subscribe'))
  assert.equal((await next()).result, { subscription: 1 })
  chat.hear('bob', 'hello')
  assert.is((await next()).method, 'event')
  socket.send(call('identity'))
  assert.ok((await next()).result)
  socket.send(Buffer.from('binary'))
  const [code] = await once(socket, 'close')
  assert.is(code, 1003)
})

doors('close the WebSockets of a token that is revoked at once, and no others', async () => {
  const created = await owner.createToken({ scopes: ['read', 'write'] })
  const [revoked, kept] = await Promise.all(
    [created.token, await token('read')].map(async secret => {
      const socket = new WebSocket(new URL('/rpc', base), { headers: bearer(secret) })
      await once(socket, 'open')
      return socket
    })
  )
  assert.ok(revoked && kept)
  revoked.send(call('events.subscribe'))
  await once(revoked, 'message')
  const heard: unknown[] = []
  revoked.on('message', data => heard.push(data))
  const gone = once(revoked, 'close')
  await owner.revokeToken({ id: created.id })
  chat.hear('bob', 'not for them')
  await within(5_000, 'the socket to close', gone)
  assert.equal(heard, [])
  kept.send(call('identity'))
  await within(5_000, 'an answer', once(kept, 'message'))
  kept.terminate()
})

doors('let go of a long answer that is ready only after its WebSocket has closed', async () => {
  const tokens = await openTokens(createSmallFile(join(profileDir, 'other-tokens.json')), systemClock)
  const far = new EventEmitter()
  const slow = await serveHttp({
    server: {
      open(peer) {
        return { receive: async () => void far.emit('asked', peer), close: () => void far.emit('closed') }
      }
    },
    tokens,
    clock: systemClock,
    port: 0,
    isReady: async () => true,
    page: { find: async () => undefined },
    metrics: async () => ''
  })
  const { token: secret } = await tokens.create({ scopes: ['read'] })
  const socket = new WebSocket(new URL('/rpc', slow.url), { headers: bearer(secret) })
  await once(socket, 'open')
  socket.send('begin')
  const [peer] = (await once(far, 'asked')) as Parameters<RpcServer['open']>
  const unread = peer.send('x'.repeat(8 * 1024 * 1024))
  socket.terminate()
  await once(far, 'closed')
  const late = peer.send('x'.repeat(2 * 1024 * 1024))
  await within(5_000, 'the texts to be let go', Promise.all([unread, late]))
  await slow.close()
})

doors('take another port where the chosen one is in use', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const second = await openDaemon({
    api: chat,
    stats,
    profileDir: join(profileDir, 'b'),
    clock: systemClock,
    httpPort: port,
    report: unexpected
  })
  assert.is.not(new URL(second.endpoints.http ?? '').port, String(port))
  await second.close()
  taken.close()
})

doors('say what a port is', async () => {
  await daemon.close()
  const opened: unknown = await openDaemon({
    api: chat,
    stats,
    profileDir,
    clock: systemClock,
    httpPort: 65_536,
    report: unexpected
  }).catch((thrown: unknown) => thrown)
  assert.ok(opened instanceof ChatError && opened.code === 'ERR_INVALID_ARGUMENT')
})

doors('stay shut where HTTP is off', async () => {
  const second = await openDaemon({ api: chat, stats, profileDir: join(profileDir, 'c'), clock: systemClock, report: unexpected })
  assert.is(second.endpoints.http, undefined)
  await second.close()
})

doors('close while clients are connected and subscribed', async () => {
  const reading = (async () => {
    for await (const event of owner.events({})) assert.unreachable(event.type)
  })()
  await owner.identity()
  await daemon.close()
  const err = await reading.catch((thrown: unknown) => thrown)
  assert.ok(err instanceof ChatError && err.code === 'ERR_CLOSED')
})

doors.run()

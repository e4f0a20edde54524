import { STATUS_CODES, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { RpcServer } from '../api/rpc-server.js'
import { mayUse, type Scope } from '../api/rpc-methods.js'
import type { Clock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import type { AsyncStop } from '../base/lifecycle.js'
import { listenOnLoopback, LOOPBACK } from './loopback-http.js'
import type { PageFiles } from './page-files.js'
import { hearProof, PROVEN_PROTOCOL } from './rpc-proof.js'
import { createAccess, isRefusal, WEBSOCKET_PROTOCOL, type Access, type Refusal } from './rpc-access.js'
import type { Grant, Tokens } from './tokens.js'

const MAX_BODY_BYTES = 1024 * 1024
/** What a WebSocket may hold unsent before its events wait. */
const MAX_UNSENT_BYTES = 1024 * 1024
const MAX_IN_FLIGHT = 1_024

export interface RpcHttpOptions {
  readonly server: RpcServer
  readonly tokens: Tokens
  readonly clock: Clock
  /** Taken where it is free, else the system picks one; 0 always lets the system pick. */
  readonly port: number
  readonly isReady: () => Promise<boolean>
  /** Prometheus' text format. */
  readonly metrics: () => Promise<string>
  /** Served at every other path; needs no token: it holds nothing of the profile. */
  readonly page: PageFiles
}

export interface RpcHttp {
  /** Base URL. */
  readonly url: string
  readonly close: AsyncStop
}

/** HTTP and WebSocket on 127.0.0.1, for programs with a token: `POST /rpc`, `/rpc` upgraded, `/healthz`, `/readyz`, `/metrics`; and the page, for people. @throws ERR_INVALID_ARGUMENT for no port */
export async function serveHttp(options: RpcHttpOptions): Promise<RpcHttp> {
  const { http, port, upgraded, close } = await listenOnLoopback(options.port)
  const access = createAccess(options.tokens, options.clock, port)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_BODY_BYTES,
    handleProtocols: offered => [PROVEN_PROTOCOL, WEBSOCKET_PROTOCOL].find(each => offered.has(each)) ?? false
  })
  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, access, options)
      .then(({ status, body, headers }) =>
        response.writeHead(status, { 'content-type': TEXT_TYPE, 'cache-control': 'no-store', ...headers, ...closing(status) }).end(body)
      )
      .catch(() => response.destroy()) // the request broke while it was read: there is nobody to tell
  })
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded(socket)
    if (request.headers['sec-websocket-protocol'] === PROVEN_PROTOCOL) {
      const refusal = refuseSocket(request, access)
      if (refusal !== undefined) return refuseUpgrade(socket, refusal)
      return sockets.handleUpgrade(request, socket, head, websocket =>
        hearProof(websocket, options.tokens, port, grant => serveWebSocket(options.server, websocket, grant))
      )
    }
    const grant = refuseSocket(request, access) ?? access.authenticate(request)
    if (isRefusal(grant)) return refuseUpgrade(socket, grant)
    sockets.handleUpgrade(request, socket, head, websocket => serveWebSocket(options.server, websocket, grant))
  })
  return {
    url: `http://${LOOPBACK}:${port}`,
    close() {
      for (const websocket of sockets.clients) websocket.terminate()
      return close()
    }
  }
}

interface Answer {
  readonly status: number
  readonly body: string | Buffer
  readonly headers?: OutgoingHttpHeaders
}

const TEXT_TYPE = 'text/plain; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'
const text = (status: number, body: string): Answer => ({ status, body: `${body}\n` })
/** After a refusal the rest of the request isn't read. */
const closing = (status: number): { connection?: 'close' } => (status >= 400 ? { connection: 'close' } : {})

async function answer(request: IncomingMessage, access: Access, { server, isReady, metrics, page }: RpcHttpOptions): Promise<Answer> {
  const stranger = access.refuseStranger(request)
  if (stranger !== undefined) return text(stranger.status, stranger.message)
  const [path = ''] = (request.url ?? '').split('?')
  const route = `${request.method} ${path}`
  if (route === 'GET /healthz') return text(200, 'ok')
  if (route === 'GET /readyz') return (await isReady()) ? text(200, 'ready') : text(503, 'not ready')
  if (route !== 'POST /rpc' && route !== 'GET /metrics') {
    const file = request.method === 'GET' ? await page.find(path) : undefined
    return file === undefined ? text(404, 'POST /rpc, GET /, /healthz, /readyz, /metrics') : { status: 200, ...file }
  }
  const grant = access.authenticate(request)
  if (isRefusal(grant)) return text(grant.status, grant.message)
  const { scopes } = grant
  if (route === 'GET /metrics') return mayUse(scopes, 'read') ? text(200, await metrics()) : text(403, 'this needs the scope read')
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return text(415, 'the content type must be application/json')
  try {
    return await answerRpc(server, scopes, await readBody(request))
  } catch (err) {
    if (err instanceof ChatError && err.code === 'ERR_TOO_LARGE') return text(413, err.message)
    throw err
  }
}

async function answerRpc(server: RpcServer, scopes: readonly Scope[], body: string): Promise<Answer> {
  let response: string | undefined
  const session = server.open({
    scopes,
    canPush: false,
    send: async sent => {
      response = sent
    }
  })
  await session.receive(body)
  session.close()
  return response === undefined ? { status: 204, body: '' } : { status: 200, body: response, headers: { 'content-type': JSON_TYPE } }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const tooLarge = new ChatError('ERR_TOO_LARGE', `a request may have ${MAX_BODY_BYTES} bytes at most`)
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) throw tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function refuseSocket(request: IncomingMessage, access: Access): Refusal | undefined {
  const isElsewhere = request.url !== '/rpc'
  return access.refuseStranger(request) ?? (isElsewhere ? { status: 403, message: 'the WebSocket is at /rpc' } : undefined)
}

function refuseUpgrade(socket: Duplex, { status, message }: Refusal): void {
  socket.on('error', () => undefined) // refused anyway
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: text/plain\r\n\r\n${message}\n`)
}

function serveWebSocket(server: RpcServer, websocket: WebSocket, { scopes, revoked }: Grant): void {
  let inFlight = 0
  let drained: (() => void)[] = []
  const settleDrained = (): void => {
    for (const settle of drained) settle()
    drained = []
  }
  const session = server.open({
    scopes,
    canPush: true,
    send: sent =>
      new Promise(resolve => {
        websocket.send(sent, () => {
          if (websocket.bufferedAmount <= MAX_UNSENT_BYTES) settleDrained()
        })
        // Once it is closed what it holds is never sent, and nobody tells.
        if (websocket.readyState === websocket.OPEN && websocket.bufferedAmount > MAX_UNSENT_BYTES) drained.push(resolve)
        else resolve()
      })
  })

  async function receive(data: string): Promise<void> {
    if (++inFlight === MAX_IN_FLIGHT) websocket.pause()
    await session.receive(data)
    if (inFlight-- === MAX_IN_FLIGHT) websocket.resume()
  }

  websocket.on('message', (data, isBinary) => {
    if (isBinary) websocket.close(1003, 'text only')
    else void receive((data as Buffer).toString('utf8'))
  })
  function end(): void {
    revoked.removeEventListener('abort', end)
    session.close()
    settleDrained()
    websocket.terminate()
  }
  revoked.addEventListener('abort', end)
  websocket.on('close', end)
  websocket.on('error', () => websocket.terminate()) // its `close` follows, and tells the session
}

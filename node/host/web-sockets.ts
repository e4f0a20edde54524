import type { IncomingMessage, RequestListener } from 'node:http'
import { isIP, type Server, type Socket } from 'node:net'
import type { Listener, Transport } from '@libp2p/interface'
import { webSockets } from '@libp2p/websockets'
import type { WebSocket } from 'ws'
import { promptSockets } from './prompt-sockets.js'

/** From the first packet to a WebSocket, and from its end to that of its socket: as long as libp2p gives an upgrade. */
const PATIENCE_MS = 2_000
/** Sockets that are no WebSockets yet. */
const MOST_WAITING = 512
/** RFC 6455, section 7.4.1. */
const ABNORMAL_CLOSURE = 1006
/** What comes in one WebSocket message is held in memory whole, before anybody has shown who they are: libp2p sends at most 64 KiB in one. */
const MAX_MESSAGE_BYTES = 1024 * 1024

export interface WebSocketOptions {
  /**
   * Takes the address that a proxy on this machine or its network says it speaks for (the last of `X-Forwarded-For`): otherwise all
   * that comes by the proxy counts as one neighbour, and shares one neighbour's limits. Only where nobody else can reach the port.
   */
  readonly behindProxy?: boolean
  /** Answers requests for anything else than a WebSocket; without it they are refused. Bounds their time and number. */
  readonly answer?: RequestListener
}

/** What there is inside of the library's listener. */
interface ListenerInside {
  readonly server: Server
  readonly wsServer: { readonly options: { closeTimeout: number; maxPayload: number } }
  httpRequestHandler: RequestListener
  onWsServerConnection(websocket: WebSocket, request: Pick<IncomingMessage, 'socket' | 'destroy'>): void
}

type Factory = ReturnType<typeof webSockets>

/** WebSockets whose sockets are cut when they say nothing, or too slowly, which the library leaves open for as long as they like. */
export function promptWebSockets({ behindProxy = false, answer }: WebSocketOptions = {}): Factory {
  const create = webSockets()
  return components => {
    const transport = create(components)
    const createListener = transport.createListener.bind(transport)
    transport.createListener = (options: Parameters<Transport['createListener']>[0]): Listener => {
      const listener = createListener(options)
      hurry(listener as unknown as ListenerInside, behindProxy, answer)
      return listener
    }
    return transport
  }
}

function hurry(inside: ListenerInside, behindProxy: boolean, answer: RequestListener | undefined): void {
  const upgraded = promptSockets(inside.server, { patienceMs: PATIENCE_MS, most: MOST_WAITING })
  if (answer !== undefined)
    inside.httpRequestHandler = (request, response) => {
      upgraded(request.socket)
      answer(request, response)
    }
  const accept = inside.onWsServerConnection.bind(inside)
  inside.onWsServerConnection = (websocket, request) => {
    upgraded(request.socket)
    websocket.on('error', () => websocket.terminate()) // it broke the protocol, and nobody else listens: unheard, an error ends the process
    makeAbortable(websocket)
    accept(websocket, behindProxy ? forwarded(request as IncomingMessage) : request)
  }
  Object.assign(inside.wsServer.options, { closeTimeout: PATIENCE_MS, maxPayload: MAX_MESSAGE_BYTES })
}

/** To abort a connection the library closes with 1006, a code that may not be sent: nothing would be closed. */
function makeAbortable(websocket: WebSocket): void {
  const close = websocket.close.bind(websocket)
  websocket.close = (code, reason) => (code === ABNORMAL_CLOSURE ? websocket.terminate() : close(code, reason))
}

/** The request as if it came from whom the proxy speaks for; the port is not known. */
function forwarded(request: IncomingMessage): Pick<IncomingMessage, 'socket' | 'destroy'> {
  const { headers, socket } = request
  const [from = ''] = [headers['x-forwarded-for']].flat().join(',').split(',').slice(-1)
  const remoteAddress = from.trim()
  if (isIP(remoteAddress) === 0) return request
  return { socket: Object.create(socket, { remoteAddress: { value: remoteAddress } }) as Socket, destroy: err => request.destroy(err) }
}

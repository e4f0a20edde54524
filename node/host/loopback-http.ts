import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ChatError } from '../base/errors.js'
import type { AsyncStop } from '../base/lifecycle.js'
import { promptSockets } from './prompt-sockets.js'

export const LOOPBACK = '127.0.0.1'
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']
const MAX_CONNECTIONS = 256
/** Without a request yet: a silent socket is cut, and keeps nobody out until then. */
const MOST_WAITING = MAX_CONNECTIONS / 2
const PATIENCE_MS = 5_000
const MAX_PORT = 65_535
const REQUEST_TIMEOUT_MS = 30_000

export interface LoopbackServer {
  readonly http: Server
  readonly port: number
  /** Whoever takes upgrades tells of each, whose socket is theirs from then on; where nobody does, they are requests like others. */
  readonly upgraded: (socket: object) => void
  /** Cuts what is under way. */
  readonly close: AsyncStop
}

/** HTTP on 127.0.0.1, on this port where it is free, else on one that the system picks; 0 always lets it pick. @throws ERR_INVALID_ARGUMENT for no port */
export async function listenOnLoopback(port: number): Promise<LoopbackServer> {
  if (port > MAX_PORT) throw new ChatError('ERR_INVALID_ARGUMENT', `a port is a number up to ${MAX_PORT}, not ${port}`)
  const http = createServer({ requestTimeout: REQUEST_TIMEOUT_MS })
  http.maxConnections = MAX_CONNECTIONS
  const asked = promptSockets(http, { patienceMs: PATIENCE_MS, most: MOST_WAITING })
  http.on('request', ({ socket }: IncomingMessage) => asked(socket))
  const taken = await new Promise<number>((resolve, reject) => {
    http.once('error', (err: NodeJS.ErrnoException) => {
      if (err.code !== 'EADDRINUSE' || port === 0) return reject(err)
      http.once('error', reject)
      http.listen(0, LOOPBACK)
    })
    http.once('listening', () => resolve((http.address() as AddressInfo).port))
    http.listen(port, LOOPBACK)
  })
  return {
    http,
    port: taken,
    upgraded: asked,
    async close() {
      const closed = new Promise<void>(resolve => http.close(() => resolve()))
      http.closeAllConnections()
      await closed
    }
  }
}

/**
 * Why this request may not talk to a server on loopback at all, undefined where it may. A page elsewhere that points its own name at
 * 127.0.0.1 (DNS rebinding) sends its own Host; one that posts across origins (CSRF) sends its own Origin.
 */
export function foreignPage({ headers }: Pick<IncomingMessage, 'headers'>, port: number): string | undefined {
  const host = LOOPBACK_NAMES.map(name => `${name}:${port}`).find(known => known === headers.host?.toLowerCase())
  if (host === undefined) return `the Host must be ${LOOPBACK}:${port} or localhost:${port}`
  return headers.origin === undefined || headers.origin === `http://${host}`
    ? undefined
    : 'pages of other origins may not talk to this node'
}

import { foreignPage, listenOnLoopback, LOOPBACK } from '../node/host/loopback-http.js'
import type { AsyncStop } from '../node/base/lifecycle.js'

interface MonitorOptions {
  /** Taken where it is free, else the system picks one; 0 always lets the system pick. */
  readonly port: number
  readonly isReady: () => boolean
  /** Prometheus' text format. */
  readonly metrics: () => string
}

export interface Monitor {
  /** Base URL. */
  readonly url: string
  readonly close: AsyncStop
}

/** `GET /healthz`, `/readyz` and `/metrics` on 127.0.0.1, for whoever watches the relay from its machine. @throws ERR_INVALID_ARGUMENT for no port */
export async function serveMonitor({ port: wanted, isReady, metrics }: MonitorOptions): Promise<Monitor> {
  const { http, port, close } = await listenOnLoopback(wanted)

  function answer(route: string): readonly [status: number, body: string] {
    if (route === 'GET /healthz') return [200, 'ok']
    if (route === 'GET /readyz') return isReady() ? [200, 'ready'] : [503, 'not ready']
    if (route === 'GET /metrics') return [200, metrics()]
    return [404, 'GET /healthz, /readyz, /metrics']
  }

  http.on('request', (request, response) => {
    const stranger = foreignPage(request, port)
    const [status, body] = stranger === undefined ? answer(`${request.method} ${request.url?.split('?')[0]}`) : [403, stranger]
    response
      .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', connection: 'close' })
      .end(`${body}\n`)
  })
  return { url: `http://${LOOPBACK}:${port}`, close }
}

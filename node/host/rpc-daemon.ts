import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { ChatApi } from '../api/chat-api.js'
import type { DaemonApi, Endpoints } from '../api/rpc-schema.js'
import { createRpcServer } from '../api/rpc-server.js'
import { createTransfers } from '../api/transfers.js'
import type { Clock } from '../base/clock.js'
import { createLifecycle, type AsyncStop } from '../base/lifecycle.js'
import type { JournalStats } from '../store/journal.js'
import { openPageFiles } from './page-files.js'
import { serveHttp } from './rpc-http.js'
import { serveLines } from './rpc-lines.js'
import { createRpcMetrics } from './rpc-metrics.js'
import { serveSocket, socketPath } from './rpc-socket.js'
import { createSmallFile } from './small-file.js'
import { openTokens } from './tokens.js'

export interface DaemonOptions {
  readonly api: ChatApi
  /** For the metrics. */
  readonly stats: () => JournalStats
  readonly profileDir: string
  readonly clock: Clock
  /** Absent: no HTTP and no WebSocket. */
  readonly httpPort?: number
  /** Serves JSON-RPC on these too, to whoever started the process. */
  readonly stdio?: { readonly input: Readable; readonly output: Writable }
  /** Hears of bugs: whatever a method threw that was not a ChatError. */
  readonly report: (err: unknown) => void
}

export interface Daemon {
  readonly endpoints: Endpoints
  /** The daemon's own part of what it serves. */
  readonly doors: DaemonApi
  /** Resolves when the other side of stdio has ended; never where stdio isn't served. */
  readonly stdioEnded: Promise<void>
  readonly close: AsyncStop
}

/** Opens every door to one node. @throws ERR_DAEMON_RUNNING, ERR_STORE, ERR_NOT_ALLOWED */
export async function openDaemon(options: DaemonOptions): Promise<Daemon> {
  const { api, stats, profileDir, clock, httpPort, stdio, report } = options
  const lifecycle = createLifecycle()
  const tokens = await openTokens(createSmallFile(join(profileDir, 'tokens.json')), clock)
  const metrics = createRpcMetrics(clock)
  const transfers = createTransfers(api, clock)
  lifecycle.add(transfers.close)
  let endpoints: Endpoints = {}
  const doors: DaemonApi = {
    endpoints: async () => endpoints,
    createToken: tokens.create,
    tokens: async () => tokens.list(),
    revokeToken: ({ id }) => tokens.revoke(id)
  }
  const server = createRpcServer({
    api: { ...api, ...transfers, ...doors },
    called(method, failure, thrown) {
      metrics.called(method, failure)
      if (failure?.data.code === 'ERR_INTERNAL') report(thrown)
    }
  })
  try {
    const socket = socketPath(profileDir)
    lifecycle.add(await serveSocket(server, socket))
    endpoints = { socket }
    if (httpPort !== undefined) {
      const http = await serveHttp({
        server,
        tokens,
        clock,
        port: httpPort,
        isReady: () =>
          api.status().then(
            () => true,
            () => false
          ), // any failure of it means just that
        metrics: async () => metrics.text(await api.status(), stats()),
        page: openPageFiles({ entry: 'local.html' })
      })
      lifecycle.add(http.close)
      endpoints = { socket, http: http.url }
    }
  } catch (err) {
    await lifecycle.stop()
    throw err
  }
  const lines = stdio && serveLines(server, stdio.input, stdio.output)
  if (lines !== undefined) lifecycle.add(lines.close)
  return { endpoints, doors, stdioEnded: lines?.ended ?? new Promise(() => undefined), close: lifecycle.stop }
}

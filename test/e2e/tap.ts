import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A wire that a test can listen to, count, slow down and cut: a TCP proxy on loopback. */
export interface Tap {
  readonly port: number
  /** What passed on each connection and direction, each stream whole. Empty unless `capture` is set. */
  captures(): readonly Uint8Array[]
  /** Bytes passed on, both directions, since the tap was made. */
  bytes(): number
  /** Ends every connection and refuses new ones until `heal`. */
  cut(): void
  heal(): void
  close(): Promise<void>
}

export interface TapOptions {
  /** Where connections are passed on to, on loopback; asked anew for each, so that the target may move. */
  readonly target: () => number
  /** Where it listens: by default a free port. */
  readonly port?: number
  /** Keep all that passes, for `captures`. */
  readonly capture?: boolean
  /** Each piece is held back for so long, in each direction. */
  readonly delayMs?: number
}

export async function createTap({ target, port = 0, capture = false, delayMs = 0 }: TapOptions): Promise<Tap> {
  const sockets = new Set<Socket>()
  const streams: Buffer[][] = []
  let bytes = 0
  let isCut = false

  function pass(from: Socket, to: Socket): void {
    const kept: Buffer[] = []
    streams.push(kept)
    sockets.add(from)
    from.setNoDelay(true)
    from.on('data', (piece: Buffer) => {
      bytes += piece.length
      if (capture) kept.push(piece)
      const forward = (): void => {
        if (!to.destroyed && !to.write(piece)) {
          from.pause()
          to.once('drain', () => from.resume())
        }
      }
      if (delayMs > 0) setTimeout(forward, delayMs)
      else forward()
    })
    // A reset is passed on as an end: which of the two it was is no matter to the other side.
    from.on('error', () => undefined)
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
  }

  const server = createServer(client => {
    if (isCut) {
      client.destroy()
      return
    }
    const far = connect({ host: '127.0.0.1', port: target() })
    pass(client, far)
    pass(far, client)
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the tap got no port')

  function endAll(): void {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: address.port,
    captures: () => streams.map(pieces => Buffer.concat(pieces)),
    bytes: () => bytes,
    cut() {
      isCut = true
      endAll()
    },
    heal() {
      isCut = false
    },
    async close() {
      server.close()
      endAll()
      await once(server, 'close')
    }
  }
}

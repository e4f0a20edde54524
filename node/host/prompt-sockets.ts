import type { Server, Socket } from 'node:net'
import { createNewcomers } from './newcomers.js'

interface PromptOptions {
  /** How long a socket may take to show what it wants. */
  readonly patienceMs: number
  /** Sockets that have not shown it yet, from everywhere. */
  readonly most: number
}

/**
 * Cuts sockets that say nothing, or too slowly, and before that those that stand in the way of others. What it returns is told which socket
 * has shown what it wants.
 */
export function promptSockets(server: Server, { patienceMs, most }: PromptOptions): (socket: object) => void {
  const newcomers = createNewcomers<Socket>(most)
  const settlers = new WeakMap<object, () => void>()
  server.on('connection', (socket: Socket) => {
    const late = setTimeout(() => socket.destroy(), patienceMs)
    late.unref()
    const settle = (): void => {
      clearTimeout(late)
      newcomers.leave(socket)
    }
    settlers.set(socket, settle)
    socket.once('close', settle)
    newcomers.arrive(socket, socket.remoteAddress ?? '')?.destroy()
  })
  return socket => settlers.get(socket)?.()
}

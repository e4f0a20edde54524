import type { RpcChannel } from '../api/rpc-client.js'
import type { RpcServer } from '../api/rpc-server.js'
import type { AsyncStop } from '../base/lifecycle.js'
import { createLineWriter, splitLines } from './lines.js'
import { dialOwner, listenForOwner, ownerSocketPath } from './owner-socket.js'
import { serveLines } from './rpc-lines.js'

/** The longest answer that a client takes: a page of 1,000 of the largest messages, with room for escapes. */
const MAX_ANSWER_CHARS = 256 * 1024 * 1024

/** Where the daemon of a profile listens. */
export const socketPath = (profileDir: string): string => ownerSocketPath(profileDir, 'daemon')

/** @throws ERR_DAEMON_RUNNING, ERR_NOT_ALLOWED where the folder belongs to somebody else */
export function serveSocket(server: RpcServer, path: string): Promise<AsyncStop> {
  return listenForOwner(path, 'daemon', socket => serveLines(server, socket, socket))
}

/** @throws ERR_NO_DAEMON, ERR_NOT_ALLOWED where somebody else could listen there: they would be told passphrases */
export async function connectSocket(path: string): Promise<RpcChannel> {
  const socket = await dialOwner(path, `no daemon answers at ${path}; start one: parley start, or parley daemon`)
  const writer = createLineWriter(socket)
  return {
    send: writer.write,
    listen({ text, closed }) {
      socket.once('close', closed)
      // A broken connection also closes: `closed` is where it is told.
      socket.on('error', () => undefined)
      splitLines(socket, MAX_ANSWER_CHARS, text, err => socket.destroy(err))
    },
    close: () => void socket.destroy()
  }
}

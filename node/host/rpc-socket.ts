import { createHash } from 'node:crypto'
import { chmod, rm, stat } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { RpcChannel } from '../api/rpc-client.js'
import type { RpcServer } from '../api/rpc-server.js'
import { ChatError } from '../base/errors.js'
import type { AsyncStop, Stop } from '../base/lifecycle.js'
import { openProfileFolder } from './data-dir.js'
import { createLineWriter, serveLines, splitLines } from './rpc-lines.js'

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, with the final zero. */
const MAX_SOCKET_PATH_BYTES = 103
/** The longest answer that a client takes: a page of 1,000 of the largest messages, with room for escapes. */
const MAX_ANSWER_CHARS = 256 * 1024 * 1024
const OWNER_ONLY_FILE = 0o600

/**
 * Where the daemon of a profile listens: `daemon.sock` in the profile's folder, or in a folder of this user alone under the
 * system's temporary one where that path is too long for a socket.
 */
export function socketPath(profileDir: string): string {
  const path = join(profileDir, 'daemon.sock')
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return path
  const name = createHash('sha256').update(path).digest('hex').slice(0, 16)
  return join(tmpdir(), `parley-${process.getuid?.() ?? 'user'}`, `${name}.sock`)
}

/**
 * Listens with mode 0600: whoever can connect is the owner. A socket that a killed daemon left behind is replaced.
 * @throws ERR_DAEMON_RUNNING, ERR_NOT_ALLOWED where the folder belongs to somebody else
 */
export async function serveSocket(server: RpcServer, path: string): Promise<AsyncStop> {
  await openProfileFolder(dirname(path))
  if (await answers(path)) {
    throw new ChatError('ERR_DAEMON_RUNNING', `a daemon already listens at ${path}; use it, or stop it first`)
  }
  await rm(path, { force: true })
  const connections = new Set<Stop>()
  const listener = createServer({ allowHalfOpen: true }, socket => {
    const { ended, close } = serveLines(server, socket, socket)
    connections.add(close)
    void ended.finally(() => {
      connections.delete(close)
      socket.end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(path, resolve)
  })
  await chmod(path, OWNER_ONLY_FILE)
  return async () => {
    const closed = new Promise<void>(resolve => listener.close(() => resolve()))
    for (const close of connections) close()
    await closed
  }
}

/** @throws ERR_NO_DAEMON, ERR_NOT_ALLOWED where somebody else could listen there: they would be told passphrases */
export async function connectSocket(path: string): Promise<RpcChannel> {
  await refuseForeignFolder(dirname(path))
  const socket = await dial(path).catch((cause: unknown) => {
    throw new ChatError('ERR_NO_DAEMON', `no daemon answers at ${path}; start one: parley start, or parley daemon`, { cause })
  })
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

async function refuseForeignFolder(folder: string): Promise<void> {
  // Where there is no folder there is no daemon: dialling says so.
  const owner = await stat(folder).then(
    ({ uid }) => uid,
    () => undefined
  )
  if (owner === undefined || process.getuid === undefined || owner === process.getuid()) return
  throw new ChatError('ERR_NOT_ALLOWED', `the folder ${folder} belongs to another user: choose another profile with --data-dir`)
}

function dial(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => {
      socket.off('error', reject)
      resolve(socket)
    })
    socket.once('error', reject)
  })
}

async function answers(path: string): Promise<boolean> {
  try {
    const socket = await dial(path)
    socket.destroy()
    return true
  } catch {
    // No socket, or one that nobody listens at: either way the path is free.
    return false
  }
}

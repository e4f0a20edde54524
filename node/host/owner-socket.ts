import { createHash } from 'node:crypto'
import { chmod, rm, stat } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ChatError } from '../base/errors.js'
import type { AsyncStop, Stop } from '../base/lifecycle.js'
import { openProfileFolder } from './data-dir.js'

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, with the final zero. */
const MAX_SOCKET_PATH_BYTES = 103
const OWNER_ONLY_FILE = 0o600
/** All of one owner: far more than anybody needs, fewer than there are file descriptors. */
const MAX_CONNECTIONS = 512

/**
 * Where a process listens for its owner: `<name>.sock` in a folder of its own, or in a folder of this user alone under the
 * system's temporary one where that path is too long for a socket.
 */
export function ownerSocketPath(folder: string, name: string): string {
  const path = join(folder, `${name}.sock`)
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return path
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 16)
  return join(tmpdir(), `parley-${process.getuid?.() ?? 'user'}`, `${hash}.sock`)
}

/** What serves one connection: `ended` resolves when nothing more is to be said, `close` ends it at once. */
export interface ServedSocket {
  readonly ended: Promise<void>
  readonly close: Stop
}

/**
 * Listens with mode 0600: whoever can connect is the owner. A socket that a killed process left behind is replaced.
 * @param what listens there, for the error: `daemon`
 * @throws ERR_DAEMON_RUNNING, ERR_NOT_ALLOWED where the folder belongs to somebody else
 */
export async function listenForOwner(path: string, what: string, serve: (socket: Socket) => ServedSocket): Promise<AsyncStop> {
  await openProfileFolder(dirname(path))
  if (await answers(path)) {
    throw new ChatError('ERR_DAEMON_RUNNING', `a ${what} already listens at ${path}; use it, or stop it first`)
  }
  await rm(path, { force: true })
  const connections = new Set<Stop>()
  const listener = createServer({ allowHalfOpen: true }, socket => {
    const { ended, close } = serve(socket)
    connections.add(close)
    void ended.finally(() => {
      connections.delete(close)
      socket.end()
    })
  })
  listener.maxConnections = MAX_CONNECTIONS
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

/** @throws ERR_NO_DAEMON with this message, ERR_NOT_ALLOWED where somebody else could listen there: they would be told secrets */
export async function dialOwner(path: string, absent: string): Promise<Socket> {
  await refuseForeignFolder(dirname(path))
  return dial(path).catch((cause: unknown) => {
    throw new ChatError('ERR_NO_DAEMON', absent, { cause })
  })
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

import type { Socket } from 'node:net'
import { systemClock } from '../node/base/clock.js'
import { ChatError } from '../node/base/errors.js'
import type { AsyncStop } from '../node/base/lifecycle.js'
import { createLineWriter, splitLines } from '../node/host/lines.js'
import { dialOwner, listenForOwner, ownerSocketPath, type ServedSocket } from '../node/host/owner-socket.js'
import { errorOf, failureOf, invalidRequest, methodNotFound, parseError, type RpcFailure, type RpcId } from '../node/wire/rpc-message.js'
import type { RelayControl } from './control.js'

/** Ten thousand members fit many times. */
const MAX_LINE_CHARS = 64 * 1024 * 1024
const DEFAULT_TIMEOUT_MS = 60_000
/** Reads and writes everything: a day is enough for what a disk holds. */
const BACKUP_TIMEOUT_MS = 24 * 3_600_000

const METHODS: Readonly<Record<keyof RelayControl, true>> = {
  status: true,
  invite: true,
  members: true,
  member: true,
  removeMember: true,
  setQuota: true,
  ban: true,
  unban: true,
  bans: true,
  backup: true
}
const isMethod = (name: unknown): name is keyof RelayControl => typeof name === 'string' && Object.hasOwn(METHODS, name)

const controlPath = (folder: string): string => ownerSocketPath(folder, 'relay')

/** JSON-RPC 2.0, one message a line, for whoever owns the folder. @throws ERR_DAEMON_RUNNING, ERR_NOT_ALLOWED */
export function serveControl(control: RelayControl, folder: string): Promise<AsyncStop> {
  return listenForOwner(controlPath(folder), 'relay', socket => serveConnection(control, socket))
}

function serveConnection(control: RelayControl, socket: Socket): ServedSocket {
  const writer = createLineWriter(socket)
  let unanswered = 0
  let hasEnded = false
  const ended = new Promise<void>(resolve => {
    const settle = (): void => {
      if (!hasEnded || unanswered > 0) return
      writer.flush()
      resolve()
    }
    async function receive(text: string): Promise<void> {
      unanswered++
      writer.write(await answer(control, text))
      unanswered--
      settle()
    }
    splitLines(
      socket,
      MAX_LINE_CHARS,
      text => void receive(text),
      err => socket.destroy(err)
    )
    for (const event of ['end', 'close'] as const) {
      socket.once(event, () => {
        hasEnded = true
        settle()
      })
    }
    socket.on('error', () => undefined) // its close follows
  })
  return { ended, close: () => void socket.destroy() }
}

async function answer(control: RelayControl, text: string): Promise<string> {
  let id: RpcId = null
  const failed = (error: RpcFailure): string => JSON.stringify({ jsonrpc: '2.0', id, error })
  let request: { id?: RpcId; method?: unknown; params?: unknown }
  try {
    request = JSON.parse(text) as typeof request
  } catch {
    // What the parser says about bytes from outside adds nothing to "this is not JSON".
    return failed(parseError())
  }
  if (typeof request !== 'object' || request === null) return failed(invalidRequest('expected an object'))
  id = request.id ?? null
  if (!isMethod(request.method)) return failed(methodNotFound(String(request.method)))
  try {
    const result = await (control[request.method] as (params: unknown) => Promise<unknown>)(request.params ?? {})
    return JSON.stringify({ jsonrpc: '2.0', id, result })
  } catch (err) {
    return failed(failureOf(err))
  }
}

export interface ControlClient extends RelayControl {
  close(): void
}

interface ConnectOptions {
  /** How long an answer may take; undefined for what the method needs. */
  readonly timeoutMs: number | undefined
  /** What to say where no relay runs. */
  readonly absent: string
}

/** @throws ERR_NO_DAEMON with this message; ERR_TIMEOUT and ERR_CLOSED from every method */
export async function connectControl(folder: string, { timeoutMs: given, absent }: ConnectOptions): Promise<ControlClient> {
  const socket = await dialOwner(controlPath(folder), absent)
  const writer = createLineWriter(socket)
  const pending = new Map<number, { resolve(result: unknown): void; reject(err: ChatError): void }>()
  let lastId = 0

  function call(method: keyof RelayControl, params: unknown): Promise<unknown> {
    const id = ++lastId
    const timeoutMs = given ?? (method === 'backup' ? BACKUP_TIMEOUT_MS : DEFAULT_TIMEOUT_MS)
    return new Promise((resolve, reject) => {
      const cancel = systemClock.after(timeoutMs, () => {
        pending.delete(id)
        reject(new ChatError('ERR_TIMEOUT', `the relay has not answered ${method} within ${timeoutMs} ms; it may still do it`))
      })
      const done =
        <T>(settle: (value: T) => void) =>
        (value: T): void => {
          cancel()
          pending.delete(id)
          settle(value)
        }
      pending.set(id, { resolve: done(resolve), reject: done(reject) })
      writer.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    })
  }

  splitLines(
    socket,
    MAX_LINE_CHARS,
    text => {
      const { id, result, error } = JSON.parse(text) as { id: number; result?: unknown; error?: unknown }
      if (error === undefined) pending.get(id)?.resolve(result)
      else pending.get(id)?.reject(errorOf(error))
    },
    err => socket.destroy(err)
  )
  socket.on('error', () => undefined) // its close follows
  socket.once('close', () => {
    for (const waiting of pending.values()) waiting.reject(new ChatError('ERR_CLOSED', 'the relay hung up; it may have stopped'))
  })
  const methods = Object.keys(METHODS).map(name => [name, (params: unknown) => call(name as keyof RelayControl, params)])
  return { ...(Object.fromEntries(methods) as RelayControl), close: () => void socket.destroy() }
}

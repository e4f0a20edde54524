import type { Clock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import type { Stop } from '../base/lifecycle.js'
import type { ChatApi } from './chat-api.js'
import type { ChatEvent } from './chat-event.js'
import { errorOf } from '../wire/rpc-message.js'
import { METHOD_SCOPES } from './rpc-methods.js'
import type { DaemonApi, RpcApi } from './rpc-schema.js'
import type { TransferApi } from './transfers.js'

/** Texts in both directions, in order, to one daemon. */
export interface RpcChannel {
  send(text: string): void
  /** Called once, before anything can arrive. */
  listen(listener: { text: (text: string) => void; closed: () => void }): void
  close(): void
}

export interface RpcClient extends ChatApi, DaemonApi {
  close(): void
}

export interface RpcClientOptions {
  readonly clock: Clock
  /** How long one call may take. */
  readonly timeoutMs: number
}

/** What a reader has not taken yet; beyond it the oldest are dropped and it hears `events:lost`. */
const MAX_UNREAD_EVENTS = 10_000

interface Pending {
  settle(response: { result?: unknown; error?: unknown }): void
  fail(err: ChatError): void
}

interface Incoming {
  readonly id?: number | null
  readonly result?: unknown
  readonly error?: unknown
  readonly method?: string
  readonly params?: { readonly subscription: number; readonly event: ChatEvent }
}

interface EventQueue {
  push(event: ChatEvent): void
  /** Ends the iteration, with an error after what was queued where there is one. */
  end(err?: ChatError): void
  iterate(ended: Stop): AsyncGenerator<ChatEvent>
}

/**
 * `ChatApi` over a channel. A lost connection is not hidden: calls under way and iterations reject with ERR_CLOSED, and the caller connects
 * anew. Calls reach the daemon in the order they were made. @throws ERR_TIMEOUT from every method
 */
export function createRpcClient(channel: RpcChannel, { clock, timeoutMs }: RpcClientOptions): RpcClient {
  const pending = new Map<number, Pending>()
  const queues = new Map<number, EventQueue>()
  let lastId = 0
  let closed = false

  function call<T>(method: string, params: unknown, settled?: (result: T) => void): Promise<T> {
    if (closed) return Promise.reject(lostConnection())
    const id = ++lastId
    return new Promise<T>((resolve, reject) => {
      const cancelTimer = clock.after(timeoutMs, () => {
        pending.delete(id)
        reject(new ChatError('ERR_TIMEOUT', `the daemon has not answered ${method} within ${timeoutMs} ms; it may still do it`))
      })
      pending.set(id, {
        settle({ result, error }) {
          cancelTimer()
          if (error !== undefined) return reject(errorOf(error))
          settled?.(result as T)
          resolve(result as T)
        },
        fail(err) {
          cancelTimer()
          reject(err)
        }
      })
      channel.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    })
  }

  function receive(text: string): void {
    const message = JSON.parse(text) as Incoming
    if (message.method === 'event' && message.params !== undefined) {
      queues.get(message.params.subscription)?.push(message.params.event)
    } else if (typeof message.id === 'number') {
      const waiting = pending.get(message.id)
      pending.delete(message.id)
      waiting?.settle(message)
    }
  }

  function end(): void {
    closed = true
    for (const waiting of pending.values()) waiting.fail(lostConnection())
    for (const queue of queues.values()) queue.end(lostConnection())
    pending.clear()
    queues.clear()
  }

  function events({ since }: { since?: number }, { signal }: { signal?: AbortSignal } = {}): AsyncIterable<ChatEvent> {
    const queue = createEventQueue()
    let subscription: number | undefined
    let over = signal?.aborted === true
    const unsubscribe = (): void => {
      if (subscription === undefined || !queues.delete(subscription) || closed) return
      // Whatever the answer is, nobody reads these events any more.
      call('events.unsubscribe', { subscription }).catch(() => undefined)
    }
    const stop = (): void => {
      over = true
      signal?.removeEventListener('abort', stop)
      queue.end()
      unsubscribe()
    }
    signal?.addEventListener('abort', stop, { once: true })
    if (over) queue.end()
    else {
      call<{ subscription: number }>('events.subscribe', since === undefined ? {} : { since }, result => {
        subscription = result.subscription
        queues.set(subscription, queue)
        if (over) unsubscribe()
      }).catch((err: ChatError) => queue.end(err))
    }
    return queue.iterate(stop)
  }

  channel.listen({ text: receive, closed: end })
  const methods = Object.fromEntries(Object.keys(METHOD_SCOPES).map(method => [method, (args?: unknown) => call(method, args ?? {})]))
  const close = (): void => {
    channel.close()
    end()
  }
  const api = methods as unknown as RpcApi
  return { ...api, ...carryingTransfers(api), events, close }
}

/** What carries bytes comes with the first backup: a page is opened without. */
function carryingTransfers(api: TransferApi): Pick<ChatApi, 'exportBackup' | 'importBackup'> {
  const fetchCarrier = async () => (await import('./transfer-client.js')).carryTransfers(api)
  return {
    async *exportBackup(args) {
      yield* (await fetchCarrier()).exportBackup(args)
    },
    importBackup: async args => (await fetchCarrier()).importBackup(args)
  }
}

function lostConnection(): ChatError {
  return new ChatError('ERR_CLOSED', 'the connection to the daemon is closed; connect again')
}

function createEventQueue(): EventQueue {
  const unread: ChatEvent[] = []
  let wake: Stop | undefined
  let ended: { err: ChatError | undefined } | undefined
  function notice(): void {
    wake?.()
    wake = undefined
  }
  return {
    push(event) {
      if (unread.length >= MAX_UNREAD_EVENTS) {
        const [lost] = unread.splice(0, unread.length / 2).slice(-1)
        if (lost !== undefined) unread.unshift({ id: lost.id, type: 'events:lost' })
      }
      unread.push(event)
      notice()
    },
    end(err) {
      ended ??= { err }
      notice()
    },
    async *iterate(stop) {
      try {
        for (;;) {
          const event = unread.shift()
          if (event !== undefined) yield event
          else if (ended === undefined) await new Promise<void>(resolve => (wake = resolve))
          else if (ended.err === undefined) return
          else throw ended.err
        }
      } finally {
        stop()
      }
    }
  }
}

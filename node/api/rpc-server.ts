import { ChatError } from '../base/errors.js'
import type { Stop } from '../base/lifecycle.js'
import type { ChatApi } from './chat-api.js'
import {
  failureOf,
  invalidRequest,
  methodNotFound,
  parseError,
  type RpcFailure,
  type RpcId,
  type RpcRequest,
  type RpcResponse
} from '../wire/rpc-message.js'
import {
  isRpcMethod,
  mayUse,
  methodParams,
  RPC_METHODS,
  subscribeParams,
  unsubscribeParams,
  type RpcApi,
  type RpcMethod,
  type Scope
} from './rpc-schema.js'

/** What a call sets off once its answer has gone out. */
type Begin = () => void

const MAX_BATCH = 1_000
const MAX_SUBSCRIPTIONS = 16

/** Whoever calls, as its transport knows them. */
interface RpcPeer {
  readonly scopes: readonly Scope[]
  /** False where one answer is all that the transport can carry back. */
  readonly canPush: boolean
  /**
   * Resolves when the transport can take the next text. That is the backpressure: a peer that doesn't read falls behind in the
   * event log and hears `events:lost`.
   */
  send(text: string): Promise<void>
}

export interface RpcSession {
  /** Takes one JSON text; resolves when it is answered and the transport can take more. Rejects only where `send` does. */
  receive(text: string): Promise<void>
  /** Ends the subscriptions; no call starts any more. */
  readonly close: Stop
}

export interface RpcServer {
  open(peer: RpcPeer): RpcSession
}

export interface RpcServerOptions {
  readonly api: RpcApi & Pick<ChatApi, 'events'>
  /** Hears of every call: for counting, and for the log where `thrown` is a bug. */
  readonly called?: (method: string, failure?: RpcFailure, thrown?: unknown) => void
}

/** JSON-RPC 2.0 with batches and notifications, over any transport. Calls start in the order they arrive; answers may overtake each other. */
export function createRpcServer({ api, called }: RpcServerOptions): RpcServer {
  return { open: peer => openSession(peer, api, called ?? (() => undefined)) }
}

function openSession(peer: RpcPeer, api: RpcServerOptions['api'], called: NonNullable<RpcServerOptions['called']>): RpcSession {
  const subscriptions = new Map<number, AbortController>()
  let lastSubscription = 0
  let closed = false

  async function push(subscription: number, events: ReturnType<ChatApi['events']>): Promise<void> {
    try {
      for await (const event of events) {
        if (!subscriptions.has(subscription)) return
        await peer.send(JSON.stringify({ jsonrpc: '2.0', method: 'event', params: { subscription, event } }))
      }
    } catch (err) {
      called('event', failureOf(err), err)
    } finally {
      subscriptions.delete(subscription)
    }
  }

  function subscribe(params: unknown, onceAnswered: Begin[]): { subscription: number } {
    const { since } = subscribeParams(params)
    if (!peer.canPush) {
      throw new ChatError(
        'ERR_INVALID_ARGUMENT',
        'a plain HTTP request can not carry events; use the WebSocket at /rpc, the unix socket or stdio'
      )
    }
    if (subscriptions.size >= MAX_SUBSCRIPTIONS) {
      throw new ChatError('ERR_QUOTA', `a connection has at most ${MAX_SUBSCRIPTIONS} subscriptions; end one with events.unsubscribe`)
    }
    const subscription = ++lastSubscription
    const controller = new AbortController()
    subscriptions.set(subscription, controller)
    const events = api.events(since === undefined ? {} : { since }, { signal: controller.signal })
    onceAnswered.push(() => void push(subscription, events))
    return { subscription }
  }

  function unsubscribe(params: unknown): null {
    const { subscription } = unsubscribeParams(params)
    const controller = subscriptions.get(subscription)
    if (controller === undefined) throw new ChatError('ERR_NOT_FOUND', `there is no subscription ${subscription} on this connection`)
    subscriptions.delete(subscription)
    controller.abort()
    return null
  }

  function allow(method: string, needed: Scope): void {
    if (!mayUse(peer.scopes, needed)) {
      throw new ChatError('ERR_NOT_ALLOWED', `${method} needs the scope ${needed}; this token has ${peer.scopes.join(', ')}`)
    }
  }

  async function call(method: string, params: unknown, onceAnswered: Begin[]): Promise<unknown> {
    if (closed) throw new ChatError('ERR_CLOSED', 'this connection is closed')
    if (method === 'events.subscribe' || method === 'events.unsubscribe') {
      allow(method, 'read')
      return method === 'events.subscribe' ? subscribe(params, onceAnswered) : unsubscribe(params)
    }
    const name = method as RpcMethod
    allow(name, RPC_METHODS[name].scope)
    const args = methodParams(name, params)
    return (api[name] as (args: unknown) => Promise<unknown>)(args)
  }

  async function answer(request: unknown, onceAnswered: Begin[]): Promise<RpcResponse | undefined> {
    const wrong = whatIsWrong(request)
    if (wrong !== undefined) return { jsonrpc: '2.0', id: idOf(request), error: invalidRequest(wrong) }
    const { method, params, id } = request as RpcRequest
    if (!isRpcMethod(method) && method !== 'events.subscribe' && method !== 'events.unsubscribe') {
      const error = methodNotFound(method)
      called('unknown', error)
      return id === undefined ? undefined : { jsonrpc: '2.0', id, error }
    }
    try {
      const result = (await call(method, params, onceAnswered)) ?? null
      called(method)
      return id === undefined ? undefined : { jsonrpc: '2.0', id, result }
    } catch (err) {
      const error = failureOf(err)
      called(method, error, err)
      return id === undefined ? undefined : { jsonrpc: '2.0', id, error }
    }
  }

  async function answerBatch(batch: readonly unknown[], onceAnswered: Begin[]): Promise<readonly RpcResponse[] | RpcResponse | undefined> {
    if (batch.length === 0 || batch.length > MAX_BATCH) return refusal(invalidRequest(`a batch holds 1 to ${MAX_BATCH} requests`))
    const answers = await Promise.all(batch.map(request => answer(request, onceAnswered)))
    const responses = answers.filter(response => response !== undefined)
    return responses.length === 0 ? undefined : responses
  }

  async function answerText(text: string, onceAnswered: Begin[]): Promise<readonly RpcResponse[] | RpcResponse | undefined> {
    let request: unknown
    try {
      request = JSON.parse(text)
    } catch {
      // What the parser says about bytes from outside adds nothing to "this is not JSON".
      return refusal(parseError())
    }
    return Array.isArray(request) ? answerBatch(request, onceAnswered) : answer(request, onceAnswered)
  }

  return {
    async receive(text) {
      const onceAnswered: Begin[] = []
      const response = await answerText(text, onceAnswered)
      if (response !== undefined) await peer.send(JSON.stringify(response))
      for (const begin of onceAnswered) begin()
    },
    close() {
      closed = true
      for (const controller of subscriptions.values()) controller.abort()
      subscriptions.clear()
    }
  }
}

const refusal = (error: RpcFailure): RpcResponse => ({ jsonrpc: '2.0', id: null, error })

function whatIsWrong(request: unknown): string | undefined {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return 'expected an object'
  const { jsonrpc, method, id } = request as Record<string, unknown>
  if (jsonrpc !== '2.0') return '"jsonrpc" must be "2.0"'
  if (typeof method !== 'string') return '"method" must be a string'
  if (id !== undefined && !isRpcId(id)) return '"id" must be a string, a number or null'
  return undefined
}

const isRpcId = (id: unknown): id is RpcId => id === null || typeof id === 'string' || typeof id === 'number'

function idOf(request: unknown): RpcId {
  const id = typeof request === 'object' && request !== null && 'id' in request ? request.id : null
  return isRpcId(id) ? id : null
}

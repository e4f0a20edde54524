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
import { isRpcMethod, mayUse, METHOD_SCOPES, type Scope } from './rpc-methods.js'
import { methodParams, subscribeParams, unsubscribeParams, type RpcApi, type RpcMethod } from './rpc-schema.js'

/** The requests of one text, which are answered together. */
interface Turn {
  /** What calls set off once their answers have gone out. */
  readonly onceAnswered: (() => void)[]
  /** Of the answers that wait to go out. */
  answerChars: number
}

const MAX_BATCH = 1_000
/** Of a batch, so that no more than so many answers come on top of what the batch may hold. */
const CALLS_AT_ONCE = 4
const MAX_ANSWER_CHARS = 16 * 1024 * 1024
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
  /** Takes one JSON text; resolves when it is answered and the transport can take more. Never rejects. */
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

/**
 * JSON-RPC 2.0 with batches and notifications, over any transport. Calls start in the order they arrive; answers may overtake each
 * other. After a batch or a page of history, whose answers may be long, nothing starts before the transport has taken the answer.
 */
export function createRpcServer({ api, called }: RpcServerOptions): RpcServer {
  return { open: peer => openSession(peer, api, called ?? (() => undefined)) }
}

function openSession(peer: RpcPeer, api: RpcServerOptions['api'], called: NonNullable<RpcServerOptions['called']>): RpcSession {
  const subscriptions = new Map<number, AbortController>()
  let lastSubscription = 0
  let closed = false
  /** Until the transport has taken the last answer that may be long. */
  let longAnswer: Promise<void> | undefined

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

  function subscribe(params: unknown, { onceAnswered }: Turn): { subscription: number } {
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

  async function call(method: string, params: unknown, turn: Turn): Promise<unknown> {
    if (closed) throw new ChatError('ERR_CLOSED', 'this connection is closed')
    if (turn.answerChars > MAX_ANSWER_CHARS) {
      throw new ChatError('ERR_TOO_LARGE', 'the answers before this one fill what a batch may hold; nothing was done, ask for it again')
    }
    if (method === 'events.subscribe' || method === 'events.unsubscribe') {
      allow(method, 'read')
      return method === 'events.subscribe' ? subscribe(params, turn) : unsubscribe(params)
    }
    const name = method as RpcMethod
    allow(name, METHOD_SCOPES[name])
    const args = methodParams(name, params)
    return (api[name] as (args: unknown) => Promise<unknown>)(args)
  }

  /** JSON; nothing for a notification. */
  async function answer(request: unknown, turn: Turn): Promise<string | undefined> {
    const wrong = whatIsWrong(request)
    if (wrong !== undefined) return refusal(invalidRequest(wrong), idOf(request))
    const { method, params, id } = request as RpcRequest
    if (!isRpcMethod(method) && method !== 'events.subscribe' && method !== 'events.unsubscribe') {
      const error = methodNotFound(method)
      called('unknown', error)
      return id === undefined ? undefined : refusal(error, id)
    }
    try {
      const result = (await call(method, params, turn)) ?? null
      const response = id === undefined ? undefined : toJson({ jsonrpc: '2.0', id, result })
      called(method)
      return response
    } catch (err) {
      const error = failureOf(err)
      called(method, error, err)
      return id === undefined ? undefined : refusal(error, id)
    }
  }

  async function answerBatch(batch: readonly unknown[], turn: Turn): Promise<string | undefined> {
    if (batch.length === 0 || batch.length > MAX_BATCH) return refusal(invalidRequest(`a batch holds 1 to ${MAX_BATCH} requests`))
    const answers: (string | undefined)[] = []
    const rest = batch.entries()
    async function work(): Promise<void> {
      for (const [index, request] of rest) {
        const response = await answer(request, turn)
        turn.answerChars += response?.length ?? 0
        answers[index] = response
      }
    }
    await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work))
    const responses = answers.filter(response => response !== undefined)
    return responses.length === 0 ? undefined : `[${responses.join(',')}]`
  }

  function answerAll(request: unknown, turn: Turn): Promise<string | undefined> {
    return Array.isArray(request) ? answerBatch(request, turn) : answer(request, turn)
  }

  async function respond(parsed: Parsed | undefined): Promise<void> {
    const turn: Turn = { onceAnswered: [], answerChars: 0 }
    try {
      const response = parsed === undefined ? refusal(parseError()) : await answerAll(parsed.request, turn)
      if (response !== undefined) await peer.send(response)
      for (const begin of turn.onceAnswered) begin()
    } catch (err) {
      called('answer', failureOf(err), err)
    }
  }

  return {
    async receive(text) {
      const parsed = parse(text)
      const responded = longAnswer === undefined ? respond(parsed) : longAnswer.then(() => respond(parsed))
      if (parsed !== undefined && mayBeLong(parsed.request)) longAnswer = responded
      await responded
      if (longAnswer === responded) longAnswer = undefined
    },
    close() {
      closed = true
      for (const controller of subscriptions.values()) controller.abort()
      subscriptions.clear()
    }
  }
}

const toJson = (response: RpcResponse): string => JSON.stringify(response)
const refusal = (error: RpcFailure, id: RpcId = null): string => toJson({ jsonrpc: '2.0', id, error })

interface Parsed {
  readonly request: unknown
}

function parse(text: string): Parsed | undefined {
  try {
    return { request: JSON.parse(text) as unknown }
  } catch {
    // What the parser says about bytes from outside adds nothing to "this is not JSON".
    return undefined
  }
}

function mayBeLong(request: unknown): boolean {
  return Array.isArray(request) || (typeof request === 'object' && request !== null && 'method' in request && request.method === 'history')
}

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

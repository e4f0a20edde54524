import { ChatError, ERROR_CODES, isChatError, type ErrorCode } from '../base/errors.js'

/** JSON-RPC 2.0, https://www.jsonrpc.org/specification */
export type RpcId = string | number | null

export interface RpcRequest {
  readonly jsonrpc: '2.0'
  readonly method: string
  readonly params?: unknown
  /** Absent in a notification, which is never answered. */
  readonly id?: RpcId
}

export interface RpcFailure {
  readonly code: number
  readonly message: string
  readonly data: { readonly code: ErrorCode }
}

export type RpcResponse =
  | { readonly jsonrpc: '2.0'; readonly id: RpcId; readonly result: unknown }
  | { readonly jsonrpc: '2.0'; readonly id: RpcId; readonly error: RpcFailure }

/** The numbers that the specification reserves (section 5.1); every other ChatError is a "server error". */
const PARSE_ERROR = -32_700
const INVALID_REQUEST = -32_600
const METHOD_NOT_FOUND = -32_601
const INVALID_PARAMS = -32_602
const INTERNAL_ERROR = -32_603
const SERVER_ERROR = -32_000

export function parseError(): RpcFailure {
  return { code: PARSE_ERROR, message: 'this is not JSON', data: { code: 'ERR_MALFORMED' } }
}

export function invalidRequest(why: string): RpcFailure {
  return { code: INVALID_REQUEST, message: `not a JSON-RPC 2.0 request: ${why}`, data: { code: 'ERR_INVALID_ARGUMENT' } }
}

export function methodNotFound(method: string): RpcFailure {
  return { code: METHOD_NOT_FOUND, message: `there is no method ${JSON.stringify(method)}`, data: { code: 'ERR_NOT_FOUND' } }
}

/** A ChatError keeps its code and message; anything else is a bug of ours and tells nothing of its inside. */
export function failureOf(thrown: unknown): RpcFailure {
  if (!isChatError(thrown))
    return { code: INTERNAL_ERROR, message: 'internal error; see the log of the daemon', data: { code: 'ERR_INTERNAL' } }
  const code = thrown.code === 'ERR_INVALID_ARGUMENT' ? INVALID_PARAMS : thrown.code === 'ERR_INTERNAL' ? INTERNAL_ERROR : SERVER_ERROR
  return { code, message: thrown.message, data: { code: thrown.code } }
}

/** The inverse of `failureOf`, for an answer that came from outside. */
export function errorOf(failure: unknown): ChatError {
  const { message, data } = (failure ?? {}) as { message?: unknown; data?: { code?: unknown } }
  const code = ERROR_CODES.find(known => known === data?.code) ?? 'ERR_INTERNAL'
  return new ChatError(code, typeof message === 'string' ? message : 'the daemon answered with an error that says nothing')
}

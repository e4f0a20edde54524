import type { IncomingMessage } from 'node:http'
import type { Clock } from '../base/clock.js'
import { foreignPage } from './loopback-http.js'
import type { Grant, Tokens } from './tokens.js'

const BAD_TOKENS_PER_WINDOW = 10
const BAD_TOKENS_WINDOW_MS = 60_000
/** A browser can't set headers on a WebSocket: it offers the token as a second subprotocol beside this one. */
export const WEBSOCKET_PROTOCOL = 'parley.rpc.1'

export interface Refusal {
  readonly status: 401 | 403 | 429
  readonly message: string
}

export interface Access {
  /** Whether a page or a program may talk to this port at all. */
  refuseStranger(request: IncomingMessage): Refusal | undefined
  /**
   * What the request's bearer token grants. A good token always passes; of bad ones only so many a minute are worth an answer of their own:
   * with 256 random bits the limit is there for noise and load, not against luck.
   */
  authenticate(request: IncomingMessage): Grant | Refusal
}

export function createAccess(tokens: Tokens, clock: Clock, port: number): Access {
  let windowStartedAtMs = 0
  let badTokens = 0

  function refuseToken(): Refusal {
    const now = clock.now()
    if (now - windowStartedAtMs >= BAD_TOKENS_WINDOW_MS) {
      windowStartedAtMs = now
      badTokens = 0
    }
    return ++badTokens > BAD_TOKENS_PER_WINDOW
      ? { status: 429, message: 'too many wrong tokens; wait a minute' }
      : { status: 401, message: 'a bearer token is needed; make one: parley token create --scope read' }
  }

  return {
    refuseStranger(request) {
      const message = foreignPage(request, port)
      return message === undefined ? undefined : { status: 403, message }
    },
    authenticate(request) {
      const token = bearerToken(request)
      return (token === undefined ? undefined : tokens.grantOf(token)) ?? refuseToken()
    }
  }
}

function bearerToken({ headers }: IncomingMessage): string | undefined {
  const authorization = /^Bearer ([\w.~+/=-]+)$/i.exec(headers.authorization ?? '')?.[1]
  if (authorization !== undefined) return authorization
  const [protocol, token] = (headers['sec-websocket-protocol'] ?? '').split(',').map(part => part.trim())
  return protocol === WEBSOCKET_PROTOCOL ? token : undefined
}

export const isRefusal = (answer: Grant | Refusal): answer is Refusal => 'status' in answer

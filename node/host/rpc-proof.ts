import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { Grant, Tokens } from './tokens.js'

/** Instead of a token in the headers, each side proves that it knows one: a program that took the port learns nothing by being asked. */
export const PROVEN_PROTOCOL = 'parley.rpc.2'
/** What a WebSocket is closed with whose token is not good. */
const REFUSED = 4401
const PATIENCE_MS = 10_000
const NONCE_BYTES = 32
const HELLO = /^([0-9a-f]{8}) ([0-9a-f]{64})$/

/**
 * Hears `id nonce`, says `nonce proof`, hears a proof, all in hex, and hands over what the token grants; or closes with 4401. A proof is
 * HMAC-SHA256 under the token's SHA-256 of `parley rpc 2 node|page <port> <nonce of the page> <nonce of the node>`.
 */
export function hearProof(websocket: WebSocket, tokens: Tokens, port: number, proven: (grant: Grant) => void): void {
  const nonce = randomBytes(NONCE_BYTES).toString('hex')
  let expected: { readonly proof: Buffer; readonly grant: Grant } | undefined
  const timer = setTimeout(refuse, PATIENCE_MS)
  websocket.on('error', () => websocket.terminate()) // its `close` follows
  websocket.once('close', () => clearTimeout(timer))
  websocket.on('message', hear)

  function refuse(): void {
    websocket.off('message', hear)
    websocket.close(REFUSED)
  }

  function hear(data: unknown): void {
    const text = String(data)
    if (expected !== undefined) {
      const given = Buffer.from(text, 'hex')
      if (given.length !== expected.proof.length || !timingSafeEqual(given, expected.proof) || expected.grant.revoked.aborted)
        return refuse()
      clearTimeout(timer)
      websocket.off('message', hear)
      return proven(expected.grant)
    }
    const [, id = '', theirs = ''] = HELLO.exec(text) ?? []
    const known = tokens.keyOf(id)
    if (known === undefined) return refuse()
    const prove = (who: 'node' | 'page'): Buffer =>
      createHmac('sha256', known.key).update(`parley rpc 2 ${who} ${port} ${theirs} ${nonce}`).digest()
    expected = { proof: prove('page'), grant: known.grant }
    websocket.send(`${nonce} ${prove('node').toString('hex')}`)
  }
}

import { fromHex, toHex } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import type { RpcChannel } from '../../node/api/rpc-client.js'

/** Both sides prove that they know the token, the node first, and nobody sends it (node/host/rpc-proof.ts). */
const PROTOCOL = 'parley.rpc.2'
const REFUSED = 4401
const ID_HEX_DIGITS = 8
const ANSWER = /^([0-9a-f]{64}) ([0-9a-f]{64})$/

/**
 * Resolves once the node has proven itself and heard our proof. @throws ERR_UNREACHABLE where nobody is there, or somebody who is not the
 * node; ERR_NOT_ALLOWED where it does not take the token
 */
export async function openWebSocketChannel(url: string, token: string): Promise<RpcChannel> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(token)))
  const key = await crypto.subtle.importKey('raw', hash, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
  const nonce = toHex(crypto.getRandomValues(new Uint8Array(32)))
  const socket = new WebSocket(url, [PROTOCOL])
  return new Promise((resolve, reject) => {
    async function hear({ data }: MessageEvent): Promise<void> {
      const [, theirs, proof = ''] = ANSWER.exec(String(data)) ?? []
      const said = (who: 'node' | 'page') => bytesOf(`parley rpc 2 ${who} ${new URL(url).port} ${nonce} ${theirs}`)
      if (theirs === undefined || !(await crypto.subtle.verify('HMAC', key, new Uint8Array(fromHex(proof)), said('node'))))
        throw unreachable()
      socket.send(toHex(new Uint8Array(await crypto.subtle.sign('HMAC', key, said('page')))))
      resolve(channelOver(socket))
    }
    socket.addEventListener('close', ({ code }) =>
      reject(code === REFUSED ? new ChatError('ERR_NOT_ALLOWED', 'the node does not take this token') : unreachable())
    )
    socket.addEventListener('open', () => socket.send(`${toHex(hash).slice(0, ID_HEX_DIGITS)} ${nonce}`), { once: true })
    const first = (event: MessageEvent): void => {
      hear(event).catch((err: unknown) => {
        socket.close()
        reject(err)
      })
    }
    socket.addEventListener('message', first, { once: true })
  })
}

const unreachable = (): ChatError => new ChatError('ERR_UNREACHABLE', 'the node does not answer')
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

function channelOver(socket: WebSocket): RpcChannel {
  return {
    send: text => socket.send(text),
    listen({ text, closed }) {
      socket.addEventListener('message', ({ data }) => text(String(data)))
      socket.addEventListener('close', closed, { once: true })
      if (socket.readyState >= WebSocket.CLOSING) queueMicrotask(closed)
    },
    close: () => socket.close()
  }
}

import { ChatError } from '../../node/base/errors.js'
import type { RpcChannel } from '../../node/api/rpc-client.js'

/** A browser can't set headers on a WebSocket: the token goes as a second subprotocol beside this one. */
const PROTOCOL = 'parley.rpc.1'

/** Resolves once the node has let us in. @throws ERR_UNREACHABLE: a browser doesn't tell why */
export function openWebSocketChannel(url: string, token: string): Promise<RpcChannel> {
  const socket = new WebSocket(url, [PROTOCOL, token])
  return new Promise((resolve, reject) => {
    socket.addEventListener('close', () => reject(new ChatError('ERR_UNREACHABLE', 'the node does not answer')), { once: true })
    socket.addEventListener('open', () => resolve(channelOver(socket)), { once: true })
  })
}

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

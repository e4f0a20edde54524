import type { ConnectionEncrypter, MessageStream } from '@libp2p/interface'
import { noise } from '@libp2p/noise'

type NoiseFactory = ReturnType<typeof noise>

/**
 * Noise, handing each of its messages to the socket in one piece. It makes them of two to four (length, header, ciphertext, tag)
 * and the TCP transport turns every piece into a write of its own, a system call and a packet each: that was a quarter of the
 * time a small frame took.
 */
export function noiseInOneWrite(): (components: Parameters<NoiseFactory>[0]) => ConnectionEncrypter {
  const create = noise()
  return components => {
    const encrypter = create(components)
    return {
      protocol: encrypter.protocol,
      secureInbound: (connection, options) => encrypter.secureInbound(inOnePiece(connection), options),
      secureOutbound: (connection, options) => encrypter.secureOutbound(inOnePiece(connection), options)
    }
  }
}

function inOnePiece<T extends MessageStream>(connection: T): T {
  const send = connection.send.bind(connection)
  connection.send = data => send(data.subarray())
  return connection
}

import { once } from 'node:events'
import { connect } from 'node:net'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import type { Stream } from '@libp2p/interface'
import { concat } from '../../node/base/bytes.js'
import { encodeFrame } from '../../node/network/link-frame.js'
import { DIRECT } from '../../node/network/links.js'
import type { LinkFrame } from '../../node/wire/generated/link.js'

const LOG = new Uint8Array(32).fill(7)

export const hello = (over: Partial<NonNullable<LinkFrame['hello']>> = {}): Uint8Array =>
  encodeFrame({ hello: { version: 1, run: new Uint8Array(16).fill(1), windowFrames: 10, windowBytes: 1 << 20, ...over } })

export const envelopeFrame = (id: number, length = 10, log = LOG): Uint8Array =>
  encodeFrame({ envelope: { id, log, bytes: new Uint8Array(length) } })

/** Any payload behind its length, whether it is a frame or not. */
export function prefixed(payload: Uint8Array): Uint8Array {
  return concat([Uint8Array.of((payload.length & 0x7f) | 0x80, payload.length >>> 7), payload])
}

export interface Hostile {
  /** A stream of the direct protocol on which nothing has been said; on a new connection unless one is open. */
  stream(): Promise<Stream>
  /** Resolves when the victim has closed every connection to it. */
  hungUp(): Promise<void>
  stop(): Promise<void>
}

/** A peer that speaks libp2p and then says what it likes. */
export async function startHostile(victim: { readonly self: string; addresses(): readonly string[] }): Promise<Hostile> {
  const node = await createLibp2p({ transports: [tcp()], connectionEncrypters: [noise()], streamMuxers: [yamux()] })
  const address = multiaddr(`${victim.addresses()[0]}/p2p/${victim.self}`)
  return {
    async stream() {
      const connection = await node.dial(address)
      return connection.newStream(DIRECT.id, { maxOutboundStreams: 1_000 })
    },
    async hungUp() {
      while (node.getConnections().length > 0)
        await new Promise(resolve => node.addEventListener('connection:close', resolve, { once: true }))
    },
    stop: async () => node.stop()
  }
}

/** Bytes that are no libp2p at all; resolves when the other side has closed. */
export async function rawGarbage(address: string, bytes: Uint8Array): Promise<void> {
  const { host, port } = hostAndPort(address)
  const socket = connect({ host, port })
  await once(socket, 'connect')
  socket.on('error', () => undefined) // a reset is one way of being closed
  socket.resume()
  const closed = new Promise(resolve => socket.once('close', resolve))
  socket.write(bytes)
  await closed
}

export function hostAndPort(address: string): { host: string; port: number } {
  const [, , host = '', , port = ''] = address.split('/')
  return { host, port: Number(port) }
}

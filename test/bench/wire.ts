import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'

export const ECHO = '/parley-bench/echo'
export const SINK = '/parley-bench/sink'
export const FRAME_BYTES = 200

/** libp2p with nothing of ours in it. */
export function createPlainNode(): Promise<Libp2p> {
  return createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionManager: { inboundConnectionThreshold: Infinity }
  })
}

/** `count` frames of 200 bytes behind 32-bit lengths, the last one marked by its first byte. */
export function frames(count: number, last: boolean): Uint8Array {
  const bytes = Buffer.alloc(count * (4 + FRAME_BYTES), 'x')
  for (let offset = 0; offset < bytes.length; offset += 4 + FRAME_BYTES) bytes.writeUInt32BE(FRAME_BYTES, offset)
  if (last) bytes[bytes.length - FRAME_BYTES] = 0
  return bytes
}

/** Takes a stream in pieces, cuts it into frames, and calls back at the one that is marked as the last. */
export function createFrameCounter(done: () => void): (piece: Uint8Array) => void {
  let rest: Buffer = Buffer.alloc(0)
  return piece => {
    const bytes = rest.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.length) : Buffer.concat([rest, piece])
    let offset = 0
    while (bytes.length - offset >= 4) {
      const next = offset + 4 + bytes.readUInt32BE(offset)
      if (next > bytes.length) break
      if (bytes[offset + 4] === 0) done()
      offset = next
    }
    rest = bytes.subarray(offset)
  }
}

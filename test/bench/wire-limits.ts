import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { multiaddr } from '@multiformats/multiaddr'
import type { Stream } from '@libp2p/interface'
import type { WireFarEnd } from './far-end.js'
import { nowMs, perSecond, timeEach, type Durations } from './figures.js'
import { createPlainNode, ECHO, FRAME_BYTES, frames, SINK } from './wire.js'

/** Between two processes on loopback; what goes back and forth is 200 bytes. */
export interface WireLimits {
  readonly tcpRoundTrip: Durations
  /** Frames a second over one TCP connection, written in pieces of 250 frames. */
  readonly tcpFrames: number
  readonly libp2pRoundTrip: Durations
  /** Frames a second over one libp2p stream (TCP, Noise, yamux), a write each. */
  readonly libp2pSingly: number
  /** The same, 64 frames a write. */
  readonly libp2pBatched: number
}

/** A pipe of either kind: what the rounds below need of a socket and of a stream. */
interface Pipe {
  /** Resolves when more may be written. */
  write(bytes: Uint8Array): Promise<void>
  /** Resolves with the bytes that came by the next arrival. */
  arrival(): Promise<number>
}

export async function measureWire(): Promise<WireLimits> {
  const child = fork(fileURLToPath(new URL('far-end.js', import.meta.url)))
  try {
    const [far]: WireFarEnd[] = await once(child, 'message')
    if (far === undefined) throw new Error('the other process said nothing')
    const tcp = await measureTcp(far)
    return { ...tcp, ...(await measureLibp2p(far)) }
  } finally {
    child.kill()
  }
}

async function measureTcp(far: WireFarEnd): Promise<Pick<WireLimits, 'tcpRoundTrip' | 'tcpFrames'>> {
  const echo = connect({ ...hostAndPort(far.echo), noDelay: true })
  const sink = connect({ ...hostAndPort(far.sink), noDelay: true })
  try {
    const tcpRoundTrip = await roundTrips(pipeOfSocket(echo))
    return { tcpRoundTrip, tcpFrames: await framesPerSecond(pipeOfSocket(sink), 1_000_000, 250) }
  } finally {
    echo.destroy()
    sink.destroy()
  }
}

async function measureLibp2p(far: WireFarEnd): Promise<Pick<WireLimits, 'libp2pRoundTrip' | 'libp2pSingly' | 'libp2pBatched'>> {
  const node = await createPlainNode()
  try {
    const open = async (protocol: string): Promise<Pipe> => pipeOfStream(await node.dialProtocol(multiaddr(far.node), protocol))
    const libp2pRoundTrip = await roundTrips(await open(ECHO))
    const libp2pSingly = await framesPerSecond(await open(SINK), 50_000, 1)
    return { libp2pRoundTrip, libp2pSingly, libp2pBatched: await framesPerSecond(await open(SINK), 256_000, 64) }
  } finally {
    await node.stop()
  }
}

function roundTrips(pipe: Pipe): Promise<Durations> {
  const frame = new Uint8Array(FRAME_BYTES)
  return timeEach(4_500, 500, async () => {
    const written = pipe.write(frame)
    for (let back = 0; back < FRAME_BYTES;) back += await pipe.arrival()
    await written
  })
}

async function framesPerSecond(pipe: Pipe, total: number, atOnce: number): Promise<number> {
  const piece = frames(atOnce, false)
  const allHere = pipe.arrival()
  const startedAt = nowMs()
  for (let sent = atOnce; sent < total; sent += atOnce) await pipe.write(piece)
  await pipe.write(frames(atOnce, true))
  await allHere
  return perSecond(total, nowMs() - startedAt)
}

function pipeOfSocket(socket: Socket): Pipe {
  return {
    async write(bytes) {
      if (!socket.write(bytes)) await once(socket, 'drain')
    },
    arrival: () => new Promise(resolve => socket.once('data', piece => resolve(piece.length)))
  }
}

function pipeOfStream(stream: Stream): Pipe {
  return {
    async write(bytes) {
      if (!stream.send(bytes)) await new Promise(resolve => stream.addEventListener('drain', resolve, { once: true }))
    },
    arrival: () => new Promise(resolve => stream.addEventListener('message', ({ data }) => resolve(data.byteLength), { once: true }))
  }
}

function hostAndPort({ address, port }: AddressInfo): { host: string; port: number } {
  return { host: address, port }
}

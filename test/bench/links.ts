import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { multiaddr } from '@multiformats/multiaddr'
import type { LogId } from '../../node/base/ids.js'
import { startLibp2p, type RunningLibp2p } from '../../node/host/libp2p-node.js'
import { createLinks } from '../../node/network/libp2p-links.js'
import { DIRECT, type Links } from '../../node/network/links.js'
import { durations, nowMs, perSecond, timeEach, type Durations } from './figures.js'
import type { LinksFarEnd } from './links-far-end.js'
import type { Row } from './report.js'

/** A bare stream on the same node: one byte goes back for whatever came. */
export const ANSWER_ONE = '/parley-bench/answer-one'
const ENVELOPE = { log: 'ab'.repeat(32) as LogId, bytes: new Uint8Array(1_200) }
const SAMPLES = 3_000
const WARM_UP = 1_000
const PIPELINED = 50_000
/** What the conversation keeps under way at most. */
const AT_ONCE = 256

/** Envelopes of 1.2 kB between two processes on loopback: over a link, and over what a link is made of. */
export async function measureLinks(): Promise<readonly Row[]> {
  const child = fork(fileURLToPath(new URL('links-far-end.js', import.meta.url)))
  const libp2p = await startLibp2p({ seed: crypto.getRandomValues(new Uint8Array(32)), mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] })
  const links = await createLinks({ protocol: DIRECT, libp2p, ping: libp2p.services.ping })
  try {
    const [far]: LinksFarEnd[] = await once(child, 'message')
    if (far === undefined) throw new Error('the other process said nothing')
    await links.learn(far.device, far.addresses)
    return await rows(child, far, libp2p, links)
  } finally {
    child.kill()
    await links.close()
    await libp2p.stop()
  }
}

async function rows(child: ChildProcess, far: LinksFarEnd, libp2p: RunningLibp2p, links: Links): Promise<readonly Row[]> {
  const tcp = await tcpRoundTrip(far.tcpEcho)
  const stream = await streamRoundTrip(libp2p, far)
  const { roundTrip, oneWay } = await singly(child, far, links)
  const pipelined = await pipeline(far, links)
  const bound = { figure: 'p50', limit: stream.p50, of: 'a bare libp2p stream, 1.2 kB there, 1 B back' }
  return [
    { peer: 'limit', job: 'tcp_1200_rtt', what: 'TCP, 1.2 kB there, 1 B back', figures: { ...tcp } },
    { peer: 'limit', job: 'libp2p_1200_rtt', what: bound.of, figures: { ...stream } },
    { peer: 'parley', job: 'link_rtt', what: 'a link, from send to its acknowledgement, one at a time', figures: { ...roundTrip }, bound },
    { peer: 'parley', job: 'link_one_way', what: 'a link, from send to the handler of the other process', figures: { ...oneWay } },
    { peer: 'parley', job: 'link_pipelined', what: `a link, ${AT_ONCE} under way, acknowledged`, figures: { msgs_s: pipelined } }
  ]
}

async function tcpRoundTrip(port: number): Promise<Durations> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  const taken = await timeEach(SAMPLES, WARM_UP, async () => {
    const back = once(socket, 'data')
    socket.write(ENVELOPE.bytes)
    await back
  })
  socket.destroy()
  return taken
}

async function streamRoundTrip(libp2p: RunningLibp2p, far: LinksFarEnd): Promise<Durations> {
  const stream = await libp2p.dialProtocol(multiaddr(`${far.addresses[0]}/p2p/${far.device}`), ANSWER_ONE)
  const taken = await timeEach(SAMPLES, WARM_UP, async () => {
    const back = new Promise(resolve => stream.addEventListener('message', resolve, { once: true }))
    stream.send(ENVELOPE.bytes)
    await back
  })
  await stream.close()
  return taken
}

async function singly(child: ChildProcess, far: LinksFarEnd, links: Links): Promise<{ roundTrip: Durations; oneWay: Durations }> {
  const sentAtMs: number[] = []
  const roundTrip = await timeEach(SAMPLES, WARM_UP, () => {
    sentAtMs.push(nowMs())
    return links.send(far.device, ENVELOPE)
  })
  child.send('arrivals')
  const [arrivedAtMs]: number[][] = await once(child, 'message')
  const oneWay = sentAtMs.map((sentMs, index) => (arrivedAtMs?.[index] ?? NaN) - sentMs)
  return { roundTrip, oneWay: durations(oneWay.slice(WARM_UP)) }
}

async function pipeline(far: LinksFarEnd, links: Links): Promise<number> {
  let left = PIPELINED
  const worker = async (): Promise<void> => {
    while (left-- > 0) await links.send(far.device, ENVELOPE)
  }
  const startedAt = nowMs()
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return perSecond(PIPELINED, nowMs() - startedAt)
}

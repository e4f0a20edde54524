import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { toHex } from '../../node/base/bytes.js'
import type { LogId } from '../../node/base/ids.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import type { Envelope } from '../../node/network/links.js'
import { sealEnvelope } from '../../node/wire/envelope.js'
import { durations, nowMs, perSecond, round } from './figures.js'
import type { Heard } from './gossip-far-end.js'
import { createGossipNode, type GossipBenchNode, type GossipKind, type Whereabouts } from './gossip-node.js'
import { PEER, type Job } from './job.js'

const RECEIVERS = 10
const CONTENT_BYTES = 300
const WARM_UP = 100
const SINGLE = 400
const PIPELINED = 4_000
/** The slowest receiver is at most so many behind. */
const AT_ONCE = 256
const TOLD_EVERY = 20
const FORMING_MS = 3_000

interface Receivers {
  readonly slowest: () => number
  /** Resolves once all have heard so many; with when the last one did. */
  readonly all: (count: number) => Promise<number>
  readonly cpuMs: () => number
}

/**
 * c-raw: one sender and 10 receivers, each a process, all connected to all, without MLS, disk or daemon: what gossip alone takes.
 * The processes share this machine's cores, and so does whatever else runs on it.
 */
export const gossip: Job = async ({ report }) => {
  const { log, envelopes } = await sealAll(WARM_UP + SINGLE + PIPELINED)
  for (const kind of ['stock', 'parley'] as const) {
    const single = await withReceivers(kind, log, 1, (node, receivers) => oneAtATime(node, receivers, envelopes.slice(0, WARM_UP + SINGLE)))
    const many = await withReceivers(kind, log, TOLD_EVERY, (node, receivers) => pipelined(node, receivers, envelopes))
    const what = `gossip to ${RECEIVERS} receivers, ${CONTENT_BYTES} B in envelopes: until the last one has it; messages a second`
    report.add({
      peer: kind === 'parley' ? PEER : 'gossipsub as it comes',
      job: 'c-raw',
      what,
      figures: { n: single.n, p50: single.p50, p90: single.p90, p99: single.p99, ...many }
    })
  }
}

async function sealAll(count: number): Promise<{ log: LogId; envelopes: readonly Envelope[] }> {
  const primitives = createNodePrimitives()
  const key = await primitives.signingKey(primitives.randomBytes(32))
  const wrapKey = primitives.randomBytes(16)
  const log = toHex(key.publicKey) as LogId
  const envelopes: Envelope[] = []
  for (let n = 0; n < count; n++)
    envelopes.push({ log, bytes: await sealEnvelope(primitives, key, wrapKey, primitives.randomBytes(CONTENT_BYTES)) })
  return { log, envelopes }
}

async function oneAtATime(node: GossipBenchNode, receivers: Receivers, envelopes: readonly Envelope[]) {
  const taken: number[] = []
  for (const [n, envelope] of envelopes.entries()) {
    const sentAtMs = nowMs()
    const heard = receivers.all(n + 1)
    await node.publish(envelope)
    taken.push((await heard) - sentAtMs)
  }
  return durations(taken.slice(WARM_UP))
}

async function pipelined(node: GossipBenchNode, receivers: Receivers, envelopes: readonly Envelope[]) {
  const cpuBefore = receivers.cpuMs()
  const startedAtMs = nowMs()
  const rest = envelopes.slice(-PIPELINED)
  for (const [n, envelope] of rest.entries()) {
    if (n - receivers.slowest() >= AT_ONCE) await receivers.all(n - AT_ONCE + TOLD_EVERY)
    await node.publish(envelope)
  }
  const endedAtMs = await receivers.all(PIPELINED)
  const receiverCpu = (receivers.cpuMs() - cpuBefore) / RECEIVERS / PIPELINED
  return { msgs_s: perSecond(PIPELINED, endedAtMs - startedAtMs), receiver_cpu_us: round(receiverCpu * 1_000) }
}

/** Starts them, connects all to all, and ends them. */
async function withReceivers<T>(
  kind: GossipKind,
  log: LogId,
  step: number,
  run: (node: GossipBenchNode, receivers: Receivers) => Promise<T>
): Promise<T> {
  const program = fileURLToPath(new URL('gossip-far-end.js', import.meta.url))
  const children = Array.from({ length: RECEIVERS }, () => fork(program, [kind, log, String(step)]))
  const node = await createGossipNode(kind, log, () => undefined)
  try {
    const places = await Promise.all(children.map(async child => (await once(child, 'message'))[0] as Whereabouts))
    const all = [...places, node.at]
    const dialled = children.map(child => once(child, 'message'))
    for (const child of children) child.send(all.filter(({ device }) => device !== places[children.indexOf(child)]?.device))
    await node.dial(places)
    await Promise.all(dialled)
    while (node.hearing() < RECEIVERS) await delay(100)
    await delay(FORMING_MS)
    return await run(node, watch(children))
  } finally {
    for (const child of children) child.kill()
    await node.stop()
  }
}

function watch(children: readonly ChildProcess[]): Receivers {
  const last = children.map((): Heard => ({ count: 0, atMs: 0, cpuMs: 0 }))
  const bell = new EventTarget()
  for (const [index, child] of children.entries())
    child.on('message', (heard: Heard) => {
      last[index] = heard
      bell.dispatchEvent(new Event('heard'))
    })
  const slowest = (): number => Math.min(...last.map(({ count }) => count))
  return {
    slowest,
    async all(count) {
      while (slowest() < count) await once(bell, 'heard')
      return Math.max(...last.map(({ atMs }) => atMs))
    },
    cpuMs: () => last.reduce((sum, { cpuMs }) => sum + cpuMs, 0)
  }
}

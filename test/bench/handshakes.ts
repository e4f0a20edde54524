import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { multiaddr } from '@multiformats/multiaddr'
import { createRelayProcess, type RelayProcess } from '../e2e/relay-process.js'
import { connect } from '../relay/client.js'
import { durations, median, nowMs, perSecond, type Durations } from './figures.js'
import type { WireFarEnd } from './far-end.js'
import { PEER, type Job } from './job.js'
import { reachable } from './reachable.js'
import { createPlainNode } from './wire.js'

/** Fewer than a relay takes from one address in a second. */
const DIALS = 40
const AT_ONCE = 8
const ROUNDS = 3
/** As long as a relay counts what one address dials. */
const COUNTED_MS = 1_000

/** Somebody who has not dialled yet. */
interface Caller {
  dial(): Promise<unknown>
  stop(): unknown
}

interface Handshakes {
  readonly taken: Durations
  /** Of several at once. */
  readonly perSecond: number
}

/** h: devices that the shipped relay does not know, from the dial until it has answered their hello; beside libp2p alone. */
export const handshakes: Job = async ({ report, scratch }) => {
  const bare = await bareHandshakes()
  const relay = await createRelayProcess(join(scratch, 'relay'))
  try {
    const { taken, perSecond: rate } = await measure(() => newDevice(relay))
    report.add({
      peer: PEER,
      job: 'h_single',
      what: 'dial of a relay → its hello is answered, one at a time',
      figures: { ...taken },
      bound: { figure: 'p50', limit: bare.taken.p50, of: 'a bare libp2p dial: TCP, Noise, yamux' }
    })
    report.add({
      peer: PEER,
      job: 'h',
      what: `the same, ${AT_ONCE} at once`,
      figures: { handshakes_s: rate },
      bound: { figure: 'handshakes_s', limit: bare.perSecond, of: 'bare libp2p dials' }
    })
  } finally {
    await relay.stop()
  }
}

async function bareHandshakes(): Promise<Handshakes> {
  const child = fork(fileURLToPath(new URL('far-end.js', import.meta.url)))
  try {
    const [far]: WireFarEnd[] = await once(child, 'message')
    if (far === undefined) throw new Error('the other process said nothing')
    return await measure(async () => {
      const node = await createPlainNode()
      return { dial: () => node.dial(multiaddr(far.node)), stop: () => node.stop() }
    })
  } finally {
    child.kill()
  }
}

async function newDevice(relay: RelayProcess): Promise<Caller> {
  const client = await connect(reachable(relay), { hello: 'none' })
  return { dial: () => client.hello(), stop: () => client.stop() }
}

async function measure(newCaller: () => Promise<Caller>): Promise<Handshakes> {
  const taken: number[] = []
  const rates: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await dialAll(newCaller, 1, taken)
    rates.push(perSecond(DIALS, await dialAll(newCaller, AT_ONCE, [])))
  }
  return { taken: durations(taken), perSecond: median(rates) }
}

/** @returns milliseconds for all of them */
async function dialAll(newCaller: () => Promise<Caller>, atOnce: number, taken: number[]): Promise<number> {
  const callers = await Promise.all(Array.from({ length: DIALS }, newCaller))
  await delay(COUNTED_MS)
  const line = [...callers]
  async function lane(): Promise<void> {
    for (let caller = line.shift(); caller !== undefined; caller = line.shift()) {
      const startedAt = nowMs()
      await caller.dial()
      taken.push(nowMs() - startedAt)
    }
  }
  const startedAt = nowMs()
  await Promise.all(Array.from({ length: atOnce }, lane))
  const elapsedMs = nowMs() - startedAt
  await Promise.all(callers.map(caller => caller.stop()))
  return elapsedMs
}

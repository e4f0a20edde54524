import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fromHex, toHex } from '../../node/base/bytes.js'
import { createRelayProcess } from '../e2e/relay-process.js'
import { connectMember, newLog, primitives } from '../relay/client.js'
import { nowMs, round } from './figures.js'
import { PEER, type Job } from './job.js'
import { cpuMs, residentMb } from './process-figures.js'
import { reachable } from './reachable.js'
import type { SubscribersFarEnd } from './subscribers-far-end.js'

const SUBSCRIBERS = 50
const SOAK_SUBSCRIBERS = 1_000
const A_PROCESS = 250
const IDLE_MS = 20_000

/** s: devices that are linked to the shipped relay, each subscribed to a log of its own, while nothing happens; then all are told something. */
export const subscribers: Job = async ({ report, scratch, soak }) => {
  const count = soak ? SOAK_SUBSCRIBERS : SUBSCRIBERS
  const relay = await createRelayProcess(join(scratch, 'relay'))
  const owner = await connectMember(reachable(relay))
  const children: ChildProcess[] = []
  try {
    const seeds = Array.from({ length: count }, () => toHex(primitives.randomBytes(32)))
    const logs = await Promise.all(seeds.map(seed => newLog(fromHex(seed))))
    for (const log of logs) await owner.open(log)
    await delay(IDLE_MS)
    const before = residentMb(relay.pid)
    for (let from = 0; from < count; from += A_PROCESS) {
      const child = fork(fileURLToPath(new URL('subscribers-far-end.js', import.meta.url)))
      children.push(child)
      const orders: SubscribersFarEnd = { at: reachable(relay), seeds: seeds.slice(from, from + A_PROCESS) }
      child.send(orders)
      await once(child, 'message')
    }
    await delay(IDLE_MS)
    const cpuBefore = cpuMs(relay.pid)
    await delay(IDLE_MS)
    const idleCpu = (cpuMs(relay.pid) - cpuBefore) / (IDLE_MS / 1_000)
    const after = residentMb(relay.pid)
    const told = children.map(child => once(child, 'message'))
    const startedAt = nowMs()
    await owner.append(...(await Promise.all(logs.map(log => log.envelope('news')))))
    await Promise.all(told)
    report.add({
      peer: PEER,
      job: 's',
      what: `${count.toLocaleString('en')} idle subscribers of a relay: its memory and CPU at rest; then each is pushed an envelope`,
      figures: {
        n: count,
        relay_mb_before: before,
        relay_mb: after,
        kb_each: round(((after - before) * 1_024) / count, 1),
        idle_cpu_ms_s: round(idleCpu, 1),
        all_told_ms: round(nowMs() - startedAt)
      }
    })
  } finally {
    for (const child of children) child.kill()
    await owner.stop()
    await relay.stop()
  }
}

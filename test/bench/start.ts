import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { median, nowMs, round } from './figures.js'
import { PEER, type Job } from './job.js'
import { createBenchPerson } from './pair.js'
import { cpuMs, residentMb } from './process-figures.js'

const STARTS = 7
const IDLE_MS = 10_000

/** e: how soon a daemon is ready, and what it takes when nothing happens. */
export const start: Job = async ({ report, scratch }) => {
  const person = await createBenchPerson('Ada', scratch)
  const ready: number[] = []
  const bare: number[] = []
  for (let turn = 0; turn < STARTS; turn++) {
    bare.push(await startOfNode())
    await person.stop()
    await person.start()
    ready.push(person.readyMs)
  }
  const cpuBefore = cpuMs(person.pid)
  await delay(IDLE_MS)
  const idleCpu = (cpuMs(person.pid) - cpuBefore) / (IDLE_MS / 1_000)
  report.add({
    peer: PEER,
    job: 'e',
    what: 'spawn → ready; memory and CPU at rest',
    figures: { n: STARTS, node_start_ms: round(median(ready), 1), idle_mb: residentMb(person.pid), idle_cpu_ms_s: round(idleCpu, 1) },
    bound: { figure: 'node_start_ms', limit: round(median(bare), 1), of: 'Node itself, started and ended with nothing to do' }
  })
  await person.stop()
}

async function startOfNode(): Promise<number> {
  const startedAt = nowMs()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'close')
  return nowMs() - startedAt
}

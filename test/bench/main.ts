/**
 * `npm run bench [-- --json] [--only limits,a,b]`: what a message costs, driving the shipped processes with default settings, beside
 * what the machine could do at best, measured in the same run.
 */
import '../../node/host/shim.js'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { away } from './away.js'
import { cost } from './cost.js'
import { crypto } from './crypto.js'
import { groupOf10, groupOf50 } from './groups.js'
import { handshakes } from './handshakes.js'
import { history } from './history.js'
import type { Job } from './job.js'
import { latency } from './latency.js'
import { createLimits } from './limits.js'
import { measureLinks } from './links.js'
import { membership } from './membership.js'
import { relay } from './relay.js'
import { createReport } from './report.js'
import { search } from './search.js'
import { start } from './start.js'
import { subscribers } from './subscribers.js'
import { throughput } from './throughput.js'

const JOBS: Readonly<Record<string, Job>> = {
  limits: async ({ limits }) => {
    await limits.wire()
    await limits.disk()
  },
  links: async ({ report }) => {
    for (const row of await measureLinks()) report.add(row)
  },
  a: latency,
  b: throughput,
  c10: groupOf10,
  c50: groupOf50,
  crypto,
  cost,
  d: away,
  e: start,
  f: history,
  h: handshakes,
  m: membership,
  r: relay,
  s: subscribers,
  search
}

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' } } })
const chosen = options.only?.split(',') ?? Object.keys(JOBS)
const unknown = chosen.filter(name => !(name in JOBS))
if (unknown.length > 0) {
  console.error(`there is no job ${unknown.join(', ')}; there are ${Object.keys(JOBS).join(', ')}`)
  process.exit(2)
}
const report = createReport(options.json, line => process.stdout.write(`${line}\n`))
const scratch = await mkdtemp(join(tmpdir(), 'parley-bench-'))
try {
  const limits = createLimits(report, scratch)
  for (const name of chosen) {
    await JOBS[name]?.({ report, limits, scratch: await mkdtemp(join(scratch, `${name}-`)), soak: process.env['PARLEY_SOAK'] === '1' })
  }
} finally {
  await rm(scratch, { recursive: true, maxRetries: 3 })
}

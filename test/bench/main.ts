/**
 * `npm run bench [-- --json] [--only limits,a,b]`: what a message costs, driving the shipped processes with default settings, beside
 * what the machine could do at best, measured in the same run.
 */
// import '../../node/host/shim.js'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createLimits } from './limits.js'
import { createReport } from './report.js'

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' } } })
const report = createReport(options.json, line => process.stdout.write(`${line}\n`))
const scratch = await mkdtemp(join(tmpdir(), 'parley-bench-'))
try {
  const limits = createLimits(report, scratch)
  await limits.wire()
  await limits.disk()
} finally {
  await rm(scratch, { recursive: true })
}

// One process a file: a hang, an early end or an open handle fails by name; the counts come from what ran.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const FILE_DEADLINE_MS = Number(process.env.TEST_FILE_DEADLINE_MS ?? 120_000)
const root = process.argv[2] ?? 'dist/test'
const files = readdirSync(root, { recursive: true })
  .filter(f => f.endsWith('.test.js'))
  .toSorted()
let passed = 0
let failed = 0
for (const file of files) {
  const child = spawn(process.execPath, ['--enable-source-maps', join(root, file)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true
  })
  let out = ''
  child.stdout.on('data', d => {
    out += d
    process.stdout.write(d)
  })
  let late = false
  const timer = setTimeout(() => {
    late = true
    process.kill(-child.pid, 'SIGKILL')
  }, FILE_DEADLINE_MS)
  const [code] = await once(child, 'close')
  clearTimeout(timer)
  const count = word => Number(new RegExp(`${word}:\\s+(\\d+)`).exec(stripVTControlCharacters(out))?.[1] ?? 0)
  const [total, ok] = [count('Total'), count('Passed')]
  const why = late
    ? 'did not end: a hang or an open handle'
    : total === 0
      ? 'ran no test, or ended early'
      : code !== 0 || ok !== total
        ? 'failed'
        : undefined
  passed += ok
  if (why !== undefined) {
    failed += Math.max(1, total - ok)
    console.log(`${file}: ${why} (exit ${code})`)
  }
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

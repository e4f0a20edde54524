// One process a test file. uvu alone exits 0 for a file that hangs at top-level await, forgets `run()` or throws in `before`, and
// never ends with an open handle: here each of these fails by name, within a deadline, and the counts come from what really ran.
//
//   node test/run.mjs [folder] [part of a path …] [--jobs 3] [--deadline-s 240] [--soak]
//
// Skips are printed by name. Where CI is set, one that `test/skips.allow` doesn't list fails the run.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs, stripVTControlCharacters } from 'node:util'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { jobs: { type: 'string', default: '3' }, 'deadline-s': { type: 'string' }, soak: { type: 'boolean', default: false } }
})
const [folder = 'dist/test', ...parts] = positionals
const deadlineMs = 1_000 * Number(options['deadline-s'] ?? (options.soak ? 4 * 3_600 : 240))
/** What a file may still take to end once its tests are done, and the system to forget its dead, which look alive until then. */
const PARTING_MS = 3_000
const PARTING_LOOK_MS = 50
/** These measure, unplug what the whole machine uses or take all of it, or race with the clocks of libraries: they have the machine to themselves. */
const ALONE = /^bench\/|^e2e\/partition|^faults\/(nat|power-cut|clock|fuzzed-ports)|^network\/webrtc/
/** A browser and its node, which draw and compute all the time: two of these fill the machine. */
const PAGES = /^browser\/(?!tab-)/
const PAGES_JOBS = 2
const SOAKS = /\bPARLEY_SOAK\b/
/**
 * Lines are counted where the pure rooms are tested by themselves: what processes, browsers and simulations show is no proof of single
 * lines, and counting in each process takes a quarter of its time, and of the report more memory than there is.
 */
const COUNTED =
  /^(api|base|identity|session|store|wire)\/|^network\/frame|^conversation\/(content|delivery|group-epochs|order|progress|record|sync-plan|vectors)/
/** The longest come first, or the last of them would run on when nothing else is left. */
const LONG = /^(faults|e2e)/
/** These compute, in a time of their own: from beginning to end they take what the others leave of the processor, which may be nothing for minutes. */
const PATIENT = /^sim\/(adversaries|group-run|outsiders|planted\/hunts|stubborn)|^session\/(fork-choice-random|random)/
const PATIENT_JOBS = 2
const PATIENT_TIMES = 5
/** What they make is short-lived: in a larger nursery most of it is dead before anybody looks. */
const LESS_COLLECTING = '--max-semi-space-size=64'
const inCi = Boolean(process.env.CI)
const allowed = new Set(
  readFileSync(fileURLToPath(new URL('skips.allow', import.meta.url)), 'utf8')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
)

const running = new Set()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const group of running) killGroup(group)
    process.exit(130)
  })
}

/** Whether there was any process of the group. */
function signalGroup(group, signal) {
  try {
    return process.kill(-group, signal)
  } catch (err) {
    if (err.code === 'ESRCH') return false
    throw err
  }
}

const killGroup = group => signalGroup(group, 'SIGKILL')

async function isGone(group) {
  for (let waited = 0; waited < PARTING_MS; waited += PARTING_LOOK_MS) {
    if (!signalGroup(group, 0)) return true
    await delay(PARTING_LOOK_MS)
  }
  return false
}

/** uvu's closing summary, the last one printed; undefined when the file ended before it. */
function summaryOf(output) {
  const summaries = [...output.matchAll(/^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)$/gm)]
  const [total, passed, skipped] = (summaries.at(-1) ?? []).slice(1).map(Number)
  return total === undefined ? undefined : { total, passed, skipped }
}

/** Suites that the file makes and never runs: they would be missing without a trace. */
function forgottenSuites(source) {
  const made = [...source.matchAll(/\bconst (\w+) = suite\(/g)].map(([, name]) => name)
  return made.filter(name => !new RegExp(`\\b${name}\\.run\\(\\)`).test(source))
}

function environmentOf(file, { isPatient }) {
  const env = { ...process.env, ...(options.soak && { PARLEY_SOAK: '1' }), ...(isPatient && { NODE_OPTIONS: LESS_COLLECTING }) }
  if (!COUNTED.test(file)) delete env.NODE_V8_COVERAGE
  return env
}

/** Linux weighs sessions before the processes in them, and each file is a session of its own. */
function yieldToAll(pid) {
  setPriority(pid, constants.priority.PRIORITY_LOW)
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_LOW))
  } catch {
    // No Linux, or one that weighs no sessions: then the priority is enough.
  }
}

async function runFile(file, { isPatient = false } = {}) {
  const startedAt = performance.now()
  const path = join(folder, file)
  // A failed simulation is told by its seed: where errors are part of the play, finding their lines takes a tenth of the time.
  const child = spawn(process.execPath, isPatient ? [path] : ['--enable-source-maps', path], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: environmentOf(file, { isPatient })
  })
  running.add(child.pid)
  if (isPatient) yieldToAll(child.pid)
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (printed += text))
  const closed = once(child, 'close')
  let late = false
  const deadline = setTimeout(
    () => {
      late = true
      killGroup(child.pid)
    },
    deadlineMs * (isPatient ? PATIENT_TIMES : 1)
  )
  const [code, signal] = await once(child, 'exit')
  clearTimeout(deadline)
  const leftBehind = !(await isGone(child.pid)) && killGroup(child.pid)
  await closed
  running.delete(child.pid)

  const output = stripVTControlCharacters(printed)
  const { total = 0, passed = 0, skipped = 0 } = summaryOf(output) ?? {}
  const skips = [...output.matchAll(/^ {2}Skip: +(.+)$/gm)].map(([, title]) => `${file.replace(/\.test\.js$/, '')}: ${title}`)
  const forgotten = forgottenSuites(readFileSync(path, 'utf8'))
  const complaints = []
  if (late) complaints.push('did not end: a hang or an open handle')
  else if (summaryOf(output) === undefined || total + skipped === 0) complaints.push('ran no test, or ended early')
  else if (passed < total) complaints.push(`${total - passed} of ${total} failed`)
  if (!late && code !== 0) complaints.push(signal === null ? `exit code ${code}` : `ended by ${signal}`)
  if (leftBehind && !late) complaints.push('left a process running')
  if (forgotten.length > 0) complaints.push(`never runs the suite ${forgotten.join(', ')}`)
  if (inCi) {
    for (const skip of skips) if (!allowed.has(skip)) complaints.push(`skipped, and not in test/skips.allow: ${skip}`)
    if (skipped > skips.length) complaints.push(`${skipped - skips.length} left out by \`only\``)
  }
  const failed = complaints.length === 0 ? 0 : Math.max(1, total - passed)
  if (failed > 0) process.stdout.write(`\n${printed.trimEnd()}\n`)
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  console.log(`${failed > 0 ? '✘' : '✓'} ${file}  ${seconds} s  ${passed} passed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  for (const skip of skips) console.log(`  skipped ${skip}`)
  for (const [, figure] of output.matchAll(/Figure: (.+)$/gm)) console.log(`  ${figure}`)
  for (const complaint of complaints) console.log(`  ${complaint}`)
  return { passed, failed, skipped }
}

const files = readdirSync(folder, { recursive: true })
  .filter(file => file.endsWith('.test.js') && (parts.length === 0 || parts.some(part => file.includes(part))))
  .filter(file => !options.soak || SOAKS.test(readFileSync(join(folder, file), 'utf8')))
  .toSorted((a, b) => Number(LONG.test(b)) - Number(LONG.test(a)) || a.localeCompare(b))
const sums = { passed: 0, failed: 0, skipped: 0 }

async function runAll(queue, atOnce, how) {
  async function worker() {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const counts = await runFile(file, how)
      for (const kind of Object.keys(sums)) sums[kind] += counts[kind]
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

const isUsual = file => !ALONE.test(file) && !PAGES.test(file)

async function runOthers() {
  const others = files.filter(file => !PATIENT.test(file))
  await runAll(others.filter(isUsual), Number(options.jobs))
  await runAll(
    others.filter(file => PAGES.test(file)),
    PAGES_JOBS
  )
  await runAll(
    others.filter(file => ALONE.test(file)),
    1
  )
}

const patient = files.filter(file => PATIENT.test(file))
await Promise.all([runAll(patient, PATIENT_JOBS, { isPatient: true }), runOthers()])
if (files.length === 0) console.log(`no test file in ${folder} matches ${parts.join(' or ') || '*.test.js'}`)
if (sums.skipped > 0) console.log(`${sums.skipped} skipped`)
if (files.length === 0) sums.failed += 1
console.log(`${sums.passed} passed, ${sums.failed} failed`)
process.exitCode = sums.failed > 0 ? 1 : 0

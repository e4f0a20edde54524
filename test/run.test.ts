import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

interface Run {
  readonly code: number | undefined
  readonly printed: string
  readonly lastLine: string
}

const dist = fileURLToPath(new URL('..', import.meta.url))
const runner = fileURLToPath(new URL('../../test/run.mjs', import.meta.url))
const HEAD = `import { suite } from 'uvu'; const test = suite('fixture');`
const GOOD = `${HEAD} test('is fine', () => {}); test.run();`

/** Runs the runner on a folder with these test files alone; a folder inside `dist/`, so that they find uvu. */
async function run(files: Record<string, string>, { args = [], ci = false }: { args?: string[]; ci?: boolean } = {}): Promise<Run> {
  const folder = await mkdtemp(join(dist, 'runner-fixtures-'))
  try {
    for (const [name, source] of Object.entries(files)) await writeFile(join(folder, `${name}.test.js`), source)
    const child = spawn(process.execPath, [runner, folder, '--deadline-s', '20', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, CI: ci ? 'true' : '' }
    })
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
    const [code]: number[] = await once(child, 'close')
    return { code, printed, lastLine: printed.trimEnd().split('\n').at(-1) ?? '' }
  } finally {
    await rm(folder, { recursive: true })
  }
}

function assertFails({ code, printed, lastLine }: Run, complaint: RegExp, closing: string): void {
  assert.is(code, 1, printed)
  assert.match(printed, complaint)
  assert.is(lastLine, closing, printed)
}

const test = suite('the test runner')

test('adds up the files that pass, and says what each took', async () => {
  const { code, printed, lastLine } = await run({ first: GOOD, second: `${HEAD} test('a', () => {}); test('b', () => {}); test.run();` })
  assert.is(code, 0, printed)
  assert.match(printed, /✓ first\.test\.js {2}\d+\.\d s {2}1 passed/)
  assert.is(lastLine, '3 passed, 0 failed')
})

test('counts a plain failure, and shows what was printed', async () => {
  const broken = `${HEAD} test('is wrong', () => { throw new Error('the reason') }); test('is fine', () => {}); test.run();`
  const result = await run({ good: GOOD, broken })
  assertFails(result, /broken\.test\.js[^]*1 of 2 failed/, '2 passed, 1 failed')
  assert.match(result.printed, /the reason/)
})

test('fails a file that ends before its tests do', async () => {
  assertFails(await run({ early: `${HEAD} test('leaves', () => process.exit(0)); test.run();` }), /ended early/, '0 passed, 1 failed')
  assertFails(
    await run({ pending: `${HEAD} test('waits', () => new Promise(() => {})); test.run();` }),
    /ended early/,
    '0 passed, 1 failed'
  )
})

test('fails a file that waits for ever at the top level', async () => {
  assertFails(
    await run({ await: `${HEAD} await new Promise(() => {}); test('x', () => {}); test.run();` }),
    /ended early/,
    '0 passed, 1 failed'
  )
})

test('ends a file that hangs, and what it started, at the deadline', async () => {
  const hang = `${HEAD} test('hangs', () => new Promise(settle => setTimeout(settle, 30_000))); test.run();`
  assertFails(await run({ hang }, { args: ['--deadline-s', '1'] }), /hang\.test\.js[^]*did not end/, '0 passed, 1 failed')
})

test('fails a file that leaves a handle open', async () => {
  const open = `${HEAD} test('is fine', () => { setTimeout(() => {}, 30_000) }); test.run();`
  assertFails(await run({ open }, { args: ['--deadline-s', '1'] }), /did not end: a hang or an open handle/, '1 passed, 1 failed')
})

test('fails a file that leaves a process running, and ends that process', async () => {
  const orphan = `import { spawn } from 'node:child_process'; ${HEAD}
    test('is fine', () => spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30_000)'], { stdio: 'inherit' }).unref()); test.run();`
  assertFails(await run({ orphan }), /left a process running/, '1 passed, 1 failed')
})

test('fails a file that runs no test', async () => {
  assertFails(await run({ empty: '' }), /ran no test/, '0 passed, 1 failed')
  assertFails(await run({ forgotten: `${HEAD} test('x', () => {});` }), /ran no test/, '0 passed, 1 failed')
})

test('fails a file that forgets one of its suites', async () => {
  const forgotten = `${GOOD} const other = suite('other'); other('x', () => {});`
  assertFails(await run({ forgotten }), /never runs the suite other/, '1 passed, 1 failed')
})

test('fails a file whose `before` throws', async () => {
  const before = `${HEAD} test.before(() => { throw new Error('no') }); test('x', () => {}); test.run();`
  assertFails(await run({ before }), /1 of 1 failed/, '0 passed, 1 failed')
})

test('fails a file that throws after its tests', async () => {
  const after = `${HEAD} test('x', () => {}); test.run(); setTimeout(() => Promise.reject(new Error('no')), 50);`
  assertFails(await run({ after }), /exit code 1/, '1 passed, 1 failed')
})

test('fails when there is nothing to run', async () => {
  assertFails(await run({}), /no test file/, '0 passed, 1 failed')
  assertFails(await run({ good: GOOD }, { args: ['elsewhere/'] }), /no test file/, '0 passed, 1 failed')
})

test('names every skip, and lets CI skip nothing that is not allowed', async () => {
  const skipping = `${GOOD} const other = suite('other'); other.skip('needs a ship', () => {}); other('y', () => {}); other.run();`
  const atHome = await run({ skipping })
  assert.is(atHome.code, 0, atHome.printed)
  assert.match(atHome.printed, /skipped skipping: needs a ship/)
  assert.is(atHome.lastLine, '2 passed, 0 failed')
  assertFails(await run({ skipping }, { ci: true }), /not in test\/skips\.allow: skipping: needs a ship/, '2 passed, 1 failed')
})

test('lets CI leave nothing out by `only`', async () => {
  const narrowed = `${HEAD} test('x', () => {}); test.only('y', () => {}); test.run();`
  assertFails(await run({ narrowed }, { ci: true }), /1 left out by `only`/, '1 passed, 1 failed')
})

test('runs the files that were asked for, or those that soak', async () => {
  assert.is((await run({ good: GOOD, other: GOOD }, { args: ['oth'] })).lastLine, '1 passed, 0 failed')
  const soaking = `${HEAD} test('soaks', () => { if (process.env.PARLEY_SOAK !== '1') throw new Error('dry') }); test.run();`
  assert.is((await run({ good: GOOD, soaking }, { args: ['--soak'] })).lastLine, '1 passed, 0 failed')
})

test.run()

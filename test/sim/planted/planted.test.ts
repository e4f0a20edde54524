import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { BUGS, plant } from './bugs.js'

const IS_SOAK = process.env['PARLEY_SOAK'] === '1'
const MOST_SEEDS = 50
const dist = new URL('../../../', import.meta.url)
const hunter = fileURLToPath(new URL('hunt.js', import.meta.url))

const planted = suite('planted bugs')

planted('every bug has its one place in the code as it is now', async () => {
  for (const bug of BUGS) plant(bug, await readFile(new URL(bug.file, dist), 'utf8'))
})

for (const bug of IS_SOAK ? BUGS : BUGS.filter(({ isQuick }) => isQuick === true)) {
  planted(`a node that ${bug.name} is found within ${MOST_SEEDS} seeds`, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [hunter, bug.name, String(MOST_SEEDS)])
    const { seed, finding } = JSON.parse(stdout) as { seed?: number; finding?: string }
    assert.ok(seed !== undefined, 'no seed found it')
    process.stdout.write(`  seed ${seed}: ${finding?.slice(0, 160)}\n`)
  })
}

planted.run()

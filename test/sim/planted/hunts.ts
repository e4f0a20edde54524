import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { BUGS } from './bugs.js'

const MOST_SEEDS = 50
const PARTS = 2
const hunter = fileURLToPath(new URL('hunt.js', import.meta.url))

/** Half of the bugs, by its number. A soak hunts all of them from the first seed on, others those of which a seed is known, from there on. */
export function hunts(part: number, { isSoak }: { readonly isSoak: boolean }): ReturnType<typeof suite> {
  const planted = suite('planted bugs')
  const hunted = isSoak ? BUGS : BUGS.filter(({ seed }) => seed !== undefined)
  for (const { name, seed: known = 1 } of hunted.filter((_, i) => i % PARTS === part - 1)) {
    planted(`a node that ${name} is found within ${MOST_SEEDS} seeds`, async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [hunter, name, String(MOST_SEEDS), String(isSoak ? 1 : known)])
      const { seed, finding } = JSON.parse(stdout) as { seed?: number; finding?: string }
      assert.ok(seed !== undefined, 'no seed found it')
      process.stdout.write(`  seed ${seed}: ${finding?.slice(0, 160)}\n`)
    })
  }
  return planted
}

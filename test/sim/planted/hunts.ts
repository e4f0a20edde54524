import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { serialize } from 'node:v8'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { beginning } from '../beginning.js'
import { MODEL } from '../cryptography.js'
import { BUGS, type Bug } from './bugs.js'
import type { Catch } from './hunt.js'

const MOST_SEEDS = 50
const PARTS = 2
const hunter = fileURLToPath(new URL('hunt.js', import.meta.url))

/** Of the first 50 seeds, from the one that is known on, and around. The groups come together here, once for all hunts. */
export async function hunt({ name, seed = 1 }: Pick<Bug, 'name' | 'seed'>): Promise<Partial<Catch>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-hunt-'))
  try {
    const begun = join(folder, 'beginning')
    await writeFile(begun, serialize(await beginning(MODEL)))
    const { stdout } = await promisify(execFile)(process.execPath, [hunter, begun, name, String(MOST_SEEDS), String(seed)])
    return JSON.parse(stdout) as Partial<Catch>
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Half of the bugs, by its number. A soak hunts all of them from the first seed on, others those of which a seed is known, from there on. */
export function hunts(part: number, { isSoak }: { readonly isSoak: boolean }): ReturnType<typeof suite> {
  const planted = suite('planted bugs')
  const hunted = isSoak ? BUGS : BUGS.filter(({ seed }) => seed !== undefined)
  for (const { name, seed: known } of hunted.filter((_, i) => i % PARTS === part - 1)) {
    planted(`a node that ${name} is found within ${MOST_SEEDS} seeds`, async () => {
      const { seed, finding, brokeOff } = await hunt({ name, ...(isSoak || known === undefined ? {} : { seed: known }) })
      assert.ok(seed !== undefined, 'no seed found it')
      assert.ok(brokeOff === undefined, `seed ${seed} broke off: ${brokeOff}`)
      process.stdout.write(`  seed ${seed}: ${finding?.slice(0, 160)}\n`)
    })
  }
  return planted
}

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Cryptography } from './cryptography.js'
import { runGroup } from './group-run.js'

interface GroupRuns {
  readonly cryptography: Cryptography
  /** From 1 on. */
  readonly seeds: number
  readonly steps: number
  /** Seeds that have found what is not mended yet: left out, by number, until it is. `PARLEY_SEED` runs them all the same. */
  readonly open?: readonly number[]
  /** What has to have happened at least once in all seeds together. */
  readonly happenings: readonly string[]
}

/** One test a seed, and one that the faults really happened. `PARLEY_SEED=n` runs that seed alone. */
export function groupRuns({ cryptography, seeds, steps, open = [], happenings }: GroupRuns): ReturnType<typeof suite> {
  const runs = suite(`groups under random faults, with ${cryptography.name}`)
  const chosen = process.env['PARLEY_SEED']
  const all = chosen === undefined ? Array.from({ length: seeds }, (_, i) => i + 1).filter(seed => !open.includes(seed)) : [Number(chosen)]
  const counts = new Map<string, number>()

  for (const seed of all) {
    runs(`seed ${seed}: once all is well again, nothing is wrong with the group`, async () => {
      const run = await runGroup({ seed, cryptography, steps })
      for (const [what, count] of run.counts) counts.set(what, (counts.get(what) ?? 0) + count)
      assert.equal(run.findings, [], `PARLEY_SEED=${seed} repeats it`)
    })
  }

  if (chosen === undefined) {
    runs('the faults really happened', () => {
      for (const what of happenings) assert.ok((counts.get(what) ?? 0) > 0, `never: ${what}`)
    })
  }
  return runs
}

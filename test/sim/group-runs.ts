import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Cryptography } from './cryptography.js'
import { runGroup } from './group-run.js'

interface GroupRuns {
  readonly cryptography: Cryptography
  readonly first?: number
  readonly last: number
  readonly steps: number
  /** What has to have happened at least once in all seeds together. */
  readonly happenings: readonly string[]
}

/** One test a seed, and one that the faults really happened. `PARLEY_SEED=n` runs that seed alone, in any of the files. */
export function groupRuns({ cryptography, first = 1, last, steps: usualSteps, happenings }: GroupRuns): ReturnType<typeof suite> {
  const runs = suite(`groups under random faults, with ${cryptography.name}`)
  const chosen = process.env['PARLEY_SEED']
  const steps = Number(process.env['PARLEY_STEPS'] ?? usualSteps)
  const file = `dist/test/sim/${cryptography.name === 'MLS' ? 'group-run-mls' : 'group-run-1'}.test.js`
  const all = chosen === undefined ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : [Number(chosen)]
  const counts = new Map<string, number>()

  for (const seed of all) {
    runs(`seed ${seed}: once all is well again, nothing is wrong with the group`, async () => {
      const run = await runGroup({ seed, cryptography, steps })
      for (const [what, count] of run.counts) counts.set(what, (counts.get(what) ?? 0) + count)
      assert.equal(run.findings, [], `repeat it: npx tsc -b && PARLEY_SEED=${seed} PARLEY_STEPS=${steps} node ${file}`)
    })
  }

  if (chosen === undefined) {
    runs('the faults really happened', () => {
      for (const what of happenings) assert.ok((counts.get(what) ?? 0) > 0, `never: ${what}`)
    })
  }
  return runs
}

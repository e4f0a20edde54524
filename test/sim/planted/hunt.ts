import { register } from 'node:module'

/**
 * Simulates groups with a planted bug, seed after seed, until one finds it: `node hunt.js <bug> <seeds> <first>`, from the first on and
 * around. Prints what was found as JSON; a second line would be one too many.
 */
const [name = '', seeds = '0', first = '1'] = process.argv.slice(2)
register('./hooks.js', import.meta.url, { data: name })
// Only now: what is imported before the hooks stand has no bug in it.
const { runGroup } = await import('../group-run.js')
const { MODEL } = await import('../cryptography.js')
const { MODEL_STEPS } = await import('../model-steps.js')

async function hunt(most: number): Promise<{ readonly seed: number; readonly finding: string } | undefined> {
  for (let i = 0; i < most; i++) {
    const seed = ((Number(first) - 1 + i) % most) + 1
    const [finding] = await runGroup({ seed, cryptography: MODEL, steps: MODEL_STEPS }).then(
      ({ findings }) => findings,
      (err: unknown) => [`broke off — ${String(err)}`]
    )
    if (finding !== undefined) return { seed, finding }
  }
  return undefined
}

process.stdout.write(`${JSON.stringify((await hunt(Number(seeds))) ?? {})}\n`)
process.exit()

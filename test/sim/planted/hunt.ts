import { register } from 'node:module'

/**
 * Simulates groups with a planted bug, seed after seed, until one finds it: `node hunt.js <bug> <seeds>`. Prints what was found as
 * JSON; a second line would be one too many.
 */
const STEPS = 40
const [name = '', seeds = '0'] = process.argv.slice(2)
register('./hooks.js', import.meta.url, { data: name })
// Only now: what is imported before the hooks stand has no bug in it.
const { runGroup } = await import('../group-run.js')
const { MODEL } = await import('../cryptography.js')

async function hunt(): Promise<{ readonly seed: number; readonly finding: string } | undefined> {
  for (let seed = 1; seed <= Number(seeds); seed++) {
    const [finding] = await runGroup({ seed, cryptography: MODEL, steps: STEPS }).then(
      ({ findings }) => findings,
      (err: unknown) => [`broke off — ${String(err)}`]
    )
    if (finding !== undefined) return { seed, finding }
  }
  return undefined
}

process.stdout.write(`${JSON.stringify((await hunt()) ?? {})}\n`)
process.exit()

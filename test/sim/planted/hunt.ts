import { readFile } from 'node:fs/promises'
import { register } from 'node:module'
import { deserialize } from 'node:v8'
import { bugCalled } from './bugs.js'

/**
 * Simulates groups with a planted bug, seed after seed, until one finds it for what it is: `node hunt.js <file of a beginning> <bug> <seeds> <first>`, from
 * the first on and around. Prints what was found as JSON; a second line would be one too many.
 */
export interface Catch {
  readonly seed: number
  /** The first of what the bug must be seen as. */
  readonly finding?: string
  /** Of a fault that ended the run before anything could be held against it: it may say of the bug's making more than of what it does. */
  readonly brokeOff?: string
}

const [begun = '', name = '', seeds = '0', first = '1'] = process.argv.slice(2)
register('./hooks.js', import.meta.url, { data: name })
// Only now: what is imported before the hooks stand has no bug in it.
const { runGroup } = await import('../group-run.js')
const { MODEL } = await import('../cryptography.js')
const { MODEL_STEPS } = await import('../model-steps.js')
const { goOnFrom } = await import('../beginning.js')
goOnFrom(MODEL, deserialize(await readFile(begun)))

const { seenAs } = bugCalled(name)

async function simulate(seed: number): Promise<Omit<Catch, 'seed'>> {
  try {
    const { findings, faults } = await runGroup({ seed, cryptography: MODEL, steps: MODEL_STEPS })
    const finding = findings.find(one => seenAs.some(invariant => one.startsWith(`${invariant} — `)))
    if (faults[0] !== undefined) return { brokeOff: faults[0] }
    return finding === undefined ? {} : { finding }
  } catch (err) {
    return { brokeOff: err instanceof Error ? (err.stack ?? err.message) : String(err) }
  }
}

async function hunt(most: number): Promise<Catch | undefined> {
  for (let i = 0; i < most; i++) {
    const seed = ((Number(first) - 1 + i) % most) + 1
    const found = await simulate(seed)
    if (Object.keys(found).length > 0) return { seed, ...found }
  }
  return undefined
}

process.stdout.write(`${JSON.stringify((await hunt(Number(seeds))) ?? {})}\n`)
process.exit()

import type { suite } from 'uvu'
import { MODEL } from './cryptography.js'
import { groupRuns } from './group-runs.js'
import { MODEL_STEPS } from './model-steps.js'

const IS_SOAK = process.env['PARLEY_SOAK'] === '1'
const PARTS = 3
const SEEDS = IS_SOAK ? 5_000 : 200

const OFTEN = `said add remove role profile start stop crash split muted lost repeated overtaken lie feud fork power_cut asked_and_died
  relay_restart`
/** What a few seeds may never come by. */
const SELDOM = `leave refused clock_jump one-way_split relay_away relay_restored relay_dropped relay_flipped relay_muddled
  send:sealed send:durable send:acknowledged send:settled receive:arrived receive:opened receive:durable receive:acknowledged
  relay:appended relay:stored relay:taken epoch:durable encrypt`

/** A third of the seeds, by its number: each is a test file, and so a process, of its own. */
export function modelRuns(part: number): ReturnType<typeof suite> {
  const [before, last] = [part - 1, part].map(parts => Math.round((parts * SEEDS) / PARTS))
  return groupRuns({
    cryptography: MODEL,
    first: (before ?? 0) + 1,
    last: last ?? SEEDS,
    steps: IS_SOAK ? 60 : MODEL_STEPS,
    happenings: (IS_SOAK ? `${OFTEN} ${SELDOM}` : OFTEN).split(/\s+/)
  })
}

import type { suite } from 'uvu'
import { MODEL } from './cryptography.js'
import { groupRuns } from './group-runs.js'
import { MODEL_STEPS } from './model-steps.js'
import { QUARREL_KINDS, QUARREL_SIDES } from './schedule.js'

const PARTS = 3
const SOAK_STEPS = 60

const OFTEN = `said add remove role profile leave refused stop crash split one-way_split muted lost repeated overtaken clock_jump lie feud fork
  power_cut asked_and_died relay_restart relay_away relay_restored relay_dropped relay_flipped relay_muddled`
/** What a few seeds may never come by. */
const SELDOM = `start
  send:sealed send:durable send:acknowledged send:settled receive:arrived receive:opened receive:durable receive:acknowledged
  relay:appended relay:stored relay:taken epoch:durable encrypt`

/** A third of 200 seeds, or of 5,000 in a soak, by its number: each is a test file, and so a process, of its own. */
export function modelRuns(part: number, { isSoak }: { readonly isSoak: boolean }): ReturnType<typeof suite> {
  const lastOf = (parts: number): number => Math.round((parts * (isSoak ? 5_000 : 200)) / PARTS)
  return groupRuns({
    cryptography: MODEL,
    first: lastOf(part - 1) + 1,
    last: lastOf(part),
    steps: isSoak ? SOAK_STEPS : MODEL_STEPS,
    happenings: [...(isSoak ? `${OFTEN} ${SELDOM}` : OFTEN).split(/\s+/), ...(isSoak ? QUARREL_KINDS : QUARREL_SIDES)]
  })
}

import { MODEL } from './cryptography.js'
import { groupRuns } from './group-runs.js'

const IS_SOAK = process.env['PARLEY_SOAK'] === '1'

const OFTEN = `said add remove role profile start stop crash split muted lost repeated overtaken lie feud fork power_cut asked_and_died
  relay_restart`
/** What a few seeds may never come by. */
const SELDOM = `leave refused clock_jump one-way_split relay_away relay_restored relay_dropped relay_flipped relay_muddled
  send:sealed send:durable send:acknowledged send:settled receive:arrived receive:opened receive:durable receive:acknowledged
  relay:appended relay:stored relay:taken epoch:durable encrypt`

const runs = groupRuns({
  cryptography: MODEL,
  last: IS_SOAK ? 5_000 : 10,
  steps: IS_SOAK ? 60 : 40,
  happenings: (IS_SOAK ? `${OFTEN} ${SELDOM}` : OFTEN).split(/\s+/)
})

runs.run()

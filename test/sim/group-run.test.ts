import { MODEL } from './cryptography.js'
import { groupRuns } from './group-runs.js'

const IS_SOAK = process.env['PARLEY_SOAK'] === '1'

const OFTEN = 'said add remove role start stop crash split muted lost repeated overtaken lie'
/** What a few seeds may never come by. */
const SELDOM = `leave profile refused fork clock_jump one-way_split relay_away relay_dropped relay_flipped relay_muddled
  send:sealed send:durable send:acknowledged send:settled receive:arrived receive:opened receive:durable receive:acknowledged
  relay:appended relay:stored relay:taken epoch:durable encrypt`

const runs = groupRuns({
  cryptography: MODEL,
  seeds: IS_SOAK ? 5_000 : 12,
  steps: 60,
  open: [],
  happenings: (IS_SOAK ? `${OFTEN} ${SELDOM}` : OFTEN).split(/\s+/)
})

runs.run()

import { MODEL } from './cryptography.js'
import { groupRuns } from './group-runs.js'

const IS_SOAK = process.env['PARLEY_SOAK'] === '1'

const runs = groupRuns({
  cryptography: MODEL,
  seeds: IS_SOAK ? 5_000 : 20,
  steps: 60,
  happenings: `said add remove leave role profile refused start stop fork clock_jump split one-way_split relay_away muted lost repeated
    overtaken lie relay_dropped relay_flipped relay_muddled send:sealed send:durable send:acknowledged send:settled receive:arrived
    receive:opened receive:durable receive:acknowledged relay:appended relay:stored relay:taken epoch:durable encrypt`.split(/\s+/)
})

runs.run()

import { REAL } from './cryptography.js'
import { groupRuns } from './group-runs.js'

const IS_SOAK = process.env['PARLEY_SOAK'] === '1'

const runs = groupRuns({
  cryptography: REAL,
  last: IS_SOAK ? 100 : 5,
  steps: IS_SOAK ? 60 : 15,
  happenings: ['said', 'add', 'lost', 'repeated', 'overtaken', 'split', 'fork', 'crash']
})

runs.run()

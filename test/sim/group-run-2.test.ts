import { modelRuns } from './model-runs.js'

const runs = modelRuns(2, { isSoak: process.env['PARLEY_SOAK'] === '1' })

runs.run()

import { modelRuns } from './model-runs.js'

const runs = modelRuns(1, { isSoak: process.env['PARLEY_SOAK'] === '1' })

runs.run()

import { modelRuns } from './model-runs.js'

const runs = modelRuns(3, { isSoak: process.env['PARLEY_SOAK'] === '1' })

runs.run()

import { modelRuns } from './model-runs.js'

const runs = modelRuns(1)

runs.run()

import { modelRuns } from './model-runs.js'

const runs = modelRuns(2)

runs.run()

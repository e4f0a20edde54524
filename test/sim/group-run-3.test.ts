import { modelRuns } from './model-runs.js'

const runs = modelRuns(3)

runs.run()

import type { Limits } from './limits.js'
import type { Report } from './report.js'

/** What a job is given: it reports rows beside the limits of the same run. */
export interface Bench {
  readonly report: Report
  readonly limits: Limits
  /** A folder of the run, deleted at its end. */
  readonly scratch: string
  /** Takes what is too long for every day. */
  readonly soak: boolean
}

export type Job = (bench: Bench) => Promise<void>

export const PEER = 'parley'

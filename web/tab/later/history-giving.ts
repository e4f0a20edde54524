import type { createHistoryGiving as create } from '../../../node/conversation/history-giving.js'
import { fetched } from './fetched.js'

export const createHistoryGiving: typeof create = (...parts) =>
  fetched<ReturnType<typeof create>>({ answer: true }, async () =>
    (await import('../../../node/conversation/history-giving.js')).createHistoryGiving(...parts)
  )

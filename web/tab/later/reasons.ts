import type { reasonsApi as create } from '../../../node/api/reasons.js'
import { fetched } from './fetched.js'

export const reasonsApi: typeof create = parts =>
  fetched<ReturnType<typeof create>>({ why: true }, async () => (await import('../../../node/api/reasons.js')).reasonsApi(parts))

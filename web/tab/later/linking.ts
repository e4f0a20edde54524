import type { createLinking as create } from '../../../node/conversation/linking.js'
import { fetched } from './fetched.js'

export const createLinking: typeof create = parts =>
  fetched<ReturnType<typeof create>>({ begin: true, confirm: true }, async () =>
    (await import('../../../node/conversation/linking.js')).createLinking(parts)
  )

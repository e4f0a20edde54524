import type { deviceApi as create } from '../../../node/api/devices.js'
import { fetched } from './fetched.js'

export const deviceApi: typeof create = parts =>
  fetched<ReturnType<typeof create>>({ devices: true, linkDevice: true, confirmDevice: true, revokeDevice: true }, async () =>
    (await import('../../../node/api/devices.js')).deviceApi(parts)
  )

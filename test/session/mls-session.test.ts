import { createTestDevice, type TestDevice } from './test-device.js'
import { sessionContract } from '../contract/session.js'

const accountKeys = new Map<string, TestDevice['accountKey']>()

sessionContract('ts-mls', async ({ sibling, now } = {}) => {
  const accountKey = sibling === undefined ? undefined : accountKeys.get(sibling.device)
  const device = await createTestDevice({ ...(accountKey === undefined ? {} : { accountKey }), ...(now === undefined ? {} : { now }) })
  accountKeys.set(device.device, device.accountKey)
  return device
}).run()

import { sessionContract } from '../contract/session.js'
import { type TestDevice, createTestDevice } from '../session/test-device.js'
import { createModelPrimitives } from './model-primitives.js'
import { createModelSession } from './model-session.js'

const primitives = createModelPrimitives('the contract')
const accountKeys = new Map<string, TestDevice['accountKey']>()

sessionContract(
  'the model',
  async ({ sibling, now } = {}) => {
    const accountKey = sibling === undefined ? undefined : accountKeys.get(sibling.device)
    const device = await createTestDevice({
      primitives,
      createSession: createModelSession,
      ...(accountKey === undefined ? {} : { accountKey }),
      ...(now === undefined ? {} : { now })
    })
    accountKeys.set(device.device, device.accountKey)
    return device
  },
  primitives
).run()

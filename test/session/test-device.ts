import { createNodePrimitives } from '../../node/host/node-crypto.js'
import type { AccountId, DeviceId, NowMs } from '../../node/base/ids.js'
import type { Primitives, SigningKey } from '../../node/base/primitives.js'
import { accountIdOf } from '../../node/identity/account-id.js'
import { encodeCertificate, issueCertificate } from '../../node/identity/certificate.js'
import { deviceIdOf } from '../../node/identity/device-id.js'
import { createMlsSession } from '../../node/session/mls-session.js'
import type { Session } from '../../node/session/session.js'
import type { SessionOptions } from '../../node/session/session-context.js'

export interface TestDevice {
  readonly account: AccountId
  readonly device: DeviceId
  readonly accountKey: SigningKey
  readonly deviceKey: SigningKey
  readonly certificate: Uint8Array
  readonly session: Session
}

/** A certified device with a session, a real one unless told otherwise; of the account whose key is given, or else of a new one. */
export async function createTestDevice(
  options: Partial<SessionOptions> & {
    readonly accountKey?: SigningKey
    readonly primitives?: Primitives
    readonly createSession?: (options: SessionOptions) => Promise<Session>
  } = {}
): Promise<TestDevice> {
  const { primitives = createNodePrimitives(), now = () => Date.now() as NowMs, createSession = createMlsSession } = options
  const accountKey = options.accountKey ?? (await primitives.signingKey(primitives.randomBytes(32)))
  const deviceKey = await primitives.signingKey(primitives.randomBytes(32))
  const device = deviceIdOf(deviceKey.publicKey)
  const certificate = encodeCertificate(
    await issueCertificate(primitives, accountKey, { device, issuedAtMs: 1_700_000_000_000, seq: 1, name: '' })
  )
  const session = await createSession({ certificate, deviceKey, ...options, primitives, now })
  return { account: accountIdOf(accountKey.publicKey), device, accountKey, deviceKey, certificate, session }
}

import type { CiphersuiteImpl, ClientConfig } from 'ts-mls'
import { defaultKeyPackageEqualityConfig, defaultLifetimeConfig } from 'ts-mls'
import type { DeviceId, NowMs } from '../base/ids.js'
import type { Primitives, SigningKey } from '../base/primitives.js'
import { type Credentials, createCredentials } from './credential.js'
import { MAX_FORWARD_GENERATIONS } from './ratchet.js'
import { createSealer, type Sealer } from './seal.js'
import type { Session } from './session.js'
import { createSuite } from './suite.js'

export interface SessionOptions {
  readonly primitives: Primitives
  /** The key that this device's certificate names. */
  readonly deviceKey: SigningKey
  /** This device's certificate, encoded. */
  readonly certificate: Uint8Array
  /** Only key packages look at a clock: for the days between which they may be used. */
  readonly now: () => NowMs
  /** Devices that their own accounts have revoked, as far as this device knows: anybody may remove those. */
  readonly revoked?: () => ReadonlySet<DeviceId>
}

/** What stands behind the session seam, for one device. */
export type CreateSession = (options: SessionOptions) => Promise<Session>

/** What every part of the session works with. */
export interface SessionContext extends Required<SessionOptions> {
  readonly suite: CiphersuiteImpl
  readonly credentials: Credentials
  readonly sealer: Sealer
  readonly config: ClientConfig
}

const NOBODY: ReadonlySet<DeviceId> = new Set()

export async function createSessionContext(options: SessionOptions): Promise<SessionContext> {
  const credentials = createCredentials(options.primitives)
  return {
    revoked: () => NOBODY,
    ...options,
    suite: await createSuite(options.primitives, options.deviceKey),
    credentials,
    sealer: createSealer(),
    config: {
      keyRetentionConfig: {
        retainKeysForGenerations: MAX_FORWARD_GENERATIONS,
        maximumForwardRatchetSteps: MAX_FORWARD_GENERATIONS,
        // Every epoch is kept by itself. The library reads 0 as "all", so `epoch.ts` drops what it adds.
        retainKeysForEpochs: 0
      },
      lifetimeConfig: defaultLifetimeConfig,
      keyPackageEqualityConfig: defaultKeyPackageEqualityConfig,
      // Envelopes are padded; a second padding inside would hide nothing more.
      paddingConfig: { kind: 'padUntilLength', padUntilLength: 0 },
      authService: credentials.service
    }
  }
}

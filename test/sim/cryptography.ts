import type { Primitives } from '../../node/base/primitives.js'
import { createMlsSession } from '../../node/session/mls-session.js'
import type { CreateSession } from '../../node/session/session-context.js'
import { createSeededPrimitives } from '../session/seeded.js'
import { createModelPrimitives } from './model-primitives.js'
import { createModelSession } from './model-session.js'

/** What a simulated world signs, hashes and encrypts with. */
export interface Cryptography {
  readonly name: 'MLS' | 'the model'
  readonly primitives: (seed: string) => Primitives
  readonly createSession: CreateSession
  /** Whether it answers from threads, or lets others run in between: then it takes longer to know that nothing moves any more. */
  readonly isThreaded: boolean
}

export const REAL: Cryptography = {
  name: 'MLS',
  primitives: createSeededPrimitives,
  createSession: createMlsSession,
  isThreaded: true
}

/** Fast, and repeats to the byte with its seed. */
export const MODEL: Cryptography = {
  name: 'the model',
  primitives: createModelPrimitives,
  createSession: createModelSession,
  isThreaded: false
}

import { ChatError } from '../base/errors.js'
import { createAlone, decodeWelcomeMessage, join } from './welcome.js'
import { makeCommit } from './commit.js'
import { applicationRatchet, ownEpoch, withApplicationRatchet, withState } from './epoch.js'
import { decodeEpoch, encodeEpoch, withRatchet } from './epoch-record.js'
import { checkLifetime } from './lifetime.js'
import { decodeKeyPackage, decodeOwnKeyPackage, identifyKeyPackage, newKeyPackage } from './key-package.js'
import { open, sealMessage } from './message.js'
import { MAX_FORWARD_GENERATIONS, encodeRatchet, skip } from './ratchet.js'
import type { Session } from './session.js'
import { type SessionOptions, createSessionContext } from './session-context.js'

/** The session on MLS (RFC 9420) by ts-mls: each method stands in the file of its noun. */
export async function createMlsSession(options: SessionOptions): Promise<Session> {
  const context = await createSessionContext(options)
  return {
    newKeyPackage: purpose => newKeyPackage(context, purpose),
    async inspectKeyPackage(published) {
      const keyPackage = decodeKeyPackage(published)
      const info = await identifyKeyPackage(context, keyPackage)
      checkLifetime(keyPackage.leafNode.lifetime, context.now())
      return info
    },

    create: conversation => createAlone(context, conversation),
    commit: async (parent, change) => makeCommit(context, ownEpoch(parent), change),
    welcomeRefs: async welcome => decodeWelcomeMessage(welcome).secrets.map(({ newMember }) => newMember),
    join: (welcome, keyPackageSecret) => join(context, welcome, keyPackageSecret),

    seal: async (epoch, plaintext) => sealMessage(context, ownEpoch(epoch), plaintext),
    open: async (epoch, envelope, known) => open(context, ownEpoch(epoch), envelope, known),

    access: epoch => ownEpoch(epoch).access,
    signForLog: async (epoch, message) => context.primitives.sign(ownEpoch(epoch).logKey, message),
    authenticator: epoch => ownEpoch(epoch).state.keySchedule.epochAuthenticator,

    sealTo: (knockKey, info, plaintext) => context.sealer.seal(knockKey, info, plaintext),
    openSealed: async (secret, info, sealed) => context.sealer.open(decodeOwnKeyPackage(secret).knockKey, info, sealed),

    encode: epoch => encodeEpoch(ownEpoch(epoch)),
    decode: encoded => decodeEpoch(context, encoded),
    encodeRatchet: (epoch, leaf) => encodeRatchet(leaf, applicationRatchet(ownEpoch(epoch).state, leaf)),
    withRatchet: (epoch, leaf, ratchet) => withRatchet(ownEpoch(epoch), leaf, ratchet),
    async skipTo(given, generation) {
      const epoch = ownEpoch(given)
      if (generation <= epoch.nextGeneration) return epoch
      if (generation - epoch.nextGeneration > MAX_FORWARD_GENERATIONS) {
        throw new ChatError('ERR_INVALID_ARGUMENT', `nobody could follow over more than ${MAX_FORWARD_GENERATIONS} generations`)
      }
      const ratchet = await skip(context.suite.kdf, applicationRatchet(epoch.state, epoch.ownLeaf), generation)
      return withState(epoch, withApplicationRatchet(epoch.state, epoch.ownLeaf, ratchet))
    }
  }
}

import { ChatError } from '../../node/base/errors.js'
import type { CommitHeader, Session } from '../../node/session/session.js'
import { createCredentials } from '../../node/session/credential.js'
import { MAX_FORWARD_GENERATIONS } from '../../node/session/ratchet.js'
import type { SessionOptions } from '../../node/session/session-context.js'
import { createModelAlone, joinByModel, makeModelCommit, modelWelcomeRefs } from './model-commit.js'
import {
  type ModelContext,
  type ModelEpoch,
  type ModelGroup,
  createModelEpoch,
  ownModelEpoch,
  ratchetOf,
  spell,
  unspell,
  withModelRatchet
} from './model-epoch.js'
import { newModelPackage, openKnock, readUsablePackage, sealToKnock } from './model-key-package.js'
import { openModelEnvelope, sealModelMessage } from './model-message.js'
import { type ModelRatchet, decodeModelRatchet, encodeModelRatchet } from './model-ratchet.js'

/** An epoch at rest. */
interface SpelledEpoch {
  readonly group: ModelGroup
  readonly joinSecret: Uint8Array
  readonly leafSecret: Uint8Array
  readonly lineage: readonly CommitHeader[]
  readonly ratchets: readonly (readonly [number, ModelRatchet])[]
}

/**
 * A session for simulations, held to what the real one does by one contract: real envelopes, real rules on who may do what,
 * lineage and fork choice's facts by the same code, but no public-key cryptography. What a device must not read it has no
 * secret for; that nobody computes what only hashes keep from them is a matter of discipline. Options as for the real one;
 * with the primitives of `model-primitives.ts` it is fast, and what it signs verifies by those.
 *
 * Not modelled: certificates of members that a Welcome tells of, and secrecy of past messages within an epoch.
 */
export async function createModelSession(options: SessionOptions): Promise<Session> {
  const context: ModelContext = { revoked: () => new Set(), ...options, credentials: createCredentials(options.primitives) }
  return {
    newKeyPackage: purpose => newModelPackage(context, purpose),
    async inspectKeyPackage(published) {
      const { account, device, ref, knockKey, wish } = await readUsablePackage(context, published)
      return { account, device, ref, knockKey, ...(wish && { wish }) }
    },

    create: conversation => createModelAlone(context, conversation),
    commit: async (parent, change) => makeModelCommit(context, ownModelEpoch(parent), change),
    welcomeRefs: async welcome => modelWelcomeRefs(welcome),
    join: (welcome, secret) => joinByModel(context, welcome, secret),

    seal: async (epoch, plaintext) => sealModelMessage(context, ownModelEpoch(epoch), plaintext),
    open: async (epoch, envelope, known) => openModelEnvelope(context, ownModelEpoch(epoch), envelope, known),

    access: epoch => ownModelEpoch(epoch).logAccess,
    signForLog: async (epoch, message) => context.primitives.sign(ownModelEpoch(epoch).logKey, message),
    authenticator: epoch => ownModelEpoch(epoch).authenticator,

    sealTo: (knockKey, info, plaintext) => sealToKnock(context, knockKey, info, plaintext),
    openSealed: (secret, info, sealed) => openKnock(context, secret, info, sealed),

    encode: epoch => encodeModelEpoch(ownModelEpoch(epoch)),
    async decode(encoded) {
      const { group, joinSecret, leafSecret, lineage, ratchets } = unspell(encoded) as SpelledEpoch
      return createModelEpoch(context, group, { joinSecret, leafSecret, ratchets: new Map(ratchets) }, () => lineage)
    },
    encodeRatchet: (epoch, leaf) => encodeModelRatchet(leaf, ratchetOf(ownModelEpoch(epoch), leaf)),
    withRatchet: (epoch, leaf, ratchet) => replaceRatchet(ownModelEpoch(epoch), leaf, ratchet),
    async skipTo(given, generation) {
      const epoch = ownModelEpoch(given)
      if (generation <= epoch.nextGeneration) return epoch
      if (generation - epoch.nextGeneration > MAX_FORWARD_GENERATIONS) {
        throw new ChatError('ERR_INVALID_ARGUMENT', `nobody could follow over more than ${MAX_FORWARD_GENERATIONS} generations`)
      }
      return withModelRatchet(epoch, epoch.ownLeaf, { ...ratchetOf(epoch, epoch.ownLeaf), next: generation })
    }
  }
}

function encodeModelEpoch({ group, joinSecret, leafSecret, lineage, ratchets }: ModelEpoch): Uint8Array {
  const spelled: SpelledEpoch = { group, joinSecret, leafSecret, lineage, ratchets: [...ratchets] }
  return spell(spelled)
}

function replaceRatchet(epoch: ModelEpoch, leaf: number, encoded: Uint8Array): ModelEpoch {
  const { leaf: named, ratchet } = decodeModelRatchet(encoded)
  if (named !== leaf) throw new ChatError('ERR_MALFORMED', `this is the ratchet of leaf ${named}, not ${leaf}`)
  if (ratchet.next < ratchetOf(epoch, leaf).next) throw new ChatError('ERR_INVALID_ARGUMENT', `leaf ${leaf} is further already`)
  return withModelRatchet(epoch, leaf, ratchet)
}

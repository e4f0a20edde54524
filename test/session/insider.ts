import {
  type CiphersuiteImpl,
  type CreateCommitOptions,
  type MLSMessage,
  createCommit,
  decodeMlsMessage,
  emptyPskIndex,
  encodeMlsMessage
} from 'ts-mls'
import type { PskIndex, PrivateMessage, Proposal } from 'ts-mls'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import type { ConversationId } from '../../node/base/ids.js'
import { encodeCommitData, type CommitData } from '../../node/session/commit-data.js'
import { type MlsEpoch, ownEpoch } from '../../node/session/epoch.js'
import { createSuite } from '../../node/session/suite.js'
import { decodeEnvelope, openEnvelope, sealEnvelope } from '../../node/wire/envelope.js'
import type { GroupProfile } from '../../node/session/profile.js'
import { type Standing, admit } from './standing.js'
import { type TestDevice, createTestDevice } from './test-device.js'

const primitives = createNodePrimitives()

/** A member with a library of its own, who keeps none of our rules. */
export interface Insider {
  readonly device: TestDevice
  readonly standing: Standing
  readonly suite: CiphersuiteImpl
  readonly epoch: MlsEpoch
}

export interface Group {
  readonly ann: Standing
  readonly bea: Standing
  readonly mal: Insider
  readonly devices: readonly TestDevice[]
}

const PROFILE: GroupProfile = { name: 'Garden', relays: [], retentionDays: 0, later: new Uint8Array(0) }

/** Ann owns the group; Bea is a plain member and so, mostly, is Mal, who means no good. */
export async function createGroupWithInsider({ isAdmin = false } = {}): Promise<Group> {
  const devices = await Promise.all([createTestDevice(), createTestDevice(), createTestDevice()])
  const [annDevice, beaDevice, malDevice] = devices
  const ann = { party: annDevice, epoch: await annDevice.session.create('1d'.repeat(32) as ConversationId) }
  const roles = { owners: [annDevice.account], admins: isAdmin ? [malDevice.account] : [] }
  const [bea, standing] = await admit(ann, [beaDevice, malDevice], [], { roles, profile: PROFILE })
  if (bea === undefined || standing === undefined) throw new Error('nobody joined')
  const suite = await createSuite(primitives, malDevice.deviceKey)
  return { ann, bea, devices, mal: { device: malDevice, standing, suite, epoch: ownEpoch(standing.epoch) } }
}

/** A commit as the library makes it, without asking whether it may be made. */
export async function forgeCommit(
  { epoch, suite }: Pick<Insider, 'epoch' | 'suite'>,
  extraProposals: Proposal[],
  options: { data?: Partial<CommitData>; raw?: CreateCommitOptions; pskIndex?: PskIndex } = {}
): Promise<Uint8Array> {
  const authenticatedData = encodeCommitData({ parent: epoch.id, undoes: new Map(), ...options.data })
  const { commit } = await createCommit(
    { state: epoch.state, cipherSuite: suite, pskIndex: options.pskIndex ?? emptyPskIndex },
    { extraProposals, ratchetTreeExtension: true, authenticatedData, ...options.raw }
  )
  return wrap(epoch, commit)
}

export const wrap = (epoch: MlsEpoch, message: MLSMessage): Promise<Uint8Array> =>
  sealEnvelope(primitives, epoch.logKey, epoch.access.wrapKey, encodeMlsMessage(message))

export const wrapPrivate = (epoch: MlsEpoch, privateMessage: PrivateMessage): Promise<Uint8Array> =>
  wrap(epoch, { version: 'mls10', wireformat: 'mls_private_message', privateMessage })

/** What every member can see of an envelope. */
export async function unwrapPrivate(epoch: MlsEpoch, envelope: Uint8Array): Promise<PrivateMessage> {
  const content = await openEnvelope(primitives, epoch.access.wrapKey, decodeEnvelope(envelope))
  const message = decodeMlsMessage(content, 0)?.[0]
  if (message?.wireformat !== 'mls_private_message') throw new Error('expected a private message')
  return message.privateMessage
}

import type { ClientState, GenerationSecret, GroupContext } from 'ts-mls'
import { encodeGroupContext } from 'ts-mls/groupContext.js'
import { leafToNodeIndex, toLeafIndex } from 'ts-mls/treemath.js'
import { EMPTY, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { ConversationId, EpochId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import { decodeGroupExtensions } from './group-extensions.js'
import { MAX_LEAVES } from './roles.js'
import { type LogKeys, deriveLogKeys } from './log-key.js'
import type { CommitHeader, Epoch, Member } from './session.js'
import type { SessionContext } from './session-context.js'

/** An epoch with what only this room looks at. */
export interface MlsEpoch extends Epoch, LogKeys {
  readonly state: ClientState
}

/** @throws ERR_INVALID_ARGUMENT for an epoch that some other session made */
export function ownEpoch(epoch: Epoch): MlsEpoch {
  if (!isMlsEpoch(epoch)) throw new ChatError('ERR_INVALID_ARGUMENT', 'this epoch was not made by this session')
  return epoch
}

const isMlsEpoch = (epoch: Epoch): epoch is MlsEpoch => 'state' in epoch && 'logKey' in epoch

/** SHA-256 of the serialised GroupContext: equal for all who are in one epoch, however they came, whatever its commit's bytes. */
export async function epochIdOf(primitives: Pick<Primitives, 'sha256'>, groupContext: GroupContext): Promise<EpochId> {
  return toHex(await primitives.sha256(encodeGroupContext(groupContext))) as EpochId
}

/**
 * The epoch of a group state as the library hands it out.
 *
 * @param lineageOf the commits that led to it, once its id is known
 * @throws ERR_CERTIFICATE, ERR_MALFORMED
 */
export async function createEpoch(
  context: SessionContext,
  state: ClientState,
  lineageOf: (id: EpochId) => readonly CommitHeader[]
): Promise<MlsEpoch> {
  const id = await epochIdOf(context.primitives, state.groupContext)
  const lineage = lineageOf(id)
  const ownLeaf = state.privatePath.leafIndex
  const logKeys = await deriveLogKeys(context.primitives, context.suite, state.keySchedule.exporterSecret)
  return {
    ...logKeys,
    id,
    conversation: toHex(state.groupContext.groupId) as ConversationId,
    parent: lineage[0]?.parent,
    lineage,
    log: logKeys.access.log,
    members: await membersOf(context, state),
    ...decodeGroupExtensions(state.groupContext.extensions),
    ownLeaf,
    nextGeneration: applicationRatchet(state, ownLeaf).generation,
    state: { ...state, historicalReceiverData: new Map(), signaturePrivateKey: EMPTY }
  }
}

async function membersOf({ credentials }: SessionContext, { ratchetTree }: ClientState): Promise<Member[]> {
  const members: Member[] = []
  for (const [index, node] of ratchetTree.entries()) {
    if (node?.nodeType !== 'leaf') continue
    const identity = await credentials.identify(node.leaf.credential, node.leaf.signaturePublicKey)
    members.push({ leaf: index / 2, ...identity })
  }
  if (members.length > MAX_LEAVES || new Set(members.map(({ device }) => device)).size < members.length) {
    throw new ChatError('ERR_MALFORMED', `a conversation has at most ${MAX_LEAVES} devices, each of them once`)
  }
  return members
}

/** @throws ERR_INVALID_ARGUMENT for a leaf outside of the tree */
export function applicationRatchet(state: ClientState, leaf: number): GenerationSecret {
  const node = state.secretTree[leafToNodeIndex(toLeafIndex(leaf))]
  if (node === undefined) throw new ChatError('ERR_INVALID_ARGUMENT', `leaf ${leaf} is outside of this epoch's tree`)
  return node.application
}

/** The state with another application ratchet for one leaf. @throws ERR_INVALID_ARGUMENT for a leaf outside of the tree */
export function withApplicationRatchet(state: ClientState, leaf: number, application: GenerationSecret): ClientState {
  const index = leafToNodeIndex(toLeafIndex(leaf))
  const node = state.secretTree[index]
  if (node === undefined) throw new ChatError('ERR_INVALID_ARGUMENT', `leaf ${leaf} is outside of this epoch's tree`)
  return { ...state, secretTree: state.secretTree.with(index, { ...node, application }) }
}

/** The same epoch after some ratchet of it moved. */
export function withState(epoch: MlsEpoch, state: ClientState): MlsEpoch {
  return { ...epoch, state, nextGeneration: applicationRatchet(state, epoch.ownLeaf).generation }
}

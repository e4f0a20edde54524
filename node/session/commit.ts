import {
  type ClientState,
  type PrivateMessage,
  type Proposal,
  acceptAll,
  createCommit,
  emptyPskIndex,
  encodeMlsMessage,
  processPrivateMessage
} from 'ts-mls'
import { applyProposals, nextEpochContext, throwIfDefined, validateLeafNodeUpdateOrCommit } from 'ts-mls/clientState.js'
import type { FramedContentCommit } from 'ts-mls/framedContent.js'
import { unprotectPrivateMessage } from 'ts-mls/messageProtection.js'
import { treeHashRoot } from 'ts-mls/treeHash.js'
import { toLeafIndex } from 'ts-mls/treemath.js'
import { applyUpdatePath } from 'ts-mls/updatePath.js'
import { ChatError } from '../base/errors.js'
import type { EpochId } from '../base/ids.js'
import { sealEnvelope } from '../wire/envelope.js'
import { decodeCommitData, encodeCommitData } from './commit-data.js'
import { type MlsEpoch, createEpoch, epochIdOf } from './epoch.js'
import { encodeGroupExtensions } from './group-extensions.js'
import { decodeKeyPackage } from './key-package.js'
import { type UnbornHeader, headerOf, unauthorised } from './lawful-change.js'
import { checkLifetime } from './lifetime.js'
import { LINEAGE_EXTENSION_TYPE, MAX_LINEAGE, encodeLineage } from './lineage.js'
import { authorise } from './membership-change.js'
import type { Change, Committed, Member, Opened } from './session.js'
import type { SessionContext } from './session-context.js'
import { translated } from './translation.js'
import { encodeWelcomeMessage } from './welcome.js'

/** As `Session.commit`. */
export async function makeCommit(context: SessionContext, parent: MlsEpoch, change: Change): Promise<Committed> {
  const committer = memberAt(parent, parent.ownLeaf)
  const proposals = proposalsOf(context, parent, change)
  const said = { undoes: change.undoes ?? new Map(), atMs: change.atMs }
  const header = headerOf(parent, committer, await authorise(context, parent, committer, { proposals, atMs: said.atMs }), said)
  const made = await translated('this commit', () =>
    createCommit(
      { state: parent.state, cipherSuite: context.suite, pskIndex: emptyPskIndex },
      {
        extraProposals: proposals,
        ratchetTreeExtension: true,
        authenticatedData: encodeCommitData({ parent: parent.id, ...said }),
        groupInfoExtensions: [{ extensionType: LINEAGE_EXTENSION_TYPE, extensionData: encodeLineage([header, ...parent.lineage]) }]
      }
    )
  )
  const child = await createChild(context, parent, made.newState, header)
  return {
    child,
    header: { child: child.id, ...header },
    envelope: await sealEnvelope(context.primitives, parent.logKey, parent.access.wrapKey, encodeMlsMessage(made.commit)),
    welcome: made.welcome && encodeWelcomeMessage(made.welcome)
  }
}

function proposalsOf(context: SessionContext, parent: MlsEpoch, { add = [], remove = [], roles, profile }: Change): Proposal[] {
  const adds = add.map((published): Proposal => {
    const keyPackage = decodeKeyPackage(published)
    checkLifetime(keyPackage.leafNode.lifetime, context.now())
    return { proposalType: 'add', add: { keyPackage } }
  })
  const removes = remove.map((removed): Proposal => ({ proposalType: 'remove', remove: { removed } }))
  if (roles === undefined && profile === undefined) return [...removes, ...adds]
  // Such a proposal replaces all extensions: what stays as it is has to be said again.
  const extensions = encodeGroupExtensions({ roles: roles ?? parent.roles, profile: profile ?? parent.profile })
  return [...removes, ...adds, { proposalType: 'group_context_extensions', groupContextExtensions: { extensions } }]
}

/** A commit as `Session.open` finds it. Nothing of the parent moves: it can be opened again, and so can another on the same parent. */
export async function openCommit(context: SessionContext, parent: MlsEpoch, message: PrivateMessage, leaf: number): Promise<Opened> {
  if (leaf === parent.ownLeaf) throw new ChatError('ERR_REPLAY', 'this is a commit of this device: its child was kept when it was made')
  const committer = memberAt(parent, leaf)
  const content = await unprotectCommit(context, parent, message)
  const proposals = content.commit.proposals.map(inlineProposal)
  const said = decodeCommitData(content.authenticatedData)
  if (said.parent !== parent.id) throw new ChatError('ERR_MALFORMED', 'this commit names another parent than the epoch it is framed in')
  await checkPath(context, committer, content)
  const change = await authorise(context, parent, committer, { proposals, atMs: said.atMs })
  const header = headerOf(parent, committer, change, said)
  if (change.removed.some(member => member.leaf === parent.ownLeaf)) {
    const child = await translated('this commit', () => childOfRemoval(context, parent, content, leaf))
    return { kind: 'removed', epoch: parent, header: { child, ...header } }
  }
  const { newState } = await translated('this commit', () =>
    processPrivateMessage(parent.state, message, emptyPskIndex, context.suite, acceptAll)
  )
  const child = await createChild(context, parent, newState, header)
  return { kind: 'commit', epoch: parent, child, header: { child: child.id, ...header } }
}

type SignedCommit = FramedContentCommit & { readonly signature: Uint8Array }

/** The commit itself, decrypted and its committer's signature verified: what must be judged before the library acts on it. */
async function unprotectCommit({ suite, config }: SessionContext, { state }: MlsEpoch, message: PrivateMessage): Promise<SignedCommit> {
  const { keySchedule, secretTree, ratchetTree, groupContext } = state
  const { content } = await translated('this commit', () =>
    unprotectPrivateMessage(keySchedule.senderDataSecret, message, secretTree, ratchetTree, groupContext, config.keyRetentionConfig, suite)
  )
  if (content.content.contentType !== 'commit') throw new ChatError('ERR_MALFORMED', 'expected a commit')
  return { ...content.content, signature: content.auth.signature }
}

function inlineProposal(proposal: FramedContentCommit['commit']['proposals'][number]): Proposal {
  if (proposal.proposalOrRefType === 'reference') throw unauthorised('refers to a proposal elsewhere')
  return proposal.proposal
}

/** A committer may change its keys, never who it is. */
async function checkPath({ credentials }: SessionContext, committer: Member, { commit }: SignedCommit): Promise<void> {
  if (commit.path === undefined) return
  const { credential, signaturePublicKey } = commit.path.leafNode
  const { device, account } = await credentials.identify(credential, signaturePublicKey)
  if (device !== committer.device || account !== committer.account) throw unauthorised('puts somebody else in the place of its committer')
}

/**
 * Who is removed can derive none of the child's secrets, but its id, which is a hash of what all could see. Not left to the
 * library, which takes a device that is let in again at its old leaf for one that stays.
 */
async function childOfRemoval(
  { primitives, suite, credentials }: SessionContext,
  { state }: MlsEpoch,
  content: SignedCommit,
  committer: number
): Promise<EpochId> {
  const { path, proposals } = content.commit
  if (path === undefined) throw unauthorised('removes without an update path')
  const { groupContext, confirmationTag } = state
  const leaf = toLeafIndex(committer)
  const { tree } = await applyProposals(state, proposals, leaf, emptyPskIndex, false, suite)
  throwIfDefined(await validateLeafNodeUpdateOrCommit(path.leafNode, leaf, groupContext, credentials.service, suite.signature))
  const treeHash = await treeHashRoot(await applyUpdatePath(tree, leaf, path, suite.hash), suite.hash)
  return epochIdOf(
    primitives,
    await nextEpochContext(groupContext, 'mls_private_message', content, content.signature, treeHash, confirmationTag, suite.hash)
  )
}

function createChild(context: SessionContext, parent: MlsEpoch, state: ClientState, header: UnbornHeader): Promise<MlsEpoch> {
  return createEpoch(context, state, child => [{ child, ...header }, ...parent.lineage].slice(0, MAX_LINEAGE))
}

function memberAt({ members }: MlsEpoch, leaf: number): Member {
  const member = members.find(other => other.leaf === leaf)
  if (member === undefined) throw new ChatError('ERR_MALFORMED', `there is nobody at leaf ${leaf}`)
  return member
}

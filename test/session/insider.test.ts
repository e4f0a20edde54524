import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Extension, type Proposal, type Reinit, createProposal } from 'ts-mls'
import { protect, protectApplicationData, unprotectPrivateMessage } from 'ts-mls/messageProtection.js'
import { EMPTY, utf8 } from '../../node/base/bytes.js'
import type { ErrorCode } from '../../node/base/errors.js'
import type { AccountId, ConversationId, EpochId } from '../../node/base/ids.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'
import { type MlsEpoch, ownEpoch } from '../../node/session/epoch.js'
import { encodeGroupExtensions } from '../../node/session/group-extensions.js'
import { decodeKeyPackage } from '../../node/session/key-package.js'
import { NO_ROLES } from '../../node/session/roles.js'
import { createSuite } from '../../node/session/suite.js'
import { type Group, type Insider, createGroupWithInsider, forgeCommit, unwrapPrivate, wrap, wrapPrivate } from './insider.js'
import { childOf, refuses } from './standing.js'
import { createTestDevice } from './test-device.js'

const primitives = createNodePrimitives()
const insider = suite('a hostile member')

/** Ann and Bea refuse it alike, and both still stand where they stood: an honest commit is taken afterwards. */
async function allRefuse({ ann, bea }: Group, envelope: Uint8Array, code: ErrorCode): Promise<void> {
  await refuses(() => ann.party.session.open(ann.epoch, envelope), code)
  await refuses(() => bea.party.session.open(bea.epoch, envelope), code)
  const honest = await ann.party.session.commit(ann.epoch, {})
  assert.is(childOf(await bea.party.session.open(bea.epoch, honest.envelope)).id, honest.child.id)
}

const removal = (removed: number): Proposal => ({ proposalType: 'remove', remove: { removed } })

const settings = (...extensions: Extension[]): Proposal => ({
  proposalType: 'group_context_extensions',
  groupContextExtensions: { extensions }
})

const extensions = (extensionType: number, extensionData: Uint8Array): Proposal => settings({ extensionType, extensionData })

const isLeaf = (message: Uint8Array): boolean => Buffer.from(message).includes('LeafNodeTBS')

insider('removes nobody whom it does not outrank', async () => {
  const group = await createGroupWithInsider()
  await allRefuse(group, await forgeCommit(group.mal, [removal(group.bea.epoch.ownLeaf)]), 'ERR_UNAUTHORISED_COMMIT')
  await allRefuse(group, await forgeCommit(group.mal, [removal(group.ann.epoch.ownLeaf)]), 'ERR_UNAUTHORISED_COMMIT')
})

insider('puts nobody out by letting them in anew who did not ask for it, here and in time', async () => {
  const group = await createGroupWithInsider()
  const { ann, mal } = group
  const here = ann.epoch.conversation
  const atMs = Date.now()
  const anew = async (returningTo: ConversationId | undefined, saidAtMs: number | undefined): Promise<Uint8Array> => {
    const options = { lastResort: false, ...(returningTo && { returningTo }) }
    const { published } = await ann.party.session.newKeyPackage(options)
    const add: Proposal = { proposalType: 'add', add: { keyPackage: decodeKeyPackage(published) } }
    return forgeCommit(mal, [removal(ann.epoch.ownLeaf), add], { data: { atMs: saidAtMs } })
  }
  await allRefuse(group, await anew(undefined, atMs), 'ERR_UNAUTHORISED_COMMIT')
  await allRefuse(group, await anew('1e'.repeat(32) as ConversationId, atMs), 'ERR_UNAUTHORISED_COMMIT')
  await allRefuse(group, await anew(here, atMs + 5 * 86_400_000), 'ERR_UNAUTHORISED_COMMIT')
  await allRefuse(group, await anew(here, undefined), 'ERR_UNAUTHORISED_COMMIT')
  assert.is((await group.bea.party.session.open(group.bea.epoch, await anew(here, atMs))).kind, 'commit')
})

insider('appoints nobody, and hangs nothing else on the group', async () => {
  const group = await createGroupWithInsider()
  const { account } = group.mal.device
  const roles = Uint8Array.of(1, 1, ...Uint8Array.from(Buffer.from(account, 'hex')), 0)
  await allRefuse(group, await forgeCommit(group.mal, [extensions(0xf052, roles)]), 'ERR_UNAUTHORISED_COMMIT')
  await allRefuse(group, await forgeCommit(group.mal, [extensions(0xf052, utf8('no roles'))]), 'ERR_MALFORMED')
  await allRefuse(group, await forgeCommit(group.mal, [extensions(0xf051, EMPTY)]), 'ERR_UNAUTHORISED_COMMIT')
})

insider('drops neither roles nor profile by saying only the other, or nothing', async () => {
  const group = await createGroupWithInsider({ isAdmin: true })
  const [roles, profile] = encodeGroupExtensions(group.mal.epoch)
  if (roles === undefined || profile === undefined) return assert.unreachable('the group has both')
  const renamed = encodeGroupExtensions({ roles: NO_ROLES, profile: { ...group.mal.epoch.profile, name: 'Mine' } })
  for (const left of [[], [profile], [roles], renamed]) {
    await allRefuse(group, await forgeCommit(group.mal, [settings(...left)]), 'ERR_UNAUTHORISED_COMMIT')
  }
  const { ann, bea, mal } = group
  const lawful = await forgeCommit(mal, [settings(roles, ...renamed)])
  const child = childOf(await bea.party.session.open(bea.epoch, lawful))
  assert.equal([child.roles, child.profile.name, child.lineage[0]?.roles], [ann.epoch.roles, 'Mine', undefined])
})

insider('spells what the group says of itself in no other way, and says it once', async () => {
  const group = await createGroupWithInsider({ isAdmin: true })
  const [roles, profile] = encodeGroupExtensions(group.mal.epoch)
  if (roles === undefined || profile === undefined) return assert.unreachable('the group has both')
  const bent = { ...profile, extensionData: Uint8Array.of(...profile.extensionData, 0) }
  const empty = { ...profile, extensionData: EMPTY }
  for (const misspelled of [
    [profile, roles],
    [roles, profile, profile],
    [roles, bent],
    [roles, empty]
  ]) {
    await allRefuse(group, await forgeCommit(group.mal, [settings(...misspelled)]), 'ERR_MALFORMED')
  }
  const removed = removal(group.bea.epoch.ownLeaf)
  await allRefuse(group, await forgeCommit(group.mal, [removed, settings(roles, profile)]), 'ERR_UNAUTHORISED_COMMIT')
})

insider('gets no proposal through but adds, removals, roles and profile', async () => {
  const group = await createGroupWithInsider()
  const preSharedKeyId = { psktype: 'external', pskId: utf8('psk'), pskNonce: new Uint8Array(32) } as const
  const pskIndex = { findPsk: () => new Uint8Array(32) }
  const { groupContext } = group.mal.epoch.state
  const reinit: Reinit = { groupId: utf8('other'), version: 'mls10', cipherSuite: groupContext.cipherSuite, extensions: [] }
  const proposals: Proposal[] = [
    { proposalType: 'psk', psk: { preSharedKeyId } },
    { proposalType: 'reinit', reinit },
    { proposalType: 0xf0f0, proposalData: utf8('custom') }
  ]
  for (const proposal of proposals) {
    await allRefuse(group, await forgeCommit(group.mal, [proposal], { pskIndex }), 'ERR_UNAUTHORISED_COMMIT')
  }
})

insider('adds nobody, undoes nothing, and may not lie about the parent', async () => {
  const group = await createGroupWithInsider()
  const stranger = await createTestDevice()
  const { published } = await stranger.session.newKeyPackage({ lastResort: false })
  const keyPackage = decodeKeyPackage(published)
  await allRefuse(group, await forgeCommit(group.mal, [{ proposalType: 'add', add: { keyPackage } }]), 'ERR_UNAUTHORISED_COMMIT')
  const undoes = new Map([['ee'.repeat(32) as AccountId, ['aa'.repeat(32) as EpochId]]])
  await allRefuse(group, await forgeCommit(group.mal, [], { data: { undoes } }), 'ERR_UNAUTHORISED_COMMIT')
  await allRefuse(group, await forgeCommit(group.mal, [], { data: { parent: 'aa'.repeat(32) as EpochId } }), 'ERR_MALFORMED')
  await allRefuse(group, await forgeCommit(group.mal, [], { raw: { authenticatedData: EMPTY } }), 'ERR_MALFORMED')
})

insider('puts nobody else, and no certificate but its own, in its place', async () => {
  const group = await createGroupWithInsider()
  const other = await createTestDevice({ accountKey: group.mal.device.accountKey })
  const withLeaf = (certificate: Uint8Array, signaturePublicKey: Uint8Array): MlsEpoch => {
    const ratchetTree = group.mal.epoch.state.ratchetTree.map((node, i) =>
      node?.nodeType === 'leaf' && i === 2 * group.mal.epoch.ownLeaf
        ? { ...node, leaf: { ...node.leaf, signaturePublicKey, credential: { credentialType: 'basic' as const, identity: certificate } } }
        : node
    )
    return { ...group.mal.epoch, state: { ...group.mal.epoch.state, ratchetTree } }
  }
  const ownKey = group.mal.device.deviceKey.publicKey
  const stolen = await forgeCommit({ ...group.mal, epoch: withLeaf(other.certificate, ownKey) }, [])
  await allRefuse(group, stolen, 'ERR_CERTIFICATE')
  const { signature } = await createSuite(primitives, other.deviceKey)
  const twoFaced: Insider['suite'] = {
    ...group.mal.suite,
    signature: {
      ...group.mal.suite.signature,
      sign: (key, message) => (isLeaf(message) ? signature : group.mal.suite.signature).sign(key, message)
    }
  }
  const swapped = await forgeCommit({ suite: twoFaced, epoch: withLeaf(other.certificate, other.deviceKey.publicKey) }, [])
  await allRefuse(group, swapped, 'ERR_UNAUTHORISED_COMMIT')
})

insider('commits once in an epoch, in a commit and not beside one', async () => {
  const group = await createGroupWithInsider()
  const { epoch, suite: cipherSuite } = group.mal
  const proposal = await createProposal(epoch.state, false, removal(group.bea.epoch.ownLeaf), cipherSuite)
  await allRefuse(group, await wrap(epoch, proposal.message), 'ERR_MALFORMED')
  const second = { ...epoch, state: { ...proposal.newState, unappliedProposals: {} } }
  await allRefuse(group, await forgeCommit({ epoch: second, suite: cipherSuite }, []), 'ERR_UNAUTHORISED_COMMIT')
})

insider('speaks for nobody else, and uses up none of their generations by trying', async () => {
  const { ann, bea, mal } = await createGroupWithInsider()
  const { groupContext, secretTree, keySchedule, clientConfig } = mal.epoch.state
  const forged = await protectApplicationData(
    EMPTY,
    keySchedule.senderDataSecret,
    utf8('says bea'),
    EMPTY,
    groupContext,
    secretTree,
    bea.epoch.ownLeaf,
    clientConfig.paddingConfig,
    mal.suite
  )
  await refuses(async () => ann.party.session.open(ann.epoch, await wrapPrivate(mal.epoch, forged.privateMessage)), 'ERR_SIGNATURE')
  const real = await bea.party.session.seal(bea.epoch, utf8('says bea indeed'))
  const opened = await ann.party.session.open(ann.epoch, real.envelope)
  assert.equal(opened.kind === 'message' && opened.plaintext, utf8('says bea indeed'))
})

insider("makes but a twin when it encrypts another member's commit again: other bytes, the same epoch", async () => {
  const { ann, bea, mal } = await createGroupWithInsider()
  const made = await ann.party.session.commit(ann.epoch, {})
  const { groupContext, secretTree, ratchetTree, keySchedule, clientConfig } = mal.epoch.state
  const message = await unwrapPrivate(mal.epoch, made.envelope)
  const { content } = await unprotectPrivateMessage(
    keySchedule.senderDataSecret,
    message,
    secretTree,
    ratchetTree,
    groupContext,
    clientConfig.keyRetentionConfig,
    mal.suite
  )
  if (content.content.contentType !== 'commit' || content.auth.contentType !== 'commit') return assert.unreachable('no commit')
  const again = await protect(
    keySchedule.senderDataSecret,
    message.authenticatedData,
    groupContext,
    secretTree,
    { contentType: 'commit', commit: content.content.commit, auth: content.auth },
    ann.epoch.ownLeaf,
    clientConfig.paddingConfig,
    mal.suite
  )
  const twin = await wrapPrivate(mal.epoch, again.privateMessage)
  assert.not.equal(again.privateMessage.ciphertext, message.ciphertext)
  const [one, other] = [await bea.party.session.open(bea.epoch, made.envelope), await bea.party.session.open(bea.epoch, twin)]
  assert.equal([childOf(one).id, childOf(other).id], [made.child.id, made.child.id])
  assert.equal(other.kind === 'commit' && other.header, made.header)
  assert.equal(bea.party.session.authenticator(childOf(other)), ann.party.session.authenticator(made.child))
})

insider('finds in a stolen state nothing of past epochs, and not the device key', async () => {
  const { ann, bea, mal } = await createGroupWithInsider()
  const { session } = mal.device
  const renewed = await bea.party.session.commit(bea.epoch, {})
  const opened = childOf(await session.open(mal.epoch, renewed.envelope))
  const made = await session.commit(opened, {})
  const kept = await session.decode(session.encode(made.child))
  for (const { state } of [opened, made.child, kept].map(ownEpoch)) {
    assert.equal([state.historicalReceiverData.size, state.signaturePrivateKey.length], [0, 0])
  }
  assert.is(ownEpoch(ann.epoch).state.signaturePrivateKey.length, 0)
})

insider('is told apart from a session: epochs of others are not taken for own ones', async () => {
  const { ann } = await createGroupWithInsider()
  const { id, conversation, parent, lineage, log, members, roles, profile, ownLeaf, nextGeneration } = ann.epoch
  const copied = { id, conversation, parent, lineage, log, members, roles, profile, ownLeaf, nextGeneration }
  await refuses(async () => ownEpoch(copied), 'ERR_INVALID_ARGUMENT')
})

insider.run()

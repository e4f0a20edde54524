import { concat, equals, fromHex, toHex, utf8 } from '../../node/base/bytes.js'
import { ChatError } from '../../node/base/errors.js'
import type { AccountId, ConversationId, EpochId } from '../../node/base/ids.js'
import { type Proposed, type UnbornHeader, headerOf, requireLawful } from '../../node/session/lawful-change.js'
import { MAX_LINEAGE } from '../../node/session/lineage.js'
import { NO_PROFILE } from '../../node/session/profile.js'
import { NO_ROLES } from '../../node/session/roles.js'
import type { Change, CommitHeader, Committed, Member, Opened } from '../../node/session/session.js'
import { sealEnvelope } from '../../node/wire/envelope.js'
import {
  KIND,
  type ModelContext,
  type ModelEpoch,
  type ModelGroup,
  createModelEpoch,
  idOf,
  publicHalf,
  spell,
  unspell,
  wrapFor
} from './model-epoch.js'
import {
  type ModelPackage,
  placed,
  readModelPackage,
  readOwnPackage,
  readUsablePackage,
  requireSigned,
  signed,
  split
} from './model-key-package.js'

const SECRET_BYTES = 32

/** A commit, its committer's signature behind it. */
interface SpelledCommit {
  readonly parent: EpochId
  readonly leaf: number
  readonly add: readonly Uint8Array[]
  readonly remove: readonly number[]
  readonly settings: Proposed['settings']
  readonly undoes: readonly (readonly [AccountId, readonly EpochId[]])[]
  readonly atMs: number | undefined
  readonly nonce: Uint8Array
  /** The child's secret for each leaf that stays. */
  readonly secrets: Readonly<Record<number, Uint8Array>>
}

/** A Welcome, the adder's signature behind it. */
interface SpelledWelcome {
  readonly group: ModelGroup
  /** Without the first one's child, which is the epoch. */
  readonly lineage: readonly [UnbornHeader, ...CommitHeader[]]
  readonly by: number
  readonly nonce: Uint8Array
  readonly joiners: readonly { readonly ref: Uint8Array; readonly secret: Uint8Array }[]
}

/** A group of this device alone. @throws ERR_INVALID_ARGUMENT unless the id has 32 bytes */
export async function createModelAlone(context: ModelContext, conversation: ConversationId): Promise<ModelEpoch> {
  if (fromHex(conversation).length !== SECRET_BYTES) throw new ChatError('ERR_INVALID_ARGUMENT', 'a conversation id has 64 hex digits')
  const { primitives, credentials, certificate, deviceKey } = context
  const { account, device } = await credentials.identify({ credentialType: 'basic', identity: certificate }, deviceKey.publicKey)
  const leafSecret = primitives.randomBytes(SECRET_BYTES)
  const leafKey = toHex(await publicHalf(context, leafSecret))
  const leaves = [{ leaf: 0, account, device, signatureKey: toHex(deviceKey.publicKey), leafKey }]
  const transcript = toHex(primitives.randomBytes(SECRET_BYTES))
  const group = { conversation, transcript, leaves, roles: NO_ROLES, profile: NO_PROFILE }
  return createModelEpoch(context, group, { joinSecret: primitives.randomBytes(SECRET_BYTES), leafSecret }, () => [])
}

export async function makeModelCommit(context: ModelContext, parent: ModelEpoch, change: Change): Promise<Committed> {
  const { primitives } = context
  const { add = [], remove = [], undoes = new Map(), roles, profile, atMs } = change
  const added: ModelPackage[] = []
  for (const published of add) added.push(await readUsablePackage(context, published))
  const isSet = roles !== undefined || profile !== undefined
  const settings = isSet ? [{ roles: roles ?? parent.roles, profile: profile ?? parent.profile }] : []
  const committer = memberAt(parent, parent.ownLeaf)
  const lawful = requireLawful(parent, committer, { added, removed: remove, settings, atMs }, context.revoked())
  const header = headerOf(parent, committer, lawful, { undoes, atMs })

  const joinSecret = primitives.randomBytes(SECRET_BYTES)
  const nonce = primitives.randomBytes(SECRET_BYTES)
  const secrets: Record<number, Uint8Array> = {}
  for (const { leaf, leafKey } of parent.group.leaves) {
    if (leaf !== parent.ownLeaf && !remove.includes(leaf)) secrets[leaf] = await wrapFor(context, leafKey, nonce, joinSecret)
  }
  const spelled: SpelledCommit = {
    parent: parent.id,
    leaf: parent.ownLeaf,
    add,
    remove,
    settings,
    undoes: [...undoes],
    atMs,
    nonce,
    secrets
  }
  const bytes = await signed(context, spell(spelled))
  const group = await childGroup(context, parent, spelled, added, bytes)
  const child = await createModelEpoch(context, group, { joinSecret, leafSecret: parent.leafSecret }, id => lineageOf(id, header, parent))

  const joiners = await Promise.all(
    added.map(async ({ ref, leafKey }) => ({ ref, secret: await wrapFor(context, leafKey, nonce, joinSecret) }))
  )
  const welcome: SpelledWelcome = { group, lineage: [header, ...child.lineage.slice(1)], by: parent.ownLeaf, nonce, joiners }
  return {
    child,
    header: { child: child.id, ...header },
    envelope: await wrap(context, parent, KIND.commit, bytes),
    welcome: joiners.length === 0 ? undefined : framed(KIND.welcome, await signed(context, spell(welcome)))
  }
}

export async function openModelCommit(context: ModelContext, parent: ModelEpoch, bytes: Uint8Array): Promise<Opened> {
  const spelled = unspell(split(bytes).statement) as SpelledCommit
  if (spelled.leaf === parent.ownLeaf)
    throw new ChatError('ERR_REPLAY', 'this is a commit of this device: its child was kept when it was made')
  const leaf = parent.group.leaves.find(other => other.leaf === spelled.leaf)
  if (leaf === undefined) throw new ChatError('ERR_MALFORMED', `there is nobody at leaf ${spelled.leaf}`)
  await requireSigned(context, leaf, bytes)
  if (spelled.parent !== parent.id) throw new ChatError('ERR_MALFORMED', 'this commit names another parent than the epoch it is framed in')
  const added: ModelPackage[] = []
  for (const published of spelled.add) added.push(await readModelPackage(context, published))
  const { remove, settings, undoes, atMs, secrets, nonce } = spelled
  const committer = memberAt(parent, spelled.leaf)
  const lawful = requireLawful(parent, committer, { added, removed: remove, settings, atMs }, context.revoked())
  const header = headerOf(parent, committer, lawful, { undoes: new Map(undoes), atMs })
  const group = await childGroup(context, parent, spelled, added, bytes)
  if (remove.includes(parent.ownLeaf)) return { kind: 'removed', epoch: parent, header: { child: await idOf(context, group), ...header } }
  const wrapped = secrets[parent.ownLeaf]
  const own = parent.group.leaves.find(other => other.leaf === parent.ownLeaf)
  if (wrapped === undefined || own === undefined) throw new ChatError('ERR_DECRYPT', 'this commit holds nothing for this device')
  const joinSecret = await wrapFor(context, own.leafKey, nonce, wrapped)
  const child = await createModelEpoch(context, group, { joinSecret, leafSecret: parent.leafSecret }, id => lineageOf(id, header, parent))
  return { kind: 'commit', epoch: parent, child, header: { child: child.id, ...header } }
}

/** The key packages that a Welcome is for. */
export function modelWelcomeRefs(welcome: Uint8Array): readonly Uint8Array[] {
  return readWelcome(welcome).spelled.joiners.map(({ ref }) => ref)
}

export async function joinByModel(context: ModelContext, welcome: Uint8Array, secret: Uint8Array): Promise<ModelEpoch> {
  const { bytes, spelled } = readWelcome(welcome)
  const { group, lineage, by, nonce, joiners } = spelled
  const { published, leafSecret } = readOwnPackage(secret)
  const ref = await context.primitives.sha256(published)
  const own = joiners.find(joiner => equals(joiner.ref, ref))
  if (own === undefined) throw new ChatError('ERR_DECRYPT', 'this Welcome is for other key packages')
  const adder = group.leaves.find(({ leaf }) => leaf === by)
  if (adder === undefined) throw new ChatError('ERR_MALFORMED', 'this Welcome is of nobody who is there')
  await requireSigned(context, adder, bytes)
  const leafKey = toHex(await publicHalf(context, leafSecret))
  const joinSecret = await wrapFor(context, leafKey, nonce, own.secret)
  const [first, ...rest] = lineage
  const epoch = await createModelEpoch(context, group, { joinSecret, leafSecret }, id => [{ child: id, ...first }, ...rest])
  return epoch
}

function readWelcome(welcome: Uint8Array): { bytes: Uint8Array; spelled: SpelledWelcome } {
  if (welcome[0] !== KIND.welcome) throw new ChatError('ERR_MALFORMED', 'expected a Welcome')
  const bytes = welcome.subarray(1)
  return { bytes, spelled: unspell(split(bytes).statement) as SpelledWelcome }
}

/** The child's group, that of a twin as of the original: it follows from what was signed. */
async function childGroup(
  { primitives }: ModelContext,
  { group, id }: ModelEpoch,
  { remove, settings }: SpelledCommit,
  added: readonly ModelPackage[],
  bytes: Uint8Array
): Promise<ModelGroup> {
  const staying = group.leaves.filter(({ leaf }) => !remove.includes(leaf))
  const transcript = toHex(await primitives.sha256(concat([utf8(id), bytes])))
  return { ...group, transcript, leaves: placed(staying, added), ...settings[0] }
}

function lineageOf(child: EpochId, header: UnbornHeader, parent: ModelEpoch): CommitHeader[] {
  return [{ child, ...header }, ...parent.lineage].slice(0, MAX_LINEAGE)
}

function memberAt({ members }: ModelEpoch, leaf: number): Member {
  const member = members.find(other => other.leaf === leaf)
  if (member === undefined) throw new ChatError('ERR_MALFORMED', `there is nobody at leaf ${leaf}`)
  return member
}

function wrap({ primitives }: ModelContext, { logKey, logAccess }: ModelEpoch, kind: number, bytes: Uint8Array): Promise<Uint8Array> {
  return sealEnvelope(primitives, logKey, logAccess.wrapKey, framed(kind, bytes))
}

const framed = (kind: number, bytes: Uint8Array): Uint8Array => concat([Uint8Array.of(kind), bytes])

import { ChatError } from '../base/errors.js'
import type { AccountId, EpochId, NowMs } from '../base/ids.js'
import { type GroupProfile, isSameProfile } from './profile.js'
import type { Roles } from './roles.js'
import type { CommitHeader, Epoch } from './session.js'

export interface SeenCommit {
  readonly header: CommitHeader
  /** When this device first saw it: decides how long it is kept, never which head is chosen. */
  readonly seenAt: NowMs
  /** Told by a Welcome, on the word of who signed it: gives way to what this device verifies itself. */
  readonly isTold?: true
}

/** The earliest epoch that is known. Members, roles and profile of all others follow from it and the headers. */
export interface Origin {
  readonly epoch: EpochId
  readonly accounts: readonly AccountId[]
  readonly roles: Roles
  /** Undefined where a Welcome told of a later one only. */
  readonly profile?: GroupProfile
}

/** A removal is a fact, not a branch. */
export interface RemovalFact {
  readonly account: AccountId
  /** The removing commit's child. */
  readonly removal: EpochId
}

/**
 * The verified commits of one conversation: an immutable value.
 *
 * 1. A commit is known by its child: duplicates and re-encrypted twins are one. What was verified here outweighs what was told.
 * 2. In `commits` a parent stands before its children, and every parent is the origin or another commit.
 * 3. What arrived before its parent waits, and is placed when the parent comes.
 */
export interface EpochTree {
  readonly origin: Origin
  readonly commits: ReadonlyMap<EpochId, SeenCommit>
  readonly waiting: ReadonlyMap<EpochId, SeenCommit>
  /** Removals whose commits were forgotten with their branches while they still struck. */
  readonly bygone: readonly RemovalFact[]
}

export const MAX_COMMITS = 16_384
export const MAX_WAITING = 256
export const MAX_BYGONE = 1_024

export function plantTree(origin: Origin): EpochTree {
  return { origin, commits: new Map(), waiting: new Map(), bygone: [] }
}

/**
 * The tree of a device that knows no more than this epoch tells: where the conversation begins, or a Welcome let it in. It
 * starts as far back as the epoch's lineage says who was a member with which role, so that a branch that left the way here before it
 * began is known for one.
 */
export function plantAt(epoch: Pick<Epoch, 'id' | 'members' | 'roles' | 'profile' | 'lineage'>, now: NowMs): EpochTree {
  const accounts = new Set(epoch.members.map(member => member.account))
  const oldest = epoch.lineage.findLastIndex(header => header.roles !== undefined)
  const change = epoch.lineage[oldest]
  const isTold = change === undefined || change.rolesBefore !== undefined
  const lineage = isTold ? epoch.lineage : epoch.lineage.slice(0, oldest)
  for (const { added, removed } of lineage) {
    for (const { account } of added) accounts.delete(account)
    for (const account of removed) accounts.add(account)
  }
  const { profile } = epoch
  const roles = change?.rolesBefore ?? change?.roles ?? epoch.roles
  const isProfileTold = lineage.every(header => header.profile === undefined)
  const origin = { epoch: lineage.at(-1)?.parent ?? epoch.id, accounts: [...accounts], roles, ...(isProfileTold ? { profile } : {}) }
  return growTree(
    plantTree(origin),
    lineage.map(header => ({ header, seenAt: now, isTold: true }))
  )
}

/**
 * The tree with these commits in it; itself when there is nothing new. Of more than 256 waiting commits the oldest are
 * forgotten.
 *
 * @throws ERR_QUOTA past 16,384 commits
 */
export function growTree(tree: EpochTree, seen: Iterable<SeenCommit>): EpochTree {
  const all = new Map([...tree.commits, ...tree.waiting])
  let isNew = false
  for (const commit of seen) {
    const { child } = commit.header
    const known = all.get(child)
    if (child === tree.origin.epoch || (known !== undefined && (known.isTold !== true || commit.isTold === true))) continue
    all.set(child, commit)
    isNew = true
  }
  return isNew ? { ...tree, ...placeAll(tree.origin.epoch, all) } : tree
}

function placeAll(origin: EpochId, all: ReadonlyMap<EpochId, SeenCommit>): Pick<EpochTree, 'commits' | 'waiting'> {
  const byParent = new Map<EpochId, SeenCommit[]>()
  for (const commit of all.values()) {
    const siblings = byParent.get(commit.header.parent)
    if (siblings === undefined) byParent.set(commit.header.parent, [commit])
    else siblings.push(commit)
  }
  const placed = byParent.get(origin)?.slice() ?? []
  for (const { header } of placed) placed.push(...(byParent.get(header.child) ?? []))
  if (placed.length > MAX_COMMITS)
    throw new ChatError('ERR_QUOTA', `this conversation has over ${MAX_COMMITS} commits: forget old ones first`)
  const commits = new Map(placed.map(commit => [commit.header.child, commit]))
  const waiting = [...all].filter(([child]) => !commits.has(child)).slice(-MAX_WAITING)
  return { commits, waiting: new Map(waiting) }
}

/** The epochs from the origin to this one, both included. @throws ERR_NOT_FOUND for an epoch that has no place in the tree */
export function pathTo(tree: EpochTree, epoch: EpochId): EpochId[] {
  const path: EpochId[] = []
  for (let at = epoch; at !== tree.origin.epoch;) {
    const commit = tree.commits.get(at)
    if (commit === undefined) throw new ChatError('ERR_NOT_FOUND', `epoch ${epoch} is not in the tree: fetch the commits that lead to it`)
    path.push(at)
    at = commit.header.parent
  }
  path.push(tree.origin.epoch)
  return path.toReversed()
}

/** The last epoch that both have on their paths. @throws ERR_NOT_FOUND */
export function commonAncestor(tree: EpochTree, a: EpochId, b: EpochId): EpochId {
  const ancestors = new Set(pathTo(tree, a))
  return pathTo(tree, b).findLast(epoch => ancestors.has(epoch)) ?? tree.origin.epoch
}

/** Who was a member at this epoch and with which role, and what the group said of itself. @throws ERR_NOT_FOUND */
export function originIn(tree: EpochTree, epoch: EpochId): Origin {
  const accounts = new Set(tree.origin.accounts)
  let { roles, profile } = tree.origin
  for (const at of pathTo(tree, epoch)) {
    const header = tree.commits.get(at)?.header
    for (const account of header?.removed ?? []) accounts.delete(account)
    for (const { account } of header?.added ?? []) accounts.add(account)
    roles = header?.roles ?? roles
    profile = header?.profile ?? profile
  }
  return { epoch, accounts: [...accounts], roles, ...(profile === undefined ? {} : { profile }) }
}

/**
 * Two trees of one conversation as one, as after two Welcomes. Undefined while neither holds the other's origin, and where
 * they contradict each other about what was there.
 */
export function joinTrees(one: EpochTree, other: EpochTree): EpochTree | undefined {
  const [upper, lower] = holds(one, other.origin.epoch) ? [one, other] : [other, one]
  if (!holds(upper, lower.origin.epoch) || !isSameOrigin(originIn(upper, lower.origin.epoch), lower.origin)) return undefined
  const joined = growTree(upper, [...lower.commits.values(), ...lower.waiting.values()])
  const known = new Set(joined.bygone.map(({ account, removal }) => `${account} ${removal}`))
  const bygone = [...joined.bygone, ...lower.bygone.filter(({ account, removal }) => !known.has(`${account} ${removal}`))]
  return { ...joined, bygone: bygone.slice(-MAX_BYGONE) }
}

function holds(tree: EpochTree, epoch: EpochId): boolean {
  return epoch === tree.origin.epoch || tree.commits.has(epoch)
}

function isSameOrigin(a: Origin, b: Origin): boolean {
  return (
    isSameList(a.accounts.toSorted(), b.accounts.toSorted()) &&
    isSameList(a.roles.owners, b.roles.owners) &&
    isSameList(a.roles.admins, b.roles.admins) &&
    (a.profile === undefined || b.profile === undefined || isSameProfile(a.profile, b.profile))
  )
}

function isSameList(a: readonly AccountId[], b: readonly AccountId[]): boolean {
  return a.length === b.length && a.every((account, i) => account === b[i])
}

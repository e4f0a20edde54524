import type { AccountId } from '../base/ids.js'
import { type Aspect, changedAspects, withAspect, withMostUses } from './profile-aspects.js'
import { type GroupProfile, isSameProfile } from './profile.js'
import { type Role, compareRank, outranks, roleOf } from './roles.js'
import type { CommitHeader } from './session.js'
import type { Judgement } from './strikes.js'
import { type EpochNode, type TreeLayout, ancestry, isWithin } from './tree-layout.js'

/** An account that a losing branch brought in, and who did: whoever may add proposes it again, these first. */
export interface LostAdd {
  readonly account: AccountId
  readonly proposers: readonly AccountId[]
}

/** The role that a losing branch gave to a member of the head: whoever may give it there proposes it again, this one first. */
export interface LostRole {
  readonly account: AccountId
  readonly role: Role
  readonly proposer: AccountId
}

/** What losing branches had the group say of itself, in all that the head says: whoever may proposes it again, these first. */
export interface LostProfile {
  readonly profile: GroupProfile
  readonly proposers: readonly AccountId[]
}

/** What losing branches did that was lawful, and that nothing on the way to the head has outdone. */
export interface LostChanges {
  readonly lostAdds: readonly LostAdd[]
  readonly lostRoles: readonly LostRole[]
  /** Undefined while the head's profile is the one to keep. */
  readonly lostProfile: LostProfile | undefined
}

/** A commit that the head is not built on, and the epoch that says what its committer was entitled to. */
interface LostCommit {
  readonly node: EpochNode
  readonly header: CommitHeader
  readonly authority: EpochNode
}

export function findLost(layout: TreeLayout, judgement: Judgement, head: EpochNode): LostChanges {
  const lost = layout.nodes.flatMap((node): LostCommit[] => {
    const { header } = node
    if (header === undefined || isWithin(head, node) || judgement.endsBranch(node)) return []
    const authority = judgement.authorityOf(node)
    return authority === undefined ? [] : [{ node, header, authority }]
  })
  const way = ancestry(head)
  return {
    lostAdds: lostAdds(layout, judgement, head, lost),
    lostRoles: lostRoles(layout, judgement, way, lost),
    lostProfile: lostProfile(layout, way, lost)
  }
}

const isRanked = ({ header, authority }: LostCommit): boolean => roleOf(authority.roles, header.committer.account) !== 'member'

/** Adds that no removal known undoes and that the head lacks. */
function lostAdds(layout: TreeLayout, judgement: Judgement, head: EpochNode, lost: readonly LostCommit[]): LostAdd[] {
  const proposersOf = new Map<AccountId, Set<AccountId>>()
  for (const { node, header } of lost.filter(isRanked)) {
    for (const { account } of header.added) {
      if (layout.isMember(account, head) || judgement.isStruck(account, node)) continue
      proposersOf.set(account, (proposersOf.get(account) ?? new Set()).add(header.committer.account))
    }
  }
  return [...proposersOf].map(([account, proposers]) => ({ account, proposers: [...proposers] }))
}

/** What the profile says, thing by thing, that the way to the head has not changed since the branch left it; and how often links were used. */
function lostProfile(layout: TreeLayout, way: readonly EpochNode[], lost: readonly LostCommit[]): LostProfile | undefined {
  const telling = lost.filter(commit => commit.header.profile !== undefined && isRanked(commit))
  if (telling.length === 0) return undefined
  const depthOf = forkDepths(layout, way)
  const changedAt = new Map(way.flatMap((node, depth) => changedIn(node).map(aspect => [aspect, depth])))
  const changes = new Map<Aspect, LostCommit[]>()
  for (const commit of telling)
    for (const aspect of changedIn(commit.node))
      if (depthOf(commit.node) >= (changedAt.get(aspect) ?? 0)) changes.set(aspect, [...(changes.get(aspect) ?? []), commit])
  const kept = way.at(-1)?.profile
  let profile = kept
  const proposers = new Set<AccountId>()
  for (const [aspect, commits] of changes) {
    const last = lastWord(commits)
    if (last?.header.profile === undefined) continue
    const before = profile
    profile = before === undefined ? last.header.profile : withAspect(before, aspect, last.header.profile)
    if (before === undefined || !isSameProfile(profile, before)) proposers.add(last.header.committer.account)
  }
  if (profile === undefined) return undefined
  const counted = withMostUses(
    profile,
    telling.flatMap(({ header }) => header.profile ?? [])
  )
  if (kept !== undefined && isSameProfile(counted, kept)) return undefined
  return { profile: counted, proposers: [...proposers] }
}

/** What a commit has the group say of itself otherwise than its parent did. */
function changedIn({ header, parent, profile }: EpochNode): readonly Aspect[] {
  return header?.profile === undefined || profile === undefined ? [] : changedAspects(parent?.profile, profile)
}

/** The roles, account by account, that the way to the head has not changed since the branch left it. */
function lostRoles(layout: TreeLayout, judgement: Judgement, way: readonly EpochNode[], lost: readonly LostCommit[]): LostRole[] {
  const head = way.at(-1) ?? layout.origin
  const depthOf = forkDepths(layout, way)
  const changedAt = new Map(way.flatMap((node, depth) => changedRoles(node).map(account => [account, depth])))
  const changes = new Map<AccountId, LostCommit[]>()
  for (const commit of lost) {
    for (const account of changedRoles(commit.node)) {
      const isOutdone = depthOf(commit.node) < (changedAt.get(account) ?? 0)
      const isBarred = !layout.isMember(account, head) || judgement.isStruck(account, commit.node)
      if (isOutdone || isBarred || !isEntitled(commit, account)) continue
      const sofar = changes.get(account)
      if (sofar === undefined) changes.set(account, [commit])
      else sofar.push(commit)
    }
  }
  return [...changes].flatMap(([account, commits]) => {
    const last = lastWord(commits)
    const role = last && roleOf(last.node.roles, account)
    if (last === undefined || role === undefined || role === roleOf(head.roles, account)) return []
    return [{ account, role, proposer: last.header.committer.account }]
  })
}

/** Accounts whose role is another than at the commit's parent. */
function changedRoles({ header, parent, roles }: EpochNode): AccountId[] {
  if (header?.roles === undefined || parent === undefined) return []
  const before = parent.roles
  const named = new Set([...before.owners, ...before.admins, ...roles.owners, ...roles.admins])
  return [...named].filter(account => roleOf(before, account) !== roleOf(roles, account))
}

/** Anybody steps down by themselves; owners appoint and dismiss whom they outrank. */
function isEntitled({ header, authority }: LostCommit, account: AccountId): boolean {
  const { roles } = authority
  const committer = header.committer.account
  return account === committer || (roleOf(roles, committer) === 'owner' && outranks(roles, committer, account))
}

/** For each epoch: how far down the way to the head it, or the branch that it is on, leaves it. */
function forkDepths(layout: TreeLayout, way: readonly EpochNode[]): (node: EpochNode) => number {
  const depths = new Map(way.map((node, depth) => [node, depth]))
  const depthOf = (node: EpochNode): number => depths.get(node) ?? 0
  for (const node of layout.nodes) if (!depths.has(node) && node.parent !== undefined) depths.set(node, depthOf(node.parent))
  return depthOf
}

/** What each branch said last; of several branches the highest rank's, then seniority, then the lowest epoch id. */
function lastWord(commits: readonly LostCommit[]): LostCommit | undefined {
  const inPreorder = commits.toSorted((a, b) => a.node.first - b.node.first)
  const last = inPreorder.filter(({ node }, i) => {
    const next = inPreorder[i + 1]
    return next === undefined || !isWithin(next.node, node)
  })
  return last.toSorted((a, b) => {
    const rank = compareRank(claimOf(a), claimOf(b))
    return rank !== 0 ? rank : a.node.id < b.node.id ? -1 : 1
  })[0]
}

const claimOf = ({ header, authority }: LostCommit): Parameters<typeof compareRank>[0] => ({
  roles: authority.roles,
  account: header.committer.account
})

import type { AccountId, EpochId } from '../base/ids.js'
import type { RemovalFact } from './epoch-tree.js'
import { compareRank, outranks } from './roles.js'
import type { CommitHeader } from './session.js'
import { type AccountSet, type EpochNode, type TreeLayout, isWithin } from './tree-layout.js'

/** What all the commits of a tree together say about every place in it. */
export interface Judgement {
  /** Whether a removal of `account` that counts is neither behind `at` nor undone on the way to it. */
  isStruck(account: AccountId, at: EpochNode): boolean
  /** All removals that strike somebody's place at this epoch, whether a member there or not. */
  strikesAt(at: EpochNode): RemovalFact[]
  /** Whether this commit was made from a struck place: its branch ends before it. */
  endsBranch(commit: EpochNode): boolean
  /** The epoch that says what this commit's committer was entitled to; undefined where it had no place there, or a struck one. */
  authorityOf(commit: EpochNode): EpochNode | undefined
  /** The accounts whose removal by this commit counts. */
  countedRemovals(commit: EpochNode): AccountSet
}

/** One removal that counts, and where it has no effect: below itself, and below the adds that name it. */
interface Strike extends RemovalFact {
  /** Undefined where only the fact is left. */
  readonly node: EpochNode | undefined
  readonly undoing: readonly EpochNode[]
}

interface Removal {
  readonly node: EpochNode
  readonly parent: EpochNode
  readonly header: CommitHeader
}

/**
 * Judges each removal once, from the highest rank (of its committer at its own parent) down, ties by seniority, then by lowest
 * epoch id. It counts if its committer was entitled to it at the last epoch before its branch ends, as far as the removals
 * judged before it say where that is.
 */
export function judge(layout: TreeLayout, bygone: readonly RemovalFact[]): Judgement {
  const strikes = new Map<AccountId, Strike[]>()
  const ending = new Set<EpochNode>()
  const counted = new Map<EpochNode, AccountSet>()
  const commitsBy = indexCommitters(layout)
  const undoingOf = indexUndoing(layout)

  const authorityOf = (commit: EpochNode): EpochNode | undefined => {
    const committer = commit.header?.committer.account
    const end = ending.size === 0 ? commit.parent : endOfBranch(commit, ending)
    if (committer === undefined || end === undefined || !layout.isMember(committer, end)) return undefined
    return strikes.get(committer)?.some(strike => strikesCommit(strike, end, commit)) === true ? undefined : end
  }

  const strike = (account: AccountId, removal: EpochId): void => {
    const added: Strike = { account, removal, node: layout.byEpoch.get(removal), undoing: undoingOf(account, removal) }
    appendTo(strikes, account, added)
    for (const commit of commitsBy.get(account) ?? []) {
      if (commit.parent !== undefined && strikesCommit(added, commit.parent, commit)) ending.add(commit)
    }
  }

  for (const { account, removal } of bygone) strike(account, removal)
  for (const { node, header } of inOrderOfJudgement(layout)) {
    const at = authorityOf(node)
    if (at === undefined) continue
    const removed = header.removed.filter(account => layout.isMember(account, at) && outranks(at.roles, header.committer.account, account))
    counted.set(node, layout.setOf(removed))
    for (const account of removed) strike(account, node.id)
  }
  return {
    isStruck: (account, at) => strikes.get(account)?.some(each => strikesPlace(each, at)) ?? false,
    strikesAt: at => [...strikes.values()].flat().filter(each => strikesPlace(each, at)),
    endsBranch: commit => ending.has(commit),
    authorityOf,
    countedRemovals: commit => counted.get(commit) ?? 0n
  }
}

function strikesPlace({ node, undoing }: Strike, at: EpochNode): boolean {
  return !(node !== undefined && isWithin(at, node)) && !undoing.some(add => isWithin(at, add))
}

/** Who is removed later on its own branch did well until then: a removal never strikes the commits that lead to it. */
function strikesCommit(strike: Strike, at: EpochNode, commit: EpochNode): boolean {
  return strikesPlace(strike, at) && !(strike.node !== undefined && isWithin(strike.node, commit))
}

/** The parent of the first commit on the way to this one that ends a branch, or else its own parent. */
function endOfBranch(commit: EpochNode, ending: ReadonlySet<EpochNode>): EpochNode | undefined {
  let end = commit.parent
  for (let at: EpochNode | undefined = commit; at !== undefined; at = at.parent) if (ending.has(at)) end = at.parent
  return end
}

function inOrderOfJudgement(layout: TreeLayout): Removal[] {
  const removals = layout.nodes.flatMap(node =>
    node.header !== undefined && node.parent !== undefined && node.header.removed.length > 0
      ? [{ node, parent: node.parent, header: node.header }]
      : []
  )
  return removals.toSorted((a, b) => {
    const rank = compareRank(
      { roles: a.parent.roles, account: a.header.committer.account },
      { roles: b.parent.roles, account: b.header.committer.account }
    )
    return rank !== 0 ? rank : a.node.id < b.node.id ? -1 : 1
  })
}

/** For an account and a removal of it: the commits whose add of the account names that removal. */
function indexUndoing(layout: TreeLayout): (account: AccountId, removal: EpochId) => readonly EpochNode[] {
  const index = new Map<string, EpochNode[]>()
  for (const node of layout.nodes) {
    for (const { account, undoes } of node.header?.added ?? []) {
      for (const removal of undoes) appendTo(index, `${account} ${removal}`, node)
    }
  }
  return (account, removal) => index.get(`${account} ${removal}`) ?? []
}

function indexCommitters(layout: TreeLayout): ReadonlyMap<AccountId, readonly EpochNode[]> {
  const index = new Map<AccountId, EpochNode[]>()
  for (const node of layout.nodes) if (node.header !== undefined) appendTo(index, node.header.committer.account, node)
  return index
}

function appendTo<Key, Value>(index: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = index.get(key)
  if (values === undefined) index.set(key, [value])
  else values.push(value)
}

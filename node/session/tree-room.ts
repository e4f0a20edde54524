import { ChatError } from '../base/errors.js'
import type { AccountId } from '../base/ids.js'
import { type EpochTree, MAX_COMMITS, originIn, pathTo } from './epoch-tree.js'
import { chooseHead } from './fork-choice.js'
import { type Role, roleOf } from './roles.js'
import type { CommitHeader, Member } from './session.js'

/** How many commits a tree holds. Tests take fewer. */
export interface TreeBounds {
  /** By whoever it is that commits: the last places are for those who can put others out. */
  readonly inAll: Readonly<Record<Role, number>>
  /** By one account on the way from the root to one of its commits, that one included. */
  readonly onOneWay: number
  /** By one account, those among them that change nothing where they are left out. */
  readonly ofOneAccount: number
}

export const TREE_BOUNDS: TreeBounds = {
  inAll: { owner: MAX_COMMITS, admin: MAX_COMMITS - 512, member: MAX_COMMITS - 1_024 },
  onOneWay: 2_048,
  ofOneAccount: 3_072
}

interface Newcomer extends Pick<CommitHeader, 'parent' | 'removed'> {
  readonly committer: Pick<Member, 'account'>
}

/** Of several commits that could go: so many are tried. */
const MAX_TRIES = 8

/**
 * Whether the tree may take a commit from this parent; one whose parent it has not waits for that. On one way it is the commit and what it stands upon alone that say so: all who know
 * the way from its root agree, so nobody is led further down it than the others.
 */
export function hasRoomFor(tree: EpochTree, { parent, committer: { account }, removed }: Newcomer, bounds = TREE_BOUNDS): boolean {
  if (parent !== tree.origin.epoch && !tree.commits.has(parent)) return true
  const role = roleOf(originIn(tree, parent).roles, account)
  const places = bounds.inAll[role === 'member' && removed.length > 0 ? 'admin' : role]
  const own = pathTo(tree, parent).filter(epoch => tree.commits.get(epoch)?.header.committer.account === account)
  return tree.commits.size < places && own.length < bounds.onOneWay
}

/**
 * The tree without what is too much of the account that made this commit, which has just been placed: commits that put nobody out, that nothing
 * is built upon, and without which the head is the same. So nobody's head depends on which of them came when: one that matters later, since
 * somebody has built upon it, is given with that by whoever has it.
 *
 * @throws ERR_QUOTA where there are too many that are none of those
 */
export function withinShare(tree: EpochTree, { child, committer: { account } }: CommitHeader, bounds = TREE_BOUNDS): EpochTree {
  let rest = tree
  for (let excess = countOf(tree, account) - bounds.ofOneAccount; excess > 0; excess--) {
    const spare = spareIn(rest, account, child)
    if (spare === undefined) throw tooMany()
    rest = spare
  }
  return rest
}

function spareIn(tree: EpochTree, account: AccountId, newest: CommitHeader['child']): EpochTree | undefined {
  const head = chooseHead(tree)
  const parents = new Set([...tree.commits.values()].map(({ header }) => header.parent))
  const idle = [...tree.commits.values()].flatMap(({ header: { child, committer, removed } }) =>
    committer.account === account && removed.length === 0 && !parents.has(child) && child !== head && child !== newest ? child : []
  )
  for (const child of idle.toSorted().toReversed().slice(0, MAX_TRIES)) {
    const without = { ...tree, commits: new Map([...tree.commits].filter(([id]) => id !== child)) }
    if (chooseHead(without) === head) return without
  }
  return undefined
}

function countOf({ commits }: EpochTree, account: AccountId): number {
  let count = 0
  for (const { header } of commits.values()) if (header.committer.account === account) count++
  return count
}

export function tooMany(): ChatError {
  return new ChatError('ERR_QUOTA', 'too many commits of one account in three months; older ones are forgotten first')
}

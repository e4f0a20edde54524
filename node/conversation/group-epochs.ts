import type { AccountId, EpochId, NowMs } from '../base/ids.js'
import { type EpochTree, growTree, originIn, pathTo, plantAt } from '../session/epoch-tree.js'
import { chooseHead } from '../session/fork-choice.js'
import { standAtHead } from '../session/head-duties.js'
import { wipeAt } from '../session/retention.js'
import type { CommitHeader, Epoch, Member } from '../session/session.js'
import { TREE_BOUNDS, hasRoomFor, tooMany, withinShare } from '../session/tree-room.js'
import type { Group } from './group.js'

/** Epochs of one group whose states are kept. Each of 16 devices commits weekly, and an epoch is kept for a month: 80. */
export const MAX_STATES = 256

/** A group that begins for this device with this epoch: founded, or joined by a Welcome. */
export function newGroup(first: Epoch, now: NowMs): Group {
  return {
    id: first.conversation,
    epochs: new Map([[first.id, first]]),
    ages: new Map(),
    tree: plantAt(first, now),
    head: first.id,
    struck: [],
    pending: undefined,
    renewedAtMs: now,
    paid: first.nextGeneration,
    reserved: first.nextGeneration,
    knock: undefined,
    disowned: undefined
  }
}

/**
 * Takes a verified commit into the tree and lets fork choice say where to write from now on.
 * @returns whether the head moved
 * @throws ERR_QUOTA where the tree has no room for it: never for too many states, of which `dueForWiping` makes room
 */
export function applyCommit(group: Group, header: CommitHeader, child: Epoch, now: NowMs, bounds = TREE_BOUNDS): boolean {
  const isNew = !group.tree.commits.has(child.id)
  const before = treeWith(group, header.parent, now)
  if (isNew && !hasRoomFor(before, header, bounds)) throw tooMany()
  const grown = growTree(before, [{ header, seenAt: now }])
  const tree = isNew ? withinShare(grown, header, bounds) : grown
  if (!group.epochs.has(child.id)) group.epochs.set(child.id, child)
  if (!group.ages.has(header.parent)) group.ages.set(header.parent, { childAppliedAt: now, drainedAt: undefined })
  group.tree = tree
  return moveHead(group)
}

/** Whether the others would take another commit of this account from the head. */
export function mayCommitMore({ tree, head }: Group, account: AccountId): boolean {
  return hasRoomFor(tree, { parent: head, committer: { account }, removed: [] })
}

/** What was left out of the tree since nothing was built upon it is in again when something is, while its state is here. */
function treeWith({ tree, epochs }: Group, parent: EpochId, now: NowMs): EpochTree {
  if (parent === tree.origin.epoch || tree.commits.has(parent)) return tree
  const way = epochs.get(parent)?.lineage ?? []
  return growTree(
    tree,
    way.map(header => ({ header, seenAt: now }))
  )
}

/** An epoch that a Welcome let us in to, and the commits that it says lead there. @returns whether the head moved. @throws ERR_QUOTA */
export function applyBranch(group: Group, epoch: Epoch, told: readonly CommitHeader[], now: NowMs): boolean {
  group.tree = growTree(
    group.tree,
    told.map(header => ({ header, seenAt: now, isTold: true as const }))
  )
  group.epochs.set(epoch.id, epoch)
  return moveHead(group)
}

/** The same of a commit that puts this device out: nothing of its child can be known here but that it is. */
export function applyRemoval(group: Group, header: CommitHeader, now: NowMs): boolean {
  group.tree = growTree(group.tree, [{ header, seenAt: now }])
  return moveHead(group)
}

/**
 * Whether the others write where this device of `account` is no member, or will: what stands behind a removal can't be seen by whom it puts
 * out, so to them another branch may seem the better one. Its head is where it last was one.
 */
export function isOut(group: Group, account: AccountId): boolean {
  const { tree, epochs, struck, disowned } = group
  const isDisowned = disowned !== undefined && isOnTheWay(group, disowned.at)
  return isDisowned || struck.includes(account) || !epochs.has(chooseHead(tree))
}

/**
 * Whether the account is in all the same where this device is out, as far as is known here: somebody took its leaf alone, or put another in its
 * place, of which no Welcome has come.
 */
export function isPartedAlone({ tree, struck, disowned }: Group, account: AccountId): boolean {
  return disowned === undefined && !struck.includes(account) && originIn(tree, chooseHead(tree)).accounts.includes(account)
}

/** Our own commit: its child is read in at once, and written in once `confirmPending` says that everybody has it. */
export function holdPending(group: Group, child: Epoch, now: NowMs): void {
  group.epochs.set(child.id, child)
  group.pending = child.id
  group.renewedAtMs = now
}

/** Every member device has our commit. @returns whether the head moved */
export function confirmPending(group: Group, now: NowMs): boolean {
  const child = group.pending === undefined ? undefined : group.epochs.get(group.pending)
  group.pending = undefined
  const header = child?.lineage[0]
  return child !== undefined && header !== undefined && applyCommit(group, header, child, now)
}

/** Whether somebody who is in this epoch has the commit of ours that waits to be confirmed. */
export function provesPending({ pending }: Group, epoch: Epoch): boolean {
  return pending !== undefined && (epoch.id === pending || epoch.lineage.some(({ parent }) => parent === pending))
}

/** Whether what is sealed in this epoch stands on the way to the head: members behind it will still come by. */
export function isOnTheWay(group: Group, epoch: EpochId): boolean {
  return pathTo(group.tree, group.head).includes(epoch)
}

/** An epoch that is written in no more, and since when. */
export interface LeftEpoch {
  readonly members: readonly Member[]
  readonly leftAt: NowMs
}

/** A meeting showed that nothing is missing: what was sent in the epochs left behind is here. @returns whether that is news */
export function noteDrained(group: Group, now: NowMs, isDrained: (epoch: LeftEpoch) => boolean): boolean {
  const undrained = [...group.ages].filter(([id, { childAppliedAt, drainedAt }]) => {
    const members = group.epochs.get(id)?.members ?? []
    return drainedAt === undefined && childAppliedAt !== undefined && isDrained({ members, leftAt: childAppliedAt })
  })
  for (const [epoch, age] of undrained) group.ages.set(epoch, { ...age, drainedAt: now })
  return undrained.length > 0
}

/**
 * Epochs whose secrets are due to be wiped: 7 days after they were left and drained, 30 at most; those that lost a fork, and so
 * never got a child, 30 days after they were made; and of more than 256 those that matter least. Our outbox's and the head's never.
 */
export function dueForWiping(group: Group, inUse: ReadonlySet<EpochId | undefined>, now: NowMs): Epoch[] {
  const way = new Set(pathTo(group.tree, group.head))
  const unused = [...group.epochs.values()].filter(({ id }) => id !== group.head && id !== group.pending && !inUse.has(id))
  const due = new Set(agedOut(group, unused, way, now))
  const rest = unused.filter(epoch => !due.has(epoch))
  return [...due, ...leastNeeded(group, rest, way, group.epochs.size - due.size - MAX_STATES)]
}

function agedOut(group: Group, unused: readonly Epoch[], way: ReadonlySet<EpochId>, now: NowMs): Epoch[] {
  return unused.filter(({ id }) => {
    const commit = group.tree.commits.get(id) ?? group.tree.waiting.get(id)
    const lostAt = way.has(id) ? undefined : (commit?.seenAt ?? (0 as NowMs))
    const due = wipeAt(group.ages.get(id) ?? { childAppliedAt: lostAt, drainedAt: undefined })
    return due !== undefined && due <= now
  })
}

/**
 * So many of these: one after another of the account whose commits have made most of them, so that whoever commits without end loses their own.
 * Of its epochs those off the way go first, then those that were written in for the shortest time: there others may have left something.
 */
function leastNeeded(group: Group, unused: readonly Epoch[], way: ReadonlySet<EpochId>, count: number): Epoch[] {
  if (count <= 0) return []
  const byMaker = new Map<AccountId | undefined, Epoch[]>()
  for (const epoch of unused) {
    const maker = epoch.lineage[0]?.committer.account
    byMaker.set(maker, [...(byMaker.get(maker) ?? []), epoch])
  }
  const writtenInMs = ({ id }: Epoch): number => {
    const [from, to] = [group.tree.commits.get(id)?.seenAt ?? 0, group.ages.get(id)?.childAppliedAt]
    return !way.has(id) || to === undefined ? -1 : to - from
  }
  const queues = [...byMaker.values()].map(epochs => epochs.toSorted((a, b) => writtenInMs(a) - writtenInMs(b)))
  return Array.from({ length: count }, () =>
    queues.reduce((most, other) => (other.length > most.length ? other : most), []).shift()
  ).filter(epoch => epoch !== undefined)
}

function moveHead(group: Group): boolean {
  const { head, struck } = standAtHead(group.tree)
  if (head === group.head || group.epochs.has(head)) group.struck = struck
  if (head === group.head) return false
  const epoch = group.epochs.get(head)
  if (epoch === undefined) return false
  group.head = head
  group.paid = epoch.nextGeneration
  group.reserved = epoch.nextGeneration
  return true
}

import type { AccountId, EpochId } from '../base/ids.js'
import { type EpochTree, originIn, pathTo } from '../session/epoch-tree.js'
import { explainHead } from '../session/fork-choice.js'
import { NO_PROFILE, type GroupProfile } from '../session/profile.js'
import { roleOf, type Roles } from '../session/roles.js'
import type { CommitHeader } from '../session/session.js'
import type { Departure } from './conversation.js'
import type { Happening, HappeningPart } from './happening.js'
import { lifetimeIn } from '../session/profile-fields.js'

/** Two who commit at once are no split; two sides that first heard of each other so much later are. */
const SPLIT_MS = 60_000

/** The way to where a group stands by all commits that are known, and the forks on it where its sides were apart for a while. */
export interface Course {
  readonly tree: EpochTree
  readonly way: readonly EpochId[]
  readonly splits: readonly Happening[]
}

/** Pure. */
export function courseOf(tree: EpochTree): Course {
  const { head, forks } = explainHead(tree)
  const splits = forks.flatMap(({ parent, claims }): Happening[] => {
    // Whoever was put out may commit on for ever: that is no side.
    const sides = claims.flatMap(({ child, isStruck }) => (isStruck ? [] : (tree.commits.get(child) ?? [])))
    const seen = sides.flatMap(({ seenAt, isTold }) => (isTold === true ? [] : seenAt)).toSorted((a, b) => a - b)
    const healedAt = seen.find(at => at - (seen[0] ?? at) >= SPLIT_MS)
    return healedAt === undefined ? [] : [{ epoch: parent, atMs: healedAt, by: undefined, parts: [{ kind: 'split' }] }]
  })
  return { tree, way: pathTo(tree, head), splits }
}

/** What is to be told anew, and what is not so any more: commits of a branch that has lost. */
export interface Turn {
  readonly told: readonly Happening[]
  readonly untold: readonly Happening[]
}

/** The same commits again, in whatever order, change nothing. Pure. */
export function turnOf(before: Course, after: Course): Turn {
  const [was, is] = [new Set(before.way), new Set(after.way)]
  const isKnown = (split: Happening): boolean => before.splits.some(({ epoch, atMs }) => epoch === split.epoch && atMs === split.atMs)
  return {
    told: [...happeningsOn(after, epoch => !was.has(epoch)), ...after.splits.filter(split => !isKnown(split))],
    untold: happeningsOn(before, epoch => !is.has(epoch))
  }
}

/** What the commit that leads to this epoch did, if it stands on the way. */
export function happeningAt(course: Course, epoch: EpochId): Happening | undefined {
  return happeningsOn(course, other => other === epoch)[0]
}

function happeningsOn({ tree, way }: Course, isWanted: (epoch: EpochId) => boolean): Happening[] {
  const first = way.findIndex(isWanted)
  const parent = way[first - 1]
  if (parent === undefined) return []
  const origin = originIn(tree, parent)
  const accounts = new Set(origin.accounts)
  let { roles, profile } = origin
  return way.slice(first).flatMap((epoch): Happening[] => {
    const commit = tree.commits.get(epoch)
    if (commit === undefined) return []
    const { header, seenAt } = commit
    for (const account of header.removed) accounts.delete(account)
    for (const { account } of header.added) accounts.add(account)
    const parts = partsOf(header, { accounts, roles, profile })
    roles = header.roles ?? roles
    profile = header.profile ?? profile
    if (!isWanted(epoch) || parts.length === 0) return []
    return [{ epoch, atMs: header.atMs ?? seenAt, by: header.committer.account, parts }]
  })
}

/**
 * Whether a member that a commit on the way puts out had said that they leave: since they came in last before it, and before they came
 * in next. Whichever was heard of first.
 */
export function hadLeft(course: Course, epoch: EpochId, account: AccountId, departures: readonly Departure[]): boolean {
  const own = departures.filter(departure => departure.account === account)
  if (own.length === 0) return false
  const lines = happeningsOn(course, other => other !== course.way[0])
  const at = lines.findIndex(line => line.epoch === epoch)
  const isComing = ({ parts }: Happening): boolean => parts.some(part => part.kind === 'added' && part.accounts.includes(account))
  const cameInAtMs = lines.slice(0, at).findLast(isComing)?.atMs ?? -Infinity
  const cameBackAtMs = lines.slice(at).find(isComing)?.atMs ?? Infinity
  return own.some(({ atMs }) => cameInAtMs <= atMs && atMs < cameBackAtMs)
}

interface Before {
  /** After it, in fact. */
  readonly accounts: ReadonlySet<AccountId>
  readonly roles: Roles
  readonly profile: GroupProfile | undefined
}

function partsOf({ removed, added, roles, profile }: CommitHeader, before: Before): HappeningPart[] {
  const isFounded = profile !== undefined && before.roles.owners.length === 0
  if (isFounded) return [{ kind: 'founded', name: profile.name }]
  const parts: HappeningPart[] = []
  if (removed.length > 0) parts.push({ kind: 'removed', accounts: removed })
  if (added.length > 0) parts.push({ kind: 'added', accounts: added.map(({ account }) => account) })
  if (roles !== undefined) parts.push(...roleParts(before, roles))
  if (profile !== undefined) parts.push(...profileParts(before.profile ?? NO_PROFILE, profile))
  return parts
}

/** Who has left is dismissed without a word. */
function roleParts({ accounts, roles: before }: Before, after: Roles): HappeningPart[] {
  const named = new Set([...before.owners, ...before.admins, ...after.owners, ...after.admins])
  return [...named].flatMap((account): HappeningPart[] => {
    const role = roleOf(after, account)
    return role === roleOf(before, account) || !accounts.has(account) ? [] : [{ kind: 'role', account, role }]
  })
}

function profileParts(before: GroupProfile, after: GroupProfile): HappeningPart[] {
  const parts: HappeningPart[] = []
  if (after.name !== before.name) parts.push({ kind: 'renamed', name: after.name })
  if (after.relays.join(' ') !== before.relays.join(' ')) parts.push({ kind: 'relays' })
  if (after.retentionDays !== before.retentionDays) parts.push({ kind: 'retention', days: after.retentionDays })
  if (lifetimeIn(after) !== lifetimeIn(before)) parts.push({ kind: 'lifetime', seconds: lifetimeIn(after) })
  return parts
}

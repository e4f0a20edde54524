import { equals } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId, EpochId } from '../base/ids.js'
import { type GroupProfile, isSameProfile } from './profile.js'
import { isWishedAt } from './return-wish.js'
import { type MembershipChange, type Roles, encodeRoles, excessOf, mayCommit } from './roles.js'
import type { CommitHeader, Epoch, KeyPackageInfo, Member } from './session.js'

/** A header whose commit is still being made: its child has no id yet. */
export type UnbornHeader = Omit<CommitHeader, 'child'>

/** What a commit's proposals say, whoever made them and whether they may or not. */
export interface Proposed {
  readonly added: readonly Pick<KeyPackageInfo, 'account' | 'device' | 'wish'>[]
  /** Leaves. */
  readonly removed: readonly number[]
  /** The child's settings, once for each proposal that sets them: all of them together, changed or not. */
  readonly settings: readonly { readonly roles: Roles; readonly profile: GroupProfile }[]
  /** When the commit was made, as it says itself. */
  readonly atMs: number | undefined
}

/**
 * What the proposals of one commit do to its parent, after checking that this committer may do it.
 *
 * @throws ERR_UNAUTHORISED_COMMIT
 */
export function requireLawful(parent: Epoch, committer: Member, proposed: Proposed, revoked: ReadonlySet<DeviceId>): MembershipChange {
  const { settings, atMs } = proposed
  const added = proposed.added.map(({ account, device, wish }) => ({
    account,
    device,
    isWished: isWishedAt(wish, parent.conversation, atMs)
  }))
  const removed = proposed.removed.map(leaf => memberAt(parent, leaf))
  // Members compute other secrets from a commit that does both (RFC 9420 section 12.4.1 leaves no room for that; ts-mls does).
  if (settings.length > 1 || (settings.length > 0 && removed.length > 0)) {
    throw unauthorised('changes roles or profile together with what must stand apart')
  }
  checkDevices(parent, added, removed)
  const [next] = settings
  const change = {
    added,
    removed,
    ...(next === undefined || isSameRoles(next.roles, parent.roles) ? {} : { roles: next.roles }),
    ...(next === undefined || isSameProfile(next.profile, parent.profile) ? {} : { profile: next.profile })
  }
  const excess = excessOf(parent, change)
  if (excess !== undefined) throw unauthorised(`exceeds a bound; ${excess}`)
  if (!mayCommit({ members: parent.members, roles: parent.roles, revoked }, committer, change)) {
    throw unauthorised('adds, removes, appoints or renames what its committer may not')
  }
  return change
}

function memberAt({ members }: Epoch, leaf: number): Member {
  const member = members.find(other => other.leaf === leaf)
  if (member === undefined) throw unauthorised(`removes leaf ${leaf}, where nobody is`)
  return member
}

function checkDevices(parent: Epoch, added: MembershipChange['added'], removed: readonly Member[]): void {
  if (new Set(removed).size < removed.length) throw unauthorised('removes one device twice')
  const staying = parent.members.filter(member => !removed.includes(member))
  const devices = [...staying, ...added].map(({ device }) => device)
  if (new Set(devices).size < devices.length) throw unauthorised('adds a device that is a member already')
}

const isSameRoles = (a: Roles, b: Roles): boolean => equals(encodeRoles(a), encodeRoles(b))

export function unauthorised(what: string): ChatError {
  return new ChatError('ERR_UNAUTHORISED_COMMIT', `this commit is refused: it ${what}`)
}

/**
 * The facts that fork choice looks at.
 *
 * @throws ERR_UNAUTHORISED_COMMIT when removals are undone of an account that the commit does not bring in
 */
export function headerOf(
  parent: Epoch,
  committer: Member,
  { added, removed, roles, profile }: MembershipChange,
  { undoes, atMs }: { readonly undoes: ReadonlyMap<AccountId, readonly EpochId[]>; readonly atMs?: number | undefined }
): UnbornHeader {
  const before = accountsOf(parent.members)
  const staying = accountsOf(parent.members.filter(member => !removed.includes(member)))
  const after = new Set([...staying, ...accountsOf(added)])
  const letInAnew = [...after].filter(account => before.has(account) && !staying.has(account))
  const broughtIn = [...after].filter(account => !before.has(account))
  if ([...undoes.keys()].some(account => !broughtIn.includes(account))) throw unauthorised('undoes removals of whom it does not bring in')
  return {
    parent: parent.id,
    committer,
    removed: [...before].filter(account => !after.has(account)),
    added: broughtIn.map(account => ({ account, undoes: undoes.get(account) ?? [] })),
    ...(letInAnew.length === 0 ? {} : { letInAnew }),
    ...(roles === undefined ? {} : { roles, rolesBefore: parent.roles }),
    ...(profile === undefined ? {} : { profile }),
    ...(atMs === undefined ? {} : { atMs })
  }
}

const accountsOf = (members: readonly Pick<Member, 'account'>[]): Set<AccountId> => new Set(members.map(({ account }) => account))

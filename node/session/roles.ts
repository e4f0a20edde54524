import { concat, fromHex, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import { type GroupProfile, PROFILE_BOUNDS, isSpellable } from './profile.js'
import type { Member } from './session.js'

export const ROLES = ['owner', 'admin', 'member'] as const
export type Role = (typeof ROLES)[number]

/**
 * Who ranks above the plain members, each list the most senior first, no account twice. Every owner outranks the owners after
 * it, all admins and all members; admins outrank members and not each other. Direct and own conversations have no roles: there
 * nobody outranks anybody.
 */
export interface Roles {
  readonly owners: readonly AccountId[]
  readonly admins: readonly AccountId[]
}

export const NO_ROLES: Roles = { owners: [], admins: [] }

/** GroupContext extension type, from the range for private use (RFC 9420, section 17.3). */
export const ROLES_EXTENSION_TYPE = 0xf052

const VERSION = 1
const ACCOUNT_BYTES = 32
const MAX_OWNERS = 16
const MAX_ADMINS = 64
/** Devices of a conversation. */
export const MAX_LEAVES = 256
/** Devices that one commit, and so one Welcome, brings in. */
export const MAX_JOINERS = 32

/**
 * Version (1 B) ‖ owners (1 B) ‖ 32 B each ‖ admins (1 B) ‖ 32 B each: one spelling only, as it is hashed into the epoch's id.
 *
 * @throws ERR_INVALID_ARGUMENT for more than 16 owners or 64 admins
 */
export function encodeRoles(roles: Roles): Uint8Array {
  if (areTooMany(roles)) throw new ChatError('ERR_INVALID_ARGUMENT', ROLES_BOUNDS)
  const { owners, admins } = roles
  return concat([Uint8Array.of(VERSION), ...encodeAccounts(owners), ...encodeAccounts(admins)])
}

const ROLES_BOUNDS = `a group has at most ${MAX_OWNERS} owners and ${MAX_ADMINS} admins: dismiss somebody first`
const areTooMany = ({ owners, admins }: Roles): boolean => owners.length > MAX_OWNERS || admins.length > MAX_ADMINS

function encodeAccounts(accounts: readonly AccountId[]): Uint8Array[] {
  return [Uint8Array.of(accounts.length), ...accounts.map(fromHex)]
}

/** @throws ERR_MALFORMED for any other version or spelling, a name given twice, over 16 owners or 64 admins. */
export function decodeRoles(encoded: Uint8Array): Roles {
  const [owners, adminsAt] = decodeAccounts(encoded, 1, MAX_OWNERS)
  const [admins, end] = decodeAccounts(encoded, adminsAt, MAX_ADMINS)
  const isRepeated = new Set([...owners, ...admins]).size !== owners.length + admins.length
  if (encoded[0] !== VERSION || end !== encoded.length || isRepeated) throw malformedRoles()
  return { owners, admins }
}

/** The accounts listed from `offset`, and where they end. */
function decodeAccounts(encoded: Uint8Array, offset: number, most: number): [AccountId[], number] {
  const count = encoded[offset] ?? Infinity
  const end = offset + 1 + count * ACCOUNT_BYTES
  if (count > most || end > encoded.length) throw malformedRoles()
  const accounts = Array.from({ length: count }, (_, i) => {
    const start = offset + 1 + i * ACCOUNT_BYTES
    return toHex(encoded.subarray(start, start + ACCOUNT_BYTES)) as AccountId
  })
  return [accounts, end]
}

function malformedRoles(): ChatError {
  return new ChatError('ERR_MALFORMED', 'the roles of this conversation can not be read: update Parley or ask its owner')
}

export function hasRoles({ owners, admins }: Roles): boolean {
  return owners.length > 0 || admins.length > 0
}

export function roleOf({ owners, admins }: Roles, account: AccountId): Role {
  if (owners.includes(account)) return 'owner'
  return admins.includes(account) ? 'admin' : 'member'
}

const STEP: Record<Role, number> = { owner: 0, admin: 1, member: 2 }

/** Orders from the highest rank down: by role, then seniority. Zero for two plain members. */
export function compareRank(a: { roles: Roles; account: AccountId }, b: { roles: Roles; account: AccountId }): number {
  const role = roleOf(a.roles, a.account)
  const byRole = STEP[role] - STEP[roleOf(b.roles, b.account)]
  if (byRole !== 0 || role === 'member') return byRole
  const list = role === 'owner' ? 'owners' : 'admins'
  return a.roles[list].indexOf(a.account) - b.roles[list].indexOf(b.account)
}

/** Whether `account` may remove `other`: a strictly higher role, or a more senior owner. Never true both ways. */
export function outranks(roles: Roles, account: AccountId, other: AccountId): boolean {
  if (roleOf(roles, account) === 'admin') return roleOf(roles, other) === 'member'
  return compareRank({ roles, account }, { roles, account: other }) < 0
}

/** The roles with this one for `account`, behind all who have it already. */
export function appointed({ owners, admins }: Roles, account: AccountId, role: Role): Roles {
  const others = (list: readonly AccountId[], own: Role): AccountId[] => [
    ...list.filter(other => other !== account),
    ...(role === own ? [account] : [])
  ]
  return { owners: others(owners, 'owner'), admins: others(admins, 'admin') }
}

export interface Added extends Pick<Member, 'account' | 'device'> {
  /** The device itself has asked to be let in again, here and now. */
  readonly isWished?: boolean
}

/** What one commit does to its parent. */
export interface MembershipChange {
  readonly added: readonly Added[]
  readonly removed: readonly Member[]
  /** The child's roles, where the commit changes them. */
  readonly roles?: Roles
  /** The child's profile, where the commit changes it. */
  readonly profile?: GroupProfile
}

/** The parent a commit is judged at. `revoked`: devices whose own account has revoked them, as far as this device knows. */
export interface Parent {
  readonly members: readonly Member[]
  readonly roles: Roles
  readonly revoked: ReadonlySet<DeviceId>
}

/** The bound that a change would exceed, whoever makes it, in a sentence; undefined where it keeps within all. */
export function excessOf({ members }: Pick<Parent, 'members'>, { added, removed, roles, profile }: MembershipChange): string | undefined {
  if (added.length > MAX_JOINERS) return `a commit brings in at most ${MAX_JOINERS} devices: let in the others by another`
  if (members.length - removed.length + added.length > MAX_LEAVES)
    return `a conversation has at most ${MAX_LEAVES} devices: put somebody out first`
  if (roles !== undefined && areTooMany(roles)) return ROLES_BOUNDS
  return profile === undefined || isSpellable(profile) ? undefined : PROFILE_BOUNDS
}

/**
 * Whether `committer` may make this change. Certificates of added devices are the authentication service's matter, not
 * this one's. An account alone in a conversation may do anything that keeps within bounds: that is how conversations begin.
 * Nobody commits the removal of their own leaf (RFC 9420, section 12.2).
 */
export function mayCommit(parent: Parent, committer: Member, change: MembershipChange): boolean {
  const { members } = parent
  const isMember = members.some(m => m.leaf === committer.leaf && m.account === committer.account && m.device === committer.device)
  if (!isMember || change.removed.some(({ leaf }) => leaf === committer.leaf) || excessOf(parent, change) !== undefined) return false
  if (members.every(m => m.account === committer.account)) return true
  return (
    change.added.every(({ account }) => mayAdd(parent, committer.account, account)) &&
    change.removed.every(leaf => mayRemove(parent, committer.account, leaf, change)) &&
    (change.roles === undefined || mayChangeRoles(parent, committer.account, change.roles)) &&
    (change.profile === undefined || mayChangeProfile(parent, committer.account, change.profile))
  )
}

/** Devices of member accounts: anybody. New accounts: owners and admins; one that the roles still name, only who outranks it. */
function mayAdd({ members, roles }: Parent, committer: AccountId, account: AccountId): boolean {
  if (members.some(m => m.account === account)) return true
  return roleOf(roles, account) === 'member' ? roleOf(roles, committer) !== 'member' : outranks(roles, committer, account)
}

/**
 * Upkeep is open to anybody: a device that its account has revoked, or one let in again by the same commit, since it asked for that. Whoever
 * could do that unasked could keep the Welcome, and so put out whom they like; where nobody ranks above anybody, it is open to all.
 */
function mayRemove({ roles, revoked }: Parent, committer: AccountId, leaf: Member, { added }: MembershipChange): boolean {
  if (leaf.account === committer || revoked.has(leaf.device) || outranks(roles, committer, leaf.account)) return true
  const again = added.find(({ account, device }) => account === leaf.account && device === leaf.device)
  return again !== undefined && (again.isWished === true || !hasRoles(roles))
}

/** Owners appoint members behind all others, and dismiss whom they outrank and who has left; anybody may step down but the last owner. */
function mayChangeRoles({ members, roles }: Parent, committer: AccountId, next: Roles): boolean {
  const hasLeft = (account: AccountId): boolean => !members.some(m => m.account === account)
  const isOwner = roleOf(roles, committer) === 'owner'
  const mayChange = (account: AccountId): boolean =>
    account === committer
      ? STEP[roleOf(next, account)] > STEP[roleOf(roles, account)]
      : isOwner && (hasLeft(account) ? roleOf(next, account) === 'member' : outranks(roles, committer, account))
  const named = [...roles.owners, ...roles.admins, ...next.owners, ...next.admins]
  return (
    named.every(account => roleOf(roles, account) === roleOf(next, account) || mayChange(account)) &&
    keepsSeniority(roles.owners, next.owners) &&
    keepsSeniority(roles.admins, next.admins) &&
    (hasOwner(members, next) || !hasOwner(members, roles))
  )
}

function hasOwner(members: readonly Member[], { owners }: Roles): boolean {
  return members.some(({ account }) => owners.includes(account))
}

/** Owners and admins; a group that has a name keeps one. */
function mayChangeProfile({ roles }: Parent, committer: AccountId, next: GroupProfile): boolean {
  return roleOf(roles, committer) !== 'member' && next.name !== ''
}

/** Those who stay keep their order, and newcomers come after them. */
function keepsSeniority(before: readonly AccountId[], after: readonly AccountId[]): boolean {
  const staying = before.filter(account => after.includes(account))
  return staying.every((account, i) => after[i] === account)
}

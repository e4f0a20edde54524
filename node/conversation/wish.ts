import type { AccountId } from '../base/ids.js'
import type { GroupProfile } from '../session/profile.js'
import type { GroupLink } from '../session/group-links.js'
import { roleOf, type Role, type Roles } from '../session/roles.js'
import { withLifetime } from '../session/profile-fields.js'
import { withNamer } from './relay-namers.js'

/**
 * What the person wants a group to be. It is on disk before anything is tried, and goes on, over other people's changes and lost
 * forks, until it is so or can't be.
 */
export type Wish =
  /** Until they have shown that they are in. */
  | { readonly kind: 'add'; readonly account: AccountId }
  | { readonly kind: 'remove'; readonly account: AccountId }
  /** They said that they leave: whoever may takes them out, one after another. */
  | { readonly kind: 'takeOut'; readonly account: AccountId }
  | { readonly kind: 'role'; readonly account: AccountId; readonly role: Role }
  /** To be gone, once another owner is there. */
  | { readonly kind: 'leave' }
  /** Undefined: taken back. That is kept, against branches that did not know of it. Its token is kept apart, by who made it alone. */
  | { readonly kind: 'link'; readonly id: string; readonly link: GroupLink | undefined; readonly token?: Uint8Array }
  | { readonly kind: 'profile'; readonly profile: ProfileWish }

/** What of a profile is to be otherwise. */
export type ProfileWish = Partial<Pick<GroupProfile, 'name' | 'relays' | 'retentionDays'>> & {
  /** As `lifetimeIn`. */
  readonly lifetimeS?: number
}

/** A profile as this account wishes for it. */
export function wishedProfile(profile: GroupProfile, { lifetimeS, ...others }: ProfileWish, self: AccountId): GroupProfile {
  const changed = { ...profile, ...others }
  const wished = others.relays === undefined ? changed : withNamer(changed, profile, self)
  return lifetimeS === undefined ? wished : withLifetime(wished, lifetimeS)
}

const MAX_TAKEN_BACK = 32

const isTakenBack = (wish: Wish): boolean => wish.kind === 'link' && wish.link === undefined

/** Of two wishes about the same the later one counts. */
export function isAboutTheSame(one: Wish, other: Wish): boolean {
  if (one.kind === 'link' || other.kind === 'link') return one.kind === 'link' && other.kind === 'link' && one.id === other.id
  if (!('account' in one) || !('account' in other)) return one.kind === other.kind
  if (one.account !== other.account) return false
  return one.kind === other.kind || (one.kind !== 'role' && other.kind !== 'role')
}

/** The wishes with a new one, which takes the place of those about the same. */
export function withWish(wishes: readonly Wish[], wish: Wish): readonly Wish[] {
  const spent = wishes.filter(isTakenBack).slice(0, -MAX_TAKEN_BACK)
  const others = wishes.filter(other => !isAboutTheSame(other, wish) && !spent.includes(other))
  const before = wishes.find(other => other.kind === 'profile')
  if (wish.kind !== 'profile' || before?.kind !== 'profile') return [...others, wish]
  return [...others, { kind: 'profile', profile: { ...before.profile, ...wish.profile } }]
}

const REFUSED: Readonly<Record<Exclude<Wish['kind'], 'role'>, string>> = {
  add: 'only owners and admins let somebody in; ask one of them',
  remove: 'only owners and admins put somebody out, and only whom they outrank',
  link: 'only owners and admins make links to a group, and take them back',
  takeOut: 'only whoever outranks somebody takes them out',
  leave: 'a group keeps one owner: name another first (parley group role)',
  profile: 'only owners and admins change what a group is called, and where and for how long it is kept, and when messages disappear'
}

/** Why this account may not have what it wishes for, where these are the roles. */
export function whyRefused(wish: Wish, roles: Roles, self: AccountId): string {
  if (wish.kind !== 'role') return REFUSED[wish.kind]
  const own = roleOf(roles, self)
  if (wish.account === self && own === 'owner') return 'a group keeps one owner: name another first (parley group role)'
  if (own !== 'owner') return 'only owners appoint and dismiss; ask one of them'
  return 'an owner is dismissed only by one who has been it for longer'
}

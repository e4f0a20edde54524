import type { AccountId } from '../base/ids.js'
import { LINKS_BOUND, withLink, withoutLink } from '../session/group-links.js'
import { isSameProfile } from '../session/profile.js'
import { appointed, roleOf, type MembershipChange } from '../session/roles.js'
import type { Change, Member } from '../session/session.js'
import { type Obstacle, obstacleTo } from './arrivals.js'
import { type Situation, ANY_DEVICE } from './situation.js'
import type { Turns } from './turns.js'
import { wishedProfile, type Wish } from './wish.js'

export interface EndedWish {
  readonly wish: Wish
  /** Undefined where it is done. */
  readonly obstacle: Obstacle | undefined
}

interface JudgedWishes {
  readonly removals: readonly Member[]
  /** Roles and profile, where others are wished for. */
  readonly context: Change | undefined
  readonly adds: readonly AccountId[]
  readonly over: readonly EndedWish[]
  readonly isLeaving: boolean
}

export function judgeWishes(situation: Situation, wishes: readonly Wish[], turns: Turns): JudgedWishes {
  const { head, strayed, stranded, letIn, isWithinReach, nowMs } = situation
  const removals: Member[] = []
  const adds: AccountId[] = []
  const over: EndedWish[] = []
  let { roles, profile } = head
  let isLeaving = false

  /** Whether there is something to do, and it may be done. */
  function isOpen(wish: Wish, isDone: boolean, change: Partial<MembershipChange>): boolean {
    const obstacle = isDone ? undefined : obstacleTo(situation, { added: [], removed: [], ...change })
    const isOver = isDone || obstacle !== undefined
    if (isOver) over.push({ wish, obstacle })
    return !isOver
  }

  for (const wish of wishes) {
    if (wish.kind === 'profile') {
      const next = wishedProfile(profile, wish.profile, situation.self.account)
      if (isOpen(wish, isSameProfile(profile, next), { profile: next })) profile = next
      continue
    }
    if (wish.kind === 'link') {
      if (wish.link === undefined) {
        const next = withoutLink(profile, wish.id)
        if (next !== profile && isOpen(wish, false, { profile: next })) profile = next
        continue
      }
      const next = withLink(profile, wish.link, nowMs)
      if (next === undefined) over.push({ wish, obstacle: { excess: LINKS_BOUND } })
      else if (isOpen(wish, next === profile, { profile: next })) profile = next
      continue
    }
    if (wish.kind === 'leave') {
      // Only who outranks somebody takes them out: whoever has a role gives it up first.
      const { account } = situation.self
      const next = appointed(roles, account, 'member')
      if (roleOf(head.roles, account) === 'member') isLeaving = true
      else if (isOpen(wish, false, { roles: next })) roles = next
      continue
    }
    const { account } = wish
    const leaves = head.members.filter(member => member.account === account)
    if (wish.kind === 'remove') {
      if (isOpen(wish, leaves.length === 0, { removed: leaves })) removals.push(...leaves)
    } else if (wish.kind === 'takeOut') {
      const change = { added: [], removed: leaves }
      if (isOpen(wish, leaves.length === 0, change) && turns.isOurs(`out ${account}`, change)) removals.push(...leaves)
    } else if (wish.kind === 'role') {
      const next = appointed(roles, account, wish.role)
      if (isOpen(wish, roleOf(roles, account) === wish.role, { roles: next })) roles = next
    } else if (isWithinReach(account) && (leaves.length === 0 || strayed.has(account) || stranded.has(account))) {
      // Who is in is waited for until they show it.
      const isPutOutSince = leaves.length === 0 && letIn.has(account)
      if (isOpen(wish, isPutOutSince, { added: [{ account, device: leaves[0]?.device ?? ANY_DEVICE }], removed: leaves }))
        adds.push(account)
    }
  }
  const isOther = roles !== head.roles || profile !== head.profile
  const context = { ...(roles === head.roles ? {} : { roles }), ...(profile === head.profile ? {} : { profile }) }
  return { removals, context: isOther ? context : undefined, adds, over, isLeaving }
}

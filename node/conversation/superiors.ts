import type { AccountId } from '../base/ids.js'
import { compareRank, outranks, type Roles } from '../session/roles.js'
import type { Epoch, Member } from '../session/session.js'

/** Of them so many are asked: the highest. */
const MAX_SUPERIORS = 8

/** What this device last knew of a group before somebody let it in to it again. */
interface Known {
  readonly roles: Roles
  readonly members: readonly Pick<Member, 'account'>[]
}

/**
 * Who could have put `host` out when this device last knew the group, the highest first. How the group went on since then is the word of whoever
 * lets a device in again, who may be out themselves: the word of these outweighs it. Those of whom it says that somebody put them out who
 * could are left out, since that one is among these.
 */
export function superiorsTo(host: AccountId, { roles, members }: Known, self: AccountId, { lineage }: Pick<Epoch, 'lineage'>): AccountId[] {
  if (host === self) return []
  const outOf = (account: AccountId): boolean =>
    lineage.some(({ committer, removed }) => removed.includes(account) && outranks(roles, committer.account, account))
  const above = [...new Set(members.map(({ account }) => account))].filter(
    account => account !== self && outranks(roles, account, host) && !outOf(account)
  )
  return above.toSorted((a, b) => compareRank({ roles, account: a }, { roles, account: b })).slice(0, MAX_SUPERIORS)
}

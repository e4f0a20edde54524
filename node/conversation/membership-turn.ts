import type { AccountId } from '../base/ids.js'
import { compareRank } from '../session/roles.js'
import type { Epoch, Member } from '../session/session.js'

/** Of several who may do the same, each leaves it so long to the one before: enough for a commit to come by way of relays. */
export const TURN_MS = 15_000

const SPREAD = 0x9e37_79b1

/**
 * How many devices of the head come before this one with what any of `able` may do: accounts in `first`, then the highest rank and
 * seniority, then as the epoch's id says. The same on every member.
 */
export function turnOf({ id, roles }: Epoch, self: Member, able: readonly Member[], first: readonly AccountId[] = []): number {
  const seed = Number.parseInt(id.slice(0, 8), 16)
  const lot = ({ leaf }: Member): number => Math.imul(seed ^ leaf, SPREAD) >>> 0
  const isFirst = ({ account }: Member): number => (first.includes(account) ? 0 : 1)
  const order = able.toSorted(
    (a, b) => isFirst(a) - isFirst(b) || compareRank({ roles, account: a.account }, { roles, account: b.account }) || lot(a) - lot(b)
  )
  return order.findIndex(({ leaf }) => leaf === self.leaf)
}

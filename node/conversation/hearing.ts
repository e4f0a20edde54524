import type { AccountId } from '../base/ids.js'
import { outranks, type Roles } from '../session/roles.js'

/** Whoever has only fallen behind asks for what they lack in the meantime, where we know what they ask about. */
const SURE_AFTER_MS = 60_000

/** Who of a group was heard where this device is, and who says that they know nothing of that. Times are ms since the Unix epoch. */
export interface Hearing {
  heard(account: AccountId, atMs: number): void
  /** They know none of the epochs that we are in with them. */
  isElsewhere(account: AccountId, atMs: number): void
  /** They ask in an epoch that is known here. */
  isBehind(account: AccountId): void
  /**
   * When somebody was last heard who is not outweighed: who says that they know nothing of where we are outweighs themselves and whoever they could
   * put out, and two of them everybody whom neither of them is outranked by. Undefined where nobody was.
   */
  lastMs(roles: Roles): number | undefined
}

export function createHearing(): Hearing {
  const heard = new Map<AccountId, number>()
  const elsewhere = new Map<AccountId, { readonly sinceMs: number; readonly lastMs: number }>()

  return {
    heard(account, atMs) {
      heard.set(account, Math.max(atMs, heard.get(account) ?? 0))
      elsewhere.delete(account)
    },
    isElsewhere(account, atMs) {
      elsewhere.set(account, { sinceMs: elsewhere.get(account)?.sinceMs ?? atMs, lastMs: atMs })
    },
    isBehind: account => void elsewhere.delete(account),
    lastMs(roles) {
      const sure = [...elsewhere].flatMap(([account, { sinceMs, lastMs }]) => (lastMs >= sinceMs + SURE_AFTER_MS ? account : []))
      const isOutweighed = (account: AccountId): boolean =>
        sure.includes(account) ||
        sure.some(other => outranks(roles, other, account)) ||
        (sure.length > 1 && !sure.some(other => outranks(roles, account, other)))
      const counted = [...heard].flatMap(([account, atMs]) => (isOutweighed(account) ? [] : atMs))
      return counted.length === 0 ? undefined : Math.max(...counted)
    }
  }
}

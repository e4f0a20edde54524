import type { AccountId } from '../node/base/ids.js'
import { envelopesIn } from './log-record.js'
import type { LogState, StoreTotals, Usage } from './log-store.js'

/** What accounts hold, counted on the way. */
export interface UsageCounts {
  of(account: AccountId): Usage
  all(): ReadonlyMap<AccountId, Usage>
  totals(): StoreTotals
  /** A log has become what it is `after`; undefined where it does not exist. */
  move(before: LogState | undefined, after: LogState | undefined): void
}

export const NO_USAGE: Usage = { bytes: 0, logs: 0, children: 0 }

export function createUsageCounts(): UsageCounts {
  const accounts = new Map<AccountId, Usage>()
  const totals = { logs: 0, envelopes: 0, bytes: 0 }

  function add(log: LogState, sign: 1 | -1): void {
    const { bytes, logs, children } = accounts.get(log.owner) ?? NO_USAGE
    const next = { bytes: bytes + sign * log.bytes, logs: logs + sign, children: children + (log.isChild ? sign : 0) }
    if (next.logs === 0) accounts.delete(log.owner)
    else accounts.set(log.owner, next)
    totals.logs += sign
    totals.envelopes += sign * envelopesIn(log)
    totals.bytes += sign * log.bytes
  }

  return {
    of: account => accounts.get(account) ?? NO_USAGE,
    all: () => accounts,
    totals: () => ({ ...totals }),
    move(before, after) {
      // The new one first, so that an account with one log is not forgotten in between.
      if (after !== undefined) add(after, 1)
      if (before !== undefined) add(before, -1)
    }
  }
}

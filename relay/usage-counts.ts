import type { AccountId, LogId } from '../node/base/ids.js'
import { envelopesIn } from './log-record.js'
import type { LogState, LogUsage, StoreTotals, TreeUsage, Usage } from './log-store.js'

/** What accounts hold, counted on the way. */
export interface UsageCounts {
  of(account: AccountId): Usage
  /** What counts against that log. */
  ofLog(id: LogId, log: LogState): LogUsage
  /** In one line for each account, to compare: equal counts give equal lines. */
  summary(): ReadonlyMap<AccountId, string>
  totals(): StoreTotals
  /** A log has become what it is `after`; undefined where it does not exist. */
  move(id: LogId, before: LogState | undefined, after: LogState | undefined): void
}

export const NO_USAGE: Usage = { bytes: 0, logs: 0, children: 0 }
const NO_TREE: TreeUsage = { bytes: 0, childBytes: 0 }

interface AccountCounts {
  usage: Usage
  /** By their roots; those that hold nothing are left out. */
  readonly trees: Map<LogId, TreeUsage>
}

export function createUsageCounts(): UsageCounts {
  const accounts = new Map<AccountId, AccountCounts>()
  const totals = { logs: 0, envelopes: 0, bytes: 0 }

  function add(id: LogId, log: LogState, sign: 1 | -1): void {
    const counts = accounts.get(log.owner) ?? { usage: NO_USAGE, trees: new Map<LogId, TreeUsage>() }
    const { bytes, logs, children } = counts.usage
    counts.usage = { bytes: bytes + sign * log.bytes, logs: logs + sign, children: children + (log.isChild ? sign : 0) }
    addToTree(counts.trees, log.root ?? id, log, sign)
    if (counts.usage.logs === 0) accounts.delete(log.owner)
    else accounts.set(log.owner, counts)
    totals.logs += sign
    totals.envelopes += sign * envelopesIn(log)
    totals.bytes += sign * log.bytes
  }

  return {
    of: account => accounts.get(account)?.usage ?? NO_USAGE,
    ofLog(id, { owner, root = id }) {
      const counts = accounts.get(owner)
      return { ...(counts?.usage ?? NO_USAGE), tree: counts?.trees.get(root) ?? NO_TREE }
    },
    summary: () => new Map([...accounts].map(([account, counts]) => [account, summaryOf(counts)])),
    totals: () => ({ ...totals }),
    move(id, before, after) {
      // The new one first, so that an account with one log is not forgotten in between.
      if (after !== undefined) add(id, after, 1)
      if (before !== undefined) add(id, before, -1)
    }
  }
}

function addToTree(trees: Map<LogId, TreeUsage>, root: LogId, { bytes, isChild }: LogState, sign: 1 | -1): void {
  const tree = trees.get(root) ?? NO_TREE
  const next = { bytes: tree.bytes + sign * bytes, childBytes: tree.childBytes + (isChild ? sign * bytes : 0) }
  if (next.bytes === 0) trees.delete(root)
  else trees.set(root, next)
}

function summaryOf({ usage: { bytes, logs, children }, trees }: AccountCounts): string {
  const byRoot = [...trees].map(([root, tree]) => `${root} ${tree.bytes} ${tree.childBytes}`).toSorted()
  return [bytes, logs, children, ...byRoot].join(' ')
}

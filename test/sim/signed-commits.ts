import type { AccountId, EpochId } from '../../node/base/ids.js'
import type { Session } from '../../node/session/session.js'

/** A commit that somebody's node has signed, whether or not it ever left it. */
export interface SignedCommit {
  readonly parent: EpochId
  readonly child: EpochId
  /** By the world's clock. */
  readonly atMs: number
  /** Accounts that were in already, and get another place by it: no header tells of them. */
  readonly letInAnew: readonly AccountId[]
}

/** The same session, which tells of each commit that it signs. */
export function withCommitsTold(session: Session, nowMs: () => number, tell: (commit: SignedCommit) => void): Session {
  return {
    ...session,
    async commit(parent, change) {
      const joining = await Promise.all((change.add ?? []).map(one => session.inspectKeyPackage(one)))
      const committed = await session.commit(parent, change)
      const accounts = new Set(joining.map(({ account }) => account))
      const letInAnew = [...accounts].filter(account => parent.members.some(member => member.account === account))
      tell({ parent: parent.id, child: committed.child.id, atMs: nowMs(), letInAnew })
      return committed
    }
  }
}

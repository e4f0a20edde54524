import type { AccountId, EpochId } from '../../node/base/ids.js'
import { decodeContent } from '../../node/conversation/content.js'
import type { Group } from '../../node/conversation/group.js'
import type { StoredMessage } from '../../node/conversation/message.js'
import { pathTo } from '../../node/session/epoch-tree.js'
import type { Epoch, Session } from '../../node/session/session.js'
import type { Standing } from './standings.js'

/** What of its sender's it is, in one group. */
type Said = Pick<StoredMessage, 'seq' | 'hlc'>

/** A message of its own that somebody's node has sealed, for the first time or again, whether or not it ever left it. */
export interface Sealing extends Said {
  readonly group: Group['id']
  readonly epoch: EpochId
  /** Of who is in that epoch, and can open it. */
  readonly accounts: ReadonlySet<AccountId>
  /** It, and those that led to it: the last 32. */
  readonly way: ReadonlySet<EpochId>
  /** Who came in, for the first time or anew, by one of those. */
  readonly cameIn: ReadonlySet<AccountId>
}

/** The same session, which tells of each message that it seals. */
export function withSealingsTold(session: Session, tell: (sealing: Sealing) => void): Session {
  return {
    ...session,
    seal(epoch, plaintext) {
      const place = {
        group: epoch.conversation,
        epoch: epoch.id,
        accounts: new Set(epoch.members.map(({ account }) => account)),
        way: wayTo(epoch),
        cameIn: new Set(epoch.lineage.flatMap(({ added, letInAnew = [] }) => [...added.map(({ account }) => account), ...letInAnew]))
      }
      for (const { seq, hlc } of decodeContent(plaintext).messages) tell({ ...place, seq, hlc })
      return session.seal(epoch, plaintext)
    }
  }
}

/** In which epoch its sender sealed a message of their own for the first time. */
export const firstSealingOf = ({ actor, group }: Pick<Standing, 'actor' | 'group'>, message: Said): Sealing | undefined =>
  actor.person.sealings.find(one => one.group === group.id && one.seq === message.seq && one.hlc === message.hlc)

/**
 * Whether its sender had to seal a message that is not for an account where that is in. The epoch that it was sealed in first tells what the
 * sender knew by then. Where the account is in there, the message had waited for somebody to go, and the account has come in since. Else
 * another epoch must not stand before that one, nor on a branch that lost to it, unless that one has lost, too.
 */
export function hadToBeSealedFor({ actor, group, head }: Standing, message: Said, account: AccountId): boolean {
  const [first, ...again] = actor.person.sealings.filter(
    one => one.group === group.id && one.seq === message.seq && one.hlc === message.hlc
  )
  if (first === undefined) return false
  if (first.accounts.has(account)) return first.cameIn.has(account)
  const written = new Set([...pathTo(group.tree, head.id), ...wayTo(head)])
  return again.some(({ epoch, accounts, way }) => {
    if (!accounts.has(account)) return false
    const [isElsewhere, isWritten] = [!first.way.has(epoch), written.has(epoch)]
    return way.has(first.epoch) || (written.has(first.epoch) ? isElsewhere && isWritten : isElsewhere || isWritten)
  })
}

const wayTo = ({ id, lineage }: Epoch): ReadonlySet<EpochId> => new Set([id, ...lineage.map(({ parent }) => parent)])

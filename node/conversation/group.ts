import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId, EpochId, NowMs } from '../base/ids.js'
import type { EpochTree } from '../session/epoch-tree.js'
import type { EpochAge } from '../session/retention.js'
import type { Epoch } from '../session/session.js'
import type { PendingKnock } from './letter.js'

/** One MLS group of a conversation: the commits that are known, and the epochs whose state is kept. */
export interface Group {
  readonly id: ConversationId
  /** Oldest first. One mutable state per epoch: always replaced by what the session returned. */
  readonly epochs: Map<EpochId, Epoch>
  /** When a child of each was first applied here, and when nothing sent in it was missing any more. */
  readonly ages: Map<EpochId, EpochAge>
  tree: EpochTree
  /** The epoch that is written in: what fork choice says of the tree. */
  head: EpochId
  /** Members of the head whose removal counts and is not behind it: they have to be put out there before anything is encrypted. */
  struck: readonly AccountId[]
  /** The child of our own commit, while not every member device has that: read in, not yet written in. */
  pending: EpochId | undefined
  /** When this device last refreshed its key here. */
  renewedAtMs: NowMs
  /** Our generations in the head below this one are on disk as used: only these may be. */
  paid: number
  /** And below this one, once the batches under way are. */
  reserved: number
  knock: PendingKnock | undefined
  /** Somebody says that this account has no place where the others write: this epoch is on a branch that lost. */
  disowned: Disowned | undefined
}

export interface Disowned {
  readonly by: AccountId
  readonly at: EpochId
}

export function headOf(group: Group): Epoch {
  const head = group.epochs.get(group.head)
  if (head === undefined) throw new ChatError('ERR_INTERNAL', `group ${group.id} has lost its head epoch`)
  return head
}

import type { Change, Committed } from '../session/session.js'
import { tooMany } from '../session/tree-room.js'
import { nextTimeMs } from './chronicling.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { headOf, type Group } from './group.js'
import type { Conversations } from './conversations.js'
import { mayCommitMore } from './group-epochs.js'
import { keep } from './kept-envelopes.js'
import type { OutboxRow } from './outbox-row.js'
import type { RecordWrite } from './records.js'

export interface HeldCommit {
  readonly committed: Committed
  readonly writes: readonly RecordWrite[]
  /** What takes it to the others; undefined where there are none, and its child is written in at once. */
  readonly row: OutboxRow | undefined
}

/**
 * Commits at a group's head. Call it in a change of the conversation, write the writes with what belongs to it, and only then let the
 * row go out. @throws as `Session.commit`; ERR_QUOTA where this account has made too many commits for the others to take another
 */
export async function commitAtHead(
  { session, records, clock, self }: Pick<ConversationContext, 'session' | 'records' | 'clock' | 'self'>,
  conversations: Pick<Conversations, 'advance' | 'hold'>,
  conversation: Conversation,
  group: Group,
  change: Change
): Promise<HeldCommit> {
  if (!mayCommitMore(group, self.account)) throw tooMany()
  const parent = headOf(group)
  const atMs = conversation.kind === 'group' ? { atMs: nextTimeMs(conversation, clock.now()) } : {}
  const committed = await session.commit(parent, { ...change, ...atMs })
  if (parent.members.every(({ device }) => device === self.device))
    return { committed, writes: await conversations.advance(conversation, group, committed), row: undefined }
  const row: OutboxRow = {
    number: conversation.nextRow++,
    group: group.id,
    epoch: parent.id,
    log: parent.log,
    envelope: committed.envelope,
    first: 0,
    last: 0,
    queuedAtMs: clock.now(),
    acknowledged: [],
    stored: []
  }
  const writes = [...(await conversations.hold(conversation, group, committed.child))]
  const kept = { device: self.device, first: 0, last: 0, child: committed.child.id, envelope: committed.envelope }
  writes.push(...keep(records, conversation, parent.id, kept))
  return { committed, writes: [...writes, records.outboxRow(conversation, row), records.counters(conversation)], row }
}

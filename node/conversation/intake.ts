import type { AccountId, ConversationId, DeviceId, EpochId } from '../base/ids.js'
import type { Whereabouts } from '../wire/generated/content.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Holding } from './holding.js'
import type { MemberHeard } from './conversation-events.js'
import type { Conversations } from './conversations.js'
import { gapsIn } from './gaps.js'
import type { StoredMessage } from './message.js'
import type { NotedCommit } from './noted-commits.js'
import type { Noting } from './notes.js'
import { flatten, type SeqRange } from './progress.js'
import type { RecordWrite } from './records.js'

/** What one run of envelopes brings to one conversation, until it is durable. */
export interface Intake {
  readonly noting: Noting
  readonly writes: RecordWrite[]
  readonly messages: StoredMessage[]
  readonly conflicts: StoredMessage[]
  /** Whose numbers changed. */
  readonly senders: Map<DeviceId, { readonly before: Holding; readonly now: Holding }>
  /** Leaves whose ratchets moved, by epoch. */
  readonly ratchets: Map<EpochId, Set<number>>
  readonly heldBefore: number
  /** Whom we had invited, and who thereby has answered. */
  readonly answering: Map<DeviceId, Omit<MemberHeard, 'conversation' | 'device'>>
  /** What may be told of that once it is on disk. */
  readonly onDisk: (() => void)[]
  /** Who told what it has of ours. */
  readonly told: Set<DeviceId>
  /** Who showed that it has the commit of ours that waits in a group. */
  readonly proven: [group: ConversationId, device: DeviceId][]
  /** What they said of their relays. */
  readonly whereabouts: Map<AccountId, Whereabouts>
  /** Somebody's commits, as rows for the relays where they may be missing. */
  readonly commits: NotedCommit[]
  /** Somebody's commits, known or not. */
  readonly heardCommits: Uint8Array[]
  /** Who says that there is more than is here. */
  readonly lacking: Set<DeviceId>
  /** What members' devices said of themselves. */
  readonly presences: Uint8Array[]
  /** Whose commits were taken. */
  readonly committers: Set<DeviceId>
  /** A commit was taken: the head may be another. */
  moved: boolean
}

export function newIntake({ held }: Pick<Conversation, 'held'>, noting: Noting): Intake {
  return {
    noting,
    writes: [],
    messages: [],
    conflicts: [],
    senders: new Map(),
    ratchets: new Map(),
    heldBefore: held,
    answering: new Map(),
    onDisk: [],
    told: new Set(),
    proven: [],
    whereabouts: new Map(),
    commits: [],
    committers: new Set(),
    heardCommits: [],
    lacking: new Set(),
    presences: [],
    moved: false
  }
}

/** All that is to be written of it, in one batch. */
export function writesOf(
  { records }: Pick<ConversationContext, 'records'>,
  conversations: Pick<Conversations, 'epochOf'>,
  conversation: Conversation,
  intake: Intake
): readonly RecordWrite[] {
  const writes = [...intake.writes]
  for (const [device, { now }] of intake.senders) writes.push(records.holding(conversation, device, now))
  for (const [epoch, leaves] of intake.ratchets) {
    const state = conversations.epochOf(conversation, epoch)
    if (state !== undefined) for (const leaf of leaves) writes.push(records.ratchet(conversation, state, leaf))
  }
  if (intake.messages.length > 0 || intake.heldBefore !== conversation.held) writes.push(records.counters(conversation))
  return writes
}

/** What is on disk now. */
export function announce({ events }: Pick<ConversationContext, 'events'>, conversation: Conversation, intake: Intake): void {
  for (const message of intake.messages) events.emit('message:received', message)
  intake.noting.tell()
  for (const message of intake.conflicts) events.emit('message:conflict', message)
  for (const [device, { before, now }] of intake.senders) {
    const [known, gaps] = [before, now].map(holding => gapsIn(conversation, device, holding))
    if (gaps !== undefined && gaps.length > 0 && !isSame(known, gaps))
      events.emit('gap:changed', { conversation: conversation.id, device, gaps })
  }
}

function isSame(some: readonly SeqRange[] | undefined, others: readonly SeqRange[]): boolean {
  return flatten(some ?? []).join() === flatten(others).join()
}

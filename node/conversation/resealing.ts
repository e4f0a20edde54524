import type { DeviceId } from '../base/ids.js'
import type { ConversationContext } from './context.js'
import { admissionsOf } from './admissions.js'
import { encodeContent, envelopeLoads } from './content.js'
import { audienceOf } from './audience.js'
import type { Conversation } from './conversation.js'
import { currentGroup, isShared, recipients } from './current-group.js'
import { headOf } from './group.js'
import type { Conversations } from './conversations.js'
import { isOnTheWay } from './group-epochs.js'
import type { StoredMessage } from './message.js'
import { isCommit, isHeldBack, type OutboxEntry, type OutboxRow } from './outbox-row.js'
import { missing, type SeqRange } from './progress.js'
import { sealOnceAllowed } from './sealing.js'
import type { Storing } from './storing.js'

/** What somebody has not acknowledged so long after its epoch was left is sealed again: they may have joined since, or lost a fork. */
export const BEHIND_MS = 24 * 60 * 60 * 1_000

/** Our own messages in envelopes of the head: the plaintext is ours to seal again at any time, and authorship stays proven. */
export interface Resealing {
  /** The same messages under the same ids and numbers, in one durable batch. Undefined where there are none any more. */
  again(conversation: Conversation, entry: OutboxEntry): Promise<OutboxRow | undefined>
  /** Messages of these seqs as new rows, one after another. */
  asNew(conversation: Conversation, ranges: readonly SeqRange[]): AsyncIterable<OutboxRow>
  /** Whether all recipients can open it, and it stands on the way to the head. */
  isReadable(conversation: Conversation, entry: OutboxEntry): boolean
  /** Whether its epoch was left a day ago, and an account has acknowledged it on no device. */
  isBehind(conversation: Conversation, entry: OutboxEntry): boolean
}

type Sealable = Pick<OutboxRow, 'number' | 'first' | 'last' | 'queuedAtMs' | 'acknowledged'>

export function createResealing(
  context: ConversationContext,
  conversations: Conversations,
  { sealedAnew }: Pick<Storing, 'sealedAnew'>
): Resealing {
  const { records, clock, self } = context

  async function seal(
    conversation: Conversation,
    { number, first, last, queuedAtMs, acknowledged }: Sealable
  ): Promise<OutboxRow | undefined> {
    const messages = await ownMessages(conversation, { first, last })
    if (messages.length === 0) return undefined
    return conversations.write(conversation, async () => {
      const group = currentGroup(conversation)
      const { envelope, writes } = await sealOnceAllowed(
        context,
        conversation,
        group,
        encodeContent(messages, { admissions: admissionsOf(conversation) })
      )
      const place = { group: group.id, epoch: group.head, log: headOf(group).log }
      const row: OutboxRow = { number, first, last, queuedAtMs, acknowledged, ...place, envelope, stored: [] }
      const anew = sealedAnew(conversation, row)
      const all = [records.outboxRow(conversation, row), ...anew.writes, records.counters(conversation), ...writes]
      return { writes: all, result: row, onDisk: anew.onDisk }
    })
  }

  async function ownMessages(conversation: Conversation, { first, last }: SeqRange): Promise<StoredMessage[]> {
    const messages: StoredMessage[] = []
    for (let seq = first; seq <= last; seq++) {
      const message = await records.ownMessage(conversation, seq)
      if (message !== undefined) messages.push(message)
    }
    return messages
  }

  return {
    again: seal,
    async *asNew(conversation, ranges) {
      for (const range of ranges) {
        for (const part of envelopeLoads(await ownMessages(conversation, range))) {
          const number = conversation.nextRow++
          const row = await seal(conversation, { number, ...part, queuedAtMs: clock.now(), acknowledged: havingAll(conversation, part) })
          if (row !== undefined) yield row
        }
      }
    },
    isReadable(conversation, entry) {
      const sealedIn = conversations.epochOf(conversation, entry.epoch)
      const group = conversation.groups.find(candidate => candidate.id === entry.group)
      if (sealedIn === undefined || group === undefined || !isShared(conversation, group)) return false
      if (isHeldBack(conversation, entry)) return false
      if (conversation.kind === 'group') return isOnTheWay(group, entry.epoch)
      const members = sealedIn.members.map(member => member.device)
      return isOnTheWay(group, entry.epoch) && recipients(conversation, self.device).every(device => members.includes(device))
    },
    isBehind(conversation, entry) {
      const leftAt = conversation.groups.find(({ id }) => id === entry.group)?.ages.get(entry.epoch)?.childAppliedAt
      if (isCommit(entry) || leftAt === undefined || clock.now() < leftAt + BEHIND_MS) return false
      const group = currentGroup(conversation)
      if (entry.epoch === group.head) return false
      const { members } = headOf(group)
      const having = members.filter(({ device }) => entry.acknowledged.includes(device))
      const wanting = audienceOf(conversation, entry.last).filter(account => members.some(member => member.account === account))
      return wanting.some(account => having.every(member => member.account !== account))
    }
  }
}

/** Whom a new row need not go to. */
function havingAll({ receipts }: Conversation, range: SeqRange): DeviceId[] {
  return [...receipts].flatMap(([device, { progress }]) => (missing(progress, range).length === 0 ? device : []))
}

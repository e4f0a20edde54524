import type { ConversationId } from '../base/ids.js'
import { isForNobody } from './audience.js'
import type { ConversationContext } from './context.js'
import { ownAccount, type Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { EXPIRY_MS, isCommit, waitingGroup, type OutboxEntry } from './outbox-row.js'
import { merged } from './progress.js'

/** As long as headers are kept: who was away for longer has to be let in again. */
const COMMITS_KEPT_MS = 3 * EXPIRY_MS

export interface Expiry {
  /** Fails what is over now and was at the call before. Resolves with what is gone, from the disk too. */
  expire(conversation: Conversation, entries: Iterable<OutboxEntry>): Promise<readonly OutboxEntry[]>
}

/** Takes out of the outbox what nobody acknowledged for too long. */
export function createExpiry(
  { records, clock, events }: Pick<ConversationContext, 'records' | 'clock' | 'events'>,
  conversations: Pick<Conversations, 'write'>
): Expiry {
  /** Rows that were over when that was last looked at. */
  const overdue = new Map<ConversationId, ReadonlySet<number>>()

  return {
    async expire(conversation, entries) {
      const now = clock.now()
      const isOver = (entry: OutboxEntry): boolean => entry.queuedAtMs + (isCommit(entry) ? COMMITS_KEPT_MS : EXPIRY_MS) <= now
      const all = [...entries].filter(entry => isOver(entry) && waitingGroup(conversation, entry) === undefined)
      const over = all.filter(({ number }) => overdue.get(conversation.id)?.has(number) === true)
      overdue.set(conversation.id, new Set(all.map(({ number }) => number)))
      if (over.length === 0) return []
      const unread = over.filter(entry => !isCommit(entry) && !isForNobody(conversation, entry.last) && !hasAnybody(conversation, entry))
      await conversations.write(conversation, async () => {
        conversation.failed = merged([...conversation.failed, ...unread.map(({ first, last }) => ({ first, last }))])
        const gone = over.flatMap(entry => records.noOutboxRow(conversation, entry))
        return { writes: [records.counters(conversation), ...gone], result: undefined }
      })
      for (const { first, last } of unread) events.emit('message:failed', { conversation: conversation.id, first, last })
      return over
    }
  }
}

/** Our own other devices are nobody. */
function hasAnybody(conversation: Conversation, { acknowledged }: OutboxEntry): boolean {
  const own = ownAccount(conversation)
  return conversation.devices.some(({ device, account }) => account !== own && acknowledged.includes(device))
}

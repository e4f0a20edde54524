import { audienceOf, isForNobody } from './audience.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { EXPIRY_MS, isCommit, waitingGroup, type OutboxEntry } from './outbox-row.js'
import { merged } from './progress.js'
import { isSecondLook } from './second-look.js'

/** As long as headers are kept: who was away for longer has to be let in again. */
const COMMITS_KEPT_MS = 3 * EXPIRY_MS

export interface Expiry {
  /** Fails what is over now and was at a call before, in this run or an earlier one. Resolves with what is gone, from the disk too. */
  expire(conversation: Conversation, entries: Iterable<OutboxEntry>): Promise<readonly OutboxEntry[]>
}

/** Takes out of the outbox what nobody acknowledged for too long. */
export function createExpiry(
  { records, clock, events }: Pick<ConversationContext, 'records' | 'clock' | 'events'>,
  conversations: Pick<Conversations, 'write'>
): Expiry {
  return {
    async expire(conversation, entries) {
      const nowMs = Math.floor(clock.now())
      const before = conversation.overdueAtMs
      const all = [...entries].filter(entry => isOver(entry, nowMs) && waitingGroup(conversation, entry) === undefined)
      const isSecond = before !== undefined && isSecondLook(before, nowMs)
      if (all.length === 0 ? before === undefined : before !== undefined && !isSecond) return []
      const over = all.filter(entry => isSecond && isOver(entry, before))
      const lost = over.filter(entry => !isCommit(entry) && !isForNobody(conversation, entry.last) && !hasEverybody(conversation, entry))
      await conversations.write(conversation, async () => {
        conversation.overdueAtMs = all.length === 0 ? undefined : nowMs
        conversation.failed = merged([...conversation.failed, ...lost.map(({ first, last }) => ({ first, last }))])
        const gone = over.flatMap(entry => records.noOutboxRow(conversation, entry))
        return { writes: [records.counters(conversation), ...gone], result: undefined }
      })
      for (const { first, last } of lost) events.emit('message:failed', { conversation: conversation.id, first, last })
      return over
    }
  }
}

function isOver(entry: OutboxEntry, atMs: number): boolean {
  return entry.queuedAtMs + (isCommit(entry) ? COMMITS_KEPT_MS : EXPIRY_MS) <= atMs
}

/** Our own other devices are nobody. */
function hasEverybody(conversation: Conversation, { last, acknowledged }: OutboxEntry): boolean {
  const having = new Set(conversation.devices.flatMap(({ device, account }) => (acknowledged.includes(device) ? account : [])))
  return audienceOf(conversation, last).every(account => having.has(account))
}

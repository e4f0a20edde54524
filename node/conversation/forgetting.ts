import type { DeviceId } from '../base/ids.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation, OverLook } from './conversation.js'
import { currentGroup } from './current-group.js'
import { headOf } from './group.js'
import type { Conversations } from './conversations.js'
import { forgetKeptOf } from './kept-envelopes.js'
import { COUNTER_BITS } from './order.js'
import { isToRead, type StoredMessage } from './message.js'
import type { Notes } from './notes.js'
import type { Outbox } from './outbox.js'
import { isCommit } from './outbox-row.js'
import { isHidden } from './reading.js'
import type { RecordWrite } from './records.js'
import { isSecondLook } from './second-look.js'

const DAY_MS = 24 * 60 * 60 * 1_000
/** What one batch deletes. */
const MOST_AT_ONCE = 256

/** Deletes what a group wants to be kept no longer. */
export interface Forgetting {
  /**
   * What is over now and was at a look before that was 50 minutes ago by the clock, in this run or an earlier one: a clock that was wrong for
   * a moment deletes nothing. Call it at the start and once an hour.
   */
  forget(conversation: Conversation): Promise<void>
}

interface Parts {
  readonly contacts: Contacts
  readonly conversations: Pick<Conversations, 'write'>
  readonly outbox: Pick<Outbox, 'outstanding'>
  readonly notes: Pick<Notes, 'forget'>
}

export function createForgetting(
  context: Pick<ConversationContext, 'records' | 'clock' | 'events' | 'self'>,
  { contacts, conversations, notes, outbox }: Parts
): Forgetting {
  const { records, clock, events, self } = context
  /** Ours that somebody has not got yet stay until they have, or until it has failed. */
  function isUnderWay(conversation: Conversation, { device, seq }: StoredMessage): boolean {
    if (device !== self.device) return false
    return outbox.outstanding(conversation).some(entry => !isCommit(entry) && entry.first <= seq && seq <= entry.last)
  }

  async function overIn(conversation: Conversation, over: bigint): Promise<readonly StoredMessage[]> {
    const found: StoredMessage[] = []
    for await (const message of records.messagesAfter(conversation, undefined)) {
      if (message.hlc >= over || found.length === MOST_AT_ONCE) break
      if (!isUnderWay(conversation, message)) found.push(message)
    }
    return found
  }

  /** @returns whether there may be more */
  async function forgetSome(conversation: Conversation, over: bigint): Promise<boolean> {
    const { count, upToMs } = await conversations.write(conversation, async () => {
      const messages = await overIn(conversation, over)
      const writes: RecordWrite[] = messages.flatMap(message => [
        ...records.noMessage(conversation, message),
        ...notes.forget(conversation, message)
      ])
      writes.push(...(await forgetKeptOf(records, conversation, newestOfEach(messages))))
      conversation.unread = Math.max(0, conversation.unread - messages.filter(message => isUnread(conversation, message)).length)
      if (messages.length > 0) writes.push(records.counters(conversation))
      return { writes, result: { count: messages.length, upToMs: Number((messages.at(-1)?.hlc ?? 0n) >> COUNTER_BITS) } }
    })
    if (count > 0) events.emit('messages:forgotten', { conversation: conversation.id, upToMs })
    return count === MOST_AT_ONCE
  }

  async function note(conversation: Conversation, look: OverLook | undefined): Promise<void> {
    await conversations.write(conversation, async () => {
      conversation.overLook = look
      return { writes: [records.counters(conversation)], result: undefined }
    })
  }

  function isUnread(conversation: Conversation, message: StoredMessage): boolean {
    const isBehind = conversation.readUpTo === undefined || message.hlc > conversation.readUpTo.hlc
    return (
      isBehind &&
      isToRead(message) &&
      message.account !== self.account &&
      message.shared === undefined &&
      !isHidden(contacts, conversation, message)
    )
  }

  return {
    async forget(conversation) {
      const days = retentionDaysOf(conversation)
      const before = conversation.overLook
      const nowMs = Math.floor(clock.now())
      if (days === 0) {
        if (before !== undefined) await note(conversation, undefined)
        return
      }
      if (before !== undefined && !isSecondLook(before.atMs, nowMs)) return
      const overMs = Math.max(0, nowMs - days * DAY_MS)
      await note(conversation, { atMs: nowMs, overMs })
      if (before === undefined) return
      const over = BigInt(Math.min(before.overMs, overMs)) << COUNTER_BITS
      while (await forgetSome(conversation, over));
    }
  }
}

/** For how many days a group's messages are kept; 0: without end. */
export function retentionDaysOf(conversation: Conversation): number {
  if (conversation.kind !== 'group' || conversation.groups.length === 0) return 0
  return headOf(currentGroup(conversation)).profile.retentionDays
}

function newestOfEach(messages: readonly StoredMessage[]): ReadonlyMap<DeviceId, number> {
  const newest = new Map<DeviceId, number>()
  for (const { device, seq } of messages) newest.set(device, Math.max(seq, newest.get(device) ?? 0))
  return newest
}

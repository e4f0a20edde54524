import type { ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial, type Serial } from '../base/serial.js'
import type { ConversationContext } from './context.js'
import { notFor } from './audience.js'
import { ownAccount, type Conversation } from './conversation.js'
import { recipients } from './current-group.js'
import { holdingOf } from './holding.js'
import type { Conversations } from './conversations.js'
import { passing } from './on-link.js'
import type { Outbox } from './outbox.js'
import { merged, type SeqRange } from './progress.js'
import type { Standing } from './standing.js'
import { planFill, subtract } from './sync-plan.js'

/**
 * Seals again what a device lacks of ours and nothing brings it: it was let in anew, or its branch lost. At a meeting, and in groups,
 * where most members never meet, whenever a receipt shows it.
 */
export interface Filling {
  start(): Stop
  /** Of this device we know what it has. */
  fill(conversation: Conversation, device: DeviceId): Promise<void>
}

export function createFilling(
  { events, self }: Pick<ConversationContext, 'events' | 'self'>,
  {
    conversations,
    outbox,
    standing
  }: {
    readonly conversations: Pick<Conversations, 'find'>
    readonly outbox: Pick<Outbox, 'outstanding' | 'fill'>
    readonly standing: Pick<Standing, 'maySend'>
  }
): Filling {
  const serials = new Map<ConversationId, Serial>()

  /** One after another: what one has sealed is on its way for the next. */
  function fill(conversation: Conversation, device: DeviceId): Promise<void> {
    const serial = serials.get(conversation.id) ?? createSerial()
    serials.set(conversation.id, serial)
    return serial(() => {
      const theirs = holdingOf(conversation.receipts, device).progress
      const theirAbsence = conversation.kind === 'group' ? notForThem(conversation, device) : []
      const failed = [...unheard(conversation), ...theirAbsence]
      return outbox.fill(
        conversation,
        planFill({ newest: conversation.nextSeq - 1, theirs, outstanding: outbox.outstanding(conversation), failed })
      )
    })
  }

  return {
    start: () =>
      events.on('receipt:heard', ({ conversation: id, device }) => {
        const conversation = conversations.find(id)
        if (conversation?.kind !== 'group' || !standing.maySend(conversation)) return
        if (recipients(conversation, self.device).includes(device)) fill(conversation, device).catch(passing)
      }),
    fill
  }
}

/** What was said while they were out is not for them. */
function notForThem(conversation: Conversation, device: DeviceId): readonly SeqRange[] {
  const member = conversation.devices.find(one => one.device === device)
  return member === undefined ? [] : notFor(conversation, member.account)
}

/** What failed for some and came to others is said to the others, too, once they are back: nobody was told that it came to nobody. */
function unheard(conversation: Conversation): readonly SeqRange[] {
  if (conversation.kind === 'direct') return conversation.failed
  const own = ownAccount(conversation)
  const heard = conversation.devices.flatMap(({ device, account }) => {
    if (account === own) return []
    const { progress } = holdingOf(conversation.receipts, device)
    return [{ first: 1, last: progress.contiguous }, ...progress.ranges].filter(({ first, last }) => first <= last)
  })
  return subtract(conversation.failed, merged(heard))
}

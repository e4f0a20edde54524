import { ChatError } from '../base/errors.js'
import type { Member } from '../session/session.js'
import type { Receipt, Whereabouts } from '../wire/generated/content.js'
import { createConflicts } from './conflicts.js'
import type { Contacts } from './contacts.js'
import { absenceIn } from './admissions.js'
import { decodeContent, messageId, type SignedMessage } from './content.js'
import type { ConversationContext } from './context.js'
import { memberKey, type Conversation } from './conversation.js'
import { holdingOf } from './holding.js'
import type { Conversations } from './conversations.js'
import { gapsIn, lackingOf, noteClaims, progressIn, withAbsence } from './gaps.js'
import { isInside } from './insiders.js'
import type { Intake } from './intake.js'
import { fadesAt, hearLifetime } from './lifetime.js'
import { inPlace, isToRead, type StoredMessage } from './message.js'
import { add, has, MAX_RANGES, type Progress, type SeqRange } from './progress.js'
import { isHidden } from './reading.js'
import type { Receipts } from './receipts.js'
import { proven } from './shared-history.js'

/** What stood in an envelope: messages, and what its sender has of ours and where it is. */
export interface ContentTaking {
  /** Part of a change. @returns which messages there were. @throws ERR_MALFORMED, ERR_QUOTA */
  take(conversation: Conversation, sender: Member, plaintext: Uint8Array, intake: Intake): Promise<SeqRange | undefined>
}

interface Parts {
  readonly conversations: Pick<Conversations, 'noteDeparture'>
  readonly contacts: Contacts
  readonly receipts: Pick<Receipts, 'take'>
}

export function createContentTaking(context: ConversationContext, { conversations, contacts, receipts }: Parts): ContentTaking {
  const conflicts = createConflicts(context)

  /** What they have of others shows that it is there. */
  function noteClaimed(conversation: Conversation, { device: from }: Member, receipt: Receipt, intake: Intake): void {
    if (conversation.kind !== 'group' || !isInside(conversation, from)) return
    const lacking = lackingOf(conversation, context.self.device, progressIn(conversation, receipt))
    const grown = noteClaims(conversation, from, lacking)
    if (lacking.size > 0) intake.lacking.add(from)
    intake.onDisk.push(() => {
      for (const device of grown) {
        const gaps = gapsIn(conversation, device)
        if (gaps.length > 0) context.events.emit('gap:changed', { conversation: conversation.id, device, gaps })
      }
    })
  }

  function sourceOf(conversation: Conversation, { account }: Member): Parameters<typeof fadesAt>[1] {
    if (account === context.self.account) return 'ourselves'
    return isHidden(contacts, conversation, { account }) ? 'somebody hidden' : 'somebody'
  }

  return {
    async take(conversation, sender, plaintext, intake) {
      const content = decodeContent(plaintext)
      if (content.messages.some(({ state }) => (state !== undefined) !== (conversation.kind === 'own')))
        throw new ChatError('ERR_MALFORMED', 'what the devices of an account tell each other, elsewhere; or something else there')
      if (content.receipt !== undefined) {
        noteClaimed(conversation, sender, content.receipt, intake)
        const { writes, onDisk } = receipts.take(conversation, sender.device, content.receipt)
        intake.writes.push(...writes)
        intake.onDisk.push(onDisk)
        intake.told.add(sender.device)
      }
      if (content.whereabouts !== undefined) noteWhereabouts(conversation, sender, content.whereabouts, intake)
      const senderKey = memberKey(conversation, sender.device)
      const before = holdingOf(conversation.holdings, sender.device)
      const told = withAbsence(conversation, before, absenceIn(content.admissions, context.self.account))
      let { progress } = before
      requireTracked(progress, content.messages)
      for (const message of content.messages) {
        const digest = messageId(context.primitives, conversation.id, senderKey, message.seq)
        const id = digest instanceof Promise ? await digest : digest
        if (has(progress, message.seq)) {
          await conflicts.cameAgain(conversation, id, message, intake)
          continue
        }
        const fadesAtMs = fadesAt(message, sourceOf(conversation, sender), context.clock.now())
        const came: StoredMessage = {
          ...inPlace(message, conversation.hlc, context.clock.now()),
          ...(fadesAtMs === undefined ? {} : { fadesAtMs }),
          id,
          conversation: conversation.id,
          account: sender.account,
          device: sender.device,
          conflict: message.parents.length > 0 && (await conflicts.misquotes(conversation, message, intake))
        }
        const { kept: stored, writes } = await intake.noting.store(came)
        intake.writes.push(...(await proven(context.records, conversation, stored)), ...writes)
        intake.messages.push(stored)
        if (message.leaving === true) intake.writes.push(...(await conversations.noteDeparture(conversation, stored)))
        progress = add(progress, { first: message.seq, last: message.seq })
        hearLifetime(conversation, stored)
        conversation.recent.put(id, message.bytes)
        noteUnanswered(conversation, stored)
        if (came.hlc > conversation.hlc) conversation.hlc = came.hlc
        if (isToRead(stored) && sender.account !== context.self.account && !isHidden(contacts, conversation, stored)) conversation.unread++
      }
      const holding = { ...told, progress }
      conversation.holdings.set(sender.device, holding)
      intake.senders.set(sender.device, { before: intake.senders.get(sender.device)?.before ?? before, now: holding })
      const [first, last] = [content.messages[0]?.seq, content.messages.at(-1)?.seq]
      return first === undefined || last === undefined ? undefined : { first, last }
    }
  }
}

/** In a group, under the signature of their device. */
function noteWhereabouts(conversation: Conversation, { account }: Member, whereabouts: Whereabouts, intake: Intake): void {
  if (conversation.kind === 'direct') intake.whereabouts.set(account, whereabouts)
  else if (whereabouts.presence.length > 0) intake.presences.push(whereabouts.presence)
}

/** Of a device's messages the newest, which one that fills a gap is not. */
function noteUnanswered({ unanswered }: Conversation, { device, seq, bytes }: StoredMessage): void {
  if (seq < (unanswered.get(device)?.seq ?? 0)) return
  unanswered.delete(device)
  unanswered.set(device, { seq, bytes: bytes.slice() })
}

/** @throws ERR_QUOTA where a message would stand beyond more holes than are tracked: it has to come again once they close */
function requireTracked(progress: Progress, messages: readonly SignedMessage[]): void {
  if (progress.ranges.length + messages.length <= MAX_RANGES) return
  const after = messages.reduce((held, { seq }) => add(held, { first: seq, last: seq }), progress)
  if (messages.some(({ seq }) => !has(after, seq))) throw new ChatError('ERR_QUOTA', 'too many messages before this one are missing')
}

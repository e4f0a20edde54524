import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { MessagePlace } from '../store/keyspace.js'
import type { SavedMessage } from '../wire/generated/backup.js'
import type { Contacts } from './contacts.js'
import { decodeMessage, messageId } from './content.js'
import type { ConversationContext } from './context.js'
import { directConversationId, groupConversationId } from './conversation-ids.js'
import { deviceIndex, newConversation, ownAccount, type Conversation } from './conversation.js'
import { holdingOf, type Holding } from './holding.js'
import type { Conversations } from './conversations.js'
import type { Introduction } from './introduction.js'
import { hearLifetime } from './lifetime.js'
import { isLater } from './marks.js'
import { inPlace, isFleeting, isToRead, settledState, type StoredMessage } from './message.js'
import type { Notes } from './notes.js'
import { add, has } from './progress.js'
import { isHidden } from './reading.js'
import type { RecordWrite } from './records.js'
import type { SavedConversation, SavedMember } from './saved.js'

/** The conversation whose messages follow. */
export interface Entered {
  readonly conversation: Conversation
  readonly devices: readonly SavedMember[]
  /** It was not here. */
  readonly isNew: boolean
  /** It was read further elsewhere than here. */
  readonly movedOn: boolean
}

/**
 * Takes what was kept elsewhere into what is here, each message once by its id, in the conversation's order. All of it is idempotent and
 * durable page by page: where it breaks off, doing it again goes on from there.
 */
export interface Merging {
  /** @throws ERR_MALFORMED for a conversation under a name that is not its own */
  enter(saved: SavedConversation): Promise<Entered>
  /**
   * One durable batch. `isReceived` says of which messages it is known by a device of this account that their sender wrote them.
   * @returns how many were not here. @throws ERR_MALFORMED
   */
  take(entered: Entered, page: readonly SavedMessage[], isReceived: (message: SavedMessage) => boolean): Promise<number>
  /** After the last page: counts what is unread, and tells that there is more. */
  leave(conversation: Conversation): Promise<void>
}

interface Parts {
  readonly contacts: Pick<Contacts, 'find'>
  readonly conversations: Conversations
  readonly introduction: Pick<Introduction, 'alone'>
  readonly notes: Pick<Notes, 'begin'>
}

export function createMerging(
  { records, self, primitives, clock, events }: Pick<ConversationContext, 'records' | 'self' | 'primitives' | 'clock' | 'events'>,
  { contacts, conversations, introduction, notes }: Parts
): Merging {
  async function isRightId({ kind, id, groups, accounts: [own] }: SavedConversation, other: AccountId | undefined): Promise<boolean> {
    if (kind === 'direct') return own !== undefined && other !== undefined && id === (await directConversationId(primitives, own, other))
    const ids = await Promise.all(groups.map(group => groupConversationId(primitives, group)))
    return ids.includes(id)
  }

  function mergeConversation(conversation: Conversation, saved: SavedConversation): { writes: RecordWrite[]; result: boolean } {
    const writes: RecordWrite[] = []
    for (const member of saved.devices) {
      deviceIndex(conversation, member)
      const holding = holdingOf(conversation.holdings, member.device)
      if (member.read > holding.read) writes.push(keepHolding(conversation, member.device, { ...holding, read: member.read }))
    }
    conversation.formerGroups = [...new Set([...conversation.formerGroups, ...saved.groups])]
    const movedOn = saved.readUpTo !== undefined && isBefore(conversation.readUpTo, saved.readUpTo)
    if (movedOn) conversation.readUpTo = saved.readUpTo
    if (saved.lifetime !== undefined && isLater(saved.lifetime, conversation.lifetime)) conversation.lifetime = saved.lifetime
    return { writes: [records.conversation(conversation), records.counters(conversation), ...writes], result: movedOn }
  }

  function keepHolding(conversation: Conversation, device: DeviceId, holding: Holding): RecordWrite {
    conversation.holdings.set(device, holding)
    return records.holding(conversation, device, holding)
  }

  /** And from now on it isn't: whatever comes under this number later is known. */
  function isNew(conversation: Conversation, device: DeviceId, seq: number): boolean {
    if (device === self.device) {
      if (seq < conversation.nextSeq) return false
      conversation.nextSeq = seq + 1
      return true
    }
    const holding = holdingOf(conversation.holdings, device)
    const progress = add(holding.progress, { first: seq, last: seq })
    // Beyond more holes than are tracked nothing is taken, since it could not be known again.
    if (has(holding.progress, seq) || !has(progress, seq)) return false
    conversation.holdings.set(device, { ...holding, progress })
    return true
  }

  return {
    async enter(saved) {
      const { id, kind, name, membership, accounts, createdAtMs, devices } = saved
      if (!(await isRightId(saved, accounts[1]))) throw malformed('a conversation under a name that is not its own')
      // Somebody may knock meanwhile, and begin the same conversation.
      return introduction.alone(async () => {
        const known = conversations.find(id)
        const conversation = known ?? newConversation({ id, kind, name, membership, accounts, createdAtMs, devices: [] })
        const movedOn = await conversations.write(conversation, async () => mergeConversation(conversation, saved))
        if (known === undefined) conversations.adopt(conversation)
        return { conversation, devices, isNew: known === undefined, movedOn }
      })
    },
    async take({ conversation, devices }, page, isReceived) {
      const { taken, noting } = await conversations.write(conversation, async () => {
        const begun = notes.begin(conversation)
        const writes: RecordWrite[] = []
        const changed = new Set<DeviceId>()
        let count = 0
        for (const saved of page) {
          const member = devices[saved.device]
          if (member === undefined) throw malformed('a message of nobody')
          const message = decodeMessage(saved.message)
          if (isFleeting(message) || !isNew(conversation, member.device, message.seq)) continue
          const id = await messageId(primitives, conversation.id, member.key, message.seq)
          const { device, account } = member
          const state = account === ownAccount(conversation) ? settledState(saved.state) : undefined
          const imported = { state, isReceived: isReceived(saved) }
          const stored = {
            ...inPlace(message, conversation.hlc, clock.now()),
            id,
            conversation: conversation.id,
            device,
            account,
            conflict: saved.conflict,
            imported
          }
          writes.push(...(await begun.store(stored)).writes)
          hearLifetime(conversation, stored)
          if (stored.hlc > conversation.hlc) conversation.hlc = stored.hlc
          if (device !== self.device) changed.add(device)
          count++
        }
        for (const device of changed) writes.push(records.holding(conversation, device, holdingOf(conversation.holdings, device)))
        const all = count === 0 ? [] : [...writes, records.counters(conversation)]
        return { writes: all, result: { taken: count, noting: begun } }
      })
      noting.tell()
      return taken
    },
    async leave(conversation) {
      await conversations.write(conversation, async () => {
        let unread = 0
        for await (const message of records.messagesAfter(conversation, conversation.readUpTo))
          if (isNews(conversation, message) && !isHidden(contacts, conversation, message)) unread++
        conversation.unread = unread
        return { writes: [records.counters(conversation)], result: undefined }
      })
      events.emit('conversation:changed', { conversation: conversation.id })
    }
  }
}

const isNews = (conversation: Conversation, message: StoredMessage): boolean =>
  isToRead(message) && message.account !== ownAccount(conversation) && message.shared === undefined

/** Whether the second place comes later. Places that share a clock value are ordered by what their keys say: not worth asking here. */
function isBefore(one: MessagePlace | undefined, other: MessagePlace): boolean {
  return one === undefined || one.hlc < other.hlc
}

function malformed(what: string): ChatError {
  return new ChatError('ERR_MALFORMED', `what was kept elsewhere holds ${what}: it was not made by Parley`)
}

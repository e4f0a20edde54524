import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId, MessageId } from '../base/ids.js'
import { cleanName } from '../identity/display-name.js'
import { deviceKeyOf } from '../identity/device-id.js'
import { roleOf } from '../session/roles.js'
import type { Contacts } from './contacts.js'
import { messageId } from './content.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { headOf } from './group.js'
import { holdingOf } from './holding.js'
import type { Conversations } from './conversations.js'
import { cameAt } from './grant.js'
import { isFleeting, type StoredMessage } from './message.js'
import type { Notes, Noting } from './notes.js'
import type { Hlc } from './order.js'
import { has } from './progress.js'
import type { Records, RecordWrite } from './records.js'
import { decodeSharedPage, type SharedMessage } from './shared-frame.js'

/** Of one group. */
export const MAX_SHARED_BYTES = 32 * 1024 * 1024
const ENTRY_BYTES = 256

interface Taken {
  /** Undefined where it is too much. */
  readonly count: number | undefined
  readonly noting: Noting
}

/** Takes what members of a group share of the time before this account came: nobody but they say that its senders wrote it. */
export interface SharedHistory {
  /** Takes a `share` request; durable when it resolves. @throws ERR_UNKNOWN_LOG, ERR_NOT_ALLOWED, ERR_QUOTA, ERR_MALFORMED */
  take(from: DeviceId, body: Uint8Array): Promise<void>
}

interface Parts {
  readonly conversations: Conversations
  readonly contacts: Pick<Contacts, 'find'>
  readonly notes: Pick<Notes, 'begin'>
}

export function createSharedHistory(
  { records, primitives, self, events }: Pick<ConversationContext, 'records' | 'primitives' | 'self' | 'events'>,
  { conversations, contacts, notes }: Parts
): SharedHistory {
  /** Whoever may let somebody in may say what was before, and of no later time. */
  function sharerIn(conversation: Conversation, from: DeviceId): { readonly by: AccountId; readonly came: Hlc } {
    const [group] = conversation.groups
    const head = group && headOf(group)
    const by = head?.members.find(({ device }) => device === from)?.account
    const came = group && cameAt(group, self.account)
    const isEntitled = head !== undefined && by !== undefined && roleOf(head.roles, by) !== 'member'
    if (!isEntitled || conversation.membership !== 'joined' || contacts.find(by)?.state === 'blocked' || came === undefined)
      throw new ChatError('ERR_NOT_ALLOWED', 'nothing is taken here of what was said before')
    return { by, came }
  }

  async function storedOf(conversation: Conversation, by: AccountId, shared: SharedMessage): Promise<StoredMessage | undefined> {
    const { message, device, account } = shared
    if (device === self.device || has(holdingOf(conversation.holdings, device).progress, message.seq)) return undefined
    const id = await messageId(primitives, conversation.id, deviceKeyOf(device), message.seq)
    if ((await records.messageById(conversation, id)) !== undefined) return undefined
    const told = { by, name: cleanName(shared.name) }
    return { ...message, id, conversation: conversation.id, device, account, conflict: false, shared: told }
  }

  return {
    async take(from, body) {
      const page = decodeSharedPage(body)
      const conversation = conversations.find(page.conversation)
      if (conversation?.kind !== 'group') throw new ChatError('ERR_UNKNOWN_LOG', 'no group here goes by that id')
      const { by, came } = sharerIn(conversation, from)
      const { count, noting } = await conversations.write<Taken>(conversation, async () => {
        const begun = notes.begin(conversation)
        const writes: RecordWrite[] = []
        let bytes = conversation.sharedBytes
        const taken = new Set<MessageId>()
        for (const shared of page.messages) {
          const isBefore = shared.message.hlc < came && shared.message.state === undefined && !isFleeting(shared.message)
          const stored = isBefore ? await storedOf(conversation, by, shared) : undefined
          if (stored === undefined || taken.has(stored.id)) continue
          taken.add(stored.id)
          bytes += stored.bytes.length + ENTRY_BYTES
          writes.push(...(await begun.store(stored)).writes)
        }
        if (bytes > MAX_SHARED_BYTES) return { writes: [], result: { count: undefined, noting: begun } }
        conversation.sharedBytes = bytes
        const all = taken.size === 0 ? [] : [...writes, records.membership(conversation)]
        return { writes: all, result: { count: taken.size, noting: begun } }
      })
      if (count === undefined) throw new ChatError('ERR_QUOTA', `of a group ${MAX_SHARED_BYTES} bytes are taken of what was said before`)
      if (count === 0) return
      noting.tell()
      events.emit('history:shared', { conversation: conversation.id, by, messages: count })
      events.emit('conversation:changed', { conversation: conversation.id })
    }
  }
}

/** Part of a change: a message comes from its sender, which was here on somebody's word. */
export async function proven(
  records: Pick<Records, 'messageById' | 'noMessage'>,
  conversation: Conversation,
  { id, hlc }: Pick<StoredMessage, 'id' | 'hlc'>
): Promise<readonly RecordWrite[]> {
  if (conversation.sharedBytes === 0) return []
  const before = await records.messageById(conversation, id)
  return before?.shared === undefined || before.hlc === hlc ? [] : records.noMessage(conversation, before)
}

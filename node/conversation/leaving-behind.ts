import type { AccountId } from '../base/ids.js'
import { conversationRanges } from '../store/conversation-ranges.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import type { Drafts } from './drafts.js'
import type { Outbox } from './outbox.js'
import type { RecordWrite } from './records.js'

/** Lets go of a contact whom nobody can reach any more, and of all that was said with them: for our companion alone. */
export interface LeavingBehind {
  /** One batch, together with what is `beside`; nothing of it is on disk or known when this resolves, and what it was encrypted with is wiped. @throws ERR_NOT_FOUND, ERR_STORE */
  leaveBehind(account: AccountId, beside: readonly RecordWrite[]): Promise<void>
}

interface Parts {
  readonly contacts: Contacts
  readonly conversations: Conversations
  readonly outbox: Pick<Outbox, 'forget'>
  readonly drafts: Pick<Drafts, 'put'>
}

export function createLeavingBehind(
  { records }: Pick<ConversationContext, 'records'>,
  { keys, range }: Pick<SealedStore, 'keys' | 'range'>,
  { contacts, conversations, outbox, drafts }: Parts
): LeavingBehind {
  async function writesOf(conversation: Conversation): Promise<readonly RecordWrite[]> {
    const writes: RecordWrite[] = []
    for await (const message of records.messagesAfter(conversation, undefined)) writes.push(...records.noMessage(conversation, message))
    for (const all of conversationRanges(keys.conversationTag(conversation.id)))
      for await (const [key] of range(all)) writes.push({ key, value: undefined })
    return writes
  }

  async function empty(conversation: Conversation, beside: readonly RecordWrite[]): Promise<void> {
    await drafts.put(conversation.id, undefined)
    await conversations.write(conversation, async () => {
      outbox.forget(conversation)
      return { writes: [...(await writesOf(conversation)), ...beside], result: undefined }
    })
    conversations.forget(conversation)
    await records.wipeEpochs(conversation.groups.flatMap(({ epochs }) => [...epochs.values()]))
  }

  return {
    async leaveBehind(account, beside) {
      // From now on nothing is sent to them, taken from them or begun with them.
      const { devices } = await contacts.change(account, contact => ({ ...contact, state: 'blocked', stateBeforeBlock: contact.state }))
      const conversation = conversations.withAccount(account)
      const gone = [keys.contact(account), keys.deviceList(account), ...devices.map(({ device }) => keys.peer(device))]
      const writes = [...beside, ...gone.map(key => ({ key, value: undefined }))]
      if (conversation === undefined) await records.commit(writes)
      else await empty(conversation, writes)
      contacts.forget(account)
    }
  }
}

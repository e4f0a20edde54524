import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'

/** Whether what is new there calls the person, and whether it stands before the others. */
export type OwnSettings = Pick<Conversation, 'muted' | 'pinned'>

/** What the person wants of a conversation, which nobody but their own devices hears of. Durable when it resolves. */
export async function setOwn(
  { records, events }: Pick<ConversationContext, 'records' | 'events'>,
  conversations: Pick<Conversations, 'write'>,
  conversation: Conversation,
  wanted: Partial<OwnSettings>
): Promise<Conversation> {
  await conversations.write(conversation, async () => {
    Object.assign(conversation, wanted)
    return { writes: [records.conversation(conversation)], result: undefined }
  })
  events.emit('conversation:changed', { conversation: conversation.id })
  return conversation
}

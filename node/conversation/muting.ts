import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'

/** Whether what is new there calls the person. Durable when it resolves. */
export async function setMuted(
  { records, events }: Pick<ConversationContext, 'records' | 'events'>,
  conversations: Pick<Conversations, 'write'>,
  conversation: Conversation,
  muted: boolean
): Promise<Conversation> {
  await conversations.write(conversation, async () => {
    conversation.muted = muted
    return { writes: [records.conversation(conversation)], result: undefined }
  })
  events.emit('conversation:changed', { conversation: conversation.id })
  return conversation
}

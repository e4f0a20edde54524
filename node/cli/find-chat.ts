import type { Chat } from '../api/chat.js'
import type { ChatApi } from '../api/chat-api.js'
import { ChatError } from '../base/errors.js'
import { inert } from '../host/terminal/inert.js'

const PREFIX_CHARS = 8

/** By the same rules as the node, which says what is wrong where none or several fit. */
export async function findChat(node: Pick<ChatApi, 'history'>, chats: readonly Chat[], reference: string): Promise<Chat> {
  const isPrefix = (id: string): boolean => reference.length >= PREFIX_CHARS && id.startsWith(reference)
  const fitting = chats.filter(({ id, title, accounts }) => title === reference || isPrefix(id) || accounts.some(isPrefix))
  const [only] = fitting
  if (only !== undefined && fitting.length === 1) return only
  const { messages } = await node.history({ chat: reference, limit: 1 })
  const named = chats.find(({ id }) => id === messages[0]?.chat)
  if (named === undefined) throw new ChatError('ERR_NOT_FOUND', `nothing was said to ${inert(reference)} yet; name the chat by its id`)
  return named
}

import type { ChatApi } from '../../node/api/chat-api.js'
import type { Message } from '../../node/api/message.js'
import type { EventLog } from '../../node/api/events.js'
import { ChatError } from '../../node/base/errors.js'

interface Parts {
  readonly log: EventLog
  readonly messagesOf: (chat: string) => Message[]
  /** All messages of everybody. */
  readonly lists: () => readonly Message[][]
}

/** What is done to messages, kept in memory. */
export function createFakeAnnotations({
  log,
  messagesOf,
  lists
}: Parts): Pick<ChatApi, 'edit' | 'deleteMessage' | 'react' | 'pin' | 'pins'> {
  let pinnedIds: readonly string[] = []

  function change(reference: string, to: (message: Message) => Message): Message {
    const list = lists().find(messages => messages.some(({ id }) => id === reference))
    const at = list?.findIndex(({ id }) => id === reference) ?? -1
    const before = list?.[at]
    if (list === undefined || before === undefined) throw new ChatError('ERR_NOT_FOUND', `no message ${reference} here`)
    const message = (list[at] = to(before))
    log.append({ type: 'message:changed', message })
    return message
  }

  return {
    edit: async ({ message, text }) => change(message, before => ({ ...before, text, editedAtMs: before.sentAtMs + 1 })),
    deleteMessage: async ({ message }) => change(message, before => ({ ...before, text: '', deleted: true })),
    react: async ({ message, emoji }) =>
      change(message, before => ({
        ...before,
        reactions: emoji === undefined ? [] : [{ emoji, count: 1, names: [], own: true }]
      })),
    async pin({ message, pinned }) {
      const changed = change(message, before => ({ ...before, ...(pinned ? { pinned: true as const } : {}) }))
      pinnedIds = pinned ? [...pinnedIds, changed.id] : pinnedIds.filter(id => id !== changed.id)
      return changed
    },
    pins: async ({ chat }) => messagesOf(chat).filter(({ id }) => pinnedIds.includes(id))
  }
}

import { ChatError } from '../base/errors.js'
import type { Contacts } from '../conversation/contacts.js'
import type { Conversation } from '../conversation/conversation.js'
import { gapsOf } from '../conversation/gaps.js'
import type { StoredMessage } from '../conversation/message.js'
import { isHidden } from '../conversation/reading.js'
import type { Records } from '../conversation/records.js'
import type { History, Message } from './chat-api.js'
import { decodeCursor, encodeCursor, presentGap } from './presentation.js'

const DEFAULT_PAGE = 50
const MAX_PAGE = 1_000
/** Messages that are looked through for one that is shown. */
const MAX_PASSED = 64

interface Parts {
  readonly records: Pick<Records, 'messagesBefore'>
  readonly contacts: Contacts
  readonly present: (conversation: Conversation) => (message: StoredMessage) => Message
}

/** What was said in a conversation, without what was said by whom the person has blocked. */
export interface Histories {
  /** @throws ERR_INVALID_ARGUMENT */
  page(conversation: Conversation, asked: { readonly limit?: number; readonly before?: string }): Promise<History>
  newest(conversation: Conversation): Promise<Message | undefined>
}

export function createHistories({ records, contacts, present }: Parts): Histories {
  function shownOf(conversation: Conversation, messages: readonly StoredMessage[]): readonly Message[] {
    return messages.filter(message => !isHidden(contacts, conversation, message)).map(present(conversation))
  }

  return {
    async page(conversation, { limit = DEFAULT_PAGE, before }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE)
        throw new ChatError('ERR_INVALID_ARGUMENT', `a page has 1 to ${MAX_PAGE} messages`)
      const place = before === undefined ? undefined : decodeCursor(conversation, before)
      const { messages, hasEarlier } = await records.messagesBefore(conversation, place, limit)
      const [first] = messages
      const gaps = gapsOf(conversation).map(gap => presentGap(conversation, gap))
      const earlier = first !== undefined && hasEarlier ? { before: encodeCursor(conversation, first) } : {}
      return { messages: shownOf(conversation, messages), gaps, ...earlier }
    },
    async newest(conversation) {
      const [last] = (await records.messagesBefore(conversation, undefined, 1)).messages
      if (last === undefined || !isHidden(contacts, conversation, last)) return last && present(conversation)(last)
      const { messages } = await records.messagesBefore(conversation, undefined, MAX_PASSED)
      return shownOf(conversation, messages).at(-1)
    }
  }
}

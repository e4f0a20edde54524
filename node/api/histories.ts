import { ChatError } from '../base/errors.js'
import type { Contacts } from '../conversation/contacts.js'
import type { Self } from '../conversation/context.js'
import type { Conversation } from '../conversation/conversation.js'
import { gapsOf } from '../conversation/gaps.js'
import type { StoredMessage } from '../conversation/message.js'
import { isHidden } from '../conversation/reading.js'
import type { MessagePage, Records } from '../conversation/records.js'
import type { Happening, History, Message } from './chat-api.js'
import { messageBefore, presentHappening } from './happenings.js'
import { decodeCursor, encodeCursor, presentGap } from './presentation.js'

const DEFAULT_PAGE = 50
const MAX_PAGE = 1_000
/** Messages that are looked through for one that is shown. */
const MAX_PASSED = 64

interface Parts {
  readonly self: Pick<Self, 'account'>
  readonly records: Pick<Records, 'messagesBefore' | 'happenings'>
  readonly contacts: Contacts
  readonly present: (conversation: Conversation) => (message: StoredMessage) => Message
}

/** What was said in a conversation, without what was said by whom the person has blocked. */
export interface Histories {
  /** @throws ERR_INVALID_ARGUMENT */
  page(conversation: Conversation, asked: { readonly limit?: number; readonly before?: string }): Promise<History>
  newest(conversation: Conversation): Promise<Message | undefined>
}

export function createHistories({ self, records, contacts, present }: Parts): Histories {
  function shownOf(conversation: Conversation, messages: readonly StoredMessage[]): readonly Message[] {
    return messages.filter(message => !isHidden(contacts, conversation, message)).map(present(conversation))
  }

  /** Those behind the first message of a page, where it is not the first of all, up to the page that was read before. */
  async function happeningsOf(
    conversation: Conversation,
    { messages, hasEarlier }: MessagePage,
    upTo: bigint | undefined
  ): Promise<readonly Happening[]> {
    if (conversation.kind !== 'group') return []
    const [first] = messages
    const between = { ...(hasEarlier && first !== undefined ? { after: first.hlc } : {}), ...(upTo === undefined ? {} : { upTo }) }
    const shown = messages.filter(message => !isHidden(contacts, conversation, message))
    return (await records.happenings(conversation, between)).flatMap(happening => {
      const after = messageBefore(happening, shown)
      const presented = presentHappening(self, contacts, conversation, happening)
      return presented.map(one => (after === undefined ? one : { ...one, after }))
    })
  }

  return {
    async page(conversation, { limit = DEFAULT_PAGE, before }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE)
        throw new ChatError('ERR_INVALID_ARGUMENT', `a page has 1 to ${MAX_PAGE} messages`)
      const place = before === undefined ? undefined : decodeCursor(conversation, before)
      const read = await records.messagesBefore(conversation, place, limit)
      const { messages, hasEarlier } = read
      const [first] = messages
      const happenings = await happeningsOf(conversation, read, place?.hlc)
      const gaps = gapsOf(conversation).map(gap => presentGap(conversation, gap))
      const earlier = first !== undefined && hasEarlier ? { before: encodeCursor(conversation, first) } : {}
      return { messages: shownOf(conversation, messages), happenings, gaps, ...earlier }
    },
    async newest(conversation) {
      const [last] = (await records.messagesBefore(conversation, undefined, 1)).messages
      if (last === undefined || !isHidden(contacts, conversation, last)) return last && present(conversation)(last)
      const { messages } = await records.messagesBefore(conversation, undefined, MAX_PASSED)
      return shownOf(conversation, messages).at(-1)
    }
  }
}

import { utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { Contacts } from '../conversation/contacts.js'
import type { ConversationContext } from '../conversation/context.js'
import type { Conversation } from '../conversation/conversation.js'
import { ownAccount } from '../conversation/conversation.js'
import { createSearching, type SearchHit, type Searching } from '../conversation/searching.js'
import { createSearchIndex } from '../store/search-index.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { ChatApi } from './chat-api.js'
import type { Hit } from './message.js'
import { excerptOf } from './excerpt.js'
import { memberName } from './presentation.js'

export const MAX_SOUGHT_BYTES = 1_024
export const MAX_HITS = 100
const DEFAULT_HITS = 20

/** Looking messages up by their words. */
export interface Finding extends Pick<ChatApi, 'search'>, Pick<Searching, 'start'> {}

interface Parts {
  readonly store: SealedStore
  readonly contacts: Contacts
  readonly findChat: (reference: string) => Conversation
  readonly known: () => readonly Conversation[]
}

export function createFinding(context: ConversationContext, { store, contacts, findChat, known }: Parts): Finding {
  const searching = createSearching(context, { contacts, index: createSearchIndex(store), keys: store.keys })

  function presentHit({ conversation, message }: SearchHit, sought: string): Hit {
    const outgoing = message.account === ownAccount(conversation)
    const { text, matches } = excerptOf(message.says ?? message.text, sought)
    return {
      chat: conversation.id,
      message: message.id,
      sender: message.account,
      senderName: outgoing ? context.self.name() : memberName(contacts, conversation, message.account, message.shared?.name),
      sentAtMs: message.sentAtMs,
      outgoing,
      excerpt: text,
      matches
    }
  }

  return {
    start: () => searching.start(),
    async search({ text, chat, before, limit = DEFAULT_HITS }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > MAX_HITS)
        throw new ChatError('ERR_INVALID_ARGUMENT', `a search finds 1 to ${MAX_HITS} messages at once`)
      if (text === '' || utf8(text).length > MAX_SOUGHT_BYTES)
        throw new ChatError('ERR_INVALID_ARGUMENT', `what is looked for has 1 to ${MAX_SOUGHT_BYTES} bytes`)
      const within = chat === undefined ? known() : [findChat(chat)]
      const { hits, ...rest } = await searching.find({ text, within, before, limit })
      return { hits: hits.map(hit => presentHit(hit, text)), ...rest }
    }
  }
}

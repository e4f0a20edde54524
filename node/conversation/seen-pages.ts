import type { MessagePlace } from '../store/keyspace.js'
import type { Conversation } from './conversation.js'
import { isSeen, type StoredMessage } from './message.js'
import type { LaterPage, MessagePage, Records } from './records.js'

/** Read at once, at least, where what is seen is still missing. */
const LEAST_READ = 64
/** So often for one page: what shows in other messages alone may stand between those by the thousand. */
const MAX_READS = 32

/** Pages with so many messages that are seen by themselves, where there are. What stands between comes with them. */
export interface SeenPages {
  before(conversation: Conversation, before: MessagePlace | undefined, limit: number): Promise<MessagePage>
  behind(conversation: Conversation, after: MessagePlace, limit: number): Promise<LaterPage>
}

export function createSeenPages(records: Pick<Records, 'messagesBefore' | 'messagesBehind'>): SeenPages {
  return {
    async before(conversation, before, limit) {
      const { messages, hasMore } = await gather(limit, async (last, asked) => {
        const page = await records.messagesBefore(conversation, last ?? before, asked)
        return { messages: page.messages.toReversed(), hasMore: page.hasEarlier }
      })
      return { messages: messages.toReversed(), hasEarlier: hasMore }
    },
    async behind(conversation, after, limit) {
      const { messages, hasMore } = await gather(limit, async (last, asked) => {
        const page = await records.messagesBehind(conversation, last ?? after, asked)
        return { messages: page.messages, hasMore: page.hasLater }
      })
      return { messages, hasLater: hasMore }
    }
  }
}

/** In the order in which they are read. */
interface Part {
  readonly messages: readonly StoredMessage[]
  readonly hasMore: boolean
}

async function gather(limit: number, read: (last: StoredMessage | undefined, asked: number) => Promise<Part>): Promise<Part> {
  let all = await read(undefined, limit)
  // What ends early has as many bytes as a page may have.
  let isFull = all.messages.length < limit
  for (let reads = 1; reads < MAX_READS && all.hasMore && !isFull; reads++) {
    const missing = limit - all.messages.filter(isSeen).length
    if (missing <= 0) break
    const asked = Math.max(missing, LEAST_READ)
    const { messages, hasMore } = await read(all.messages.at(-1), asked)
    isFull = messages.length < asked
    all = { messages: [...all.messages, ...messages], hasMore }
  }
  const seen = all.messages.flatMap((message, i) => (isSeen(message) ? [i] : []))
  const last = seen[limit - 1]
  // What was read beyond is read again with the next page.
  return last === undefined || last === all.messages.length - 1 ? all : { messages: all.messages.slice(0, last + 1), hasMore: true }
}

import { toHex, utf8 } from '../base/bytes.js'
import type { ConversationId } from '../base/ids.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { StoredMessage } from './message.js'
import type { Sending, Speech } from './sending.js'

/** Of the SHA-256 of a name. */
export const ONCE_BYTES = 16

/** Messages that are sent under a name of their sender's choosing, so that who missed the answer can ask again. */
export interface SaidOnce {
  /** Sends it, or gives what was sent under this name before: one of the newest 256 messages of the conversation. */
  send(conversation: Conversation, speech: Speech, name: string): Promise<StoredMessage>
}

export function createSaidOnce(
  { records, primitives }: Pick<ConversationContext, 'records' | 'primitives'>,
  sending: Pick<Sending, 'send'>
): SaidOnce {
  const underWay = new Map<string, Promise<StoredMessage>>()
  const known = new Map<ConversationId, Promise<Map<string, number>>>()

  function knownIn(conversation: Conversation): Promise<Map<string, number>> {
    const before = known.get(conversation.id)
    if (before !== undefined) return before
    const loading = records.onceMarks(conversation)
    known.set(conversation.id, loading)
    loading.catch(() => known.delete(conversation.id)) // told to whoever waits; the next one reads again
    return loading
  }

  async function sendOnce(conversation: Conversation, speech: Speech, name: string): Promise<StoredMessage> {
    const mark = (await primitives.sha256(utf8(name))).slice(0, ONCE_BYTES)
    const marks = await knownIn(conversation)
    const seq = marks.get(toHex(mark))
    const before = seq === undefined ? undefined : await records.ownMessage(conversation, seq)
    if (before !== undefined) return before
    const message = await sending.send(conversation, speech, mark)
    marks.set(toHex(mark), message.seq)
    return message
  }

  return {
    send(conversation, speech, name) {
      const key = `${conversation.id} ${name}`
      const before = underWay.get(key)
      if (before !== undefined) return before
      const sent = sendOnce(conversation, speech, name).finally(() => underWay.delete(key))
      underWay.set(key, sent)
      return sent
    }
  }
}

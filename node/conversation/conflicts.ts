import { equals } from '../base/bytes.js'
import type { MessageId } from '../base/ids.js'
import { digestOf, type SignedMessage } from './content.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { StoredMessage } from './message.js'
import type { RecordWrite } from './records.js'

/** What is being taken from a run of envelopes, and not on disk yet. */
interface Taken {
  readonly messages: readonly StoredMessage[]
  readonly writes: RecordWrite[]
  /** Marked so far: each once. */
  readonly conflicts: StoredMessage[]
}

/** Notices when two contents go by one id: nobody else can write under a device's name, so somebody says two things. */
export interface Conflicts {
  /** A message came again under an id that is here: marks that where the two differ. One that a backup brought is proven by it. */
  cameAgain(conversation: Conversation, id: MessageId, message: SignedMessage, taken: Taken): Promise<void>
  /**
   * The parents that a message names by id and hash: marks those of which something else is here.
   * @returns whether it misquotes us, who know what we said
   */
  misquotes(conversation: Conversation, message: SignedMessage, taken: Taken): Promise<boolean>
}

export function createConflicts(context: Pick<ConversationContext, 'records' | 'primitives' | 'self'>): Conflicts {
  const { records, primitives, self } = context

  async function here(conversation: Conversation, id: MessageId, taken: Taken): Promise<StoredMessage | undefined> {
    return taken.messages.find(other => other.id === id) ?? (await records.messageById(conversation, id))
  }

  function mark(conversation: Conversation, message: StoredMessage, { writes, conflicts }: Taken): void {
    if (message.conflict || conflicts.some(other => other.id === message.id)) return
    const marked = { ...message, conflict: true }
    writes.push(...records.message(conversation, marked))
    conflicts.push(marked)
  }

  return {
    async cameAgain(conversation, id, message, taken) {
      const recent = conversation.recent.get(id)
      if (recent !== undefined && equals(recent, message.bytes)) return
      const kept = await here(conversation, id, taken)
      if (kept === undefined) return
      if (!equals(await digestOf(primitives, kept), await digestOf(primitives, message))) mark(conversation, kept, taken)
      else if (kept.imported?.isReceived === false) taken.writes.push(...records.message(conversation, { ...kept, imported: undefined }))
    },
    async misquotes(conversation, { parents }, taken) {
      let isOurs = false
      for (const { id, hash } of parents) {
        const recent = conversation.recent.get(id)
        if (recent !== undefined && equals(await primitives.sha256(recent), hash)) continue
        const kept = await here(conversation, id, taken)
        if (kept === undefined || equals(await digestOf(primitives, kept), hash)) continue
        if (kept.device === self.device) isOurs = true
        else mark(conversation, kept, taken)
      }
      return isOurs
    }
  }
}

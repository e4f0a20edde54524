import { EMPTY, fromHex, toHex, utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { ConversationId, MessageId } from '../base/ids.js'
import { createSerial } from '../base/serial.js'
import type { SealedStore } from '../store/sealed-store.js'
import { DraftRecord } from '../wire/generated/records.js'
import { MAX_TEXT_BYTES, unicode } from './content.js'
import type { ConversationContext } from './context.js'

/** What the person has begun to write and not sent. */
export interface Draft {
  /** 1 byte to 32 KiB. */
  readonly text: string
  readonly answers?: MessageId
}

/** One a conversation, on this device alone. */
export interface Drafts {
  load(): Promise<void>
  of(conversation: ConversationId): Draft | undefined
  /** Undefined: there is none any more. Durable when it resolves. @throws ERR_TOO_LARGE */
  put(conversation: ConversationId, draft: Draft | undefined): Promise<void>
  /** What says the same as the draft was sent: that is done with. */
  sent(conversation: ConversationId, text: string): Promise<void>
}

export function createDrafts(
  { records, events }: Pick<ConversationContext, 'records' | 'events'>,
  { keys, range }: Pick<SealedStore, 'keys' | 'range'>
): Drafts {
  const drafts = new Map<ConversationId, Draft>()
  const serial = createSerial()

  const isSame = (one: Draft | undefined, other: Draft | undefined): boolean => one?.text === other?.text && one?.answers === other?.answers

  function put(conversation: ConversationId, draft: Draft | undefined): Promise<void> {
    return serial(async () => {
      if (isSame(drafts.get(conversation), draft)) return
      const value = draft && encodeDraft(conversation, draft)
      await records.commit([{ key: keys.draft(conversation), value }])
      if (draft === undefined) drafts.delete(conversation)
      else drafts.set(conversation, draft)
      events.emit('draft:changed', { conversation })
    })
  }

  return {
    async load() {
      for await (const [, bytes] of range(keys.drafts())) {
        const { conversation, text, answers } = DraftRecord.decode(bytes)
        const answered = answers.length === 0 ? {} : { answers: toHex(answers) as MessageId }
        drafts.set(toHex(conversation) as ConversationId, { text, ...answered })
      }
    },
    of: conversation => drafts.get(conversation),
    async put(conversation, draft) {
      const text = unicode(draft?.text ?? '')
      if (utf8(text).length > MAX_TEXT_BYTES) throw new ChatError('ERR_TOO_LARGE', 'a message may have 32 KiB of text')
      await put(conversation, draft === undefined || text === '' ? undefined : { ...draft, text })
    },
    async sent(conversation, text) {
      if (drafts.get(conversation)?.text.trim() === text.trim()) await put(conversation, undefined)
    }
  }
}

function encodeDraft(conversation: ConversationId, { text, answers }: Draft): Uint8Array {
  return DraftRecord.encode({ conversation: fromHex(conversation), text, answers: answers === undefined ? EMPTY : fromHex(answers) })
}

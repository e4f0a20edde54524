import type { Message, Why } from '../../api/message.js'
import type { Member } from '../../api/person.js'
import { emptyThread as emptyReading, withSent as withSentRead, type Thread as Reading } from '../../api/thread.js'
import type { ConversationId, MessageId } from '../../base/ids.js'

/**
 * What stands in the first row: the newest page, or a message with so many of its rows still below, counted from its end because
 * what stands above it changes when older messages come in.
 */
export type Anchor = 'newest' | { readonly message: MessageId; readonly rowsFromEnd: number }

/** The conversation that is open. */
export interface Thread extends Reading {
  /** Of a group, once it is known. */
  readonly members: readonly Member[] | undefined
  readonly anchor: Anchor
  readonly selected: MessageId | undefined
  /** What is told beneath the selected message. */
  readonly why: Why | undefined
}

export const emptyThread = (chat: ConversationId): Thread => ({
  ...emptyReading(chat),
  members: undefined,
  anchor: 'newest',
  selected: undefined,
  why: undefined
})

/** What was sent here and now stands at the end, and is looked at. */
export const withSent = (thread: Thread, sent: Message): Thread => ({ ...withSentRead(thread, sent), anchor: 'newest' })

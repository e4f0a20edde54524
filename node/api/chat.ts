import type { AccountId, ConversationId, MessageId } from '../base/ids.js'
import type { Message } from './message.js'
import type { Contact } from './person.js'

/** What somebody has begun to write. */
export interface Draft {
  readonly text: string
  /** The message that it is to answer. */
  readonly answers?: MessageId
}

export interface Chat {
  readonly id: ConversationId
  readonly kind: 'direct' | 'group'
  readonly title: string
  /** All who ever were in it. */
  readonly accounts: readonly AccountId[]
  /** Of a group: how many people are in it now. */
  readonly members?: number
  readonly state: Contact['state']
  /** The other was asked, and the request lies neither on a device of theirs nor at a relay yet: it goes out as soon as one can be reached. */
  readonly unreached?: true
  /**
   * Set where there is history to read and nobody to write to. `waiting`: a member has to let this device in first. `archive`: what
   * another account of this person wrote. `revoked`: this device was put out of the account.
   * `left` and `removed`: the person is in this group no more.
   */
  readonly readOnly?: 'waiting' | 'archive' | 'revoked' | 'left' | 'removed'
  /** As of a contact. */
  readonly livesHere?: true
  readonly unread: number
  /** The person wants no badge and no call for what is new here. */
  readonly muted?: true
  /** The person wants it before the others. */
  readonly pinned?: true
  /** What is said from now on disappears so many seconds after it was read. */
  readonly lifetimeS?: number
  /** What was begun here and not sent: on this device alone. */
  readonly draft?: Draft
  /** How many ask to be let in to this group, and wait for an answer. */
  readonly asking?: number
  readonly newest: Message | undefined
}

import type { AccountId, ConversationId, DeviceId, MessageId } from '../../base/ids.js'
import type { Chat } from '../../api/chat.js'
import type { ChatEvent } from '../../api/chat-event.js'
import type { AskedToJoin } from '../../api/group.js'
import type { History, Hit, Message, Why } from '../../api/message.js'
import type { Contact, Member } from '../../api/person.js'
import type { Identity } from '../../api/status.js'
import type { Key } from './keys.js'
import type { Choice, Notice, State } from './state.js'

/** All that was there when the node was reached. */
export interface Snapshot {
  readonly me: Identity
  readonly chats: readonly Chat[]
  readonly contacts: readonly Contact[]
  readonly linked: readonly DeviceId[]
  readonly joining: readonly AskedToJoin[]
}

/** What changes the state: keys, what the node tells, what became of effects, what was drawn. */
export type Input =
  | Key
  | { readonly type: 'clock'; readonly nowMs: number }
  | { readonly type: 'connected'; readonly snapshot: Snapshot }
  | { readonly type: 'lost' }
  | { readonly type: 'event'; readonly event: ChatEvent }
  | { readonly type: 'chosen'; readonly chat: ConversationId }
  | { readonly type: 'opened'; readonly chat: ConversationId; readonly history: History; readonly unread: number }
  | { readonly type: 'refreshed'; readonly chat: ConversationId; readonly history: History }
  | { readonly type: 'extended'; readonly chat: ConversationId; readonly history: History }
  | { readonly type: 'continued'; readonly chat: ConversationId; readonly history: History }
  | { readonly type: 'found'; readonly text: string; readonly hits: readonly Hit[] }
  /** What stands around a message that was found. */
  | { readonly type: 'reached'; readonly chat: ConversationId; readonly message: MessageId; readonly history: History }
  | { readonly type: 'sent'; readonly message: Message }
  | {
      readonly type: 'unsent'
      readonly chat: ConversationId
      readonly text: string
      readonly answers?: MessageId | undefined
      readonly reason: string
    }
  | { readonly type: 'explained'; readonly why: Why }
  | { readonly type: 'members'; readonly chat: ConversationId; readonly members: readonly Member[] }
  | { readonly type: 'joining'; readonly joining: readonly AskedToJoin[] }
  | { readonly type: 'told'; readonly notice: Notice }
  /** How the command goes on. */
  | { readonly type: 'progress'; readonly line: string }
  /** It needs an answer; the last line is what it asks. */
  | { readonly type: 'asked'; readonly command: string; readonly lines: readonly string[]; readonly hidden: boolean }
  /** It is over: what it has said, and what went wrong. In that chat, where it was typed in one. */
  | {
      readonly type: 'commanded'
      readonly command: string
      readonly chat?: ConversationId
      readonly lines: readonly string[]
      readonly failure?: string
    }
  | { readonly type: 'shown'; readonly messages: readonly MessageId[] }

/** What the shell does about it. */
export type Effect =
  | { readonly type: 'open'; readonly chat: ConversationId; readonly unread: number }
  /** Reads the newest `limit` anew, and as many more as it takes to meet `known`. */
  | { readonly type: 'refresh'; readonly chat: ConversationId; readonly limit: number; readonly known: MessageId | undefined }
  | { readonly type: 'extend'; readonly chat: ConversationId; readonly before: string }
  | { readonly type: 'proceed'; readonly chat: ConversationId; readonly after: string }
  | { readonly type: 'search'; readonly text: string }
  | { readonly type: 'reach'; readonly chat: ConversationId; readonly message: MessageId }
  | {
      readonly type: 'send'
      readonly chat: ConversationId
      readonly text: string
      readonly answers?: MessageId
      /** By its name; the text says the same. */
      readonly sticker?: string
    }
  | { readonly type: 'edit'; readonly chat: ConversationId; readonly message: MessageId; readonly text: string }
  /** None takes it back. */
  | { readonly type: 'react'; readonly message: MessageId; readonly emoji: string }
  | { readonly type: 'pin'; readonly message: MessageId; readonly pinned: boolean }
  | { readonly type: 'delete'; readonly message: MessageId }
  | { readonly type: 'forward'; readonly message: MessageId; readonly chat: ConversationId; readonly title: string }
  | { readonly type: 'mark-read'; readonly chat: ConversationId; readonly message: MessageId }
  | { readonly type: 'answer'; readonly contact: AccountId; readonly choice: Exclude<Choice, 'later'> }
  | { readonly type: 'explain'; readonly message: MessageId }
  | { readonly type: 'read-members'; readonly chat: ConversationId }
  | { readonly type: 'read-joining' }
  /** As it was typed, without its slash; in that chat, where it was. */
  | { readonly type: 'command'; readonly command: string; readonly chat?: ConversationId }
  | { readonly type: 'reply'; readonly text: string }
  | { readonly type: 'give-up' }
  | { readonly type: 'reload' | 'redraw' | 'suspend' | 'quit' }

export type Next = readonly [State, readonly Effect[]]

export const only = (state: State, ...effects: readonly Effect[]): Next => [state, effects]

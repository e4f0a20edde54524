import type { AccountId, ConversationId, DeviceId, MessageId } from '../base/ids.js'
import type { Chat, Draft } from './chat.js'
import type { Counts, DeliveryState, Gap, Happening, Message } from './message.js'
import type { Contact } from './person.js'
import type { HistoryTransfer, Identity } from './status.js'

/** Each event carries a number that rises by one; `events({ since })` replays what is still kept (the last 10,000). */
export type ChatEvent = { readonly id: number } & (
  | { readonly type: 'message:received'; readonly message: Message }
  | { readonly type: 'message:sent'; readonly message: Message }
  | {
      readonly type: 'message:state'
      readonly chat: ConversationId
      readonly message: MessageId
      readonly state: DeliveryState
      readonly counts?: Counts
    }
  | { readonly type: 'message:conflict'; readonly message: Message }
  /** It is to be shown otherwise than before: it was edited, deleted or pinned, or somebody has reacted. Quotes of it, too. */
  | { readonly type: 'message:changed'; readonly message: Message }
  | { readonly type: 'chat:changed'; readonly chat: Chat }
  | { readonly type: 'contact:changed'; readonly contact: Contact }
  /** They call themselves something else than `before`; follows on `contact:changed`. */
  | { readonly type: 'contact:renamed'; readonly contact: Contact; readonly before: string }
  /** We are called otherwise, or what protects the keys of this device was changed: `status` tells. */
  | { readonly type: 'identity:changed'; readonly identity: Identity }
  | { readonly type: 'device:added'; readonly account: AccountId; readonly device: DeviceId }
  | { readonly type: 'gap:changed'; readonly gap: Gap }
  /** Somebody is writing there, or no more. A hint, of people alone whom a link reaches now; it is over with whatever is missed. */
  | {
      readonly type: 'typing:changed'
      readonly chat: ConversationId
      readonly account: AccountId
      readonly name: string
      readonly typing: boolean
    }
  /** What was begun there and not sent is this by now, or nothing. */
  | { readonly type: 'draft:changed'; readonly chat: ConversationId; readonly draft?: Draft }
  /** These have disappeared, and are not here any more. */
  | { readonly type: 'messages:faded'; readonly chat: ConversationId; readonly messages: readonly MessageId[] }
  /** A member has let us read messages of before we came: read it anew. */
  | { readonly type: 'history:shared'; readonly chat: ConversationId; readonly by: AccountId; readonly messages: number }
  /** Messages of before were deleted, as the group wants it: read it anew. */
  | { readonly type: 'history:forgotten'; readonly chat: ConversationId; readonly upToMs: number }
  /** What was asked of a group was promised, and can't be any more. The reason is a sentence to show; the code says it in short: our role, what the group has room for, or what came of the commit. */
  | {
      readonly type: 'group:refused'
      readonly chat: ConversationId
      readonly code: 'no-right' | 'full' | 'failed'
      readonly reason: string
    }
  /** We asked by a link to be let in there, and ask no more: it is not valid any more, or has expired. The reason is a sentence to show. */
  | {
      readonly type: 'join:ended'
      readonly chat: ConversationId
      readonly name: string
      readonly code: 'refused' | 'expired'
      readonly reason: string
    }
  | { readonly type: 'happening:added'; readonly happening: Happening }
  /** It stood on a branch that has lost: it is not so. */
  | { readonly type: 'happening:removed'; readonly chat: ConversationId; readonly happening: string }
  | { readonly type: 'link:up' | 'link:down'; readonly device: DeviceId }
  /** Once a page, of some hundred messages; `chat:changed` tells of each chat. */
  | { readonly type: 'history:changed'; readonly history: HistoryTransfer }
  /** `since` was older than what is kept: read state anew. */
  | { readonly type: 'events:lost' }
)

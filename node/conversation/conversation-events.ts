import type { AccountId, ConversationId, DeviceId, EpochId, MessageId } from '../base/ids.js'
import type { Turn } from './chronicle.js'
import type { StoredMessage } from './message.js'
import type { SeqRange } from './progress.js'

/** By what it wrote in this epoch. */
export interface MemberHeard {
  readonly conversation: ConversationId
  readonly account: AccountId
  readonly device: DeviceId
  readonly epoch: EpochId
}

/** Facts of the room, each emitted after it is on disk. */
export type ConversationEvents = {
  'message:received': StoredMessage
  'message:sent': StoredMessage
  /** Something else goes by this message's id, here or elsewhere. */
  'message:conflict': StoredMessage
  /** A message that is here is to be shown otherwise than before. */
  'message:changed': { readonly conversation: ConversationId; readonly message: MessageId }
  /** What another device holds of ours has grown, or it has read on: states of messages up to `last` may have changed. */
  'receipt:changed': { readonly conversation: ConversationId; readonly device: DeviceId; readonly ranges: readonly SeqRange[] }
  /** A device has said what it has of ours, whether that is news or not. */
  'receipt:heard': { readonly conversation: ConversationId; readonly device: DeviceId }
  /** Enough relays keep our messages of these seqs, or do no more. */
  'stored:changed': { readonly conversation: ConversationId; readonly ranges: readonly SeqRange[] }
  /** A relay that keeps our knock takes nothing behind it any more. */
  'knock:refused': { readonly conversation: ConversationId }
  /** Nobody acknowledged our messages of these seqs in 30 days. */
  'message:failed': { readonly conversation: ConversationId; readonly first: number; readonly last: number }
  /** The disk had refused something of it, and it was read again: more or less may stand in it than was told. */
  'conversation:mended': { readonly conversation: ConversationId }
  /** Somebody has let us in to it. */
  'group:joined': { readonly conversation: ConversationId }
  /** A letter has arrived, or can't. */
  'membership:changed': { readonly conversation: ConversationId }
  /** Nobody lets us in by the link that we have asked by. */
  'join:ended': {
    readonly conversation: ConversationId
    readonly name: string
    readonly code: 'refused' | 'expired'
    readonly reason: string
  }
  /** What this person wanted of a group was promised, and can't be any more. */
  'wish:refused': {
    readonly conversation: ConversationId
    readonly code: 'no-right' | 'full' | 'failed'
    readonly reason: string
  }
  /** A device has shown that it is in there. */
  'member:heard': MemberHeard
  /** A member device of a group says something else of itself. */
  'presence:changed': { readonly conversation: ConversationId; readonly device: DeviceId }
  /** Something came in a group that other members may lack. */
  'group:news': { readonly conversation: ConversationId }
  /** This member has what we lack, or writes where we have not come to. */
  'group:lacking': { readonly conversation: ConversationId; readonly device: DeviceId }
  /** This member knows nothing of where we are. */
  'group:beyond': { readonly conversation: ConversationId; readonly device: DeviceId }
  /** This account asks us for what it lacks, in an epoch that is known here. */
  'group:asked': { readonly conversation: ConversationId; readonly account: AccountId }
  /** We have come on by what this member gave us. */
  'group:moved': { readonly conversation: ConversationId; readonly device: DeviceId }
  /** This device writes in a log that is not known here. */
  'log:unknown': { readonly device: DeviceId }
  /** Lines of a group's history have come, and gone: commits of a branch that has lost. */
  'happening:changed': { readonly conversation: ConversationId } & Turn
  /** A group keeps messages no longer: those up to this time, the upper part of their clock values, are not here any more. */
  'messages:forgotten': { readonly conversation: ConversationId; readonly upToMs: number }
  /** The lifetime of these messages is over: they are not here any more, nor what was done to them. */
  'messages:faded': { readonly conversation: ConversationId; readonly messages: readonly MessageId[] }
  /** Somebody begins to write there, or writes no more: nothing of it is kept. */
  'typing:changed': { readonly conversation: ConversationId; readonly account: AccountId; readonly isTyping: boolean }
  /** What was begun there and not sent is another by now. */
  'draft:changed': { readonly conversation: ConversationId }
  /** A member has let us read what was said before we came. */
  'history:shared': { readonly conversation: ConversationId; readonly by: AccountId; readonly messages: number }
  'conversation:changed': { readonly conversation: ConversationId }
  /** Whoever was in it lost their device: what is written waits until one of theirs is let in, or lets us in. */
  'conversation:stranded': { readonly conversation: ConversationId }
  /** Another epoch is written in, or others are kept. */
  'epochs:changed': { readonly conversation: ConversationId }
  /** It may use other relays now. */
  'relays:changed': { readonly conversation: ConversationId }
  'contact:changed': { readonly account: AccountId; readonly isOtherState: boolean }
  'contact:renamed': { readonly account: AccountId; readonly before: string }
  /** An invite of ours was made, used or revoked. */
  'invite:changed': { readonly id: string }
  /** Its newest device list says something else than before. */
  'devices:changed': { readonly account: AccountId }
  'device:added': { readonly account: AccountId; readonly device: DeviceId }
  /** More of what was said before this device came is here, or nothing more is to come. */
  'history:changed': object
  'gap:changed': { readonly conversation: ConversationId; readonly device: DeviceId; readonly gaps: readonly SeqRange[] }
}

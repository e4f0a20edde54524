import type { AccountId, ConversationId, DeviceId, MessageId, NowMs } from '../base/ids.js'
import type { SignedMessage } from './content.js'
import { placed, type Hlc } from './order.js'

/** A message in its conversation, as it is kept. */
export interface StoredMessage extends SignedMessage {
  readonly id: MessageId
  readonly conversation: ConversationId
  readonly account: AccountId
  readonly device: DeviceId
  readonly conflict: boolean
  /** Its clock value is not the one that its sender gave it, which was too far ahead when it came. */
  readonly isMoved?: true
  /** What it says by now, where its author has edited it. */
  readonly says?: string | undefined
  /** Absent in what came to this device or was written on it. */
  readonly imported?: Imported | undefined
  /** Set where it was said before we came, and a member lets us read it. */
  readonly shared?: Shared | undefined
  /** When it is to be gone, by this device's clock: known once it was read, where it has a lifetime. */
  readonly fadesAtMs?: number
}

/** As it stands in a conversation whose clock has come so far. */
export function inPlace<M extends SignedMessage>(message: M, seen: Hlc, now: NowMs): M & Pick<StoredMessage, 'isMoved'> {
  const hlc = placed(message.hlc, seen, now)
  return hlc === message.hlc ? message : { ...message, hlc, isMoved: true }
}

/** Whether it stands in the conversation by itself: an annotation shows in what it is about. */
export const isSeen = ({ annotation, state, isFaded }: Pick<SignedMessage, 'annotation' | 'state' | 'isFaded'>): boolean =>
  annotation === undefined && state === undefined && isFaded === undefined

/** Whether it waits to be read where somebody else has written it: the line that they left, or set something, does not. */
export const isToRead = (message: Pick<SignedMessage, 'annotation' | 'state' | 'isFaded' | 'leaving' | 'setsLifetimeS'>): boolean =>
  isSeen(message) && message.leaving === undefined && message.setsLifetimeS === undefined

/** Whether its lifetime is over: it is shown no more, whether or not it is off the disk yet. */
export const isOver = ({ fadesAtMs }: Pick<StoredMessage, 'fadesAtMs'>, now: NowMs): boolean => fadesAtMs !== undefined && fadesAtMs <= now

/** What is to disappear is copied nowhere: not to backups, nor to devices and members that come later. */
export const isFleeting = ({ lifetimeS, isFaded }: Pick<SignedMessage, 'lifetimeS' | 'isFaded'>): boolean =>
  lifetimeS !== undefined || isFaded !== undefined

/** That its sender wrote it is the word of who shared it. */
export interface Shared {
  readonly by: AccountId
  /** What they call its sender; empty where they don't know. */
  readonly name: string
}

/** Brought by a backup, or by another device of this account. */
export interface Imported {
  /** That device had it from its sender; where it is false, that its sender wrote it is known from a backup alone. */
  readonly isReceived: boolean
  /** Of our own, what had become of it by then; undefined where it was still on its way. */
  readonly state: SettledState | undefined
}

/** What a state can be that no other device changes any more, but for the better. */
export const SETTLED_STATES = ['partly', 'delivered', 'read', 'failed'] as const
export type SettledState = (typeof SETTLED_STATES)[number]

export function settledState(name: string | undefined): SettledState | undefined {
  return SETTLED_STATES.find(state => state === name)
}

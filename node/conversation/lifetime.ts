import { ChatError } from '../base/errors.js'
import type { NowMs } from '../base/ids.js'
import type { MessagePlace } from '../store/keyspace.js'
import type { Conversation } from './conversation.js'
import { currentGroup } from './current-group.js'
import { headOf } from './group.js'
import { isLater } from './marks.js'
import { lifetimeIn } from '../session/profile-fields.js'
import type { StoredMessage } from './message.js'

const WEEK_S = 7 * 24 * 60 * 60
export const MIN_LIFETIME_S = 30
export const MAX_LIFETIME_S = 52 * WEEK_S

/** How long what is said lives, and where the message stands that says so. */
export interface LifetimeSetting extends MessagePlace {
  /** 0: without end. */
  readonly seconds: number
}

/** For how many seconds after they were read words live that are said now; 0: without end. */
export function lifetimeOf(conversation: Conversation): number {
  if (conversation.kind !== 'group') return conversation.lifetime?.seconds ?? 0
  return conversation.groups.length === 0 ? 0 : lifetimeIn(headOf(currentGroup(conversation)).profile)
}

/**
 * Part of a change that writes the counters: of all that was ever said about it the last counts, by the order of the conversation, so both
 * sides come to the same, whatever comes first.
 */
export function hearLifetime(conversation: Conversation, { setsLifetimeS: seconds, hlc, device, seq }: StoredMessage): void {
  if (conversation.kind !== 'direct' || seconds === undefined) return
  const said = { hlc, device, seq, seconds }
  if (isLater(said, conversation.lifetime)) conversation.lifetime = said
}

/**
 * When a message that comes is to be gone, where that is known by then. Of what others said it is once it was read; of words that change
 * others, and of what nobody is shown, so long after they came; of what this account said on another device, after it was sent.
 */
export function fadesAt(
  { lifetimeS, isFaded, annotation, sentAtMs }: Pick<StoredMessage, 'lifetimeS' | 'isFaded' | 'annotation' | 'sentAtMs'>,
  from: 'ourselves' | 'somebody' | 'somebody hidden',
  now: NowMs
): number | undefined {
  const nowMs = Math.floor(now)
  if (isFaded === true) return nowMs
  if (lifetimeS === undefined) return undefined
  if (from === 'ourselves') return Math.min(sentAtMs, nowMs) + lifetimeS * 1_000
  return annotation !== undefined || from === 'somebody hidden' ? nowMs + lifetimeS * 1_000 : undefined
}

/** @throws ERR_INVALID_ARGUMENT */
export function requireLifetime(seconds: number): number {
  const isWithin = Number.isInteger(seconds) && (seconds === 0 || (seconds >= MIN_LIFETIME_S && seconds <= MAX_LIFETIME_S))
  if (isWithin) return seconds
  throw new ChatError('ERR_INVALID_ARGUMENT', 'messages disappear after 30 seconds to 52 weeks, or with 0 never')
}

import type { ConversationContext } from './context.js'
import { headOf, type Conversation, type Group } from './conversation.js'
import type { RecordWrite } from './records.js'

/**
 * Generations that one durable write pays for in advance. A node that dies skips what is left of them, so none is used twice,
 * and most messages and all receipts need no write of the ratchet before they leave.
 */
export const RESERVED_GENERATIONS = 64

export interface SealedContent {
  readonly envelope: Uint8Array
  /** Must be durable before the envelope leaves. Often empty. */
  readonly writes: readonly RecordWrite[]
}

/**
 * Encrypts in a group's head epoch and keeps the advanced state. Call it inside the conversation's `serial`, and commit the
 * writes in the order of the calls.
 */
export async function sealInHead(
  context: Pick<ConversationContext, 'session' | 'records' | 'probe'>,
  conversation: Conversation,
  group: Group,
  plaintext: Uint8Array
): Promise<SealedContent> {
  const sealed = await context.session.seal(headOf(group), plaintext)
  await context.probe('encrypt', `${sealed.epoch.id} ${sealed.epoch.ownLeaf} ${sealed.generation}`)
  group.epochs.set(sealed.epoch.id, sealed.epoch)
  if (sealed.generation < group.reserved) return { envelope: sealed.envelope, writes: [] }
  group.reserved = sealed.generation + RESERVED_GENERATIONS
  return { envelope: sealed.envelope, writes: [context.records.reservation(conversation, group)] }
}

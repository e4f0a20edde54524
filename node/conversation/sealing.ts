import { EMPTY } from '../base/bytes.js'
import { handOver } from './batches.js'
import { ChatError } from '../base/errors.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { isBarred } from './current-group.js'
import { headOf, type Group } from './group.js'
import type { RecordWrite } from './records.js'

/**
 * Generations that are written down as used before they are. A node that dies skips what is left of them, so that none is used
 * twice, whatever became of what was encrypted.
 */
export const RESERVED_GENERATIONS = 64
/** The next are reserved when so few are left, along with a batch that is written anyway: nobody waits for them. */
const FEW_GENERATIONS = RESERVED_GENERATIONS / 2

export interface SealedContent {
  readonly envelope: Uint8Array
  /** To be written with what is sealed; what is sealed need not wait for them. Often empty. */
  readonly writes: readonly RecordWrite[]
}

type SealingContext = Pick<ConversationContext, 'session' | 'records' | 'probe'>

/** Encrypts in a group's head epoch and keeps the advanced state. Call it in a change of the conversation, and write the writes. */
export async function sealInHead(
  context: SealingContext,
  conversation: Conversation,
  group: Group,
  plaintext: Uint8Array
): Promise<SealedContent> {
  if (isBarred(conversation, group))
    throw new ChatError('ERR_INTERNAL', `nothing is encrypted in ${group.id}, where somebody could read it who must go`)
  const { nextGeneration } = headOf(group)
  if (nextGeneration >= group.paid) await pay(context, conversation, group, nextGeneration)
  const sealed = await context.session.seal(headOf(group), plaintext)
  await context.probe('encrypt', `${sealed.epoch.id} ${sealed.epoch.ownLeaf} ${sealed.generation}`)
  group.epochs.set(sealed.epoch.id, sealed.epoch)
  const { envelope, generation } = sealed
  return { envelope, writes: group.reserved - generation > FEW_GENERATIONS ? [] : [reserve(context, conversation, group, generation + 1)] }
}

/** The same, or no envelope yet where nobody may encrypt: what is written meanwhile is kept as it is, and sealed once somebody may. */
export async function sealOnceAllowed(
  context: SealingContext,
  conversation: Conversation,
  group: Group,
  plaintext: Uint8Array
): Promise<SealedContent> {
  return isBarred(conversation, group) ? { envelope: EMPTY, writes: [] } : sealInHead(context, conversation, group, plaintext)
}

/** What is left of a reservation, for who goes in good order: nothing to skip after the next start, and for readers nothing to keep. */
export function giveBack({ records }: Pick<ConversationContext, 'records'>, conversation: Conversation): readonly RecordWrite[] {
  const unused = conversation.groups.filter(group => group.reserved > headOf(group).nextGeneration)
  for (const group of unused) group.paid = group.reserved = headOf(group).nextGeneration
  return unused.map(group => records.reservation(conversation, group))
}

/** What was reserved along with batches under way is paid for once they are on disk. */
async function pay(context: SealingContext, conversation: Conversation, group: Group, next: number): Promise<void> {
  if (group.reserved <= next) void handOver(context.records, conversation.batches, [reserve(context, conversation, group, next)])
  await conversation.batches.durable
  group.paid = group.reserved
}

function reserve({ records }: SealingContext, conversation: Conversation, group: Group, from: number): RecordWrite {
  group.reserved = from + RESERVED_GENERATIONS
  return records.reservation(conversation, group)
}

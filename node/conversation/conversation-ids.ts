import { concat, fromHex, toHex, utf8 } from '../base/bytes.js'
import type { AccountId, ConversationId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'

/** The id of the direct conversation of two accounts: SHA-256("parley direct 1" ‖ lower key ‖ higher key). */
export async function directConversationId(primitives: Primitives, one: AccountId, other: AccountId): Promise<ConversationId> {
  const [lower, higher] = one < other ? [one, other] : [other, one]
  return toHex(await primitives.sha256(concat([utf8('parley direct 1'), fromHex(lower), fromHex(higher)]))) as ConversationId
}

/** The id of the conversation of an account's own devices: SHA-256("parley own 1" ‖ key). */
export async function ownConversationId(primitives: Primitives, account: AccountId): Promise<ConversationId> {
  return toHex(await primitives.sha256(concat([utf8('parley own 1'), fromHex(account)]))) as ConversationId
}

/**
 * The id of the conversation that is held in a group: SHA-256("parley group 1" ‖ MLS group id). Whoever makes a group chooses its
 * MLS id; this one can be made to be no direct conversation's.
 */
export async function groupConversationId(primitives: Primitives, group: ConversationId): Promise<ConversationId> {
  return toHex(await primitives.sha256(concat([utf8('parley group 1'), fromHex(group)]))) as ConversationId
}

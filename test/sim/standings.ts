import { toHex } from '../../node/base/bytes.js'
import type { ConversationId } from '../../node/base/ids.js'
import type { Conversation } from '../../node/conversation/conversation.js'
import { headOf, type Group } from '../../node/conversation/group.js'
import type { Happening } from '../../node/conversation/happening.js'
import type { StoredMessage } from '../../node/conversation/message.js'
import type { OutboxRow } from '../../node/conversation/outbox-row.js'
import { createRecords } from '../../node/conversation/records.js'
import type { Epoch } from '../../node/session/session.js'
import type { Actor } from './ledger.js'

/** Where somebody stands in a group, as their disk says. */
export interface Standing {
  readonly actor: Actor
  readonly conversation: Conversation
  readonly group: Group
  readonly head: Epoch
  /** Of the head. */
  readonly authenticator: string
  /** In the order that they are shown in. */
  readonly messages: readonly StoredMessage[]
  /** What is on its way from them. */
  readonly rows: readonly OutboxRow[]
  /** What happened in the group, in its order. */
  readonly happenings: readonly Happening[]
}

/** @returns undefined where they have never been in */
export async function standingOf(actor: Actor, chat: ConversationId): Promise<Standing | undefined> {
  const { store, session, primitives, device } = actor.person
  const records = createRecords({ store, session, primitives, ownDevice: device.id })
  const conversation = await records.loadConversation(chat)
  const [group] = conversation?.groups ?? []
  if (conversation === undefined || group === undefined) return undefined
  const head = headOf(group)
  const messages: StoredMessage[] = []
  for await (const message of records.messagesAfter(conversation, undefined)) messages.push(message)
  const rows: OutboxRow[] = []
  for await (const row of records.outboxRows(conversation)) rows.push(row)
  const happenings = await records.happenings(conversation, {})
  return { actor, conversation, group, head, authenticator: toHex(session.authenticator(head)), messages, rows, happenings }
}

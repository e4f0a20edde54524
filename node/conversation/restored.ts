import type { Keyspace } from '../store/keyspace.js'
import type { Write } from '../store/store.js'
import type { AccountIndex } from './account-index.js'
import { encodeContact } from './contact-record.js'
import { newConversation } from './conversation.js'
import { NO_HOLDING } from './holding.js'
import { encodeConversation, encodeCounters, encodeHolding } from './record-codec.js'
import { restoreContact, type SavedConversation } from './saved.js'

/**
 * What an empty profile starts with on an empty machine: contacts and conversations as the account's index has them. History is
 * empty, and the conversations wait for a member to let this device in.
 */
export function restoredRecords(keys: Keyspace, { contacts, conversations }: AccountIndex): readonly Write[] {
  return [
    ...contacts.map(contact => ({ key: keys.contact(contact.account), value: encodeContact(restoreContact(contact)) })),
    ...conversations.flatMap(conversation => conversationRecords(keys, conversation))
  ]
}

function conversationRecords(
  keys: Keyspace,
  { id, kind, name, accounts, devices, groups, createdAtMs, readUpTo, presences }: SavedConversation
): Write[] {
  const conversation = newConversation({ id, kind, name, accounts, devices, createdAtMs, formerGroups: groups })
  conversation.readUpTo = readUpTo
  const read = devices.filter(member => member.read > 0 || member.had > 0)
  return [
    { key: keys.conversation(id), value: encodeConversation(conversation) },
    { key: keys.counters(id), value: encodeCounters(conversation) },
    ...presences.map(({ device, bytes }) => ({ key: keys.presence(id, device), value: bytes })),
    ...read.map(member => ({
      key: keys.progress(id, member.device),
      value: encodeHolding({ ...NO_HOLDING, read: member.read, had: member.had })
    }))
  ]
}

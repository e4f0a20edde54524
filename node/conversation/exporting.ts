import type { AccountId, DeviceId } from '../base/ids.js'
import { accountKeyOf } from '../identity/account-id.js'
import type { BackupFrame, SavedMessage } from '../wire/generated/backup.js'
import { encodeBackupFrame, PAGE_BYTES } from './backup-frame.js'
import type { Contacts } from './contacts.js'
import { MAX_MESSAGES } from './content.js'
import type { ConversationContext } from './context.js'
import { ownAccount, type Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { isFleeting, settledState, type StoredMessage } from './message.js'
import { count } from './progress.js'
import { knownState } from './reading.js'
import { saveContact, saveConversation, toContactFrame, toConversationFrame, type SavedConversation } from './saved.js'

/** Of what a backup holds; another one is not read by this Parley. */
export const CONTENT_VERSION = 1

interface Parts {
  readonly contacts: Contacts
  readonly conversations: Conversations
}

export interface Exporting {
  /** How many messages there will be, within what arrives meanwhile. */
  readonly of: number
  /** So far. */
  readonly messages: number
  /** The plaintext of a backup, frame by frame, read from disk as it is asked for. */
  frames(): AsyncGenerator<Uint8Array>
}

/** Everything of the account that is kept here but keys: contacts, settings, conversations with their history. */
export function createExporting(
  { records, self, clock }: Pick<ConversationContext, 'records' | 'self' | 'clock'>,
  { contacts, conversations }: Parts
): Exporting {
  const all = conversations.portable()
  let messages = 0

  async function* frames(): AsyncGenerator<Uint8Array> {
    const createdAtMs = BigInt(clock.now())
    yield encodeBackupFrame({ head: { version: CONTENT_VERSION, account: accountKeyOf(self.account), name: self.name(), createdAtMs } })
    for (const contact of contacts.portable()) yield encodeBackupFrame({ contact: toContactFrame(saveContact(contact)) })
    for (const conversation of all) {
      const saved = saveConversation(conversation, self.device)
      yield encodeBackupFrame({ conversation: toConversationFrame(saved) })
      yield* pages(conversation, saved)
    }
  }

  async function* pages(conversation: Conversation, { devices }: SavedConversation): AsyncGenerator<Uint8Array> {
    const indexes = new Map(devices.map(({ device }, index) => [device, index]))
    let page: SavedMessage[] = []
    let bytes = 0
    const close = (): Uint8Array => {
      const frame: BackupFrame = { messages: { messages: page } }
      messages += page.length
      page = []
      bytes = 0
      return encodeBackupFrame(frame)
    }
    for await (const message of records.messagesAfter(conversation, undefined)) {
      const device = indexes.get(message.device)
      // Of a device that came in since: so did the message. What is here on somebody's word alone is not passed on as if it were ours.
      if (device === undefined || message.shared !== undefined || isFleeting(message)) continue
      page.push(saveMessage(self.device, conversation, message, device))
      bytes += message.bytes.length
      if (bytes >= PAGE_BYTES || page.length === MAX_MESSAGES) yield close()
    }
    if (page.length > 0) yield close()
  }

  return {
    of: all.reduce((sum, conversation) => sum + heldMessages(conversation, self.account), 0),
    get messages() {
      return messages
    },
    frames
  }
}

/** @param device its index among the conversation's saved devices */
export function saveMessage(own: DeviceId, conversation: Conversation, message: StoredMessage, device: number): SavedMessage {
  const state = message.account === ownAccount(conversation) ? settledState(knownState(own, conversation, message)) : undefined
  const imported = message.imported?.isReceived === false
  return { message: message.bytes, device, state: state ?? '', conflict: message.conflict, imported }
}

export function heldMessages(conversation: Conversation, self: AccountId): number {
  const ours = ownAccount(conversation) === self ? conversation.nextSeq - 1 : 0
  return [...conversation.holdings.values()].reduce((sum, { progress }) => sum + count(progress), ours)
}

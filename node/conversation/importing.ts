import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import { accountIdOf } from '../identity/account-id.js'
import { cleanName } from '../identity/display-name.js'
import type { MessagePlace } from '../store/keyspace.js'
import { type BackupFrame, type BackupHead, type SavedMessage } from '../wire/generated/backup.js'
import type { Contacts } from './contacts.js'
import { decodeMessage, messageId } from './content.js'
import type { ConversationContext } from './context.js'
import {
  deviceIndex,
  directConversationId,
  groupConversationId,
  holdingOf,
  newConversation,
  ownAccount,
  type Conversation,
  type Holding
} from './conversation.js'
import type { Conversations } from './conversations.js'
import { CONTENT_VERSION } from './exporting.js'
import type { Introduction } from './introduction.js'
import { mergeContact } from './merge-contact.js'
import { settledState } from './message.js'
import { add, has } from './progress.js'
import type { RecordWrite } from './records.js'
import { fromContactFrame, fromConversationFrame, type SavedConversation, type SavedMember } from './saved.js'

/** What an import brought; of what was here before nothing is counted but `known`. */
export interface Imported {
  readonly account: AccountId
  readonly name: string
  readonly createdAtMs: number
  readonly contacts: number
  readonly chats: number
  readonly messages: number
  /** Messages that were here already. */
  readonly known: number
}

interface Parts {
  readonly contacts: Contacts
  readonly conversations: Conversations
  readonly introduction: Introduction
}

interface Tally {
  contacts: number
  chats: number
  messages: number
  known: number
}

/** The conversation whose messages follow. */
interface Open {
  readonly conversation: Conversation
  readonly devices: readonly SavedMember[]
  readonly messagesBefore: number
  readonly movedOn: boolean
}

/**
 * Merges what a backup holds into what is here, each message once by its id, in the conversation's order. What was taken is durable
 * page by page: where it breaks off, doing it again goes on from there, and doing it twice changes nothing.
 * @throws ERR_MALFORMED, ERR_SCHEMA_NEWER, ERR_STORE, and what the source throws
 */
export async function importBackup(
  context: ConversationContext,
  { contacts, conversations, introduction }: Parts,
  frames: AsyncIterable<BackupFrame>
): Promise<Imported> {
  const { records, self, primitives, events } = context
  const tally: Tally = { contacts: 0, chats: 0, messages: 0, known: 0 }
  let head: BackupHead | undefined
  let open: Open | undefined

  async function takeContact(frame: NonNullable<BackupFrame['contact']>, owner: AccountId): Promise<void> {
    const saved = fromContactFrame(frame)
    if (saved.account === self.account) return
    await contacts.put(saved.account, known => {
      const merged = mergeContact(known, saved, owner === self.account)
      if (merged !== known) tally.contacts++
      return merged
    })
  }

  async function enter(saved: SavedConversation, owner: AccountId): Promise<Open> {
    const [own, other] = saved.accounts
    if (own !== owner || !(await isRightId(saved, other))) throw malformed('a conversation under a name that is not its own')
    // Somebody may knock meanwhile, and begin the same conversation.
    return introduction.alone(async () => {
      const known = conversations.find(saved.id)
      const { id, kind, name, accounts, createdAtMs } = saved
      const conversation = known ?? newConversation({ id, kind, name, accounts, createdAtMs, devices: [] })
      const movedOn = await conversations.write(conversation, async () => mergeConversation(conversation, saved))
      if (known === undefined) {
        tally.chats++
        conversations.adopt(conversation)
      }
      return { conversation, devices: saved.devices, messagesBefore: tally.messages, movedOn: movedOn || known === undefined }
    })
  }

  async function isRightId({ kind, id, groups, accounts: [own] }: SavedConversation, other: AccountId | undefined): Promise<boolean> {
    if (kind === 'direct') return own !== undefined && other !== undefined && id === (await directConversationId(primitives, own, other))
    const ids = await Promise.all(groups.map(group => groupConversationId(primitives, group)))
    return ids.includes(id)
  }

  function mergeConversation(conversation: Conversation, saved: SavedConversation): { writes: RecordWrite[]; result: boolean } {
    const writes: RecordWrite[] = []
    for (const member of saved.devices) {
      deviceIndex(conversation, member)
      const holding = holdingOf(conversation.holdings, member.device)
      if (member.read > holding.read) writes.push(keepHolding(conversation, member.device, { ...holding, read: member.read }))
    }
    conversation.formerGroups = [...new Set([...conversation.formerGroups, ...saved.groups])]
    const movedOn = saved.readUpTo !== undefined && isBefore(conversation.readUpTo, saved.readUpTo)
    if (movedOn) conversation.readUpTo = saved.readUpTo
    return { writes: [records.conversation(conversation), records.counters(conversation), ...writes], result: movedOn }
  }

  function keepHolding(conversation: Conversation, device: DeviceId, holding: Holding): RecordWrite {
    conversation.holdings.set(device, holding)
    return records.holding(conversation, device, holding)
  }

  async function takeMessages({ conversation, devices }: Open, page: readonly SavedMessage[]): Promise<void> {
    const taken = await conversations.write(conversation, async () => {
      const writes: RecordWrite[] = []
      const changed = new Set<DeviceId>()
      let count = 0
      for (const saved of page) {
        const member = devices[saved.device]
        if (member === undefined) throw malformed('a message of nobody')
        const message = decodeMessage(saved.message)
        if (!isNew(conversation, member.device, message.seq)) continue
        const id = await messageId(primitives, conversation.id, member.key, message.seq)
        const { device, account } = member
        const state = account === ownAccount(conversation) ? settledState(saved.state) : undefined
        const stored = { ...message, id, conversation: conversation.id, device, account, conflict: saved.conflict, imported: { state } }
        writes.push(...records.message(conversation, stored))
        if (message.hlc > conversation.hlc) conversation.hlc = message.hlc
        if (device !== self.device) changed.add(device)
        count++
      }
      for (const device of changed) writes.push(records.holding(conversation, device, holdingOf(conversation.holdings, device)))
      return { writes: count === 0 ? [] : [...writes, records.counters(conversation)], result: count }
    })
    tally.messages += taken
    tally.known += page.length - taken
  }

  /** And from now on it isn't: whatever comes under this number later is known. */
  function isNew(conversation: Conversation, device: DeviceId, seq: number): boolean {
    if (device === self.device) {
      if (seq < conversation.nextSeq) return false
      conversation.nextSeq = seq + 1
      return true
    }
    const holding = holdingOf(conversation.holdings, device)
    const progress = add(holding.progress, { first: seq, last: seq })
    // Beyond more holes than are tracked nothing is taken, since it could not be known again.
    if (has(holding.progress, seq) || !has(progress, seq)) return false
    conversation.holdings.set(device, { ...holding, progress })
    return true
  }

  async function leave({ conversation, messagesBefore, movedOn }: Open): Promise<void> {
    if (tally.messages === messagesBefore && !movedOn) return
    await conversations.write(conversation, async () => {
      let unread = 0
      for await (const message of records.messagesAfter(conversation, conversation.readUpTo))
        if (message.account !== ownAccount(conversation)) unread++
      conversation.unread = unread
      return { writes: [records.counters(conversation)], result: undefined }
    })
    events.emit('conversation:changed', { conversation: conversation.id })
  }

  for await (const frame of frames) {
    if (head === undefined) {
      head = requireHead(frame)
      continue
    }
    const owner = accountIdOf(head.account)
    if (frame.contact !== undefined) await takeContact(frame.contact, owner)
    if (frame.conversation !== undefined) {
      if (open !== undefined) await leave(open)
      open = await enter(fromConversationFrame(frame.conversation), owner)
    }
    if (frame.messages !== undefined) {
      if (open === undefined) throw malformed('messages of no conversation')
      await takeMessages(open, frame.messages.messages)
    }
  }
  if (head === undefined) throw malformed('nothing')
  if (open !== undefined) await leave(open)
  return { account: accountIdOf(head.account), name: cleanName(head.name), createdAtMs: Number(head.createdAtMs), ...tally }
}

function requireHead({ head }: BackupFrame): BackupHead {
  if (head === undefined) throw malformed('no beginning')
  if (head.version > CONTENT_VERSION)
    throw new ChatError('ERR_SCHEMA_NEWER', 'this backup was made by a newer Parley; install that version to read it')
  return head
}

/** Whether the second place comes later. Places that share a clock value are ordered by what their keys say: not worth asking here. */
function isBefore(one: MessagePlace | undefined, other: MessagePlace): boolean {
  return one === undefined || one.hlc < other.hlc
}

function malformed(what: string): ChatError {
  return new ChatError('ERR_MALFORMED', `this backup holds ${what}: it was not made by Parley`)
}

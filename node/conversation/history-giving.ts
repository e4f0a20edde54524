import { ChatError } from '../base/errors.js'
import type { ConversationId, DeviceId } from '../base/ids.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { heldMessages, saveMessage } from './exporting.js'
import { progressIn } from './gaps.js'
import {
  decodeHistoryAsk,
  encodeHistoryList,
  encodeHistoryPage,
  MAX_LISTED,
  MAX_PASSED,
  type HistoryAsk,
  type HistoryPage,
  type ListedConversation
} from './history-frame.js'
import { isFleeting, type StoredMessage } from './message.js'
import type { OwnDevices } from './own-devices.js'
import { has } from './progress.js'
import { saveConversation, type SavedConversation } from './saved.js'

/** Of one page: what an answer carries, less the conversation that it is of. */
const MAX_PAGE_BYTES = 56_000
/** What a message, its device and its account take beside its own bytes. */
const ENTRY_BYTES = 128

/** Gives another device of this account what was said before it came: page by page, as it asks, and keeps nothing of how far it is. */
export interface HistoryGiving {
  /** Answers a `history` request. @throws ERR_NOT_ALLOWED to whoever is no device of this account, ERR_NOT_FOUND, ERR_MALFORMED */
  answer(from: DeviceId, body: Uint8Array): Promise<Uint8Array>
}

interface Parts {
  readonly conversations: Pick<Conversations, 'find' | 'portable' | 'isHome'>
  readonly ownDevices: Pick<OwnDevices, 'isOther'>
  /** Whether this device waits for history itself. */
  readonly isWhole: () => boolean
}

export function createHistoryGiving(
  { records, self }: Pick<ConversationContext, 'records' | 'self'>,
  { conversations, ownDevices, isWhole }: Parts
): HistoryGiving {
  async function listed(conversation: Conversation): Promise<ListedConversation> {
    const [newest] = (await records.messagesBefore(conversation, undefined, 1)).messages
    return { id: conversation.id, newest: newest?.hlc ?? 0n, messages: heldMessages(conversation, self.account) }
  }

  async function listAfter(after: ConversationId | undefined): Promise<Uint8Array> {
    const all = conversations.portable().toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const left = after === undefined ? all : all.filter(({ id }) => id > after)
    const page = await Promise.all(left.slice(0, MAX_LISTED).map(listed))
    return encodeHistoryList({ conversations: page, hasMore: left.length > page.length, isWhole: isWhole() })
  }

  async function pageOf(from: DeviceId, { conversation: id, before, held }: HistoryAsk & { kind: 'page' }): Promise<HistoryPage> {
    const conversation = conversations.find(id)
    if (conversation === undefined || conversation.kind === 'own' || conversations.isHome(conversation))
      throw new ChatError('ERR_NOT_FOUND', `no conversation ${id} here`)
    const theirs = progressIn(conversation, held)
    const isKnown = (message: StoredMessage): boolean => {
      const { device, seq, shared } = message
      if (isFleeting(message)) return true
      // Whoever shared it with this device shares it with all of the account.
      if (shared !== undefined) return true
      const progress = theirs.get(device)
      return device === from || (progress !== undefined && has(progress, seq))
    }
    const { messages, hasEarlier } = await records.messagesBefore(conversation, before, MAX_PASSED)
    const given: StoredMessage[] = []
    let left = MAX_PAGE_BYTES
    let passed = 0
    for (const message of messages.toReversed()) {
      const cost = isKnown(message) ? 0 : message.bytes.length + ENTRY_BYTES
      if (cost > left && given.length > 0) break
      left -= cost
      passed++
      if (cost > 0) given.push(message)
    }
    const last = messages[messages.length - passed]
    const isOver = passed === messages.length && !hasEarlier
    const next = isOver || last === undefined ? undefined : { hlc: last.hlc, device: last.device, seq: last.seq }
    if (given.length === 0) return { conversation: undefined, messages: [], passed, next }
    const saved = withDevicesOf(saveConversation(conversation, self.device), given)
    const page = given.map(message => saveMessage(self.device, conversation, message, indexIn(saved, message.device)))
    return { conversation: saved, messages: page, passed, next }
  }

  return {
    async answer(from, body) {
      if (!ownDevices.isOther(from)) throw new ChatError('ERR_NOT_ALLOWED', 'history is for the devices of its account alone')
      const ask = decodeHistoryAsk(body)
      return ask.kind === 'list' ? listAfter(ask.after) : encodeHistoryPage(await pageOf(from, ask))
    }
  }
}

/** Of a large group only whose messages these are, so that it fits. */
function withDevicesOf(saved: SavedConversation, messages: readonly StoredMessage[]): SavedConversation {
  const senders = new Set([...messages.map(({ device }) => device), saved.readUpTo?.device])
  const devices = saved.devices.filter(({ device }) => senders.has(device))
  const accounts = new Set(devices.map(({ account }) => account))
  // Of two people both are named, since the conversation's id is made of them.
  const isNamed = (account: SavedConversation['accounts'][number], i: number): boolean =>
    i === 0 || saved.kind === 'direct' || accounts.has(account)
  return { ...saved, accounts: saved.accounts.filter(isNamed), devices }
}

function indexIn({ devices }: SavedConversation, device: DeviceId): number {
  return devices.findIndex(member => member.device === device)
}

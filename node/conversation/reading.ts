import { ChatError } from '../base/errors.js'
import type { AccountId, DeviceId, MessageId } from '../base/ids.js'
import type { Contacts } from './contacts.js'
import { isRevoked } from '../identity/device-list.js'
import type { ConversationContext, Self } from './context.js'
import { audienceOf, isForNobody } from './audience.js'
import { ownAccount, type Conversation } from './conversation.js'
import { currentGroup, mustGo } from './current-group.js'
import { headOf } from './group.js'
import { holdingOf } from './holding.js'
import type { Conversations } from './conversations.js'
import { isToRead, type StoredMessage } from './message.js'
import { has, type SeqRange } from './progress.js'
import type { Receipts } from './receipts.js'
import type { RecordWrite } from './records.js'

/**
 * Of our own messages. True when shown; only ever moves forward, but back from `stored` where relays no longer keep what they kept. In a
 * group `delivered` and `read` are of all whom it was for; what was said there while nobody else was in is `delivered` at once, to nobody.
 * `partly`: some have it, and it is not tried for the others any more; `failed`: for nobody, and nobody has it.
 */
export type DeliveryState = 'queued' | 'stored' | 'partly' | 'delivered' | 'read' | 'failed'

/**
 * Why nothing can be written: no member has let this device in yet, or again, it is what another account of ours wrote, this device was revoked,
 * or a group that we are not in any more.
 */
export type ReadOnly = 'waiting' | 'archive' | 'revoked' | 'left' | 'removed'

export type Reader = Pick<Self, 'account' | 'device' | 'deviceList'>

export function whyReadOnly(conversation: Conversation, { account, device, deviceList }: Reader): ReadOnly | undefined {
  if (ownAccount(conversation) !== account) return 'archive'
  if (isRevoked(deviceList(), device)) return 'revoked'
  if (conversation.membership === 'left' || conversation.membership === 'removed') return conversation.membership
  return conversation.groups.length === 0 || conversation.membership === 'parted' ? 'waiting' : undefined
}

/** Of how many others a message of ours has come to how many, and how many have read it. */
export interface Counts {
  readonly of: number
  readonly delivered: number
  readonly read: number
}

export function countsOf(conversation: Conversation, { seq }: Pick<StoredMessage, 'seq'>): Counts {
  const audience = new Set(audienceOf(conversation, seq))
  const delivered = new Set<AccountId>()
  const read = new Set<AccountId>()
  for (const { device, account } of conversation.devices) {
    const receipt = conversation.shown.get(device)
    // How far somebody has read says nothing of what is missing on the way.
    if (receipt === undefined || !audience.has(account) || !has(receipt.progress, seq)) continue
    delivered.add(account)
    if (receipt.read >= seq) read.add(account)
  }
  return { of: audience.size, delivered: delivered.size, read: read.size }
}

/** Derived from cumulative receipts: no message has a row of its own for its state. */
export function stateOf(conversation: Conversation, message: Pick<StoredMessage, 'seq'>): DeliveryState {
  const { of, delivered, read } = countsOf(conversation, message)
  if (isForNobody(conversation, message.seq)) return 'delivered'
  if (of > 0 && read === of) return 'read'
  if (of > 0 && delivered === of) return 'delivered'
  if (isGivenUp(conversation, message.seq) || isForTheGone(conversation, message.seq)) return delivered > 0 ? 'partly' : 'failed'
  return isIn(conversation.stored, message.seq) ? 'stored' : 'queued'
}

/** Over 30 days old. */
export const isGivenUp = ({ failed }: Pick<Conversation, 'failed'>, seq: number): boolean => isIn(failed, seq)

/** Nobody is left in the group whom a message of ours was for and who lacks it. */
export function isForTheGone(conversation: Conversation, seq: number): boolean {
  const lacking = lackingIt(conversation, seq)
  return lacking.length > 0 && lacking.every(account => isGone(conversation, account))
}

/** Whom a message of ours was for and who have not said that it is there, in the order in which they are known. */
export function lackingIt(conversation: Conversation, seq: number): readonly AccountId[] {
  const having = new Set(conversation.devices.flatMap(({ device, account }) => (hasIt(conversation, device, seq) ? account : [])))
  return audienceOf(conversation, seq).filter(account => !having.has(account))
}

/** Out of the group, or about to be put out: what was for them does not go there. */
export function isGone(conversation: Conversation, account: AccountId): boolean {
  if (conversation.kind !== 'group' || conversation.groups.length === 0) return false
  const group = currentGroup(conversation)
  return !headOf(group).members.some(member => member.account === account && !mustGo(conversation, group, member))
}

function hasIt({ shown }: Pick<Conversation, 'shown'>, device: DeviceId, seq: number): boolean {
  const receipt = shown.get(device)
  return receipt !== undefined && has(receipt.progress, seq)
}

const isIn = (ranges: readonly SeqRange[], seq: number): boolean => ranges.some(({ first, last }) => first <= seq && seq <= last)

/** The same of any message of ours: of one that a backup brought, what was known then; of another device's, nothing is known here. */
export function knownState(own: DeviceId, conversation: Conversation, message: StoredMessage): DeliveryState | undefined {
  if (message.imported !== undefined) return message.imported.state
  return message.device === own ? stateOf(conversation, message) : undefined
}

/** The person has read up to this message and all before it. @throws ERR_NOT_FOUND */
export async function markRead(
  context: Pick<ConversationContext, 'records' | 'self' | 'events' | 'clock'>,
  {
    contacts,
    conversations,
    receipts
  }: { readonly contacts: Contacts; readonly conversations: Conversations; readonly receipts: Receipts },
  conversation: Conversation,
  id: MessageId
): Promise<void> {
  const { records, self, events } = context
  const target = await records.messageById(conversation, id)
  if (target === undefined) throw new ChatError('ERR_NOT_FOUND', `no message ${id} in this conversation`)
  // What was said before we came was never unread.
  if (target.shared !== undefined) return
  const { isNews, begun } = await conversations.write(conversation, async () => {
    let isAhead = false
    let unread = 0
    const seqs = new Map<DeviceId, number>()
    const passed = new Set<MessageId>()
    for await (const message of records.messagesAfter(conversation, conversation.readUpTo)) {
      if (message.account !== self.account && message.shared === undefined) {
        if (isToRead(message) && !isHidden(contacts, conversation, message)) unread++
        if (!isAhead) seqs.set(message.device, Math.max(message.seq, seqs.get(message.device) ?? 0))
      }
      if (!isAhead) passed.add(message.id)
      if (message.id !== id) continue
      isAhead = true
      unread = 0
    }
    const fading = await beginToFade(context, conversation, ({ hlc, id: of }) => hlc < target.hlc || passed.has(of))
    // What came late and stands before the place was counted when it came.
    if (!isAhead && unread === conversation.unread) return { writes: fading.writes, result: { isNews: false, begun: fading.begun } }
    conversation.unread = unread
    const result = { isNews: true, begun: fading.begun }
    if (!isAhead) return { writes: [records.counters(conversation), ...fading.writes], result }
    conversation.readUpTo = { hlc: target.hlc, device: target.device, seq: target.seq }
    const writes = [records.counters(conversation), ...fading.writes]
    for (const [device, seq] of seqs) {
      const holding = holdingOf(conversation.holdings, device)
      const next = { ...holding, read: Math.max(holding.read, seq) }
      conversation.holdings.set(device, next)
      writes.push(records.holding(conversation, device, next))
    }
    return { writes, result }
  })
  for (const message of begun) events.emit('message:changed', { conversation: conversation.id, message })
  if (!isNews) return
  receipts.changed(conversation)
  events.emit('conversation:changed', { conversation: conversation.id })
}

/** Part of a change: of what has a lifetime and waits to be read, these were. */
async function beginToFade(
  { records, clock }: Pick<ConversationContext, 'records' | 'clock'>,
  conversation: Conversation,
  isRead: (message: StoredMessage) => boolean
): Promise<{ readonly writes: readonly RecordWrite[]; readonly begun: readonly MessageId[] }> {
  const writes: RecordWrite[] = []
  const begun: MessageId[] = []
  for (const id of await records.unreadFading(conversation)) {
    const message = await records.messageById(conversation, id)
    if (message?.lifetimeS === undefined || !isRead(message)) continue
    writes.push(...records.message(conversation, { ...message, fadesAtMs: Math.floor(clock.now()) + message.lifetimeS * 1_000 }))
    begun.push(id)
  }
  return { writes, begun }
}

/** Said in a group by somebody whom the person has blocked: kept, so that a lifted block shows it, and neither shown nor told. */
export function isHidden(
  contacts: Pick<Contacts, 'find'>,
  { kind }: Pick<Conversation, 'kind'>,
  { account }: Pick<StoredMessage, 'account'>
): boolean {
  return kind === 'group' && contacts.find(account)?.state === 'blocked'
}

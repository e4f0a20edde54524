import type { AccountId, DeviceId } from '../base/ids.js'
import type { Contact as KnownContact, Contacts } from '../conversation/contacts.js'
import type { Self } from '../conversation/context.js'
import { ownAccount, type Conversation } from '../conversation/conversation.js'
import { currentGroup, isShared } from '../conversation/current-group.js'
import { headOf } from '../conversation/group.js'
import type { KnownGap } from '../conversation/gaps.js'
import type { HistoryTransfer as KnownTransfer } from '../conversation/history-fetching.js'
import { lifetimeOf } from '../conversation/lifetime.js'
import type { StoredMessage } from '../conversation/message.js'
import { shownSticker, STICKER_PACK, STICKERS } from '../conversation/sticker.js'
import { nameInGroup } from '../conversation/presences.js'
import { countsOf, knownState, type Reader, whyReadOnly } from '../conversation/reading.js'
import type { InviteRecord } from '../identity/invite.js'
import { friendlyDeviceName } from '../identity/device-name.js'
import { cleanName } from '../identity/display-name.js'
import { usesLeft } from '../identity/invite.js'
import type { MessagePlace } from '../store/keyspace.js'
import type { Vault } from '../store/vault.js'
import type { Outbox } from '../conversation/outbox.js'
import type { Chat } from './chat.js'
import type { Counts, Gap, KnownSticker, Message } from './message.js'
import type { Contact, Invite } from './person.js'
import type { HistoryTransfer, Identity } from './status.js'
import type { OwnProfile } from './own-profile.js'
import { ChatError } from '../base/errors.js'

const SHORT_ACCOUNT = 8

export function presentIdentity({ name, certificate, createdAtMs }: OwnProfile, { keepsAccount }: Pick<Vault, 'keepsAccount'>): Identity {
  const { account, device } = certificate
  return { account, name, device, deviceName: friendlyDeviceName(device), createdAtMs, hasAccountKey: keepsAccount }
}

/** The room's things as plain data for people and programs. */
export function presentContact(self: Pick<Self, 'companion'>, contact: KnownContact): Contact {
  const { account, name, state, verified } = contact
  const devices = contact.devices.map(({ device }) => device)
  return { account, name, state, verified, devices, ...(account === self.companion() ? { livesHere: true as const } : {}) }
}

/** Somebody else: as they are known here, else as they call themselves in the group. */
export function memberName(contacts: Contacts, conversation: Conversation, account: AccountId, told = ''): string {
  return contacts.find(account)?.name ?? nameInGroup(conversation, account) ?? (told || account.slice(0, SHORT_ACCOUNT))
}

export interface Knowing {
  readonly self: Self
  readonly contacts: Contacts
  readonly outbox: Pick<Outbox, 'outstanding'>
}

/** @param text what it says by now */
export function presentMessage(knowing: Knowing, conversation: Conversation, message: StoredMessage, text: string): Message {
  const { self, contacts } = knowing
  const outgoing = message.account === ownAccount(conversation)
  const state = outgoing ? knownState(self.device, conversation, message) : undefined
  return {
    id: message.id,
    chat: message.conversation,
    sender: message.account,
    senderName: outgoing ? self.name() : memberName(contacts, conversation, message.account, message.shared?.name),
    device: message.device,
    seq: message.seq,
    text,
    ...(message.isUnknown === true ? { unknown: true as const } : {}),
    ...(message.forwarded === true ? { forwarded: true as const } : {}),
    ...presentSticker(message, text),
    ...presentLifetime(conversation, message),
    ...(message.leaving === true ? { leaving: true as const } : {}),
    sentAtMs: message.sentAtMs,
    outgoing,
    ...(state === undefined ? {} : { state }),
    ...(outgoing && message.device === self.device ? presentCounts(knowing, conversation, message) : {}),
    ...(message.imported?.isReceived === false ? { imported: true as const } : {}),
    ...(message.shared === undefined
      ? {}
      : { sharedBy: { account: message.shared.by, name: memberName(contacts, conversation, message.shared.by) } }),
    ...(message.conflict ? { conflict: true as const } : {})
  }
}

/** What a group's members say of it in messages changes nothing there. */
function presentLifetime(
  { kind }: Conversation,
  { lifetimeS, fadesAtMs, setsLifetimeS }: StoredMessage
): Pick<Message, 'lifetimeS' | 'fadesAtMs' | 'setsLifetimeS' | 'unknown'> {
  if (setsLifetimeS !== undefined) return kind === 'direct' ? { setsLifetimeS } : { unknown: true }
  return { ...(lifetimeS === undefined ? {} : { lifetimeS }), ...(fadesAtMs === undefined ? {} : { fadesAtMs }) }
}

/** @param text what the message says by now */
export function presentSticker({ sticker }: Pick<StoredMessage, 'sticker'>, text: string): { readonly sticker?: KnownSticker } {
  const name = shownSticker(sticker, text)
  return name === undefined ? {} : { sticker: { pack: STICKER_PACK, name, emoji: STICKERS[name] } }
}

/** Of a message of this device, in a group. */
export function presentCounts(
  { self, outbox }: Omit<Knowing, 'contacts'>,
  conversation: Conversation,
  message: Pick<StoredMessage, 'seq'>
): { readonly counts?: Counts } {
  if (conversation.kind !== 'group') return {}
  const counts = countsOf(conversation, message)
  if (counts.delivered === counts.of) return { counts }
  const row = outbox.outstanding(conversation).find(({ first, last }) => first <= message.seq && message.seq <= last)
  const relays = row?.stored.filter(({ relay }) => relay !== self.relayHere()).length ?? 0
  return { counts: relays === 0 ? counts : { ...counts, relays } }
}

export function presentGap({ id }: Conversation, { device, range, isLost }: KnownGap): Gap {
  return { chat: id, device, from: range.first, to: range.last, ...(isLost ? { lost: true as const } : {}) }
}

export function presentTransfer(transfer: KnownTransfer | undefined): HistoryTransfer | undefined {
  if (transfer === undefined) return undefined
  const { from, ...rest } = transfer
  return from === undefined ? rest : { ...rest, from }
}

/** An archive bears the account's name, so that it isn't taken for the chat that goes on. */
export function chatTitle(self: Pick<Self, 'account'>, contacts: Contacts, conversation: Conversation): string {
  const other = contacts.otherOf(conversation)
  const name = other === undefined ? groupName(conversation) : contacts.get(other).name
  const own = ownAccount(conversation)
  return own === self.account ? name : `${name} (as ${own.slice(0, SHORT_ACCOUNT)})`
}

function groupName({ name }: Conversation): string {
  return cleanName(name) || 'a group'
}

export function presentChat(
  self: Reader & Pick<Self, 'companion'>,
  contacts: Contacts,
  conversation: Conversation,
  newest: Message | undefined
): Chat {
  const other = contacts.otherOf(conversation)
  const readOnly = whyReadOnly(conversation, self)
  const lifetimeS = lifetimeOf(conversation)
  const state = other === undefined ? 'accepted' : contacts.stateOf(other)
  const isUnreached = state === 'invited' && readOnly === undefined && !conversation.groups.some(group => isShared(conversation, group))
  return {
    id: conversation.id,
    kind: conversation.kind === 'group' ? 'group' : 'direct',
    title: chatTitle(self, contacts, conversation),
    accounts: conversation.accounts,
    ...(conversation.kind === 'group' && conversation.groups.length > 0 ? { members: peopleIn(conversation) } : {}),
    state,
    ...(isUnreached ? { unreached: true as const } : {}),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(other !== undefined && other === self.companion() ? { livesHere: true as const } : {}),
    unread: conversation.unread,
    ...(conversation.muted ? { muted: true as const } : {}),
    ...(conversation.pinned ? { pinned: true as const } : {}),
    ...(lifetimeS === 0 ? {} : { lifetimeS }),
    newest
  }
}

const peopleIn = (conversation: Conversation): number =>
  new Set(headOf(currentGroup(conversation)).members.map(({ account }) => account)).size

export function presentInvite(invite: InviteRecord, link: Pick<Invite, 'uri' | 'page'>): Invite {
  const left = usesLeft(invite)
  return {
    ...link,
    id: invite.id,
    label: invite.label,
    createdAtMs: invite.createdAtMs,
    used: invite.used,
    revoked: invite.revoked,
    ...(invite.expiresAtMs === undefined ? {} : { expiresAtMs: invite.expiresAtMs }),
    ...(left === undefined ? {} : { usesLeft: left })
  }
}

const MAX_INDEX_DIGITS = 4
const CURSOR = /^([0-9a-f]{1,16})\.(\d{1,4}|[A-Za-z0-9]{40,64})\.(\d{1,10})$/

/** Where a page begins, as an opaque text. */
export function encodeCursor(conversation: Conversation, { hlc, device, seq }: MessagePlace): string {
  const index = conversation.devices.findIndex(member => member.device === device)
  return `${hlc.toString(16)}.${index === -1 ? device : index}.${seq}`
}

/** @throws ERR_INVALID_ARGUMENT */
export function decodeCursor(conversation: Conversation, cursor: string): MessagePlace {
  const [, clock, index, seq] = CURSOR.exec(cursor) ?? []
  const device = deviceOfCursor(conversation, index)
  const hlc = clock === undefined ? undefined : BigInt(`0x${clock}`)
  if (device === undefined || hlc === undefined || Number(seq) > 0xffff_ffff)
    throw new ChatError('ERR_INVALID_ARGUMENT', 'this mark is not what another page of this chat gave')
  return { hlc, device, seq: Number(seq) }
}

/** One that shared what we read of before we came need never have been a member since. */
function deviceOfCursor({ devices }: Conversation, index: string | undefined): DeviceId | undefined {
  return index !== undefined && index.length > MAX_INDEX_DIGITS ? (index as DeviceId) : devices[Number(index)]?.device
}

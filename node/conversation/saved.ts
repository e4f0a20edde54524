import { EMPTY, fromHex, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId } from '../base/ids.js'
import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import { encodeReadable, readableAddresses } from '../identity/address.js'
import { MAX_REVOCATIONS } from '../identity/device-list.js'
import { isDirectoryAccess } from '../identity/directory.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import { cleanName } from '../identity/display-name.js'
import type { MessagePlace } from '../store/keyspace.js'
import { SavedContact as ContactFrame, SavedConversation as ConversationFrame } from '../wire/generated/backup.js'
import { contactState } from './contact-record.js'
import type { Contact } from './contacts.js'
import { MEMBER_STATES, type Conversation, type ConversationKind, type ConversationMember, type MemberState } from './conversation.js'
import { headOf } from './group.js'
import { everHad, holdingOf } from './holding.js'
import type { LifetimeSetting } from './lifetime.js'
import { readPresence, type Presence } from './presence.js'
import { readRelayAddresses } from '../network/relay-address.js'
import { namedNow } from './relay-set.js'
import { roleOf } from '../session/roles.js'

export const MAX_SAVED_ACCOUNTS = 256
export const MAX_SAVED_MEMBERS = 4_096
const MAX_GROUPS = 64
const GROUP_BYTES = 32
const MAX_DEVICES = 8
const MAX_ADDRESSES = 16
const MAX_RELAYS = 8
const MAX_PRESENCES = 4
/** Of a group in the index. */
const MAX_INDEXED_ACCOUNTS = 64
const MAX_INDEXED_DEVICES = 64

/** For decoding what holds either. */
export const SAVED_CONTACT_LIMITS = {
  devices: MAX_DEVICES,
  devices$: { addresses: MAX_ADDRESSES },
  relays: MAX_RELAYS,
  revoked: MAX_REVOCATIONS
}
export const SAVED_CONVERSATION_LIMITS = {
  accounts: MAX_SAVED_ACCOUNTS,
  devices: MAX_SAVED_MEMBERS,
  groups: MAX_GROUPS,
  presences: MAX_PRESENCES
}

/** All of a contact but the relays it has left. Of tokens only the door of who has accepted: an invite's stays on its device. */
export interface SavedContact extends Omit<Contact, 'relays'> {
  /** Multiaddrs that the account named, the best first. */
  readonly relays: readonly string[]
}

export interface SavedMember extends ConversationMember {
  /** The seq up to which the person has read this device's messages. */
  readonly read: number
  /** The seq up to which all of them had come. */
  readonly had: number
}

/** What a conversation is, without its messages and without any key. */
export interface SavedConversation {
  readonly id: ConversationId
  readonly kind: ConversationKind
  /** Of a group. */
  readonly name: string
  /** Of a group. */
  readonly membership: MemberState
  /** The first is the one whose history it is. */
  readonly accounts: readonly AccountId[]
  readonly devices: readonly SavedMember[]
  readonly groups: readonly ConversationId[]
  readonly createdAtMs: number
  readonly readUpTo: MessagePlace | undefined
  /** Of a group, in the index: what members say of themselves who are no contacts. */
  readonly presences: readonly Presence[]
  /** Where it is direct: what was last said about how long messages live. */
  readonly lifetime?: LifetimeSetting | undefined
}

/** By this device, which has all that it wrote itself. */
export function saveConversation(conversation: Conversation, own: DeviceId): SavedConversation {
  const { id, kind, name, membership, accounts, createdAtMs, readUpTo, lifetime } = conversation
  const devices = conversation.devices.map(member => savedMember(conversation, member, own))
  const groups = new Set([...conversation.formerGroups, ...conversation.groups.map(group => group.id)])
  const saved = { id, kind, name, membership, accounts, devices, groups: [...groups].slice(-MAX_GROUPS), createdAtMs, readUpTo, lifetime }
  return { ...saved, presences: [] }
}

function savedMember({ holdings, nextSeq }: Conversation, member: ConversationMember, own: DeviceId): SavedMember {
  const holding = holdingOf(holdings, member.device)
  return { ...member, read: holding.read, had: member.device === own ? nextSeq - 1 : everHad(holding).contiguous }
}

/**
 * A group as the index has it, small enough for any part of it: whom to ask to be let in again. Those with a role come first, then contacts,
 * then of all others four that say where they are.
 */
function saveGroup(conversation: Conversation, own: DeviceId, isContact: (account: AccountId) => boolean): SavedConversation {
  const saved = saveConversation(conversation, own)
  const [group] = conversation.groups
  const roles = group === undefined ? undefined : headOf(group).roles
  const rank = (account: AccountId): number => (roles !== undefined && roleOf(roles, account) !== 'member' ? 0 : isContact(account) ? 1 : 2)
  const [self, ...others] = saved.accounts
  const ranked = others.toSorted((a, b) => rank(a) - rank(b))
  const accounts = [...(self === undefined ? [] : [self]), ...ranked].slice(0, MAX_INDEXED_ACCOUNTS)
  const devices = saved.devices.filter(({ account }) => accounts.includes(account)).slice(-MAX_INDEXED_DEVICES)
  const strangers = accounts.filter(account => account !== self && !isContact(account))
  const presences = strangers.flatMap(account =>
    devices.flatMap(member => (member.account === account ? (conversation.presences.get(member.device) ?? []) : []))
  )
  const isReaderIn = devices.some(({ device }) => device === saved.readUpTo?.device)
  return { ...saved, accounts, devices, presences: presences.slice(0, MAX_PRESENCES), readUpTo: isReaderIn ? saved.readUpTo : undefined }
}

/** All conversations that the index has. */
export function saveForIndex(all: readonly Conversation[], own: DeviceId, isContact: (account: AccountId) => boolean): SavedConversation[] {
  return all.flatMap(conversation => {
    if (conversation.kind === 'direct') return saveConversation(conversation, own)
    const isIn = conversation.kind === 'group' && (conversation.membership === 'joined' || conversation.membership === 'parted')
    return isIn ? saveGroup(conversation, own, isContact) : []
  })
}

export function saveContact(contact: Contact): SavedContact {
  const token = contact.state === 'accepted' ? contact.token : undefined
  const relays = namedNow(contact.relays).map(({ address }) => address)
  // Of none there is nothing to be rolled back to: the index need not be written anew for it.
  return { ...contact, token, relays, relaysChangedAtMs: relays.length === 0 ? 0 : contact.relaysChangedAtMs }
}

export function restoreContact(saved: SavedContact): Contact {
  const relays = readRelayAddresses(saved.relays).map(relay => ({ ...relay, leftAtMs: undefined }))
  return { ...saved, relays, token: saved.state === 'accepted' ? saved.token : undefined }
}

export function toContactFrame(contact: SavedContact): ContactFrame {
  return {
    account: accountKeyOf(contact.account),
    name: contact.name,
    state: contact.state,
    stateBeforeBlock: contact.stateBeforeBlock ?? '',
    verified: contact.verified,
    changedAtMs: BigInt(contact.changedAtMs),
    devices: contact.devices
      .slice(0, MAX_DEVICES)
      .map(({ device, addresses }) => ({ device: deviceKeyOf(device), addresses: encodeReadable(addresses).slice(0, MAX_ADDRESSES) })),
    relays: encodeReadable(contact.relays).slice(0, MAX_RELAYS),
    directoryKey: contact.directory?.recordKey ?? EMPTY,
    directoryValueKey: contact.directory?.valueKey ?? EMPTY,
    door: contact.token ?? EMPTY,
    revoked: contact.revoked.slice(0, MAX_REVOCATIONS).map(deviceKeyOf),
    relaysChangedAtMs: BigInt(contact.relaysChangedAtMs)
  }
}

/** @throws ERR_MALFORMED */
export function fromContactFrame(frame: ContactFrame): SavedContact {
  const state = contactState(frame.state)
  const directory = { recordKey: frame.directoryKey, valueKey: frame.directoryValueKey }
  if (state === undefined) throw malformed('a contact in a state that there is not')
  return {
    account: accountIdOf(frame.account),
    name: cleanName(frame.name),
    state,
    stateBeforeBlock: contactState(frame.stateBeforeBlock),
    verified: frame.verified,
    changedAtMs: Number(frame.changedAtMs),
    devices: frame.devices.map(({ device, addresses }) => ({ device: deviceIdOf(device), addresses: readableAddresses(addresses) })),
    relays: readableAddresses(frame.relays),
    token: frame.door.length === 0 ? undefined : frame.door,
    directory: isDirectoryAccess(directory) ? directory : undefined,
    revoked: frame.revoked.map(deviceIdOf),
    relaysChangedAtMs: Number(frame.relaysChangedAtMs)
  }
}

export function toConversationFrame(conversation: SavedConversation): ConversationFrame {
  const { id, kind, name, membership, accounts, devices, groups, createdAtMs, readUpTo, presences, lifetime } = conversation
  return {
    id: fromHex(id),
    kind: kind === 'direct' ? '' : kind,
    name,
    membership: membership === 'joined' || membership === 'parted' ? '' : membership,
    accounts: accounts.map(accountKeyOf),
    devices: devices.map(({ key, account, read, had }) => ({ device: key, account: accounts.indexOf(account), read, had })),
    groups: groups.map(fromHex),
    createdAtMs: BigInt(createdAtMs),
    presences: presences.map(({ bytes }) => bytes),
    ...(lifetime && { lifetime: { ...lifetime, device: deviceKeyOf(lifetime.device) } }),
    ...(readUpTo && { read: { ...readUpTo, device: devices.findIndex(({ device }) => device === readUpTo.device) } })
  }
}

/** @throws ERR_MALFORMED */
export function fromConversationFrame(frame: ConversationFrame): SavedConversation {
  const accounts = frame.accounts.map(accountIdOf)
  const devices = frame.devices.map(({ device, account, read, had }): SavedMember => {
    const of = accounts[account]
    if (of === undefined) throw malformed('a device of no account')
    return { device: deviceIdOf(device), account: of, key: device, read, had }
  })
  if (frame.groups.some(group => group.length !== GROUP_BYTES)) throw malformed('a group without an id')
  const reader = frame.read && devices[frame.read.device]
  return {
    id: toHex(frame.id) as ConversationId,
    kind: frame.kind === 'group' ? 'group' : 'direct',
    name: frame.name,
    membership: MEMBER_STATES.find(state => state === frame.membership) ?? 'joined',
    accounts,
    devices,
    groups: frame.groups.map(group => toHex(group) as ConversationId),
    createdAtMs: Number(frame.createdAtMs),
    presences: frame.presences.map(readPresence),
    lifetime: frame.lifetime && { ...frame.lifetime, device: deviceIdOf(frame.lifetime.device) },
    readUpTo: frame.read && reader && { hlc: frame.read.hlc, device: reader.device, seq: frame.read.seq }
  }
}

function malformed(what: string): ChatError {
  return new ChatError('ERR_MALFORMED', `what was saved holds ${what}: it was not made by Parley`)
}

import { EMPTY } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId, LogId } from '../base/ids.js'
import { createSerial, type Serial } from '../base/serial.js'
import { deviceKeyOf } from '../identity/device-id.js'
import type { MessagePlace } from '../store/keyspace.js'
import { createBatches, type Batches } from './batches.js'
import type { Grant } from './grant.js'
import type { Group } from './group.js'
import type { Holding, Claim } from './holding.js'
import type { Letter } from './letter.js'
import type { LifetimeSetting } from './lifetime.js'
import type { LogPlaces, LogWalk } from './log-places.js'
import type { Hlc } from './order.js'
import type { Presence } from './presence.js'
import type { SeqRange } from './progress.js'
import { createRecent, type Recent } from './recent.js'
import type { NamedRelay } from './relay-set.js'
import type { Wish } from './wish.js'

/** Whom what we say from `first` on is for: the others' accounts in the group's head then. */
export interface Audience {
  readonly first: number
  readonly accounts: readonly AccountId[]
}

/** Somebody's word that they leave a group. */
export interface Departure {
  readonly account: AccountId
  /** The upper part of its clock value. */
  readonly atMs: number
}

/** By the clock of then, which may have been wrong. */
export interface OverLook {
  readonly atMs: number
  /** What was said before this was over. */
  readonly overMs: number
}

export interface ConversationMember {
  readonly device: DeviceId
  readonly account: AccountId
  /** The device's public key, 32 bytes: reading it out of the id costs as much as a signature. */
  readonly key: Uint8Array
}

/**
 * `direct`: two accounts, nobody above the other. `group`: whoever its members let in, with roles. `own`: the devices of this account,
 * which tell each other there what their person does; nobody sees it.
 */
export type ConversationKind = 'direct' | 'group' | 'own'

/**
 * The person's place in a group. `left`: they went; `removed`: somebody put them out; `parted`: their account is in it, and this device's leaf was
 * taken, or another was put in its place that it has no Welcome for. In a direct conversation it says nothing: there the contact's state does.
 */
export type MemberState = (typeof MEMBER_STATES)[number]

export const MEMBER_STATES = ['joined', 'left', 'removed', 'parted'] as const

/**
 * A conversation in memory. A direct conversation is known by its two accounts, so both sides name it alike before anything
 * was said; the MLS group under it may change (crossed first contacts). A group is known by its one MLS group, whose id its own is a hash of. Changed in
 * `Conversations.write` alone.
 */
export interface Conversation {
  readonly id: ConversationId
  readonly kind: ConversationKind
  /** What a group was last called, as its profile spells it. */
  name: string
  membership: MemberState
  /** What is new comes as ever, and nobody is called for it: the person's own setting, on this device. */
  muted: boolean
  /** It stands before the others in the list: the person's own setting. */
  pinned: boolean
  /** Of a group: the log in which the Welcome stood that let this device in; undefined where it founded it. */
  joinedBy: LogId | undefined
  /**
   * The first is our own; in an archive it is the account, another of ours, whose history a backup brought. Of a group, everybody who
   * ever was a member: only ever grows.
   */
  readonly accounts: AccountId[]
  /** Of a group: what the person wants it to be and it is not yet. */
  wishes: readonly Wish[]
  letters: readonly Letter[]
  /** Member devices that were added with a key package that is gone: they come in anew. */
  strayed: ReadonlySet<DeviceId>
  /** Ascending. */
  audiences: readonly Audience[]
  /** Of a group: who has said that they leave, and when, also of those who have come back: what let them in may lose. */
  departures: readonly Departure[]
  /** Of a group: whom this device lets read what was said before they came. */
  grants: readonly Grant[]
  /** Of links to the group that this device made. */
  linkTokens: readonly Uint8Array[]
  /** Of a group: of what others let us read of that. */
  sharedBytes: number
  /** Of a group: those that its profile names, and those it has left lately. */
  relays: readonly NamedRelay[]
  readonly createdAtMs: number
  readonly serial: Serial
  readonly batches: Batches
  /** Every device that ever was a member, by index as records name them. Only ever grows. */
  readonly devices: ConversationMember[]
  /** Those that were looked for so far, by their keys in hex: every receipt names them all. */
  readonly deviceByKey: Map<string, DeviceId>
  /** Empty where no member has let this device in: then there is history to read, and nobody to write to. */
  readonly groups: Group[]
  /** MLS groups that other devices of the account were in, and those that others have taken the place of. */
  formerGroups: readonly ConversationId[]
  /** Devices that their own accounts have revoked: a group in whose head one has a leaf is left for good. */
  readonly revoked: Set<DeviceId>
  nextSeq: number
  hlc: Hlc
  nextRow: number
  unread: number
  /** The message up to which the person has read. */
  readUpTo: MessagePlace | undefined
  /** Where it is direct: what was last said about how long messages live. */
  lifetime: LifetimeSetting | undefined
  /** Of a group that keeps messages for some time: what was over when that was last looked at. */
  overLook: OverLook | undefined
  /** When that was last looked at something of ours had been on its way for too long. */
  overdueAtMs: number | undefined
  /** Envelopes taken while the other side is not accepted. */
  held: number
  failed: readonly SeqRange[]
  /** Our messages that nobody acknowledged before enough relays had them. */
  stored: readonly SeqRange[]
  /** Of their messages, what is here. */
  readonly holdings: Map<DeviceId, Holding>
  /** Of our messages, what they say they have. */
  readonly receipts: Map<DeviceId, Holding>
  /** Up to where its logs were read at relays. */
  readonly places: LogPlaces
  /** By relay and log, as places are. */
  readonly walks: Map<string, LogWalk>
  /** SHA-256 of the last receipt and whereabouts that the others have, or enough relays keep. */
  told: Uint8Array
  /** The same as far as it is on disk here, which is what may be shown: no power cut takes it back. */
  readonly shown: Map<DeviceId, Holding>
  /** Of a group: how far others say that a device's messages go, by their accounts. */
  readonly claimed: Map<DeviceId, Map<AccountId, Claim>>
  /** Of a group: what members have, and can't give any more. */
  readonly lost: Map<DeviceId, readonly SeqRange[]>
  /** Of a group: what member devices say of themselves. */
  readonly presences: Map<DeviceId, Presence>
  /** Of envelopes that are kept for members who lack them. */
  keptBytes: number
  /** The newest message of each other device since our last one: the parents of our next. */
  readonly unanswered: Map<DeviceId, { readonly seq: number; readonly bytes: Uint8Array }>
  readonly recent: Recent
}

export interface ConversationParts {
  readonly id: ConversationId
  /** By default direct. */
  readonly kind?: ConversationKind
  readonly name?: string
  readonly membership?: MemberState
  readonly muted?: boolean
  readonly pinned?: boolean
  readonly joinedBy?: LogId | undefined
  readonly relays?: readonly NamedRelay[]
  readonly accounts: readonly AccountId[]
  readonly createdAtMs: number
  readonly devices: readonly ConversationMember[]
  readonly formerGroups?: readonly ConversationId[]
}

export function newConversation(parts: ConversationParts): Conversation {
  return {
    ...parts,
    kind: parts.kind ?? 'direct',
    name: parts.name ?? '',
    membership: parts.membership ?? 'joined',
    joinedBy: parts.joinedBy,
    relays: parts.relays ?? [],
    muted: parts.muted ?? false,
    pinned: parts.pinned ?? false,
    wishes: [],
    letters: [],
    strayed: new Set(),
    audiences: [],
    departures: [],
    grants: [],
    sharedBytes: 0,
    linkTokens: [],
    accounts: [...parts.accounts],
    devices: [...parts.devices],
    deviceByKey: new Map(),
    serial: createSerial(),
    batches: createBatches(),
    groups: [],
    formerGroups: parts.formerGroups ?? [],
    revoked: new Set(),
    nextSeq: 1,
    hlc: 0n as Hlc,
    nextRow: 1,
    unread: 0,
    readUpTo: undefined,
    lifetime: undefined,
    overLook: undefined,
    overdueAtMs: undefined,
    held: 0,
    failed: [],
    stored: [],
    places: new Map(),
    walks: new Map(),
    told: EMPTY,
    holdings: new Map(),
    receipts: new Map(),
    shown: new Map(),
    claimed: new Map(),
    lost: new Map(),
    presences: new Map(),
    keptBytes: 0,
    unanswered: new Map(),
    recent: createRecent()
  }
}

/** Whose history it is. */
export function ownAccount({ accounts, id }: Conversation): AccountId {
  const [own] = accounts
  if (own === undefined) throw new ChatError('ERR_INTERNAL', `conversation ${id} has no accounts`)
  return own
}

/** The index by which records name a device; a new one is added. */
export function deviceIndex(conversation: Conversation, { device, account }: Omit<ConversationMember, 'key'>): number {
  const known = conversation.devices.findIndex(member => member.device === device)
  if (!conversation.accounts.includes(account)) conversation.accounts.push(account)
  return known >= 0 ? known : conversation.devices.push({ device, account, key: deviceKeyOf(device) }) - 1
}

/** The public key of a device that is or was a member. */
export function memberKey(conversation: Conversation, device: DeviceId): Uint8Array {
  return conversation.devices.find(member => member.device === device)?.key ?? deviceKeyOf(device)
}

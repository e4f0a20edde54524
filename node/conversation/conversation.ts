import { EMPTY } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId, EpochId, LogId, NowMs } from '../base/ids.js'
import { createSerial, type Serial } from '../base/serial.js'
import { deviceKeyOf } from '../identity/device-id.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Cursor } from '../network/relays.js'
import type { EpochTree } from '../session/epoch-tree.js'
import type { EpochAge } from '../session/retention.js'
import type { Epoch } from '../session/session.js'
import type { MessagePlace } from '../store/keyspace.js'
import { createBatches, type Batches } from './batches.js'
import type { Grant } from './grant.js'
import type { Hlc } from './order.js'
import { NOTHING, union, type Progress, type SeqRange } from './progress.js'
import { createRecent, type Recent } from './recent.js'
import type { Presence } from './presence.js'
import type { LifetimeSetting } from './lifetime.js'
import type { NamedRelay } from './relay-set.js'
import type { Wish } from './wish.js'

/** What is here of one device's messages, and how far they were read. The same shape says what a device holds of ours. */
export interface Holding {
  readonly progress: Progress
  readonly read: number
  /** The highest seq that the device says it has given out; only about messages that come to us. */
  readonly newest: number
  /** Up to this seq an earlier device of our account had them: they are not here, and nobody owes them. Only about messages that come to us. */
  readonly had: number
  /** In a group: the first seq that is for our account, once the device has told it. Only about messages that come to us. */
  readonly since?: number
  /** In a group: behind that, what was said while our account was out, as the device has told it. Only about messages that come to us. */
  readonly without?: readonly SeqRange[]
  /** In a group that our account has come into again: from here on it may have been out, until the device says so. Only about messages that come to us. */
  readonly outFrom?: number
}

export const NO_HOLDING: Holding = { progress: NOTHING, read: 0, newest: 0, had: 0 }

/** What the account has had of a device's messages, here or before, or was never to have: what nobody owes it. */
export function everHad({ progress, had, since = 1, without = [] }: Holding): Progress {
  const contiguous = Math.max(had, since - 1)
  return contiguous === 0 && without.length === 0 ? progress : union(progress, { contiguous, ranges: without })
}

/** How far an account says that a device's messages go: what it is believed alone, and what where another says so too. */
export interface Claim {
  readonly alone: number
  readonly together: number
}

/** One MLS group of a conversation: the commits that are known, and the epochs whose state is kept. */
export interface Group {
  readonly id: ConversationId
  /** Oldest first. One mutable state per epoch: always replaced by what the session returned. */
  readonly epochs: Map<EpochId, Epoch>
  /** When a child of each was first applied here, and when nothing sent in it was missing any more. */
  readonly ages: Map<EpochId, EpochAge>
  tree: EpochTree
  /** The epoch that is written in: what fork choice says of the tree. */
  head: EpochId
  /** Members of the head whose removal counts and is not behind it: they have to be put out there before anything is encrypted. */
  struck: readonly AccountId[]
  /** The child of our own commit, while not every member device has that: read in, not yet written in. */
  pending: EpochId | undefined
  /** When this device last refreshed its key here. */
  renewedAtMs: NowMs
  /** Our generations in the head below this one are on disk as used: only these may be. */
  paid: number
  /** And below this one, once the batches under way are. */
  reserved: number
  knock: PendingKnock | undefined
  /** Somebody says that this account has no place where the others write: this epoch is on a branch that lost. */
  disowned: Disowned | undefined
}

export interface Disowned {
  readonly by: AccountId
  readonly at: EpochId
}

/** Sent until it is answered: the same bytes each time. */
export interface PendingKnock {
  readonly to: DeviceId
  /** Encoded Knock. */
  readonly body: Uint8Array
  /** What follows in its log, where the Welcome exceeds one envelope. */
  readonly rest?: readonly Uint8Array[]
  /** Relays of the other account that keep it in their box. */
  readonly leftAt: readonly RelayId[]
}

/** A log that nobody has seen, made for one letter, and what its envelopes are sealed with: they are made anew each time, to the same bytes. */
export interface LetterLog {
  /** 32 bytes: of the log's key. */
  readonly seed: Uint8Array
  /** 16 bytes. */
  readonly wrapKey: Uint8Array
  /** 12 bytes each. */
  readonly nonces: readonly Uint8Array[]
}

/** A Welcome to a group: delivered once the epoch that it leads to stands where everybody finds it. The Welcome itself is kept once, with its epoch. */
export interface Letter extends Pick<PendingKnock, 'to' | 'leftAt'> {
  readonly account: AccountId
  readonly epoch: EpochId
  /** Encoded Knock, its Welcome left out. */
  readonly knock: Uint8Array
  readonly log: LetterLog
  /** A device of theirs has it. */
  readonly arrived: boolean
}

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

/** By relay and log. */
export type LogPlaces = Map<string, PlaceInLog>

export const placeKey = (relay: RelayId, log: LogId): string => `${relay} ${log}`

export interface PlaceInLog {
  readonly relay: RelayId
  readonly log: LogId
  readonly cursor: Cursor
}

/** Reading a log back at a relay, from its end, for rows of ours that it says it keeps: page by page, with long pauses. */
export interface LogWalk {
  readonly relay: RelayId
  readonly log: LogId
  readonly storage: string
  /** Read down to here, exclusive; 0: it is done, or not begun. */
  readonly place: number
  /** Numbers of rows that have not been come by. */
  readonly unseen: readonly SeqRange[]
  readonly startedAtMs: number
  readonly lookedAtMs: number
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

export function groupOf({ groups }: Conversation, id: ConversationId): Group | undefined {
  return groups.find(group => group.id === id)
}

export function headOf(group: Group): Epoch {
  const head = group.epochs.get(group.head)
  if (head === undefined) throw new ChatError('ERR_INTERNAL', `group ${group.id} has lost its head epoch`)
  return head
}

/** Whether whom the conversation is with has a leaf in the group's head: before that nobody else can read it. */
export function isComplete(conversation: Conversation, group: Group): boolean {
  if (conversation.kind === 'group') return headOf(group).members.length > 1
  const present = new Set(headOf(group).members.map(member => member.account))
  return conversation.accounts.every(account => present.has(account))
}

/** Whether this member of a group's head must not stay: their place is struck, or their account has revoked the device. */
export function mustGo(
  { revoked }: Conversation,
  { struck }: Group,
  { device, account }: Pick<ConversationMember, 'device' | 'account'>
): boolean {
  return revoked.has(device) || struck.includes(account)
}

/** Whether somebody must go from the group's head: nobody encrypts there. */
export function isBarred(conversation: Conversation, group: Group): boolean {
  const isQuiet = conversation.revoked.size === 0 && group.struck.length === 0
  return !isQuiet && headOf(group).members.some(member => mustGo(conversation, group, member))
}

/**
 * Of two people nobody puts the other's last device out: with only a revoked device of somebody in its head, nobody writes in their group
 * any more, and nothing is taken from there.
 */
export function isLeft(conversation: Conversation, group: Group): boolean {
  return conversation.kind === 'direct' && isBarred(conversation, group) && !isMendable(conversation, group, conversation.revoked)
}

/** Whether the others are in the group and know it, or will once they look into their box. */
export function isShared(conversation: Conversation, group: Group): boolean {
  return !isLeft(conversation, group) && (group.knock === undefined || group.knock.leftAt.length > 0) && isComplete(conversation, group)
}

/** Whether those who would stay are all whom the conversation is with: then one of them takes the revoked devices out, and it goes on. */
export function isMendable({ accounts }: Pick<Conversation, 'accounts'>, group: Group, revoked: ReadonlySet<DeviceId>): boolean {
  const staying = headOf(group).members.filter(({ device }) => !revoked.has(device))
  const present = new Set(staying.map(({ account }) => account))
  return accounts.every(account => present.has(account))
}

/** Whose history it is. */
export function ownAccount({ accounts, id }: Conversation): AccountId {
  const [own] = accounts
  if (own === undefined) throw new ChatError('ERR_INTERNAL', `conversation ${id} has no accounts`)
  return own
}

/** Of two groups the later one counts where it has a device that the earlier lacks: one that lost its keys and came in anew. */
function isSuperseded(group: Group, laterGroups: readonly Group[]): boolean {
  const present = new Set(headOf(group).members.map(member => member.device))
  return laterGroups.some(later => headOf(later).members.some(member => !present.has(member.device)))
}

/**
 * The group to write in: of those that are shared the one with the lowest id, so that crossed first contacts end in one, unless a
 * later one brought a device in; before that, the one that waits for the others. There has to be one.
 */
export function currentGroup(conversation: Conversation): Group {
  const groups = conversation.groups.filter(group => !isLeft(conversation, group))
  const shared = groups.filter(group => isShared(conversation, group)).filter((group, i, all) => !isSuperseded(group, all.slice(i + 1)))
  const complete = shared.length > 0 ? shared : groups.filter(group => isComplete(conversation, group))
  const [lowest] = (complete.length > 0 ? complete : groups).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  if (lowest === undefined) throw new ChatError('ERR_INTERNAL', `conversation ${conversation.id} has no group`)
  return lowest
}

/** The devices that a message of ours should reach. */
export function recipients(conversation: Conversation, own: DeviceId): DeviceId[] {
  if (conversation.groups.length === 0) return []
  const group = currentGroup(conversation)
  return headOf(group).members.flatMap(member => (member.device === own || mustGo(conversation, group, member) ? [] : member.device))
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

export function holdingOf(holdings: ReadonlyMap<DeviceId, Holding>, device: DeviceId): Holding {
  return holdings.get(device) ?? NO_HOLDING
}

import { sha256 } from '@noble/hashes/sha2.js'
import { concat, uint32, uint64, utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId, EpochId, MessageId } from '../base/ids.js'
import { createIdentifierHash, remembering } from './identifier-hash.js'
import { path, under } from './key-paths.js'
import type { Range } from './store.js'

/**
 * Every key path of the database. A path is a table byte, then what the comment says: a name with a number is that many bytes
 * of the HMAC of that identifier under the path key; numbers are big-endian, so that they sort. Bytes are never reused.
 */
export const TABLE = {
  meta: 0x01, // name, in clear
  setting: 0x02, // name8
  contact: 0x03, // account8
  invite: 0x04, // invite8
  request: 0x05, // request8
  keyPackage: 0x06, // ref8
  peer: 0x07, // device8
  deviceList: 0x08, // account8
  conversation: 0x10, // conversation8
  epoch: 0x11, // conversation8 ‖ epoch8                       sealed under the epoch's own key
  ratchet: 0x12, // conversation8 ‖ epoch8 ‖ leaf u32          sealed under the epoch's own key
  header: 0x13, // conversation8 ‖ epoch8
  message: 0x20, // conversation8 ‖ hlc u64 ‖ tag4 ‖ seq u32
  messageId: 0x21, // message10
  progress: 0x22, // conversation8 ‖ device8
  outbox: 0x23, // conversation8 ‖ row u64
  receipt: 0x24, // conversation8 ‖ device8
  receiptMark: 0x25, // conversation8 ‖ device8 ‖ kind u8 ‖ seq u32
  counters: 0x26, // conversation8
  storedMark: 0x27, // conversation8 ‖ row u64 ‖ relay8
  logPlaces: 0x28, // conversation8
  membership: 0x29, // conversation8
  kept: 0x2a, // conversation8 ‖ epoch8 ‖ kind u8 ‖ device8 ‖ last seq u32    sealed under the epoch's own key
  presence: 0x2b, // conversation8 ‖ device8
  happening: 0x2c, // conversation8 ‖ ms u64 ‖ kind u8 ‖ epoch8
  once: 0x2e, // conversation8 ‖ last byte of the seq
  welcome: 0x2f, // conversation8 ‖ epoch8                     sealed under the epoch's own key
  searchNote: 0x30, // conversation8 ‖ random 8
  searchLeaf: 0x31, // conversation8 ‖ place16
  marks: 0x32, // conversation8 ‖ message10
  awaitedMarks: 0x33, // conversation8 ‖ message10
  pin: 0x34, // conversation8 ‖ message10
  fading: 0x35, // ms u64 ‖ message10
  unreadFading: 0x36, // conversation8 ‖ message10
  draft: 0x37, // conversation8
  companion: 0x38 // a whole path of the store of who lives beside the owner
} as const

/** Sealed under the key of the epoch in their paths. */
const SECRET: ReadonlySet<number> = new Set([TABLE.epoch, TABLE.ratchet, TABLE.kept, TABLE.welcome])

const IDENTIFIER_BYTES = 8
/** Messages are the one kind that may be many millions: at 10 bytes, ten million collide once in 10^10 databases. */
const MESSAGE_ID_BYTES = 10
const TAG_BYTES = 4
/** What an envelope that is kept holds. */
const COMMIT = 0
const MESSAGES = 1
/** What a happening is. */
const BY_COMMIT = 0
const SPLIT = 1
const EPOCH_OFFSET = 1 + IDENTIFIER_BYTES
const ROW_OFFSET = 1 + IDENTIFIER_BYTES

/** Where a message stands in its conversation. `hlc` is an unsigned 64-bit, `seq` an unsigned 32-bit number. */
export interface MessagePlace {
  readonly hlc: bigint
  readonly device: DeviceId
  readonly seq: number
}

/** Where a line of a group's history stands that follows from its epochs. */
export interface HappeningPlace {
  /** A safe integer. */
  readonly atMs: number
  readonly epoch: EpochId
  readonly isSplit: boolean
}

/**
 * Builds key paths and the ranges that hold a whole table or one conversation's part of it. A plural is a range: spread it and add
 * `reverse` or `limit`. Numbers out of bounds are ERR_INVALID_ARGUMENT.
 */
export interface Keyspace {
  /** `name` stands in clear. */
  meta(name: string): Uint8Array
  setting(name: string): Uint8Array
  settings(): Range
  contact(account: AccountId): Uint8Array
  contacts(): Range
  invite(id: string): Uint8Array
  invites(): Range
  /** A knock waiting for a decision, under whatever names it uniquely. */
  request(id: string): Uint8Array
  requests(): Range
  /** `ref` is the KeyPackageRef in hex. */
  keyPackage(ref: string): Uint8Array
  keyPackages(): Range
  /** What is known of a device's addresses. */
  peer(device: DeviceId): Uint8Array
  peers(): Range
  deviceList(account: AccountId): Uint8Array
  deviceLists(): Range
  conversation(conversation: ConversationId): Uint8Array
  conversations(): Range
  /** What changes of a conversation with every batch. */
  counters(conversation: ConversationId): Uint8Array
  epoch(conversation: ConversationId, epoch: EpochId): Uint8Array
  epochs(conversation: ConversationId): Range
  /** What `epochTagOf` finds in the paths of this epoch's secrets. */
  epochTag(epoch: EpochId): bigint
  ratchet(conversation: ConversationId, epoch: EpochId, leaf: number): Uint8Array
  ratchets(conversation: ConversationId, epoch: EpochId): Range
  header(conversation: ConversationId, epoch: EpochId): Uint8Array
  headers(conversation: ConversationId): Range
  /**
   * Sorts by clock value, then by the first 4 bytes of SHA-256(conversation ‖ device), then by seq: the same on every member's disk,
   * while telling nothing to who doesn't know the conversation's id.
   */
  message(conversation: ConversationId, place: MessagePlace): Uint8Array
  /** Both bounds exclusive. */
  messages(conversation: ConversationId, between?: { after?: MessagePlace; before?: MessagePlace }): Range
  messageId(id: MessageId): Uint8Array
  /** What was done to a message that is here. */
  marks(conversation: ConversationId, message: MessageId): Uint8Array
  allMarks(conversation: ConversationId): Range
  /** The same of one that has not come. */
  awaitedMarks(conversation: ConversationId, message: MessageId): Uint8Array
  allAwaitedMarks(conversation: ConversationId): Range
  /** Of a message that is pinned. */
  pin(conversation: ConversationId, message: MessageId): Uint8Array
  pins(conversation: ConversationId): Range
  /** Of a message that is to be gone then. */
  fading(atMs: number, message: MessageId): Uint8Array
  /** In the order of their times, up to this one where one is given. */
  fadings(upToMs?: number): Range
  /** Of a message that is to be gone some time after it is read, until it is. */
  unreadFading(conversation: ConversationId, message: MessageId): Uint8Array
  allUnreadFading(conversation: ConversationId): Range
  /** What was begun there and not sent. */
  draft(conversation: ConversationId): Uint8Array
  drafts(): Range
  progress(conversation: ConversationId, device: DeviceId): Uint8Array
  allProgress(conversation: ConversationId): Range
  /** `row` is a safe integer. */
  outboxRow(conversation: ConversationId, row: number): Uint8Array
  outbox(conversation?: ConversationId): Range
  /** A relay keeps an outbox row. */
  storedMark(conversation: ConversationId, row: number, relay: string): Uint8Array
  storedMarks(conversation: ConversationId): Range
  /** Up to where a conversation's logs were read at relays. */
  logPlaces(conversation: ConversationId): Uint8Array
  /** What is wished for in a group, and who was let in and has not come. */
  membership(conversation: ConversationId): Uint8Array
  /** An envelope that `device` sealed in this epoch: with messages up to `last`, or a commit where that is 0. */
  keptEnvelope(conversation: ConversationId, epoch: EpochId, device: DeviceId, last: number): Uint8Array
  /** Those of one device's messages. */
  keptMessages(conversation: ConversationId, epoch: EpochId, device: DeviceId): Range
  keptCommits(conversation: ConversationId, epoch: EpochId): Range
  keptEnvelopes(conversation: ConversationId, epoch: EpochId): Range
  /** The Welcome to an epoch, for as long as that is kept. */
  welcome(conversation: ConversationId, epoch: EpochId): Uint8Array
  /** What a member device of a group says of itself. */
  presence(conversation: ConversationId, device: DeviceId): Uint8Array
  /** A line of a group's history, among its messages by the milliseconds of its clock value. */
  happening(conversation: ConversationId, place: HappeningPlace): Uint8Array
  /** Both bounds are ms, `after` inclusive, `before` exclusive. */
  happenings(conversation: ConversationId, between?: { after?: number; before?: number }): Range
  /** Of a message of ours that was sent under a name: it takes the place of the one 256 before it. */
  once(conversation: ConversationId, seq: number): Uint8Array
  onces(conversation: ConversationId): Range
  receipt(conversation: ConversationId, device: DeviceId): Uint8Array
  receipts(conversation: ConversationId): Range
  /** `spot` is what `spotOf` finds in a message's path. */
  messageAt(spot: Uint8Array): Uint8Array
  /** Of all conversations, behind a spot where one is given. */
  allMessages(after?: Uint8Array): Range
  /** What begins the spots of a conversation's messages: 8 bytes. */
  conversationTag(conversation: ConversationId): Uint8Array
  /** Messages of a conversation changed, and the search index has yet to follow. `row` is 8 bytes, another each time. */
  searchNote(conversationTag: Uint8Array, row: Uint8Array): Uint8Array
  searchNotes(): Range
  /** A part of the search index: of the messages from this spot on. */
  searchLeaf(spot: Uint8Array): Uint8Array
  /** Of one conversation; `upTo` inclusive, the others exclusive. */
  searchLeaves(conversationTag: Uint8Array, between: { upTo?: Uint8Array; before?: Uint8Array; after?: Uint8Array }): Range
  /** `kind` is one byte. */
  receiptMark(conversation: ConversationId, device: DeviceId, kind: number, seq: number): Uint8Array
  receiptMarks(conversation: ConversationId, device: DeviceId, kind: number): Range
}

export function createKeyspace(pathKey: Uint8Array): Keyspace {
  const hash = (kind: string) => remembering(createIdentifierHash(pathKey, kind, IDENTIFIER_BYTES))
  const name = hash('setting')
  const account = hash('account')
  const invite = hash('invite')
  const request = hash('request')
  const keyPackage = hash('key package')
  const device = hash('device')
  const conversation = hash('conversation')
  const epoch = hash('epoch')
  const messageId = createIdentifierHash(pathKey, 'message', MESSAGE_ID_BYTES)
  const tag = remembering(conversationAndDevice => sha256(utf8(conversationAndDevice)).slice(0, TAG_BYTES))

  const message: Keyspace['message'] = (of, { hlc, device: sender, seq }) =>
    path(TABLE.message, conversation(of), clock(hlc), tag(of + sender), u32(seq))

  return {
    meta: plain => path(TABLE.meta, utf8(plain)),
    setting: of => path(TABLE.setting, name(of)),
    settings: () => under(TABLE.setting),
    contact: of => path(TABLE.contact, account(of)),
    contacts: () => under(TABLE.contact),
    invite: id => path(TABLE.invite, invite(id)),
    invites: () => under(TABLE.invite),
    request: id => path(TABLE.request, request(id)),
    requests: () => under(TABLE.request),
    keyPackage: ref => path(TABLE.keyPackage, keyPackage(ref)),
    keyPackages: () => under(TABLE.keyPackage),
    peer: of => path(TABLE.peer, device(of)),
    peers: () => under(TABLE.peer),
    deviceList: of => path(TABLE.deviceList, account(of)),
    deviceLists: () => under(TABLE.deviceList),
    conversation: of => path(TABLE.conversation, conversation(of)),
    conversations: () => under(TABLE.conversation),
    counters: of => path(TABLE.counters, conversation(of)),
    epoch: (of, id) => path(TABLE.epoch, conversation(of), epoch(id)),
    epochs: of => under(TABLE.epoch, conversation(of)),
    epochTag: id => viewOf(epoch(id)).getBigUint64(0),
    ratchet: (of, id, leaf) => path(TABLE.ratchet, conversation(of), epoch(id), u32(leaf)),
    ratchets: (of, id) => under(TABLE.ratchet, conversation(of), epoch(id)),
    header: (of, id) => path(TABLE.header, conversation(of), epoch(id)),
    headers: of => under(TABLE.header, conversation(of)),
    message,
    messages: (of, { after, before } = {}) => ({
      ...under(TABLE.message, conversation(of)),
      ...(after && { gte: justAfter(message(of, after)) }),
      ...(before && { lt: message(of, before) })
    }),
    messageId: id => path(TABLE.messageId, messageId(id)),
    marks: (of, id) => path(TABLE.marks, conversation(of), messageId(id)),
    allMarks: of => under(TABLE.marks, conversation(of)),
    awaitedMarks: (of, id) => path(TABLE.awaitedMarks, conversation(of), messageId(id)),
    allAwaitedMarks: of => under(TABLE.awaitedMarks, conversation(of)),
    pin: (of, id) => path(TABLE.pin, conversation(of), messageId(id)),
    pins: of => under(TABLE.pin, conversation(of)),
    fading: (atMs, id) => path(TABLE.fading, u64(atMs), messageId(id)),
    fadings: upToMs => ({ ...under(TABLE.fading), ...(upToMs === undefined ? {} : { lt: path(TABLE.fading, u64(upToMs + 1)) }) }),
    unreadFading: (of, id) => path(TABLE.unreadFading, conversation(of), messageId(id)),
    allUnreadFading: of => under(TABLE.unreadFading, conversation(of)),
    draft: of => path(TABLE.draft, conversation(of)),
    drafts: () => under(TABLE.draft),
    progress: (of, sender) => path(TABLE.progress, conversation(of), device(sender)),
    allProgress: of => under(TABLE.progress, conversation(of)),
    outboxRow: (of, row) => path(TABLE.outbox, conversation(of), u64(row)),
    outbox: of => (of === undefined ? under(TABLE.outbox) : under(TABLE.outbox, conversation(of))),
    storedMark: (of, row, relay) => path(TABLE.storedMark, conversation(of), u64(row), device(relay)),
    storedMarks: of => under(TABLE.storedMark, conversation(of)),
    logPlaces: of => path(TABLE.logPlaces, conversation(of)),
    membership: of => path(TABLE.membership, conversation(of)),
    keptEnvelope: (of, id, sender, last) =>
      path(TABLE.kept, conversation(of), epoch(id), u8(last === 0 ? COMMIT : MESSAGES), device(sender), u32(last)),
    keptMessages: (of, id, sender) => under(TABLE.kept, conversation(of), epoch(id), u8(MESSAGES), device(sender)),
    keptCommits: (of, id) => under(TABLE.kept, conversation(of), epoch(id), u8(COMMIT)),
    keptEnvelopes: (of, id) => under(TABLE.kept, conversation(of), epoch(id)),
    welcome: (of, id) => path(TABLE.welcome, conversation(of), epoch(id)),
    presence: (of, who) => path(TABLE.presence, conversation(of), device(who)),
    happening: (of, { atMs, epoch: id, isSplit }) =>
      path(TABLE.happening, conversation(of), u64(atMs), u8(isSplit ? SPLIT : BY_COMMIT), epoch(id)),
    happenings: (of, { after, before } = {}) => ({
      ...under(TABLE.happening, conversation(of)),
      ...(after === undefined ? {} : { gte: path(TABLE.happening, conversation(of), u64(after)) }),
      ...(before === undefined ? {} : { lt: path(TABLE.happening, conversation(of), u64(before)) })
    }),
    once: (of, seq) => path(TABLE.once, conversation(of), u8(seq % 256)),
    onces: of => under(TABLE.once, conversation(of)),
    messageAt: spot => path(TABLE.message, spot),
    allMessages: after => ({ ...under(TABLE.message), ...(after && { gte: justAfter(path(TABLE.message, after)) }) }),
    conversationTag: conversation,
    searchNote: (of, row) => path(TABLE.searchNote, of, row),
    searchNotes: () => under(TABLE.searchNote),
    searchLeaf: spot => path(TABLE.searchLeaf, spot),
    searchLeaves: (of, { upTo, before, after }) => ({
      ...under(TABLE.searchLeaf, of),
      ...(after && { gte: justAfter(path(TABLE.searchLeaf, after)) }),
      ...(before && { lt: path(TABLE.searchLeaf, before) }),
      ...(upTo && { lt: justAfter(path(TABLE.searchLeaf, upTo)) })
    }),
    receipt: (of, from) => path(TABLE.receipt, conversation(of), device(from)),
    receipts: of => under(TABLE.receipt, conversation(of)),
    receiptMark: (of, from, kind, seq) => path(TABLE.receiptMark, conversation(of), device(from), u8(kind), u32(seq)),
    receiptMarks: (of, from, kind) => under(TABLE.receiptMark, conversation(of), device(from), u8(kind))
  }
}

/** The row number of an outbox row or of a mark on one, from its key. */
export function outboxRowOf(key: Uint8Array): number {
  return Number(viewOf(key).getBigUint64(ROW_OFFSET))
}

/** When the message is to be gone that this path is about; undefined for all other paths. */
export function fadingTimeOf(key: Uint8Array): number | undefined {
  return key[0] === TABLE.fading ? Number(viewOf(key).getBigUint64(1)) : undefined
}

/** What tells messages apart in their paths, 24 bytes: the conversation's tag (8) and the place in it (16); undefined for all other paths. */
export function spotOf(key: Uint8Array): Uint8Array | undefined {
  return key[0] === TABLE.message ? key.subarray(1) : undefined
}

/** What stands for the epoch in the paths of records that are sealed under that epoch's own key; undefined for all other paths. */
export function epochTagOf(key: Uint8Array): bigint | undefined {
  return SECRET.has(key[0] ?? 0) ? viewOf(key).getBigUint64(EPOCH_OFFSET) : undefined
}

function justAfter(key: Uint8Array): Uint8Array {
  return concat([key, Uint8Array.of(0)])
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function u8(value: number): Uint8Array {
  return Uint8Array.of(bounded(value, 0xff))
}

function u32(value: number): Uint8Array {
  return uint32(bounded(value, 0xffff_ffff))
}

function u64(value: number): Uint8Array {
  return uint64(BigInt(bounded(value, Number.MAX_SAFE_INTEGER)))
}

function clock(hlc: bigint): Uint8Array {
  if (hlc < 0n || hlc >> 64n !== 0n) throw new ChatError('ERR_INVALID_ARGUMENT', 'a clock value has 64 bits')
  return uint64(hlc)
}

function bounded(value: number, max: number): number {
  if (Number.isSafeInteger(value) && value >= 0 && value <= max) return value
  throw new ChatError('ERR_INVALID_ARGUMENT', `${value} is no whole number from 0 to ${max}`)
}

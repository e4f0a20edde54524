import { toHex } from '../base/bytes.js'
import { createEmitter } from '../base/events.js'
import type { ConversationId, DeviceId, EpochId, MessageId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Primitives } from '../base/primitives.js'
import { deviceKeyOf } from '../identity/device-id.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Epoch, Session } from '../session/session.js'
import { fadingTimeOf, outboxRowOf, spotOf, type MessagePlace } from '../store/keyspace.js'
import type { SealedStore } from '../store/sealed-store.js'
import { notesOf } from '../store/search-notes.js'
import type { Range, Write } from '../store/store.js'
import { MessageIndexRecord, MessageRecord, OnceRecord, ReceiptMarkRecord, ReservationRecord } from '../wire/generated/records.js'
import { decodeMessage, messageId } from './content.js'
import { createLoading, OWN_RESERVATION } from './conversation-loading.js'
import type { Conversation } from './conversation.js'
import type { Group } from './group.js'
import type { Holding } from './holding.js'
import { createFadingRecords, timesOf, type FadingRecords } from './fading-records.js'
import { decodeHappening, encodeHappening } from './happening-codec.js'
import { placeOf, type Happening } from './happening.js'
import type { KeptEnvelope } from './kept-envelopes.js'
import { decodeMessageRecord, deviceOfIndex, encodeMessageIndex, encodeMessageRecord } from './message-codec.js'
import { encodeMembership } from './membership-codec.js'
import type { StoredMessage } from './message.js'
import { COUNTER_BITS } from './order.js'
import type { OutboxEntry, OutboxRow, StoredMark } from './outbox-row.js'
import type { Presence } from './presence.js'
import {
  decodeKept,
  decodeMark,
  decodeRow,
  encodeConversation,
  encodeCounters,
  encodeHolding,
  encodeKept,
  encodeMark,
  encodePlaces,
  encodeRow
} from './record-codec.js'

export type RecordWrite = Write

/** One page of a conversation. */
export interface MessagePage {
  /** Ascending. */
  readonly messages: readonly StoredMessage[]
  readonly hasEarlier: boolean
}

/** The same, read onwards. */
export interface LaterPage {
  /** Ascending. */
  readonly messages: readonly StoredMessage[]
  readonly hasLater: boolean
}

/** How many messages a batch changes, and whether it takes any away. */
export interface MessageChange {
  readonly count: number
  readonly removes: boolean
}

/** What the conversation room keeps on disk, and in which form. Builders of writes change nothing; `commit` does. */
export interface Records extends FadingRecords {
  /** Durable, all or nothing, in the order of the calls. */
  commit(writes: readonly RecordWrite[]): Promise<void>
  /** Within 50 ms: for what comes back by itself after a crash. Resolves at once; durable where `onDisk` is given, which is told. */
  later(writes: readonly RecordWrite[], onDisk?: () => void): Promise<void>

  /** Called with each batch that changes messages, before it is on disk. */
  onMessages(hear: (change: MessageChange) => void): Stop
  /** Called with each message that is to be gone, before that is on disk. */
  onFading(hear: (atMs: number) => void): Stop

  conversation(conversation: Conversation): RecordWrite
  counters(conversation: Conversation): RecordWrite
  message(conversation: Conversation, message: StoredMessage): readonly RecordWrite[]
  noMessage(conversation: Conversation, message: StoredMessage): readonly RecordWrite[]
  holding(conversation: Conversation, device: DeviceId, holding: Holding): RecordWrite
  receipt(conversation: Conversation, device: DeviceId, holding: Holding): RecordWrite
  receiptMark(conversation: Conversation, device: DeviceId, kind: number, seq: number, atMs: number): RecordWrite
  outboxRow(conversation: Conversation, row: OutboxRow): RecordWrite
  /** Takes its marks with it. */
  noOutboxRow(conversation: Conversation, row: Pick<OutboxEntry, 'number' | 'stored'>): readonly RecordWrite[]
  storedMark(conversation: Conversation, row: number, mark: StoredMark): RecordWrite
  noStoredMark(conversation: Conversation, row: number, relay: RelayId): RecordWrite
  logPlaces(conversation: Conversation): RecordWrite
  /** Wishes, letters and audiences of a group. */
  membership(conversation: Conversation): RecordWrite
  /** For as long as the epoch that it leads to is kept: write it with that. */
  welcome(conversation: Conversation, epoch: EpochId, welcome: Uint8Array): RecordWrite
  presence(conversation: Conversation, presence: Presence): RecordWrite
  happening(conversation: Conversation, happening: Happening): RecordWrite
  noHappening(conversation: Conversation, happening: Happening): RecordWrite
  /** The name, hashed, under which the message with this seq was sent. */
  onceMark(conversation: Conversation, mark: Uint8Array, seq: number): RecordWrite
  keptEnvelope(conversation: Conversation, epoch: EpochId, kept: KeptEnvelope): RecordWrite
  noKeptEnvelope(conversation: Conversation, epoch: EpochId, kept: Pick<KeptEnvelope, 'device' | 'last'>): RecordWrite
  ratchet(conversation: Conversation, epoch: Epoch, leaf: number): RecordWrite
  reservation(conversation: Conversation, group: Group): RecordWrite
  /** Resolves once the epoch's key is on disk, which has to be before its state. */
  newEpoch(conversation: Conversation, epoch: Epoch): Promise<readonly RecordWrite[]>
  /** Resolves once their keys are off the disk: nothing of them can be read any more. */
  wipeEpochs(epochs: readonly Epoch[]): Promise<void>
  noEpoch(conversation: Conversation, epoch: Epoch): readonly RecordWrite[]

  loadConversations(): Promise<readonly Conversation[]>
  loadConversation(id: ConversationId): Promise<Conversation | undefined>
  readWelcome(conversation: Conversation, epoch: EpochId): Promise<Uint8Array | undefined>
  /** Envelopes of one epoch that are kept for members who lack them. */
  keptCommits(conversation: Conversation, epoch: EpochId): AsyncIterable<KeptEnvelope>
  /** Those of one device that hold a seq from `from` on, ascending. */
  keptMessages(conversation: Conversation, epoch: EpochId, device: DeviceId, from: number): AsyncIterable<KeptEnvelope>
  outboxRows(conversation: Conversation): AsyncIterable<OutboxRow>
  readOutboxRow(conversation: Conversation, number: number): Promise<OutboxRow | undefined>
  messageById(conversation: Conversation, id: MessageId): Promise<StoredMessage | undefined>
  /** Which conversation a message stands in. */
  conversationOfMessage(id: MessageId): Promise<ConversationId | undefined>
  /** Seqs of our messages, by the hashes of the names they were sent under, in hex. */
  onceMarks(conversation: Conversation): Promise<Map<string, number>>
  ownMessage(conversation: Conversation, seq: number): Promise<StoredMessage | undefined>
  /** The newest `limit` messages before a place, or as many of them as 4 MiB of records hold. */
  messagesBefore(conversation: Conversation, before: MessagePlace | undefined, limit: number): Promise<MessagePage>
  /** The oldest `limit` messages behind a place, or as many of them as 4 MiB of records hold. */
  messagesBehind(conversation: Conversation, after: MessagePlace, limit: number): Promise<LaterPage>
  /** What a message says that stands at a spot, as `Keyspace.messageAt` takes it. */
  textAt(spot: Uint8Array): Promise<string | undefined>
  /** All of it. */
  messageAt(conversation: Conversation, spot: Uint8Array): Promise<StoredMessage | undefined>
  /** What stands behind a place, ascending. */
  messagesAfter(conversation: Conversation, after: MessagePlace | undefined): AsyncIterable<StoredMessage>
  /** The newest 1,000 lines of a group's history that stand behind and not behind these clock values, ascending. */
  happenings(conversation: Conversation, between: { readonly after?: bigint; readonly upTo?: bigint }): Promise<readonly Happening[]>
  /** When a receipt first covered this seq, milliseconds since the Unix epoch. */
  markedAt(conversation: Conversation, device: DeviceId, kind: number, seq: number): Promise<number | undefined>
}

export interface RecordsOptions {
  readonly store: SealedStore
  readonly session: Session
  readonly primitives: Primitives
  readonly ownDevice: DeviceId
}

/** What a page may hold in all; it ends earlier then, with one message at least. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024

/** Of a page, however little was said between. */
const MAX_HAPPENINGS = 1_000

export function createRecords({ store, session, primitives, ownDevice }: RecordsOptions): Records {
  const { keys } = store
  const ownKey = deviceKeyOf(ownDevice)
  const load = createLoading(store, session)
  const heard = createEmitter<{ messages: MessageChange; fading: number }>()

  /** With what the search index has to know. */
  function noted(writes: readonly RecordWrite[]): readonly RecordWrite[] {
    for (const { key, value } of writes) {
      const atMs = value === undefined ? undefined : fadingTimeOf(key)
      if (atMs !== undefined) heard.emit('fading', atMs)
    }
    const changed = writes.filter(({ key }) => spotOf(key) !== undefined)
    if (changed.length === 0) return writes
    heard.emit('messages', { count: changed.length, removes: changed.some(({ value }) => value === undefined) })
    return [...writes, ...notesOf(keys, primitives, changed)]
  }

  async function storedMessage(conversation: Conversation, bytes: Uint8Array): Promise<StoredMessage | undefined> {
    const kept = decodeMessageRecord(conversation, bytes)
    if (kept === undefined) return undefined
    const { sender, ...message } = kept
    const id = await messageId(primitives, conversation.id, sender.key, message.seq)
    return { ...message, device: sender.device, account: sender.account, id, conversation: conversation.id }
  }

  async function messageById(conversation: Conversation, id: MessageId): Promise<StoredMessage | undefined> {
    const index = await store.get(keys.messageId(id))
    if (index === undefined) return undefined
    const place = MessageIndexRecord.decode(index)
    const device = deviceOfIndex(conversation, place)
    const bytes = device && (await store.get(keys.message(conversation.id, { hlc: place.hlc, device, seq: place.seq })))
    return bytes === undefined ? undefined : storedMessage(conversation, bytes)
  }

  /** In the order of the range. */
  async function pageOf(
    conversation: Conversation,
    range: Range,
    limit: number
  ): Promise<{ readonly messages: readonly StoredMessage[]; readonly hasMore: boolean }> {
    const page: Uint8Array[] = []
    let left = MAX_PAGE_BYTES
    let hasMore = false
    for await (const [, bytes] of store.range({ ...range, limit: limit + 1 })) {
      left -= bytes.length
      hasMore = page.length === limit || (left < 0 && page.length > 0)
      if (hasMore) break
      page.push(bytes)
    }
    const messages = await Promise.all(page.map(bytes => storedMessage(conversation, bytes)))
    return { messages: messages.filter(message => message !== undefined), hasMore }
  }

  async function* keptIn(range: Range): AsyncGenerator<KeptEnvelope> {
    for await (const [, bytes] of store.range(range)) yield decodeKept(bytes)
  }

  return {
    ...createFadingRecords(store),
    commit: writes => store.commit(noted(writes), { durable: true }),
    later: (writes, onDisk) => store.later(noted(writes), onDisk),
    onMessages: hear => heard.on('messages', hear),
    onFading: hear => heard.on('fading', hear),

    conversation: conversation => ({ key: keys.conversation(conversation.id), value: encodeConversation(conversation) }),
    counters: conversation => ({ key: keys.counters(conversation.id), value: encodeCounters(conversation) }),
    message: (conversation, message) => [
      { key: keys.message(conversation.id, message), value: encodeMessageRecord(conversation, message) },
      { key: keys.messageId(message.id), value: encodeMessageIndex(conversation, message) },
      ...timesOf(keys, conversation, message)
    ],
    noMessage: (conversation, message) => [
      { key: keys.message(conversation.id, message), value: undefined },
      { key: keys.messageId(message.id), value: undefined },
      ...timesOf(keys, conversation, message).map(({ key }) => ({ key, value: undefined }))
    ],
    holding: (conversation, device, holding) => ({ key: keys.progress(conversation.id, device), value: encodeHolding(holding) }),
    receipt: (conversation, device, holding) => ({ key: keys.receipt(conversation.id, device), value: encodeHolding(holding) }),
    receiptMark: (conversation, device, kind, seq, atMs) => ({
      key: keys.receiptMark(conversation.id, device, kind, seq),
      value: ReceiptMarkRecord.encode({ atMs: BigInt(atMs) })
    }),
    outboxRow: (conversation, row) => ({ key: keys.outboxRow(conversation.id, row.number), value: encodeRow(row) }),
    noOutboxRow: (conversation, { number, stored }) => [
      { key: keys.outboxRow(conversation.id, number), value: undefined },
      ...stored.map(({ relay }) => ({ key: keys.storedMark(conversation.id, number, relay), value: undefined }))
    ],
    storedMark: (conversation, row, mark) => ({ key: keys.storedMark(conversation.id, row, mark.relay), value: encodeMark(mark) }),
    noStoredMark: (conversation, row, relay) => ({ key: keys.storedMark(conversation.id, row, relay), value: undefined }),
    membership: conversation => ({ key: keys.membership(conversation.id), value: encodeMembership(conversation) }),
    logPlaces: conversation => ({ key: keys.logPlaces(conversation.id), value: encodePlaces(conversation) }),
    welcome: (conversation, epoch, welcome) => ({ key: keys.welcome(conversation.id, epoch), value: welcome }),
    presence: (conversation, { device, bytes }) => ({ key: keys.presence(conversation.id, device), value: bytes }),
    happening: (conversation, happening) => ({
      key: keys.happening(conversation.id, placeOf(happening)),
      value: encodeHappening(happening)
    }),
    noHappening: (conversation, happening) => ({ key: keys.happening(conversation.id, placeOf(happening)), value: undefined }),
    onceMark: (conversation, mark, seq) => ({ key: keys.once(conversation.id, seq), value: OnceRecord.encode({ mark, seq }) }),
    keptEnvelope: (conversation, epoch, kept) => ({
      key: keys.keptEnvelope(conversation.id, epoch, kept.device, kept.last),
      value: encodeKept(kept)
    }),
    noKeptEnvelope: (conversation, epoch, { device, last }) => ({
      key: keys.keptEnvelope(conversation.id, epoch, device, last),
      value: undefined
    }),
    ratchet: (conversation, epoch, leaf) => ({
      key: keys.ratchet(conversation.id, epoch.id, leaf),
      value: session.encodeRatchet(epoch, leaf)
    }),
    reservation: (conversation, group) => ({
      key: keys.ratchet(conversation.id, group.head, OWN_RESERVATION),
      value: ReservationRecord.encode({ generation: group.reserved })
    }),
    async newEpoch(conversation, epoch) {
      await store.epochs.add(epoch.id)
      return [{ key: keys.epoch(conversation.id, epoch.id), value: session.encode(epoch) }]
    },
    wipeEpochs: epochs => store.epochs.wipe(epochs.map(epoch => epoch.id)),
    noEpoch(conversation, epoch) {
      const leaves = [...epoch.members.map(member => member.leaf), OWN_RESERVATION]
      const own = [keys.epoch(conversation.id, epoch.id), keys.welcome(conversation.id, epoch.id)]
      const paths = [...own, ...leaves.map(leaf => keys.ratchet(conversation.id, epoch.id, leaf))]
      return paths.map(key => ({ key, value: undefined }))
    },

    async loadConversations() {
      const all: Conversation[] = []
      for await (const [, bytes] of store.range(keys.conversations())) all.push(await load(bytes))
      return all
    },
    async loadConversation(id) {
      const bytes = await store.get(keys.conversation(id))
      return bytes === undefined ? undefined : load(bytes)
    },
    readWelcome: (conversation, epoch) => store.get(keys.welcome(conversation.id, epoch)),
    keptCommits: (conversation, epoch) => keptIn(keys.keptCommits(conversation.id, epoch)),
    keptMessages: (conversation, epoch, device, from) =>
      keptIn({ ...keys.keptMessages(conversation.id, epoch, device), gte: keys.keptEnvelope(conversation.id, epoch, device, from) }),
    async *outboxRows(conversation) {
      const marks = new Map<number, StoredMark[]>()
      for await (const [key, bytes] of store.range(keys.storedMarks(conversation.id))) {
        const row = outboxRowOf(key)
        marks.set(row, [...(marks.get(row) ?? []), decodeMark(bytes)])
      }
      for await (const [key, bytes] of store.range(keys.outbox(conversation.id))) {
        const row = outboxRowOf(key)
        yield decodeRow(row, bytes, marks.get(row))
      }
    },
    async readOutboxRow(conversation, number) {
      const bytes = await store.get(keys.outboxRow(conversation.id, number))
      return bytes === undefined ? undefined : decodeRow(number, bytes)
    },
    messageById,
    async conversationOfMessage(id) {
      const index = await store.get(keys.messageId(id))
      return index === undefined ? undefined : (toHex(MessageIndexRecord.decode(index).conversation) as ConversationId)
    },
    async onceMarks(conversation) {
      const marks = new Map<string, number>()
      for await (const [, bytes] of store.range(keys.onces(conversation.id))) {
        const { mark, seq } = OnceRecord.decode(bytes)
        marks.set(toHex(mark), seq)
      }
      return marks
    },
    async ownMessage(conversation, seq) {
      return messageById(conversation, await messageId(primitives, conversation.id, ownKey, seq))
    },
    async messagesBefore(conversation, before, limit) {
      const range = keys.messages(conversation.id, before === undefined ? {} : { before })
      const { messages, hasMore } = await pageOf(conversation, { ...range, reverse: true }, limit)
      return { messages: messages.toReversed(), hasEarlier: hasMore }
    },
    async messagesBehind(conversation, after, limit) {
      const { messages, hasMore } = await pageOf(conversation, keys.messages(conversation.id, { after }), limit)
      return { messages, hasLater: hasMore }
    },
    async textAt(spot) {
      const bytes = await store.get(keys.messageAt(spot))
      if (bytes === undefined) return undefined
      const { message, says } = MessageRecord.decode(bytes)
      return says || decodeMessage(message).text
    },
    async messageAt(conversation, spot) {
      const bytes = await store.get(keys.messageAt(spot))
      return bytes === undefined ? undefined : storedMessage(conversation, bytes)
    },
    async *messagesAfter(conversation, after) {
      for await (const [, bytes] of store.range(keys.messages(conversation.id, after === undefined ? {} : { after }))) {
        const message = await storedMessage(conversation, bytes)
        if (message !== undefined) yield message
      }
    },
    async happenings(conversation, { after, upTo }) {
      const between = {
        ...(after === undefined ? {} : { after: Number(after >> COUNTER_BITS) + 1 }),
        ...(upTo === undefined ? {} : { before: Number(upTo >> COUNTER_BITS) + 1 })
      }
      const newest: Happening[] = []
      const range = keys.happenings(conversation.id, between)
      for await (const [, bytes] of store.range({ ...range, reverse: true, limit: MAX_HAPPENINGS })) newest.push(decodeHappening(bytes))
      return newest.toReversed()
    },
    async markedAt(conversation, device, kind, seq) {
      const from = keys.receiptMark(conversation.id, device, kind, seq)
      for await (const [, bytes] of store.range({ ...keys.receiptMarks(conversation.id, device, kind), gte: from, limit: 1 }))
        return Number(ReceiptMarkRecord.decode(bytes).atMs)
      return undefined
    }
  }
}

import { EMPTY, fromHex, toHex } from '../base/bytes.js'
import type { AccountId, ConversationId, EpochId, LogId, NowMs } from '../base/ids.js'
import { accountIdOf, accountKeyOf } from '../identity/account-id.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import { decodeTree, encodeTree } from '../session/epoch-tree-codec.js'
import type { EpochTree } from '../session/epoch-tree.js'
import { standAtHead } from '../session/head-duties.js'
import {
  ConversationRecord,
  CountersRecord,
  type GroupRecord,
  KeptEnvelopeRecord,
  LogPlacesRecord,
  type LogWalkRecord,
  OutboxRecord,
  ProgressRecord,
  StoredMarkRecord
} from '../wire/generated/records.js'
import { decodeRelays, encodeRelays } from './contact-record.js'
import { MEMBER_STATES, type Conversation, type ConversationMember } from './conversation.js'
import type { Group } from './group.js'
import type { Holding } from './holding.js'
import { placeKey, type LogWalk } from './log-places.js'
import type { KeptEnvelope } from './kept-envelopes.js'
import { placeOf, stampOf } from './marks-codec.js'
import type { Hlc } from './order.js'
import type { OutboxRow, StoredMark } from './outbox-row.js'
import { flatten, fromFlat, rangesOf } from './progress.js'

export function encodeConversation(conversation: Conversation): Uint8Array {
  return ConversationRecord.encode({
    id: fromHex(conversation.id),
    accounts: conversation.accounts.map(accountKeyOf),
    devices: conversation.devices.map(({ key, account }) => ({
      device: key,
      account: conversation.accounts.indexOf(account)
    })),
    groups: conversation.groups.map(encodeGroup),
    createdAtMs: BigInt(conversation.createdAtMs),
    formerGroups: conversation.formerGroups.map(fromHex),
    kind: conversation.kind,
    membership: conversation.membership,
    name: conversation.name,
    muted: conversation.muted,
    pinned: conversation.pinned,
    joinedBy: conversation.joinedBy === undefined ? EMPTY : fromHex(conversation.joinedBy),
    relays: encodeRelays(conversation.relays)
  })
}

/** Which kind it is, where the record says: those that are older than groups are direct. */
export function decodeKind({
  kind,
  name,
  membership,
  joinedBy,
  relays,
  muted,
  pinned
}: ConversationRecord): Pick<Conversation, 'kind' | 'name' | 'membership' | 'joinedBy' | 'relays' | 'muted' | 'pinned'> {
  return {
    kind: kind === 'group' || kind === 'own' ? kind : 'direct',
    name,
    muted,
    pinned,
    joinedBy: joinedBy.length === 0 ? undefined : (toHex(joinedBy) as LogId),
    membership: MEMBER_STATES.find(state => state === membership) ?? 'joined',
    relays: decodeRelays(relays)
  }
}

function encodeGroup(group: Group): GroupRecord {
  return {
    id: fromHex(group.id),
    epochs: [...group.epochs.keys()].map(id => {
      const age = group.ages.get(id)
      return { id: fromHex(id), childAppliedAtMs: BigInt(age?.childAppliedAt ?? 0), drainedAtMs: BigInt(age?.drainedAt ?? 0) }
    }),
    head: fromHex(group.head),
    tree: encodeTree(group.tree),
    pending: group.pending === undefined ? EMPTY : fromHex(group.pending),
    renewedAtMs: BigInt(group.renewedAtMs),
    knock: group.knock?.body ?? EMPTY,
    knockTo: group.knock === undefined ? EMPTY : deviceKeyOf(group.knock.to),
    knockLeftAt: (group.knock?.leftAt ?? []).map(deviceKeyOf),
    disownedBy: group.disowned === undefined ? EMPTY : accountKeyOf(group.disowned.by),
    disownedAt: group.disowned === undefined ? EMPTY : fromHex(group.disowned.at)
  }
}

/** All but the states of its epochs. */
export function decodeGroup(record: GroupRecord): Group {
  const tree = decodeTree(record.tree)
  const applied = record.epochs.filter(({ childAppliedAtMs }) => childAppliedAtMs > 0n)
  return {
    id: toHex(record.id) as ConversationId,
    epochs: new Map(),
    ages: new Map(
      applied.map(({ id, childAppliedAtMs, drainedAtMs }) => [
        toHex(id) as EpochId,
        { childAppliedAt: timeOf(childAppliedAtMs), drainedAt: timeOf(drainedAtMs) }
      ])
    ),
    tree,
    head: toHex(record.head) as EpochId,
    struck: struckIn(tree, toHex(record.head) as EpochId),
    pending: record.pending.length === 0 ? undefined : (toHex(record.pending) as EpochId),
    renewedAtMs: Number(record.renewedAtMs) as NowMs,
    paid: 0,
    reserved: 0,
    knock:
      record.knock.length === 0
        ? undefined
        : { to: deviceIdOf(record.knockTo), body: record.knock, leftAt: record.knockLeftAt.map(deviceIdOf) },
    disowned: record.disownedAt.length === 0 ? undefined : { by: accountIdOf(record.disownedBy), at: toHex(record.disownedAt) as EpochId }
  }
}

/** Who is out goes on at the last head that they were in. */
function struckIn(tree: EpochTree, at: EpochId): readonly AccountId[] {
  const { head, struck } = standAtHead(tree)
  return head === at ? struck : []
}

type Counters = Pick<
  Conversation,
  | 'nextSeq'
  | 'hlc'
  | 'unread'
  | 'readUpTo'
  | 'nextRow'
  | 'held'
  | 'failed'
  | 'stored'
  | 'keptBytes'
  | 'lifetime'
  | 'overLook'
  | 'overdueAtMs'
>

export function encodeCounters(conversation: Conversation): Uint8Array {
  const { nextSeq, hlc, unread, readUpTo, nextRow, held, failed, stored, keptBytes, lifetime, overLook, overdueAtMs } = conversation
  const read = readUpTo && { ...readUpTo, device: conversation.devices.findIndex(member => member.device === readUpTo.device) }
  const ranges = { failed: flatten(failed), stored: flatten(stored) }
  const setting = lifetime && { lifetime: { at: stampOf(lifetime), seconds: lifetime.seconds } }
  const look = { lookedAtMs: BigInt(overLook?.atMs ?? 0), overAtMs: BigInt(overLook?.overMs ?? 0), overdueAtMs: BigInt(overdueAtMs ?? 0) }
  const record = { nextSeq, hlc, unread, nextRow, held, keptBytes, ...look, ...ranges, ...(read && { read }), ...setting }
  return CountersRecord.encode(record)
}

export function decodeCounters(devices: readonly ConversationMember[], bytes: Uint8Array): Counters {
  const {
    nextSeq,
    hlc,
    unread,
    read,
    nextRow,
    held,
    failed,
    stored,
    keptBytes,
    lifetime: set,
    lookedAtMs,
    overAtMs,
    overdueAtMs: overdueAt
  } = CountersRecord.decode(bytes)
  const reader = read && devices[read.device]
  const readUpTo = read && reader && { hlc: read.hlc, device: reader.device, seq: read.seq }
  const overLook = lookedAtMs === 0n ? undefined : { atMs: Number(lookedAtMs), overMs: Number(overAtMs) }
  const overdueAtMs = overdueAt === 0n ? undefined : Number(overdueAt)
  const lifetime = set?.at && { ...placeOf(set.at), seconds: set.seconds }
  const ranges = { failed: rangesOf(failed), stored: rangesOf(stored) }
  return { nextSeq, hlc: hlc as Hlc, unread, readUpTo, nextRow, held, keptBytes, lifetime, overLook, overdueAtMs, ...ranges }
}

export function encodeHolding(holding: Holding): Uint8Array {
  const { progress, read, newest, had, since = 0, without = [], outFrom = 0 } = holding
  const ranges = { ranges: flatten(progress.ranges), without: flatten(without) }
  return ProgressRecord.encode({ contiguous: progress.contiguous, ...ranges, read, newest, had, since, outFrom })
}

export function encodeKept({ device, first, last, child, envelope }: KeptEnvelope): Uint8Array {
  const leadsTo = child === undefined ? EMPTY : fromHex(child)
  return KeptEnvelopeRecord.encode({ device: deviceKeyOf(device), first, last, child: leadsTo, envelope })
}

export function decodeKept(bytes: Uint8Array): KeptEnvelope {
  const { device, first, last, child, envelope } = KeptEnvelopeRecord.decode(bytes)
  const leadsTo = child.length === 0 ? undefined : (toHex(child) as EpochId)
  return { device: deviceIdOf(device), first, last, child: leadsTo, envelope }
}

export function encodeRow(row: Omit<OutboxRow, 'stored'>): Uint8Array {
  return OutboxRecord.encode({
    group: fromHex(row.group),
    epoch: fromHex(row.epoch),
    log: fromHex(row.log),
    envelope: row.envelope,
    firstSeq: row.first,
    lastSeq: row.last,
    queuedAtMs: BigInt(row.queuedAtMs),
    acknowledged: row.acknowledged.map(deviceKeyOf)
  })
}

/** Marks of what it held before it was sealed again are none of its. */
export function decodeRow(number: number, bytes: Uint8Array, stored: readonly StoredMark[] = []): OutboxRow {
  const record = OutboxRecord.decode(bytes)
  const log = toHex(record.log) as LogId
  return {
    number,
    group: toHex(record.group) as ConversationId,
    epoch: toHex(record.epoch) as EpochId,
    log,
    envelope: record.envelope,
    first: record.firstSeq,
    last: record.lastSeq,
    queuedAtMs: Number(record.queuedAtMs),
    acknowledged: record.acknowledged.map(deviceIdOf),
    stored: stored.filter(mark => mark.log === log)
  }
}

export function encodeMark({ relay, log, storage, atMs, untilMs }: StoredMark): Uint8Array {
  const place = { relay: deviceKeyOf(relay), log: fromHex(log), storage: fromHex(storage) }
  return StoredMarkRecord.encode({ ...place, atMs: BigInt(atMs), untilMs: BigInt(untilMs) })
}

export function decodeMark(bytes: Uint8Array): StoredMark {
  const { relay, log, storage, atMs, untilMs } = StoredMarkRecord.decode(bytes)
  const place = { relay: deviceIdOf(relay), log: toHex(log) as LogId, storage: toHex(storage) }
  return { ...place, atMs: Number(atMs), untilMs: Number(untilMs) }
}

export function encodePlaces({ places, told, walks }: Pick<Conversation, 'places' | 'told' | 'walks'>): Uint8Array {
  const encoded = [...places.values()].map(({ relay, log, cursor }) => ({
    relay: deviceKeyOf(relay),
    log: fromHex(log),
    storage: fromHex(cursor.storage),
    place: cursor.place
  }))
  const walked = [...walks.values()].map(({ relay, log, storage, place, unseen, ...times }) => ({
    relay: deviceKeyOf(relay),
    log: fromHex(log),
    storage: fromHex(storage),
    place,
    unseen: flatten(unseen),
    startedAtMs: BigInt(times.startedAtMs),
    lookedAtMs: BigInt(times.lookedAtMs)
  }))
  return LogPlacesRecord.encode({ places: encoded, told, walks: walked })
}

export function decodePlaces(bytes: Uint8Array): Pick<Conversation, 'places' | 'told' | 'walks'> {
  const { places, told, walks } = LogPlacesRecord.decode(bytes)
  const entries = places.map(({ relay: key, log: id, storage, place }) => {
    const [relay, log] = [deviceIdOf(key), toHex(id) as LogId]
    return [placeKey(relay, log), { relay, log, cursor: { storage: toHex(storage), place } }] as const
  })
  return { places: new Map(entries), told, walks: new Map(walks.map(walkOf)) }
}

function walkOf({ relay: key, log: id, storage, place, unseen, startedAtMs, lookedAtMs }: LogWalkRecord): [string, LogWalk] {
  const [relay, log] = [deviceIdOf(key), toHex(id) as LogId]
  const times = { startedAtMs: Number(startedAtMs), lookedAtMs: Number(lookedAtMs) }
  return [placeKey(relay, log), { relay, log, storage: toHex(storage), place, unseen: rangesOf(unseen), ...times }]
}

export function decodeHolding(bytes: Uint8Array): Holding {
  const { contiguous, ranges, read, newest, had, since, without, outFrom } = ProgressRecord.decode(bytes)
  const told = { ...(since === 0 ? {} : { since }), ...(without.length === 0 ? {} : { without: rangesOf(without) }) }
  return { progress: fromFlat(contiguous, ranges), read, newest, had, ...told, ...(outFrom === 0 ? {} : { outFrom }) }
}

function timeOf(ms: bigint): NowMs | undefined {
  return ms === 0n ? undefined : (Number(ms) as NowMs)
}

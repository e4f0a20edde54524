import { isChatError, type ErrorCode } from '../base/errors.js'
import type { ConversationId, DeviceId, EpochId, LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial, type Serial } from '../base/serial.js'
import type { ConversationContext } from './context.js'
import { currentGroup, headOf, holdingOf, isShared, recipients, type Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { encodeContent, envelopeLoads } from './content.js'
import { IDLE, step, type Delivery, type DeliveryEffect, type DeliveryInput } from './delivery.js'
import { isOnTheWay } from './group-epochs.js'
import type { StoredMessage } from './message.js'
import { merged, missing, type SeqRange } from './progress.js'
import type { Receipts } from './receipts.js'
import type { RecordWrite } from './records.js'
import { sealInHead } from './sealing.js'

/** What nobody acknowledged for so long has failed. */
export const EXPIRY_MS = 30 * 24 * 60 * 60 * 1_000
/** Rows whose envelopes are kept at hand; the rest is read from disk when its turn comes. */
const CACHED_ROWS = 256
/** Rows that are sealed again side by side, so that they share batches. */
const SEALED_AT_ONCE = 32

/** One envelope of ours on its way: it carries our messages `first` to `last`, or, where these are 0, a commit of ours. */
export interface OutboxRow {
  readonly number: number
  readonly group: ConversationId
  readonly epoch: EpochId
  readonly log: LogId
  readonly envelope: Uint8Array
  readonly first: number
  readonly last: number
  readonly queuedAtMs: number
  readonly acknowledged: readonly DeviceId[]
}

/** A row without its envelope: what is kept in memory of each. */
export type OutboxEntry = Omit<OutboxRow, 'envelope'>

/** What `why` tells about a message that is still on its way to a device. */
export interface Waiting {
  readonly device: DeviceId
  readonly linked: boolean
  readonly inFlight: boolean
  readonly failures: number
  readonly lastError: ErrorCode | undefined
  readonly nextTryMs: number | undefined
}

export interface Outbox {
  /** Takes up what was left on disk, and follows links from now on. */
  start(): Promise<Stop>
  /** The row is durable: it goes out to every recipient that is linked. */
  queued(conversation: Conversation, row: OutboxRow): void
  /** After a new head: what was sealed where a recipient could not read it is sealed again. */
  headChanged(conversation: Conversation): Promise<void>
  /** Whether anything may leave for its contact has changed: all that is unacknowledged goes out again, or nothing does. */
  standingChanged(conversation: Conversation): void
  /** Seals our messages of these seqs again, as new rows: somebody lost them. */
  fill(conversation: Conversation, ranges: readonly SeqRange[]): Promise<void>
  outstanding(conversation: Conversation): readonly OutboxEntry[]
  waiting(conversation: Conversation, seq: number): readonly Waiting[]
  /** A receipt has come from this device: what it says it has need not be sent to it any more. */
  covered(conversation: Conversation, device: DeviceId): void
  /** This device has shown that it has the commit of ours that waits in a group. */
  hasCommit(conversation: Conversation, group: ConversationId, device: DeviceId): void
  /** This device has shown where it writes, and that it does so without a commit of ours: one that it refuses from now on is moot. */
  isElsewhere(conversation: Conversation, device: DeviceId): void
  /**
   * Fails what is over 30 days old now and was at the call before, an hour ago: a clock that stands wrong for a moment, as one does
   * that was set by hand or has just woken, takes nothing out that would still have been delivered.
   */
  expire(): Promise<void>
  /** All rows of all conversations. */
  size(): number
  /** Our messages in these rows. */
  messages(): number
}

interface Lane {
  readonly entries: Map<number, OutboxEntry>
  readonly deliveries: Map<DeviceId, Delivery>
  readonly wakes: Map<DeviceId, Stop>
  /** Devices that have shown, over this link, that they write elsewhere than where a commit of ours leads. */
  readonly elsewhere: Set<DeviceId>
  readonly resealing: Serial
  /** Rows that were over 30 days old when that was last looked at. */
  overdue: ReadonlySet<number>
}

/** @param maySend whether anything may leave for the conversation's contact */
export function createOutbox(
  context: ConversationContext,
  conversations: Conversations,
  receipts: Receipts,
  maySend: (conversation: Conversation) => boolean
): Outbox {
  const { records, links, clock } = context
  const lanes = new Map<ConversationId, Lane>()
  const cache = new Map<string, { readonly log: LogId; readonly bytes: Uint8Array }>()
  let stopped = false

  function laneOf({ id }: Conversation): Lane {
    const lane = lanes.get(id) ?? {
      entries: new Map(),
      deliveries: new Map(),
      wakes: new Map(),
      elsewhere: new Set(),
      resealing: createSerial(),
      overdue: new Set()
    }
    lanes.set(id, lane)
    return lane
  }

  function isOpen(conversation: Conversation, device: DeviceId): boolean {
    return links.isUp(device) && maySend(conversation)
  }

  function feed(conversation: Conversation, device: DeviceId, input: DeliveryInput): void {
    if (stopped) return
    const lane = laneOf(conversation)
    const before = lane.deliveries.get(device) ?? { ...IDLE, linked: isOpen(conversation, device) }
    const [after, effects] = step(clock.now(), before, input)
    lane.deliveries.set(device, after)
    for (const effect of effects) run(conversation, device, effect)
  }

  function run(conversation: Conversation, device: DeviceId, effect: DeliveryEffect): void {
    switch (effect.type) {
      case 'send':
        transmit(conversation, device, effect.row).catch((err: unknown) => failed(conversation, device, effect.row, err))
        return
      case 'settle':
        settle(conversation, device, effect.row)
        return
      case 'stale':
        mend(conversation, device, effect.row).catch((err: unknown) => failed(conversation, device, effect.row, err))
        return
      case 'wake':
        wakeAfter(conversation, device, effect.atMs - clock.now())
    }
  }

  function wakeAfter(conversation: Conversation, device: DeviceId, delayMs: number): void {
    const { wakes } = laneOf(conversation)
    wakes.get(device)?.()
    wakes.set(
      device,
      clock.after(delayMs, () => feed(conversation, device, { type: 'woken' }))
    )
  }

  async function transmit(conversation: Conversation, device: DeviceId, row: number): Promise<void> {
    const envelope = await envelopeOf(conversation, row)
    if (envelope === undefined) {
      feed(conversation, device, { type: 'withdrawn', row })
      forget(conversation, row)
      return
    }
    await links.send(device, envelope, { written: () => void context.probe('send:written') })
    await context.probe('send:acknowledged')
    feed(conversation, device, { type: 'acknowledged', row })
  }

  function failed(conversation: Conversation, device: DeviceId, row: number, err: unknown): void {
    const code = isChatError(err) ? err.code : 'ERR_INTERNAL'
    feed(conversation, device, { type: 'failed', row, code, jitter: jitter() })
  }

  /** A device has the row. Once all have it, it is gone; its messages are delivered from the first device on. */
  function settle(conversation: Conversation, device: DeviceId, number: number): void {
    const lane = laneOf(conversation)
    const entry = lane.entries.get(number)
    if (entry === undefined) return
    const acknowledged = [...entry.acknowledged, device]
    const hasEveryone = recipients(conversation, context.self.device).every(recipient => acknowledged.includes(recipient))
    if (hasEveryone) forget(conversation, number)
    else lane.entries.set(number, { ...entry, acknowledged })
    const settled = conversations.write(conversation, async () => {
      const gone = hasEveryone ? [records.noOutboxRow(conversation, number)] : []
      if (!isCommit(entry)) {
        const { writes, onDisk } = receipts.acknowledged(conversation, device, entry)
        return { writes: [...writes, ...gone], result: undefined, canWait: true, onDisk }
      }
      return { writes: hasEveryone ? [...confirm(conversation, entry), ...gone] : [], result: undefined }
    })
    afterSettling(conversation, entry, settled).catch((err: unknown) => {
      // The row is still on disk: it is sent again and acknowledged again.
      if (!isChatError(err, 'ERR_CLOSED') && !isChatError(err, 'ERR_BUSY') && !isChatError(err, 'ERR_STORE')) throw err
    })
  }

  async function afterSettling(conversation: Conversation, entry: OutboxEntry, settled: Promise<void>): Promise<void> {
    await settled
    await context.probe('send:settled')
    // Fork choice reckons with it from now on: the head may be another.
    if (isCommit(entry)) await headChanged(conversation)
  }

  function confirm(conversation: Conversation, { group: id }: OutboxEntry): readonly RecordWrite[] {
    const group = conversation.groups.find(candidate => candidate.id === id)
    return group === undefined ? [] : conversations.confirm(conversation, group)
  }

  function forget(conversation: Conversation, number: number): void {
    laneOf(conversation).entries.delete(number)
    cache.delete(cacheKey(conversation, number))
  }

  async function envelopeOf(conversation: Conversation, number: number): Promise<{ log: LogId; bytes: Uint8Array } | undefined> {
    const cached = cache.get(cacheKey(conversation, number))
    if (cached !== undefined) return cached
    const row = await records.readOutboxRow(conversation, number)
    return row === undefined ? undefined : { log: row.log, bytes: row.envelope }
  }

  function enter(conversation: Conversation, row: OutboxRow): void {
    const { envelope, ...entry } = row
    laneOf(conversation).entries.set(row.number, entry)
    const key = cacheKey(conversation, row.number)
    cache.delete(key)
    // What has to wait need not wait in memory.
    if (!recipients(conversation, context.self.device).some(device => isOpen(conversation, device))) return
    cache.set(key, { log: row.log, bytes: envelope })
    const oldest = cache.keys().next()
    if (cache.size > CACHED_ROWS && oldest.done !== true) cache.delete(oldest.value)
  }

  /** The device could not open it: it is sealed again, unless that is in the head already. */
  async function mend(conversation: Conversation, device: DeviceId, number: number): Promise<void> {
    const { entries, elsewhere } = laneOf(conversation)
    const entry = entries.get(number)
    if (entry === undefined || entry.epoch === currentGroup(conversation).head) return
    if (!isCommit(entry)) await sealAgain(conversation, entry)
    else if (elsewhere.has(device)) await abandon(conversation, entry)
  }

  /** All have left the epoch behind that this commit of ours is made from: it came too late. */
  async function abandon(conversation: Conversation, { group: id, number }: OutboxEntry): Promise<void> {
    await conversations.write(conversation, async () => {
      const group = conversation.groups.find(candidate => candidate.id === id)
      const child = group?.pending === undefined ? undefined : group.epochs.get(group.pending)
      if (group !== undefined) group.pending = undefined
      const wiped = group === undefined || child === undefined ? [] : await conversations.wipe(conversation, group, [child])
      return { writes: [...wiped, records.conversation(conversation), records.noOutboxRow(conversation, number)], result: undefined }
    })
    for (const device of laneOf(conversation).deliveries.keys()) feed(conversation, device, { type: 'withdrawn', row: number })
    forget(conversation, number)
  }

  /** The same messages under the same ids and numbers, in the head epoch, in one durable batch. */
  async function sealAgain(conversation: Conversation, entry: OutboxEntry): Promise<void> {
    const row = await sealRow(conversation, entry)
    if (row === undefined) return
    const now = laneOf(conversation).entries.get(row.number)
    if (now === undefined) {
      await records.later([records.noOutboxRow(conversation, row.number)]) // acknowledged meanwhile
      return
    }
    enter(conversation, { ...row, acknowledged: now.acknowledged })
  }

  /** In what all recipients can open, on the way to the head. */
  function isReadable(conversation: Conversation, entry: OutboxEntry): boolean {
    const sealedIn = conversations.epochOf(conversation, entry.epoch)
    const group = conversation.groups.find(candidate => candidate.id === entry.group)
    if (sealedIn === undefined || group === undefined || !isShared(conversation, group)) return false
    const members = sealedIn.members.map(member => member.device)
    return isOnTheWay(group, entry.epoch) && recipients(conversation, context.self.device).every(device => members.includes(device))
  }

  function headChanged(conversation: Conversation): Promise<void> {
    const lane = laneOf(conversation)
    return lane.resealing(async () => {
      // Until somebody else can read the group that is written in, sealing again would be for nobody.
      if (!isShared(conversation, currentGroup(conversation))) return
      const unreadable = [...lane.entries.values()].filter(entry => !isCommit(entry) && !isReadable(conversation, entry))
      for (let i = 0; i < unreadable.length; i += SEALED_AT_ONCE)
        await Promise.all(unreadable.slice(i, i + SEALED_AT_ONCE).map(entry => sealAgain(conversation, entry)))
      for (const number of lane.entries.keys()) release(conversation, number)
    })
  }

  async function sealRow(conversation: Conversation, entry: Omit<OutboxEntry, 'group' | 'epoch' | 'log'>): Promise<OutboxRow | undefined> {
    const messages = await ownMessages(conversation, entry)
    if (messages.length === 0) return undefined
    return conversations.write(conversation, async () => {
      const group = currentGroup(conversation)
      const sealed = await sealInHead(context, conversation, group, encodeContent(messages))
      const sealedRow: OutboxRow = { ...entry, group: group.id, epoch: group.head, log: headOf(group).log, envelope: sealed.envelope }
      const writes = [records.outboxRow(conversation, sealedRow), records.counters(conversation), ...sealed.writes]
      return { writes, result: sealedRow }
    })
  }

  async function ownMessages(conversation: Conversation, { first, last }: SeqRange): Promise<StoredMessage[]> {
    const messages: StoredMessage[] = []
    for (let seq = first; seq <= last; seq++) {
      const message = await records.ownMessage(conversation, seq)
      if (message !== undefined) messages.push(message)
    }
    return messages
  }

  /** Enters the rows that are on disk and not known here: left by an earlier run, or by a batch that the disk took while refusing it. */
  async function takeUp(conversation: Conversation): Promise<void> {
    for await (const row of records.outboxRows(conversation)) {
      if (laneOf(conversation).entries.has(row.number)) continue
      enter(conversation, row)
      release(conversation, row.number)
    }
  }

  function release(conversation: Conversation, row: number): void {
    // Until their knock is answered the others can't read the log.
    if (!isShared(conversation, currentGroup(conversation))) return
    for (const device of recipients(conversation, context.self.device)) {
      const entry = laneOf(conversation).entries.get(row)
      if (entry !== undefined && !entry.acknowledged.includes(device)) feed(conversation, device, { type: 'queued', row })
    }
  }

  function follow(device: DeviceId, up: boolean): void {
    for (const conversation of conversations.withDevice(device)) {
      laneOf(conversation).elsewhere.delete(device)
      feed(conversation, device, { type: 'link', up: up && maySend(conversation) })
    }
  }

  async function expire(): Promise<void> {
    const now = clock.now()
    for (const conversation of conversations.all()) {
      const lane = laneOf(conversation)
      const overdue = [...lane.entries.values()].filter(entry => !isCommit(entry) && entry.queuedAtMs + EXPIRY_MS <= now)
      const expired = overdue.filter(entry => lane.overdue.has(entry.number))
      lane.overdue = new Set(overdue.map(entry => entry.number))
      if (expired.length === 0) continue
      const unread = expired.filter(entry => entry.acknowledged.length === 0)
      await conversations.write(conversation, async () => {
        conversation.failed = merged([...conversation.failed, ...unread.map(({ first, last }) => ({ first, last }))])
        const gone = expired.map(entry => records.noOutboxRow(conversation, entry.number))
        return { writes: [records.counters(conversation), ...gone], result: undefined }
      })
      for (const entry of expired) {
        for (const device of lane.deliveries.keys()) feed(conversation, device, { type: 'withdrawn', row: entry.number })
        forget(conversation, entry.number)
      }
      for (const entry of unread)
        context.events.emit('message:failed', { conversation: conversation.id, first: entry.first, last: entry.last })
    }
  }

  function jitter(): number {
    return (context.primitives.randomBytes(1)[0] ?? 0) / 256
  }

  return {
    async start() {
      const stops = [
        context.events.on('conversation:mended', ({ conversation }) => {
          takeUp(conversations.get(conversation)).catch((err: unknown) => {
            // The disk refuses again: what it has done by then is found when it is read the next time.
            if (!isChatError(err, 'ERR_STORE') && !isChatError(err, 'ERR_CLOSED')) throw err
          })
        }),
        links.on('link:up', ({ device }) => follow(device, true)),
        links.on('link:down', ({ device }) => follow(device, false))
      ]
      for (const conversation of conversations.all()) await takeUp(conversation)
      return () => {
        stopped = true
        for (const stop of stops) stop()
        for (const { wakes } of lanes.values()) for (const stop of wakes.values()) stop()
      }
    },
    queued(conversation, row) {
      enter(conversation, row)
      release(conversation, row.number)
    },
    headChanged,
    standingChanged(conversation) {
      for (const device of laneOf(conversation).deliveries.keys()) {
        feed(conversation, device, { type: 'link', up: false })
        if (isOpen(conversation, device)) feed(conversation, device, { type: 'link', up: true })
      }
    },
    async fill(conversation, ranges) {
      for (const range of ranges) {
        for (const part of envelopeLoads(await ownMessages(conversation, range))) {
          const number = conversation.nextRow++
          const row = await sealRow(conversation, { number, ...part, queuedAtMs: clock.now(), acknowledged: [] })
          if (row === undefined) continue
          enter(conversation, row)
          release(conversation, number)
        }
      }
    },
    covered(conversation, device) {
      const { progress } = holdingOf(conversation.receipts, device)
      for (const entry of laneOf(conversation).entries.values()) {
        if (isCommit(entry) || entry.acknowledged.includes(device) || missing(progress, entry).length > 0) continue
        feed(conversation, device, { type: 'withdrawn', row: entry.number })
        settle(conversation, device, entry.number)
      }
    },
    hasCommit(conversation, group, device) {
      const { entries, elsewhere } = laneOf(conversation)
      elsewhere.delete(device)
      for (const entry of entries.values()) {
        if (!isCommit(entry) || entry.group !== group || entry.acknowledged.includes(device)) continue
        feed(conversation, device, { type: 'withdrawn', row: entry.number })
        settle(conversation, device, entry.number)
      }
    },
    isElsewhere: (conversation, device) => void laneOf(conversation).elsewhere.add(device),
    expire,
    outstanding: conversation => [...laneOf(conversation).entries.values()],
    waiting(conversation, seq) {
      const lane = laneOf(conversation)
      const entry = [...lane.entries.values()].find(row => row.first <= seq && seq <= row.last)
      if (entry === undefined) return []
      return recipients(conversation, context.self.device)
        .filter(device => !entry.acknowledged.includes(device))
        .map(device => {
          const delivery = lane.deliveries.get(device) ?? IDLE
          return {
            device,
            linked: links.isUp(device),
            inFlight: delivery.inFlight.includes(entry.number),
            failures: delivery.failures,
            lastError: delivery.lastError,
            nextTryMs: delivery.pausedUntilMs > clock.now() ? delivery.pausedUntilMs : undefined
          }
        })
    },
    size: () => [...lanes.values()].reduce((sum, lane) => sum + lane.entries.size, 0),
    messages: () => [...lanes.values()].reduce((sum, lane) => sum + messagesIn([...lane.entries.values()]), 0)
  }
}

function cacheKey(conversation: Conversation, row: number): string {
  return `${conversation.id} ${row}`
}

/** A message that was sealed again may be in two rows. */
function messagesIn(entries: readonly OutboxEntry[]): number {
  return merged(entries.filter(entry => !isCommit(entry))).reduce((sum, { first, last }) => sum + last - first + 1, 0)
}

/** A commit carries no messages, and never expires: the group waits for it. */
function isCommit(entry: Pick<OutboxEntry, 'first'>): boolean {
  return entry.first === 0
}

import { isChatError, type ErrorCode } from '../base/errors.js'
import type { ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial, type Serial } from '../base/serial.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { ConversationContext } from './context.js'
import { currentGroup, holdingOf, isBarred, isShared, type Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import type { Epoch } from '../session/session.js'
import type { DeliveryEffect } from './delivery.js'
import { createDispatch } from './dispatch.js'
import { isCommit, isHeldBack, messagesIn, stampOf, waitingGroup, type OutboxEntry, type OutboxRow } from './outbox-row.js'
import { createOutboxEnvelopes } from './outbox-envelopes.js'
import { devicesOf } from './outbox-recipients.js'
import { hasIt, toDevice, toRelay, type Target } from './outbox-target.js'
import { passing } from './on-link.js'
import { missing, type SeqRange } from './progress.js'
import type { Receipts } from './receipts.js'
import type { RecordWrite } from './records.js'
import type { RelayLogs } from './relay-logs.js'
import { createExpiry } from './expiry.js'
import { createPublishing } from './publishing.js'
import { createResealing } from './resealing.js'
import type { Standing } from './standing.js'
import { createWaitingCommits, hasPassed } from './waiting-commits.js'
import { createStoring } from './storing.js'

/** Rows that are sealed again side by side, so that they share batches. */
const SEALED_AT_ONCE = 32

/** What `why` tells about a message that is still on its way to a device or a relay. */
export interface Waiting {
  readonly target: Target
  readonly linked: boolean
  readonly inFlight: boolean
  /** It went out to all who hear the group: their receipts will say who has it. */
  readonly published: boolean
  readonly failures: number
  readonly lastError: ErrorCode | undefined
  readonly nextTryMs: number | undefined
}

export interface Outbox {
  /** Takes up what was left on disk, and follows links from now on. */
  start(): Promise<Stop>
  /** The row is durable: it goes out to every recipient that is linked, and to the conversation's relays but those where it was found. */
  queued(conversation: Conversation, row: OutboxRow, foundAt?: readonly RelayId[]): void
  /** After a new head: what was sealed where a recipient could not read it is sealed again. */
  headChanged(conversation: Conversation): Promise<void>
  /** Whether anything may leave for its contact has changed: all that is unacknowledged goes out again, or nothing does. */
  standingChanged(conversation: Conversation): void
  /** Seals our messages of these seqs again, as new rows: somebody lost them. */
  fill(conversation: Conversation, ranges: readonly SeqRange[]): Promise<void>
  /** Relays keep nothing of this group any more, whatever they had said. */
  takeBack(conversation: Conversation, group: ConversationId): Promise<void>
  outstanding(conversation: Conversation): readonly OutboxEntry[]
  waiting(conversation: Conversation, seq: number): { readonly row: OutboxEntry; readonly targets: readonly Waiting[] } | undefined
  /** A receipt has come from this device: what it says it has need not be sent to it any more. */
  covered(conversation: Conversation, device: DeviceId): void
  /** This device has shown that it has the commit of ours that waits in a group. */
  hasCommit(conversation: Conversation, group: ConversationId, device: DeviceId): void
  /** This device has shown where it writes, and that it does so without a commit of ours: one that it refuses from now on is moot to it. */
  isElsewhere(conversation: Conversation, device: DeviceId, epoch: Epoch): void
  /**
   * Fails what is over 30 days old now and was at the call before, an hour ago: a clock that stands wrong for a moment, as one does
   * that was set by hand or has just woken, takes nothing out that would still have been delivered. Seals again what fell behind, and
   * gives relays again what they are about to forget.
   */
  tidy(conversation: Conversation): Promise<void>
  /** Rows of all conversations that somebody has yet to get. */
  size(): number
  /** Our messages in these rows. */
  messages(): number
}

interface Lane {
  readonly entries: Map<number, OutboxEntry>
  /** Of devices that have shown, over this link, that they write elsewhere than where a commit of ours leads: where that is. */
  readonly elsewhere: Map<DeviceId, Epoch>
  readonly resealing: Serial
}

interface Parts {
  readonly conversations: Conversations
  readonly receipts: Receipts
  readonly relayLogs: RelayLogs
  readonly standing: Pick<Standing, 'maySend'>
}

export function createOutbox(context: ConversationContext, { conversations, receipts, relayLogs, standing }: Parts): Outbox {
  const { records, links, relays, clock, self } = context
  const lanes = new Map<ConversationId, Lane>()
  const envelopes = createOutboxEnvelopes(records)
  const storing = createStoring(context, conversations, relayLogs, {
    all: conversation => laneOf(conversation).entries.values(),
    entry: (conversation, number) => laneOf(conversation).entries.get(number),
    mark(conversation, number, stored) {
      const entry = laneOf(conversation).entries.get(number)
      if (entry !== undefined) laneOf(conversation).entries.set(number, { ...entry, stored })
    },
    envelope: async (conversation, number) => (await envelopes.of(conversation, number))?.bytes,
    confirm,
    confirmed: headChanged,
    release
  })
  const resealing = createResealing(context, conversations, storing)
  const expiry = createExpiry(context, conversations)
  const publishing = createPublishing(context, {
    conversations,
    standing,
    rows: {
      entry: (conversation, number) => laneOf(conversation).entries.get(number),
      envelope: async (conversation, number) => (await envelopes.of(conversation, number))?.bytes,
      lacking,
      stream: (conversation, number) => releaseTo(conversation, number, ({ kind }) => kind === 'device')
    }
  })
  const dispatch = createDispatch({
    clock,
    primitives: context.primitives,
    isOpen,
    transmit,
    settle(conversation, target, row) {
      if (target.kind === 'device') settle(conversation, target.id, row)
    },
    mend
  })
  const { feed } = dispatch
  const waitingCommits = createWaitingCommits(context, { conversations, relayLogs, lacking })

  async function abandon(conversation: Conversation, entry: OutboxEntry): Promise<void> {
    await waitingCommits.abandon(conversation, entry)
    withdraw(conversation, entry.number)
  }

  function laneOf({ id }: Conversation): Lane {
    const lane = lanes.get(id) ?? { entries: new Map(), elsewhere: new Map(), resealing: createSerial() }
    lanes.set(id, lane)
    return lane
  }

  function isOpen(conversation: Conversation, { kind, id }: Target): boolean {
    return (kind === 'device' ? links.isUp(id) : relayLogs.isOpen(id)) && standing.maySend(conversation)
  }

  const devicesFor = (conversation: Conversation, entry: OutboxEntry): DeviceId[] =>
    devicesOf(conversation, entry, { own: self.device, nowMs: clock.now() })

  function lacking(conversation: Conversation, entry: OutboxEntry): readonly DeviceId[] {
    const having = new Set(entry.acknowledged)
    return devicesFor(conversation, entry).filter(device => !having.has(device))
  }

  function targetsOf(conversation: Conversation, entry: OutboxEntry): Target[] {
    return [...devicesFor(conversation, entry).map(toDevice), ...relayLogs.of(conversation).append.map(({ id }) => toRelay(id))]
  }

  async function transmit(conversation: Conversation, target: Target, row: number): Promise<boolean> {
    const entry = laneOf(conversation).entries.get(row)
    const waits = entry !== undefined && isHeldBack(conversation, entry)
    const envelope = waits ? undefined : entry && (await envelopes.of(conversation, row))
    if (entry === undefined || envelope === undefined) {
      feed(conversation, target, { type: 'withdrawn', row })
      if (!waits) forget(conversation, row)
      return false
    }
    if (target.kind === 'device') {
      await links.send(target.id, envelope, { written: () => void context.probe('send:written') })
      await context.probe('send:acknowledged')
      return true
    }
    await relayLogs.append(target.id, conversation, entry.epoch, envelope)
    await context.probe('relay:appended')
    const now = laneOf(conversation).entries.get(row)
    if (now?.stamp === stampOf(envelope.bytes)) {
      storing.stored(conversation, target.id, now)
      return true
    }
    // The relay keeps what the row held before it was sealed again.
    feed(conversation, target, { type: 'withdrawn', row })
    release(conversation, row)
    return false
  }

  /** A device has the row. Once all have it, a message is gone; it is delivered from the first device on. */
  function settle(conversation: Conversation, device: DeviceId, number: number): void {
    const lane = laneOf(conversation)
    const entry = lane.entries.get(number)
    if (entry === undefined) return
    const acknowledged = [...entry.acknowledged, device]
    const left = lacking(conversation, { ...entry, acknowledged })
    const hasEveryone = isCommit(entry) ? waitingCommits.isEstablished(conversation, { ...entry, acknowledged }) : left.length === 0
    // A commit stays for those who read it at relays.
    const isDone = left.length === 0 && (!isCommit(entry) || relayLogs.of(conversation).append.length === 0)
    lane.entries.set(number, { ...entry, acknowledged })
    if (isDone) forget(conversation, number)
    const settled = conversations.write(conversation, async () => {
      const gone = isDone ? records.noOutboxRow(conversation, lane.entries.get(number) ?? entry) : []
      if (!isCommit(entry)) {
        const { writes, onDisk } = receipts.acknowledged(conversation, device, entry)
        return { writes: [...writes, ...gone], result: undefined, canWait: true, onDisk }
      }
      const kept = hasEveryone && !isDone ? await rowWith(conversation, { ...entry, acknowledged }) : []
      return { writes: hasEveryone ? [...confirm(conversation, entry), ...kept, ...gone] : [], result: undefined }
    })
    afterSettling(conversation, entry, settled).catch((err: unknown) => {
      // The row is still on disk: it is sent again and acknowledged again.
      if (!isChatError(err, 'ERR_CLOSED') && !isChatError(err, 'ERR_BUSY') && !isChatError(err, 'ERR_STORE')) throw err
    })
  }

  /** All have these messages, as their receipts say, which are on disk. */
  function remove(conversation: Conversation, done: readonly OutboxEntry[]): void {
    for (const { number } of done) forget(conversation, number)
    const writes = done.flatMap(entry => records.noOutboxRow(conversation, entry))
    const removed = conversations.write(conversation, async () => ({ writes, result: undefined, canWait: true }))
    removed.then(() => context.probe('send:settled')).catch(passing)
  }

  async function rowWith(conversation: Conversation, entry: OutboxEntry): Promise<readonly RecordWrite[]> {
    const envelope = await envelopes.of(conversation, entry.number)
    return envelope === undefined ? [] : [records.outboxRow(conversation, { ...entry, envelope: envelope.bytes })]
  }

  async function afterSettling(conversation: Conversation, entry: OutboxEntry, settled: Promise<void>): Promise<void> {
    await settled
    await context.probe('send:settled')
    // Fork choice reckons with it from now on: the head may be another.
    if (isCommit(entry)) await headChanged(conversation)
  }

  function confirm(conversation: Conversation, entry: OutboxEntry): readonly RecordWrite[] {
    const group = waitingGroup(conversation, entry)
    return group === undefined ? [] : conversations.confirm(conversation, group)
  }

  /** Whoever a commit of ours still waited for may have gone meanwhile, or be the one that it puts out. */
  async function confirmWaiting(conversation: Conversation): Promise<void> {
    for (const entry of laneOf(conversation).entries.values()) {
      if (waitingGroup(conversation, entry) === undefined || !waitingCommits.isEstablished(conversation, entry)) continue
      await conversations.write(conversation, async () => ({ writes: confirm(conversation, entry), result: undefined }))
      await headChanged(conversation)
    }
  }

  function forget(conversation: Conversation, number: number): void {
    laneOf(conversation).entries.delete(number)
    envelopes.drop(conversation, number)
  }

  /** On its way to nobody any more. */
  function withdraw(conversation: Conversation, number: number): void {
    for (const target of dispatch.targets(conversation)) feed(conversation, target, { type: 'withdrawn', row: number })
    forget(conversation, number)
  }

  function enter(conversation: Conversation, row: OutboxRow): void {
    const { envelope, ...rest } = row
    const entry = { ...rest, stamp: stampOf(envelope) }
    laneOf(conversation).entries.set(row.number, entry)
    envelopes.drop(conversation, row.number)
    // What has to wait need not wait in memory.
    if (targetsOf(conversation, entry).some(target => isOpen(conversation, target))) envelopes.keep(conversation, row)
  }

  /** The target takes it no more where it was sealed: it is sealed again, unless that is in the head already. */
  async function mend(conversation: Conversation, target: Target, { row, code }: DeliveryEffect & { type: 'stale' }): Promise<void> {
    const { entries, elsewhere } = laneOf(conversation)
    const entry = entries.get(row)
    if (entry === undefined || entry.epoch === currentGroup(conversation).head) return
    if (target.kind === 'relay') {
      if (code === 'ERR_LOG_CLOSED' && !isCommit(entry)) await sealAgain(conversation, entry)
    } else if (!isCommit(entry)) await sealAgain(conversation, entry)
    else if (!hasPassed(conversation, entry, elsewhere.get(target.id))) return
    else if (waitingGroup(conversation, entry) === undefined) settle(conversation, target.id, row)
    else if (waitingCommits.isPassedByAll(conversation, entry, target.id)) await abandon(conversation, entry)
  }

  async function sealAgain(conversation: Conversation, entry: OutboxEntry): Promise<void> {
    if (isBarred(conversation, currentGroup(conversation))) return
    const row = await resealing.again(conversation, entry)
    if (row === undefined) return
    const now = laneOf(conversation).entries.get(row.number)
    if (now === undefined) {
      await records.later(records.noOutboxRow(conversation, row)) // acknowledged meanwhile
      return
    }
    enter(conversation, { ...row, acknowledged: now.acknowledged })
  }

  async function sealAllAgain(conversation: Conversation, isDue: (entry: OutboxEntry) => boolean): Promise<void> {
    const due = [...laneOf(conversation).entries.values()].filter(entry => !isCommit(entry) && isDue(entry))
    for (let i = 0; i < due.length; i += SEALED_AT_ONCE)
      await Promise.all(due.slice(i, i + SEALED_AT_ONCE).map(entry => sealAgain(conversation, entry)))
    releaseAll(conversation)
  }

  function headChanged(conversation: Conversation): Promise<void> {
    context.events.emit('epochs:changed', { conversation: conversation.id })
    return laneOf(conversation).resealing(async () => {
      // Until somebody else can read the group that is written in, sealing again would be for nobody.
      if (conversation.groups.length === 0 || !isShared(conversation, currentGroup(conversation))) return
      await sealAllAgain(conversation, entry => !resealing.isReadable(conversation, entry))
    })
  }

  /** Enters the rows that are on disk and not known here: left by an earlier run, or by a batch that the disk took while refusing it. */
  async function takeUp(conversation: Conversation): Promise<void> {
    for await (const row of records.outboxRows(conversation)) if (!laneOf(conversation).entries.has(row.number)) enter(conversation, row)
    releaseAll(conversation)
  }

  function releaseAll(conversation: Conversation): void {
    for (const number of laneOf(conversation).entries.keys()) release(conversation, number)
  }

  function release(conversation: Conversation, row: number, foundAt: readonly RelayId[] = []): void {
    // Until their knock is answered the others can't read the log.
    if (!isShared(conversation, currentGroup(conversation))) return
    const entry = laneOf(conversation).entries.get(row)
    const streamsWait = entry !== undefined && publishing.queued(conversation, entry)
    releaseTo(conversation, row, ({ kind, id }) => (kind === 'device' ? !streamsWait : !foundAt.includes(id)))
  }

  function releaseTo(conversation: Conversation, row: number, isDue: (target: Target) => boolean): void {
    const { entries } = laneOf(conversation)
    const entry = entries.get(row)
    for (const target of entry === undefined ? [] : targetsOf(conversation, entry).filter(isDue)) {
      const now = entries.get(row)
      if (now !== undefined && !hasIt(now, target)) feed(conversation, target, { type: 'queued', row })
    }
  }

  function follow(device: DeviceId, up: boolean): void {
    for (const conversation of conversations.withDevice(device)) {
      laneOf(conversation).elsewhere.delete(device)
      feed(conversation, toDevice(device), { type: 'link', up: up && standing.maySend(conversation) })
      if (!up) confirmWaiting(conversation).catch(passing)
    }
  }

  function followRelay(relay: RelayId, up: boolean): void {
    for (const conversation of conversations.all()) {
      if (!relayLogs.of(conversation).append.some(({ id }) => id === relay)) continue
      feed(conversation, toRelay(relay), { type: 'link', up: up && standing.maySend(conversation) })
      if (up) storing.recheck(conversation, relay).catch(passing)
    }
  }

  /** Relays that it does not use any more get nothing, new ones all that waits. */
  function relaysChanged(conversation: Conversation): void {
    const used = new Set(relayLogs.of(conversation).append.map(({ id }) => id))
    for (const target of dispatch.targets(conversation)) {
      if (target.kind === 'device') continue
      const isOpenNow = isOpen(conversation, target)
      if (!used.has(target.id)) dispatch.drop(conversation, target)
      // It may be visited from now on, or linked.
      else if (dispatch.state(conversation, target).linked !== isOpenNow) feed(conversation, target, { type: 'link', up: isOpenNow })
    }
    releaseAll(conversation)
  }

  function waitingAt(conversation: Conversation, target: Target, entry: OutboxEntry): Waiting {
    const { inFlight, failures, lastError, pausedUntilMs } = dispatch.state(conversation, target)
    return {
      target,
      linked: target.kind === 'device' ? links.isUp(target.id) : relayLogs.isOpen(target.id),
      inFlight: inFlight.includes(entry.number),
      published: publishing.wasPublished(conversation, entry),
      failures,
      lastError,
      nextTryMs: pausedUntilMs > clock.now() ? pausedUntilMs : undefined
    }
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
        context.events.on('epochs:changed', ({ conversation: id }) => {
          const conversation = conversations.find(id)
          if (conversation !== undefined) confirmWaiting(conversation).catch(passing)
        }),
        context.events.on('relays:changed', ({ conversation }) => relaysChanged(conversations.get(conversation))),
        links.on('link:up', ({ device }) => follow(device, true)),
        links.on('link:down', ({ device }) => follow(device, false)),
        relays.on('relay:up', ({ relay }) => followRelay(relay, true)),
        relays.on('relay:down', ({ relay }) => followRelay(relay, false)),
        publishing.start()
      ]
      for (const conversation of conversations.all()) await takeUp(conversation)
      storing.start()
      return () => [dispatch.stop, storing.stop, ...stops].forEach(stop => stop())
    },
    queued(conversation, row, foundAt = []) {
      enter(conversation, row)
      const entry = laneOf(conversation).entries.get(row.number)
      if (entry !== undefined) for (const relay of foundAt) storing.stored(conversation, relay, entry)
      release(conversation, row.number, foundAt)
      if (isCommit(row)) confirmWaiting(conversation).catch(passing)
    },
    headChanged,
    standingChanged(conversation) {
      for (const target of dispatch.targets(conversation)) {
        feed(conversation, target, { type: 'link', up: false })
        if (isOpen(conversation, target)) feed(conversation, target, { type: 'link', up: true })
      }
    },
    async fill(conversation, ranges) {
      for await (const row of resealing.asNew(conversation, ranges)) {
        enter(conversation, row)
        const entry = laneOf(conversation).entries.get(row.number)
        // Where their receipt came while it was sealed, there is nobody to send it to, and nobody will acknowledge it.
        if (entry && lacking(conversation, entry).length === 0) remove(conversation, [entry])
        else release(conversation, row.number)
      }
    },
    covered(conversation, device) {
      const { progress } = holdingOf(conversation.receipts, device)
      const { entries } = laneOf(conversation)
      const done: OutboxEntry[] = []
      for (const entry of entries.values()) {
        if (isCommit(entry) || entry.acknowledged.includes(device) || missing(progress, entry).length > 0) continue
        feed(conversation, toDevice(device), { type: 'withdrawn', row: entry.number })
        const now = { ...entry, acknowledged: [...entry.acknowledged, device] }
        entries.set(entry.number, now)
        if (lacking(conversation, now).length === 0) done.push(now)
      }
      if (done.length > 0) remove(conversation, done)
      publishing.heardFrom(conversation, device)
    },
    hasCommit(conversation, group, device) {
      const { entries, elsewhere } = laneOf(conversation)
      elsewhere.delete(device)
      for (const entry of entries.values()) {
        if (!isCommit(entry) || entry.group !== group || entry.acknowledged.includes(device)) continue
        // In a group it may have come there without the others.
        if (conversation.kind === 'group' && waitingGroup(conversation, entry) === undefined) continue
        feed(conversation, toDevice(device), { type: 'withdrawn', row: entry.number })
        settle(conversation, device, entry.number)
      }
    },
    isElsewhere: (conversation, device, epoch) => void laneOf(conversation).elsewhere.set(device, epoch),
    async tidy(conversation) {
      for (const { number } of await expiry.expire(conversation, laneOf(conversation).entries.values())) withdraw(conversation, number)
      await storing.expire(conversation)
      const isBehind = (entry: OutboxEntry): boolean => resealing.isBehind(conversation, entry)
      const lane = laneOf(conversation)
      if ([...lane.entries.values()].some(isBehind)) await lane.resealing(() => sealAllAgain(conversation, isBehind))
    },
    takeBack: (conversation, group) => storing.unmarkGroup(conversation, group),
    outstanding: conversation => [...laneOf(conversation).entries.values()],
    waiting(conversation, seq) {
      const row = [...laneOf(conversation).entries.values()].find(({ first, last }) => first <= seq && seq <= last)
      if (row === undefined) return undefined
      const targets = targetsOf(conversation, row).filter(target => !hasIt(row, target))
      return { row, targets: targets.map(target => waitingAt(conversation, target, row)) }
    },
    size: () =>
      conversations
        .all()
        .flatMap(one => [...laneOf(one).entries.values()].filter(entry => !isCommit(entry) || waitingGroup(one, entry) !== undefined))
        .length,
    messages: () => [...lanes.values()].reduce((sum, lane) => sum + messagesIn([...lane.entries.values()]), 0)
  }
}

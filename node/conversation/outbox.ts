import { isChatError, type ErrorCode } from '../base/errors.js'
import type { ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { currentGroup, isBarred, isShared } from './current-group.js'
import type { Conversations } from './conversations.js'
import type { Epoch } from '../session/session.js'
import type { DeliveryEffect } from './delivery.js'
import { createDispatch } from './dispatch.js'
import { isCommit, isHeldBack, stampOf, waitingGroup, type OutboxEntry, type OutboxRow } from './outbox-row.js'
import { createOutboxLanes } from './outbox-lanes.js'
import { devicesOf, staysHere } from './outbox-recipients.js'
import { hasIt, toDevice, toRelay, type Target } from './outbox-target.js'
import { passing } from './on-link.js'
import type { SeqRange } from './progress.js'
import type { Receipts } from './receipts.js'
import type { RelayLogs } from './relay-logs.js'
import { createExpiry } from './expiry.js'
import { createPublishing } from './publishing.js'
import { createResealing } from './resealing.js'
import type { Standing } from './standing.js'
import { createWaitingCommits, hasPassed } from './waiting-commits.js'
import { createSettling } from './settling.js'
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
  /** Nothing of it goes out any more. */
  forget(conversation: Conversation): void
  /** Rows of all conversations that somebody has yet to get. */
  size(): number
  /** Our messages in these rows, but for those that nobody is left for. */
  messages(): number
}

interface Parts {
  readonly conversations: Conversations
  readonly receipts: Receipts
  readonly relayLogs: RelayLogs
  readonly standing: Pick<Standing, 'maySend'>
}

export function createOutbox(context: ConversationContext, { conversations, receipts, relayLogs, standing }: Parts): Outbox {
  const { records, links, relays, clock, self } = context
  const lanes = createOutboxLanes(records, conversations)
  const storing = createStoring(context, conversations, relayLogs, {
    all: conversation => lanes.of(conversation).entries.values(),
    entry: lanes.entry,
    mark(conversation, number, stored) {
      const entry = lanes.entry(conversation, number)
      if (entry !== undefined) lanes.of(conversation).entries.set(number, { ...entry, stored })
    },
    envelope: lanes.bytes,
    isPlaced: (conversation, entry, stored) => waitingCommits.isPlaced(conversation, entry, stored),
    confirm: (conversation, entry) => settling.confirm(conversation, entry),
    confirmed: headChanged,
    release
  })
  const resealing = createResealing(context, conversations, storing)
  const expiry = createExpiry(context, conversations)
  const publishing = createPublishing(context, {
    conversations,
    standing,
    rows: {
      entry: lanes.entry,
      envelope: lanes.bytes,
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
      if (target.kind === 'device') settling.settle(conversation, target.id, row)
    },
    mend
  })
  const { feed } = dispatch
  const waitingCommits = createWaitingCommits(context, { conversations, relayLogs, lacking })
  const settling = createSettling(context, {
    conversations,
    receipts,
    relayLogs,
    waitingCommits,
    lanes,
    lacking,
    withdraw: (conversation, device, row) => feed(conversation, toDevice(device), { type: 'withdrawn', row }),
    headChanged
  })

  async function abandon(conversation: Conversation, entry: OutboxEntry): Promise<void> {
    await waitingCommits.abandon(conversation, entry)
    withdraw(conversation, entry.number)
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
    const entry = lanes.entry(conversation, row)
    const waits = entry !== undefined && isHeldBack(conversation, entry)
    const envelope = waits ? undefined : entry && (await lanes.envelope(conversation, row))
    if (entry === undefined || envelope === undefined) {
      feed(conversation, target, { type: 'withdrawn', row })
      if (!waits) lanes.forget(conversation, row)
      return false
    }
    if (target.kind === 'device') {
      await links.send(target.id, envelope, { written: () => void context.probe('send:written') })
      await context.probe('send:acknowledged')
      return true
    }
    await relayLogs.append(target.id, conversation, entry.epoch, envelope)
    await context.probe('relay:appended')
    const now = lanes.entry(conversation, row)
    if (now?.stamp === stampOf(envelope.bytes)) {
      storing.stored(conversation, target.id, now)
      return true
    }
    // The relay keeps what the row held before it was sealed again.
    feed(conversation, target, { type: 'withdrawn', row })
    release(conversation, row)
    return false
  }

  /** On its way to nobody any more. */
  function withdraw(conversation: Conversation, number: number): void {
    for (const target of dispatch.targets(conversation)) feed(conversation, target, { type: 'withdrawn', row: number })
    lanes.forget(conversation, number)
  }

  function enter(conversation: Conversation, row: OutboxRow): void {
    const { envelope, ...rest } = row
    const entry = { ...rest, stamp: stampOf(envelope) }
    lanes.of(conversation).entries.set(row.number, entry)
    lanes.drop(conversation, row.number)
    // What has to wait need not wait in memory.
    if (targetsOf(conversation, entry).some(target => isOpen(conversation, target))) lanes.keep(conversation, row)
  }

  /** The target takes it no more where it was sealed: it is sealed again, unless that is in the head already. */
  async function mend(conversation: Conversation, target: Target, { row, code }: DeliveryEffect & { type: 'stale' }): Promise<void> {
    const { entries, elsewhere } = lanes.of(conversation)
    const entry = entries.get(row)
    if (entry === undefined || entry.epoch === currentGroup(conversation).head) return
    if (target.kind === 'relay') {
      if (code === 'ERR_LOG_CLOSED' && !isCommit(entry)) await sealAgain(conversation, entry)
    } else if (!isCommit(entry)) await sealAgain(conversation, entry)
    else if (!hasPassed(conversation, entry, elsewhere.get(target.id))) return
    else if (waitingGroup(conversation, entry) === undefined) settling.settle(conversation, target.id, row)
    else if (waitingCommits.isPassedByAll(conversation, entry, target.id)) await abandon(conversation, entry)
  }

  async function sealAgain(conversation: Conversation, entry: OutboxEntry): Promise<void> {
    if (isBarred(conversation, currentGroup(conversation))) return
    const row = await resealing.again(conversation, entry)
    if (row === undefined) return
    const now = lanes.entry(conversation, row.number)
    if (now === undefined) {
      await records.later(records.noOutboxRow(conversation, row)) // acknowledged meanwhile
      return
    }
    enter(conversation, { ...row, acknowledged: now.acknowledged })
  }

  async function sealAllAgain(conversation: Conversation, isDue: (entry: OutboxEntry) => boolean): Promise<void> {
    const due = [...lanes.of(conversation).entries.values()].filter(entry => !isCommit(entry) && isDue(entry))
    for (let i = 0; i < due.length; i += SEALED_AT_ONCE)
      await Promise.all(due.slice(i, i + SEALED_AT_ONCE).map(entry => sealAgain(conversation, entry)))
    releaseAll(conversation)
  }

  function headChanged(conversation: Conversation): Promise<void> {
    context.events.emit('epochs:changed', { conversation: conversation.id })
    return lanes.of(conversation).resealing(async () => {
      // Until somebody else can read the group that is written in, sealing again would be for nobody.
      if (conversation.groups.length === 0 || !isShared(conversation, currentGroup(conversation))) return
      await sealAllAgain(conversation, entry => !resealing.isReadable(conversation, entry))
    })
  }

  /** Enters the rows that are on disk and not known here: left by an earlier run, or by a batch that the disk took while refusing it. */
  async function takeUp(conversation: Conversation): Promise<void> {
    for await (const row of records.outboxRows(conversation)) if (!lanes.of(conversation).entries.has(row.number)) enter(conversation, row)
    releaseAll(conversation)
    settling.confirmWaiting(conversation).catch(passing)
    const isWaiting = [...lanes.of(conversation).entries.values()].some(entry => isHeldBack(conversation, entry))
    if (isWaiting) headChanged(conversation).catch(passing)
  }

  function releaseAll(conversation: Conversation): void {
    for (const number of lanes.of(conversation).entries.keys()) release(conversation, number)
  }

  function release(conversation: Conversation, row: number, foundAt: readonly RelayId[] = []): void {
    // Until their knock is answered the others can't read the log.
    if (!isShared(conversation, currentGroup(conversation))) return
    const entry = lanes.entry(conversation, row)
    const streamsWait = entry !== undefined && publishing.queued(conversation, entry)
    releaseTo(conversation, row, ({ kind, id }) => (kind === 'device' ? !streamsWait : !foundAt.includes(id)))
  }

  function releaseTo(conversation: Conversation, row: number, isDue: (target: Target) => boolean): void {
    const { entries } = lanes.of(conversation)
    const entry = entries.get(row)
    for (const target of entry === undefined ? [] : targetsOf(conversation, entry).filter(isDue)) {
      const now = entries.get(row)
      if (now !== undefined && !hasIt(now, target)) feed(conversation, target, { type: 'queued', row })
    }
  }

  function follow(device: DeviceId, up: boolean): void {
    for (const conversation of conversations.withDevice(device)) {
      lanes.of(conversation).elsewhere.delete(device)
      feed(conversation, toDevice(device), { type: 'link', up: up && standing.maySend(conversation) })
      if (!up) settling.confirmWaiting(conversation).catch(passing)
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
          if (conversation !== undefined) settling.confirmWaiting(conversation).catch(passing)
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
      return () => [dispatch.stop, storing.stop, settling.stop, ...stops].forEach(stop => stop())
    },
    queued(conversation, row, foundAt = []) {
      enter(conversation, row)
      const entry = lanes.entry(conversation, row.number)
      if (entry !== undefined) for (const relay of foundAt) storing.stored(conversation, relay, entry)
      if (entry && staysHere(conversation, entry) && lacking(conversation, entry).length === 0)
        return settling.remove(conversation, [entry])
      release(conversation, row.number, foundAt)
      if (isCommit(row)) settling.confirmWaiting(conversation).catch(passing)
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
        const entry = lanes.entry(conversation, row.number)
        // Where their receipt came while it was sealed, there is nobody to send it to, and nobody will acknowledge it.
        if (entry && lacking(conversation, entry).length === 0) settling.remove(conversation, [entry])
        else release(conversation, row.number)
      }
    },
    covered(conversation, device) {
      settling.covered(conversation, device)
      publishing.heardFrom(conversation, device)
    },
    hasCommit: settling.hasCommit,
    isElsewhere: (conversation, device, epoch) => void lanes.of(conversation).elsewhere.set(device, epoch),
    async tidy(conversation) {
      for (const { number } of await expiry.expire(conversation, lanes.of(conversation).entries.values())) withdraw(conversation, number)
      await storing.expire(conversation)
      const isBehind = (entry: OutboxEntry): boolean => resealing.isBehind(conversation, entry)
      const lane = lanes.of(conversation)
      if ([...lane.entries.values()].some(isBehind)) await lane.resealing(() => sealAllAgain(conversation, isBehind))
    },
    takeBack: (conversation, group) => storing.unmarkGroup(conversation, group),
    forget(conversation) {
      for (const number of lanes.of(conversation).entries.keys()) withdraw(conversation, number)
    },
    outstanding: conversation => [...lanes.of(conversation).entries.values()],
    waiting(conversation, seq) {
      const row = [...lanes.of(conversation).entries.values()].find(({ first, last }) => first <= seq && seq <= last)
      if (row === undefined) return undefined
      const targets = targetsOf(conversation, row).filter(target => !hasIt(row, target))
      return { row, targets: targets.map(target => waitingAt(conversation, target, row)) }
    },
    size: lanes.size,
    messages: lanes.messages
  }
}

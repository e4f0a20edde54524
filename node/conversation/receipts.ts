import { concat, EMPTY, equals, utf8 } from '../base/bytes.js'
import { isChatError } from '../base/errors.js'
import type { ConversationId, DeviceId, EpochId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Envelope } from '../network/links.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { RelayAddress } from '../network/relays.js'
import type { Receipt, Whereabouts } from '../wire/generated/content.js'
import { admissionsOf } from './admissions.js'
import { encodeContent } from './content.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { currentGroup, isBarred, recipients } from './current-group.js'
import { headOf } from './group.js'
import { everHad, holdingOf, type Holding } from './holding.js'
import type { Conversations } from './conversations.js'
import { add, flatten, fromFlat, missing, rangesOf, union, type SeqRange } from './progress.js'
import { isPassing, passing } from './on-link.js'
import type { RecordWrite } from './records.js'
import type { RelayLogs } from './relay-logs.js'
import { namedNow, storedAt } from './relay-set.js'
import { sealInHead } from './sealing.js'
import { isNear, spreadOf } from './spread.js'
import type { Standing } from './standing.js'

/** At most one receipt to a device in this time: it is cumulative, so nothing is lost by waiting. */
export const RECEIPT_INTERVAL_MS = 2_000
/** The same in groups, where everybody answers everybody. */
export const GROUP_RECEIPT_INTERVAL_MS = 30_000
/** Members of a large group that answer one message do so one after another. */
const A_MEMBER_MS = 50
/** One that is small enough goes along with messages of a group. */
export const MAX_CARRIED_BYTES = 2_048

export const DELIVERED_MARK = 1
export const READ_MARK = 2

/**
 * What each side holds of the other's messages and how far it has read: cumulative state, replaced rather than queued, so that
 * no message needs a row of its own for its state. Nothing leaves for somebody who is not accepted.
 */
export interface Receipts {
  /** Tells what an earlier run could not. */
  start(): Promise<Stop>
  /** Our own holdings, as they are told to others. */
  current(conversation: Conversation): Receipt
  /** Merges what a device says it holds of ours. */
  take(conversation: Conversation, from: DeviceId, receipt: Receipt): Merged
  /** A device acknowledged these seqs of ours over its link: as good as its receipt, since Noise ends at that device. */
  acknowledged(conversation: Conversation, device: DeviceId, range: SeqRange): Merged
  /** There is something to tell: the person has read on. Goes out within `RECEIPT_INTERVAL_MS`, of a group `GROUP_RECEIPT_INTERVAL_MS`. */
  changed(conversation: Conversation): void
  /** Somebody may not have heard what was told before: it is said once more, changed or not. */
  again(conversation: Conversation, how?: { readonly soon: boolean }): void
  /** Part of a change that sends messages: what goes along with them, if there is something to tell to a group. */
  carried(conversation: Conversation): Promise<Carried | undefined>
  /** A meeting has told this device everything. */
  told(conversation: Conversation, device: DeviceId): void
}

/** What a receipt changes. */
export interface Merged {
  readonly writes: readonly RecordWrite[]
  /** For when the writes are on disk: what they say may be shown from then on, and is told. */
  readonly onDisk: () => void
}

/** What is told with messages, and what is to be written with them. */
export interface Carried {
  readonly said: Said
  readonly writes: readonly RecordWrite[]
}

type Said = Required<Pick<NonNullable<Parameters<typeof encodeContent>[1]>, 'receipt' | 'whereabouts' | 'admissions'>>

interface Slot {
  lastAtMs: number
  due: { readonly atMs: number; readonly stop: Stop } | undefined
  /** Also where nothing has changed. */
  isAgain: boolean
}

const NOTHING_NEW: Merged = { writes: [], onDisk: () => undefined }

interface Telling {
  readonly standing: Pick<Standing, 'mayTell'>
  /** The door that we keep for its contact. */
  readonly doorIn: (conversation: Conversation) => Uint8Array | undefined
}

export function createReceipts(
  context: ConversationContext,
  conversations: Pick<Conversations, 'write' | 'all' | 'find'>,
  relayLogs: Pick<RelayLogs, 'of' | 'elsewhere' | 'isOpen' | 'append'>,
  { standing, doorIn }: Telling
): Receipts {
  const { self } = context
  /** When a conversation's last receipt left, and when the next does. */
  const schedule = new Map<ConversationId, Slot>()
  const untold = new Map<ConversationId, Set<DeviceId>>()
  /** Where there was something to tell while nobody could encrypt. */
  const held = new Set<ConversationId>()

  function merge(conversation: Conversation, device: DeviceId, next: Holding): Merged {
    const before = holdingOf(conversation.receipts, device)
    const delivered = grown(before, next)
    const readOn = next.read > before.read
    if (delivered.length === 0 && !readOn) return NOTHING_NEW
    conversation.receipts.set(device, next)
    const now = context.clock.now()
    const writes = [context.records.receipt(conversation, device, next)]
    for (const range of delivered) writes.push(context.records.receiptMark(conversation, device, DELIVERED_MARK, range.last, now))
    if (readOn) writes.push(context.records.receiptMark(conversation, device, READ_MARK, next.read, now))
    const ranges = readOn ? [...delivered, { first: before.read + 1, last: next.read }] : delivered
    return {
      writes,
      onDisk() {
        const shown = holdingOf(conversation.shown, device)
        // A later one may have been told of first.
        const progress = union(shown.progress, next.progress)
        conversation.shown.set(device, { ...next, progress, read: Math.max(shown.read, next.read) })
        context.events.emit('receipt:changed', { conversation: conversation.id, device, ranges })
      }
    }
  }

  /** What is told, and what stands for it: equal for as long as nothing changes, also after a restart. */
  async function saying(
    conversation: Conversation
  ): Promise<{ readonly said: Said; readonly content: Uint8Array; readonly digest: Uint8Array }> {
    const said = { receipt: currentReceipt(conversation), whereabouts: whereaboutsIn(conversation), admissions: admissionsOf(conversation) }
    const content = encodeContent([], said)
    // Whoever comes in has to hear of us, too.
    const audience = conversation.kind === 'group' ? headOf(currentGroup(conversation)).members.map(({ device }) => utf8(device)) : []
    return { said, content, digest: await context.primitives.sha256(concat([content, ...audience])) }
  }

  function whereaboutsIn(conversation: Conversation): Whereabouts {
    if (conversation.kind === 'group')
      return { relays: [], changedAtMs: 0n, door: EMPTY, presence: conversation.presences.get(self.device)?.bytes ?? EMPTY }
    const { relays, relaysChangedAtMs } = self.relays()
    const named = namedNow(relays).map(({ address }) => address)
    return { relays: named, changedAtMs: BigInt(relaysChangedAtMs), door: doorIn(conversation) ?? EMPTY, presence: EMPTY }
  }

  const isLinked = (device: DeviceId): boolean => context.links.isUp(device)

  async function send(conversation: Conversation): Promise<void> {
    const waiting = untoldOf(conversation)
    const hasKeepers = keepersOf(conversation).length > 0
    if (waiting.size === 0 || !standing.mayTell(conversation)) return
    if (isBarred(conversation, currentGroup(conversation))) return void held.add(conversation.id)
    const { isPublished: isHeard } = spreadOf(context, conversation, headOf(currentGroup(conversation)).log, [...waiting])
    if (!isHeard && !hasKeepers && ![...waiting].some(isLinked)) return
    let telling: readonly DeviceId[] = []
    try {
      // What a receipt tells is on disk when it leaves: the other side takes that out of its outbox.
      const sealed = await conversations.write(conversation, async () => {
        // What changes from here on is not in it, and has them wait again.
        telling = [...waiting]
        waiting.clear()
        const { content, digest } = await saying(conversation)
        const slot = slotOf(conversation)
        if (equals(digest, conversation.told) && !slot.isAgain) return { writes: [], result: undefined }
        slot.isAgain = false
        const group = currentGroup(conversation)
        const { envelope, writes } = await sealInHead(context, conversation, group, content)
        return { writes, result: { digest, epoch: group.head, envelope: { log: headOf(group).log, bytes: envelope } } }
      })
      if (sealed === undefined) return
      const { digest, epoch, envelope } = sealed
      const { streams, isPublished } = spreadOf(context, conversation, envelope.log, telling)
      const isOut = isPublished && (await publish(conversation, envelope))
      const isAway = (device: DeviceId): boolean => !isLinked(device)
      // Who heard it in the mesh nobody knows: where relays keep what is said, they keep this too.
      const away = isOut && relayLogs.of(conversation).append.length === 0 ? [] : telling.filter(isAway)
      const here = isOut ? streams : telling.filter(isLinked)
      await Promise.all([...here.map(device => tell(conversation, device, envelope)), leaveFor(conversation, away, epoch, envelope)])
      if (waiting.size === 0) await noteTold(conversation, digest)
    } catch (err) {
      for (const device of telling) waiting.add(device)
      throw err
    }
  }

  async function publish(conversation: Conversation, envelope: Envelope): Promise<boolean> {
    return standing.mayTell(conversation) && ((await context.gossip?.publish(envelope)) ?? 0) > 0
  }

  function keepersOf(conversation: Conversation): readonly RelayAddress[] {
    return relayLogs.of(conversation).append.filter(({ id }) => relayLogs.isOpen(id))
  }

  async function tell(conversation: Conversation, device: DeviceId, envelope: Envelope): Promise<void> {
    const waiting = untoldOf(conversation)
    // Both may have ended while it was sealed, and a receipt dials nobody.
    if (!isLinked(device) || !standing.mayTell(conversation)) return void waiting.add(device)
    try {
      await context.links.send(device, envelope)
    } catch (err) {
      // It is cumulative and never retried as such: the next one, or the next meeting, says it all again.
      waiting.add(device)
      if (isPassing(err)) tellLater(conversation)
      else passing(err)
    }
  }

  /** For those who are away: once enough relays keep it, they will find it. */
  async function leaveFor(conversation: Conversation, away: readonly DeviceId[], epoch: EpochId, envelope: Envelope): Promise<void> {
    if (away.length === 0) return
    const keepers = standing.mayTell(conversation) ? keepersOf(conversation) : []
    const kept = await Promise.all(keepers.map(({ id }) => leaveAt(id, conversation, epoch, envelope)))
    const elsewhere = relayLogs.elsewhere(conversation)
    const keptElsewhere = keepers.filter(({ id }, i) => kept[i] === 'kept' && elsewhere.some(one => one.id === id))
    if (keptElsewhere.length >= storedAt(elsewhere.length)) return
    for (const device of away) untoldOf(conversation).add(device)
    // To them alone: whoever has it already is not told once more for as long as a relay is busy.
    if (kept.includes('not now')) tellLater(conversation)
  }

  async function leaveAt(
    relay: RelayId,
    conversation: Conversation,
    epoch: EpochId,
    envelope: Envelope
  ): Promise<'kept' | 'not now' | 'refused'> {
    try {
      await relayLogs.append(relay, conversation, epoch, envelope)
      return 'kept'
    } catch (err) {
      if (isPassing(err)) return 'not now'
      // Said again with the next change, or once a relay is back.
      passing(err)
      return 'refused'
    }
  }

  async function noteTold(conversation: Conversation, digest: Uint8Array): Promise<void> {
    await conversations.write(conversation, async () => {
      conversation.told = digest
      return { writes: [context.records.logPlaces(conversation)], result: undefined, canWait: true }
    })
  }

  function untoldOf({ id }: Conversation): Set<DeviceId> {
    const waiting = untold.get(id) ?? new Set()
    untold.set(id, waiting)
    return waiting
  }

  /** What an earlier run had not told anybody: nothing but a link, or a relay, would show that it is missing. */
  async function takeUp(): Promise<void> {
    for (const conversation of conversations.all()) {
      if (!standing.mayTell(conversation) || relayLogs.of(conversation).append.length === 0) continue
      const { digest } = await saying(conversation)
      if (!equals(digest, conversation.told)) soon(conversation)
    }
  }

  function slotOf({ id }: Conversation): Slot {
    const slot = schedule.get(id) ?? { lastAtMs: 0, due: undefined, isAgain: false }
    schedule.set(id, slot)
    return slot
  }

  function soon(conversation: Conversation, intervalMs?: number): void {
    for (const device of recipients(conversation, self.device)) untoldOf(conversation).add(device)
    tellLater(conversation, intervalMs)
  }

  /** Whoever waits to be told is told. */
  function tellLater(conversation: Conversation, intervalMs = intervalOf(conversation)): void {
    const slot = slotOf(conversation)
    const others = recipients(conversation, self.device)
    const now = context.clock.now()
    // A clock that was set back says that less than nothing has passed.
    const passedMs = Math.max(0, now - slot.lastAtMs)
    const atMs = now + Math.max(0, intervalMs - passedMs) + turnMs(conversation, others)
    if (slot.due !== undefined && slot.due.atMs <= Math.max(now, atMs)) return
    slot.due?.stop()
    slot.due = { atMs, stop: context.clock.after(atMs - now, () => leave(conversation, slot)) }
  }

  function leave(conversation: Conversation, slot: Slot): void {
    slot.due = undefined
    slot.lastAtMs = context.clock.now()
    send(conversation).catch((err: unknown) => {
      if (!isChatError(err)) throw err
      if (isPassing(err)) tellLater(conversation)
    })
  }

  /** Random, where many answer in one mesh. */
  function turnMs({ kind }: Conversation, others: readonly DeviceId[]): number {
    if (kind === 'direct' || isNear(context, others)) return 0
    const share = (context.primitives.randomBytes(1)[0] ?? 0) / 256
    return Math.round(others.length * A_MEMBER_MS * share)
  }

  return {
    async start() {
      await takeUp()
      const stops = [
        context.events.on('epochs:changed', ({ conversation: id }) => {
          const conversation = held.delete(id) ? conversations.find(id) : undefined
          if (conversation !== undefined) soon(conversation)
        }),
        context.relays.on('relay:up', ({ relay }) => {
          for (const conversation of conversations.all()) {
            const isWaiting = (untold.get(conversation.id)?.size ?? 0) > 0
            if (isWaiting && relayLogs.of(conversation).append.some(({ id }) => id === relay)) soon(conversation)
          }
        })
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    current: currentReceipt,
    take(conversation, from, receipt) {
      const own = receipt.devices.find(entry => equals(entry.device, self.deviceKey))
      if (own === undefined) return NOTHING_NEW
      const before = holdingOf(conversation.receipts, from)
      // Nobody holds or has read what was not sent.
      const sent = conversation.nextSeq - 1
      const ranges = rangesOf(own.ranges).filter(range => range.last <= sent)
      const claimed = fromFlat(Math.min(own.contiguous, sent), flatten(ranges))
      const next = { ...before, progress: union(before.progress, claimed), read: Math.max(before.read, Math.min(own.read, sent)) }
      return merge(conversation, from, next)
    },
    acknowledged(conversation, device, range) {
      const before = holdingOf(conversation.receipts, device)
      return merge(conversation, device, { ...before, progress: add(before.progress, range) })
    },
    changed: conversation => soon(conversation),
    again(conversation, how) {
      slotOf(conversation).isAgain = true
      soon(conversation, how?.soon === true ? RECEIPT_INTERVAL_MS : undefined)
    },
    async carried(conversation) {
      const slot = slotOf(conversation)
      const isQuiet = slot.due === undefined || !standing.mayTell(conversation)
      if (conversation.kind === 'direct' || isQuiet || isBarred(conversation, currentGroup(conversation))) return undefined
      const { said, content, digest } = await saying(conversation)
      if (content.length > MAX_CARRIED_BYTES) return undefined
      slot.due?.stop()
      Object.assign(slot, { due: undefined, isAgain: false, lastAtMs: context.clock.now() })
      untoldOf(conversation).clear()
      conversation.told = digest
      return { said, writes: [context.records.logPlaces(conversation)] }
    },
    told(conversation, device) {
      untold.get(conversation.id)?.delete(device)
    }
  }
}

function intervalOf({ kind }: Conversation): number {
  return kind === 'group' ? GROUP_RECEIPT_INTERVAL_MS : RECEIPT_INTERVAL_MS
}

function grown(before: Holding, next: Holding): SeqRange[] {
  const wanted = [{ first: 1, last: next.progress.contiguous }, ...next.progress.ranges].filter(range => range.last >= range.first)
  return wanted.flatMap(range => missing(before.progress, range))
}

function currentReceipt({ devices, holdings }: Conversation): Receipt {
  const held = devices.flatMap(({ device, key }) => {
    const holding = holdings.get(device)
    if (holding === undefined) return []
    const { contiguous, ranges } = everHad(holding)
    return [{ device: key, contiguous, ranges: flatten(ranges), read: holding.read }]
  })
  return { devices: held }
}

import type { ConversationId, DeviceId, LogId } from '../base/ids.js'
import { follow } from '../base/follow.js'
import { createKept } from '../base/kept.js'
import type { Stop } from '../base/lifecycle.js'
import { MAX_HEARD_LOGS } from '../network/gossip-logs.js'
import type { Gossip, GossipEvents, SignedEnvelope } from '../network/gossip.js'
import type { Epoch } from '../session/session.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { currentGroup, mustGo, recipients } from './current-group.js'
import { headOf, type Group } from './group.js'
import type { Conversations } from './conversations.js'
import { isOnTheWay } from './group-epochs.js'
import type { StoredMessage } from './message.js'
import { passing } from './on-link.js'
import { COUNTER_BITS } from './order.js'
import { stampOf } from './outbox-row.js'
import type { Receipts } from './receipts.js'
import type { Receiving } from './receiving.js'
import { isNear } from './spread.js'

const HOUR_MS = 60 * 60 * 1_000
/** Of one group: where it is written, where it is about to be, and where somebody parted from us may still write. */
const MOST_LOGS = 8
/** After that whoever wrote in an epoch that was left has sealed it again. */
const LEFT_MS = 24 * HOUR_MS
/** Waiting for the disk, of all groups; what comes then is let go, and comes again by another way. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024
/** Taken in one batch. */
const MOST_AT_ONCE = 256
/** A group that is heard gives its place to one that is not only where that one was written in so much later: else they would change places all day. */
const STAYS_MS = 10 * 60 * 1_000
/** Envelopes that are known when they come again: whoever publishes one anew has not heard that it is here. */
const MOST_KNOWN = 8_192
const REPEATED_MS = 60_000

/**
 * Hears what is published in groups: joins the log of every epoch that is written in or may still be, among the member devices that
 * are linked, and hands on what comes. Needs gossip; without it groups go over links and relays alone.
 */
export interface Meshes {
  start(): Stop
  /** Groups whose log is not heard, since more are open than can be, and others were written in later: what is said there comes by links and relays alone. */
  unheard(): number
}

interface Parts {
  readonly conversations: Pick<Conversations, 'all' | 'find' | 'byLog'>
  readonly receiving: Pick<Receiving, 'receivePublished'>
  readonly receipts: Pick<Receipts, 'again'>
}

interface Lane {
  readonly waiting: SignedEnvelope[]
  isRunning: boolean
}

export function createMeshes(context: ConversationContext, gossip: Gossip, { conversations, receiving, receipts }: Parts): Meshes {
  const { links, clock, self } = context
  const joined = new Map<LogId, Stop>()
  const admitted = new Map<DeviceId, Stop>()
  const lanes = new Map<ConversationId, Lane>()
  const peersIn = new Map<LogId, number>()
  const takenAtMs = createKept<string, number>(MOST_KNOWN)
  let waitingBytes = 0
  let unheard: ReadonlySet<LogId> = new Set()
  let stopDue: Stop | undefined

  function refresh(): void {
    stopDue = undefined
    const groups = conversations
      .all()
      .filter(({ kind }) => kind === 'group')
      .map(conversation => ({ conversation, untilMs: placedUntilMs(conversation) }))
      .toSorted((a, b) => a.untilMs - b.untilMs)
      .flatMap(({ conversation }) => conversation.groups.map(group => ({ conversation, group })))
    const wanted = wantedLogs(
      groups.map(({ group }) => group),
      clock.now()
    )
    follow(joined, wanted, join)
    moveUp(wanted.slice(-MAX_HEARD_LOGS))
    const members = new Set(groups.flatMap(({ conversation, group }) => companions(conversation, group)))
    members.delete(self.device)
    follow(
      admitted,
      [...members].filter(device => links.isUp(device)),
      device => gossip.admit(device)
    )
  }

  function join(log: LogId): Stop {
    return gossip.join(log, (_from, envelope) => hear(envelope))
  }

  /** By which groups are in order: when each was written in last, and later where it is heard. Those that the person is not in come first. */
  function placedUntilMs(conversation: Conversation): number {
    if (conversation.membership !== 'joined') return -1
    const isHeard = conversation.groups.some(group => joined.has(headOf(group).log)) && !isUnheard(conversation)
    return Number(conversation.hlc >> COUNTER_BITS) + (isHeard ? STAYS_MS : 0)
  }

  /** Those that are heard come first and stay so: each of the others then takes the place of one that is not among these. */
  function moveUp(logs: readonly LogId[]): void {
    const deaf = logs.filter(log => unheard.has(log))
    if (deaf.length === 0) return
    for (const log of [...logs.filter(each => !unheard.has(each)), ...deaf]) {
      const before = joined.get(log)
      joined.set(log, join(log))
      before?.()
    }
  }

  function isUnheard({ membership, groups }: Conversation): boolean {
    return membership === 'joined' && groups.some(group => unheard.has(headOf(group).log))
  }

  /** Something was written in a group: it may have to be heard in the place of another. */
  function written({ conversation: id }: Pick<StoredMessage, 'conversation'>): void {
    const conversation = unheard.size === 0 ? undefined : conversations.find(id)
    if (conversation !== undefined && isUnheard(conversation)) refreshSoon()
  }

  function refreshSoon(): void {
    stopDue ??= clock.after(0, refresh)
  }

  function hear(envelope: SignedEnvelope): void {
    const conversation = conversations.byLog(envelope.log)
    if (conversation === undefined || waitingBytes + envelope.bytes.length > MOST_WAITING_BYTES) return
    noteRepeated(conversation, envelope)
    const lane = lanes.get(conversation.id) ?? { waiting: [], isRunning: false }
    lanes.set(conversation.id, lane)
    lane.waiting.push(envelope)
    waitingBytes += envelope.bytes.length
    if (!lane.isRunning) void run(conversation, lane)
  }

  function noteRepeated(conversation: Conversation, { bytes }: SignedEnvelope): void {
    const stamp = stampOf(bytes)
    const before = takenAtMs.get(stamp)
    if (before === undefined) takenAtMs.put(stamp, clock.now())
    else if (clock.now() - before >= REPEATED_MS) receipts.again(conversation)
  }

  /** What comes while a batch is being written shares the next one. */
  async function run(conversation: Conversation, lane: Lane): Promise<void> {
    lane.isRunning = true
    while (lane.waiting.length > 0) {
      const batch = lane.waiting.splice(0, MOST_AT_ONCE)
      for (const { bytes } of batch) waitingBytes -= bytes.length
      await receiving.receivePublished(conversation, batch).catch(passing)
    }
    lane.isRunning = false
  }

  /** Whoever has come learns what is here, and so what has to be published again. */
  function onMesh({ log, peers }: GossipEvents['mesh:changed']): void {
    const before = peersIn.get(log) ?? 0
    if (peers === 0) peersIn.delete(log)
    else peersIn.set(log, peers)
    const conversation = peers > before ? conversations.byLog(log) : undefined
    if (conversation === undefined || headOf(currentGroup(conversation)).log !== log) return
    if (!isNear(context, recipients(conversation, self.device))) receipts.again(conversation)
  }

  return {
    start() {
      const stopHearing = gossip.on('gossip:limited', ({ unheard: logs }) => (unheard = new Set(logs)))
      refresh()
      const stops = [
        stopHearing,
        context.events.on('message:received', written),
        context.events.on('message:sent', written),
        context.events.on('epochs:changed', refreshSoon),
        context.events.on('conversation:changed', refreshSoon),
        context.events.on('conversation:mended', refreshSoon),
        context.events.on('group:joined', refreshSoon),
        links.on('link:up', refreshSoon),
        links.on('link:down', refreshSoon),
        gossip.on('mesh:changed', onMesh)
      ]
      return () => {
        stopDue?.()
        for (const stop of [...stops, ...joined.values(), ...admitted.values()]) stop()
        joined.clear()
        admitted.clear()
      }
    },
    unheard: () => conversations.all().filter(isUnheard).length
  }
}

/** Those that matter most last: of too many, gossip hears the last. */
function wantedLogs(groups: readonly Group[], now: number): readonly LogId[] {
  const heads = groups.flatMap(({ epochs, head, pending }) =>
    [pending === undefined ? undefined : epochs.get(pending), epochs.get(head)].flatMap(epoch => epoch?.log ?? [])
  )
  const others = groups.flatMap(group => leftEpochs(group, now).map(({ log }) => log))
  const room = Math.max(0, MAX_HEARD_LOGS - heads.length)
  return [...others.slice(Math.max(0, others.length - room)), ...heads]
}

/** Epochs that were left and in which somebody may still write. */
function leftEpochs({ epochs, ages, head, pending }: Group, now: number): readonly Epoch[] {
  const left = [...epochs.values()].filter(({ id }) => {
    const drainedAt = ages.get(id)?.drainedAt
    return id !== head && id !== pending && (drainedAt === undefined || now < drainedAt + LEFT_MS)
  })
  return left.slice(-(MOST_LOGS - 2))
}

/** Members where it is written, is about to be, or is by those on another branch; not those that were put out, or must be. */
function companions(conversation: Conversation, group: Group): readonly DeviceId[] {
  const places = [...group.epochs.values()].filter(({ id }) => id === group.head || id === group.pending || !isOnTheWay(group, id))
  return places.flatMap(({ members }) => members.flatMap(member => (mustGo(conversation, group, member) ? [] : member.device)))
}

import type { ConversationId, DeviceId, LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { GossipEvents } from '../network/gossip.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { isHeldBack, type OutboxEntry } from './outbox-row.js'
import { passing } from './on-link.js'
import { isNear, spreadOf } from './spread.js'
import type { Standing } from './standing.js'

/** A published row goes over streams as well to those that have said nothing of it for so long: receipts come every 30 s. */
export const STREAMS_AFTER_MS = 45_000
/** What was published is known to whoever passed it on for two minutes, and passed on by nobody again before. */
export const AGAIN_AFTER_MS = 150_000
/** Each time without anybody's word that somebody lacks it, so many times as long passes before the next. */
const PATIENCE = 4
/** Rows that are due soon are looked at together. */
const LOOK_MS = 1_000

/**
 * Rows of groups in the meshes of their logs: published once for all who hear them, and again when a mesh grows, when somebody's
 * receipt shows that they lack it, and now and then. What becomes of it is for receipts to say.
 */
export interface Publishing {
  start(): Stop
  /** The row goes out, unless streams do for all of it. @returns whether streams to devices are for later */
  queued(conversation: Conversation, entry: OutboxEntry): boolean
  /** This device's receipt has come: what it lacks and was published is published again. */
  heardFrom(conversation: Conversation, device: DeviceId): void
  wasPublished(conversation: Conversation, entry: OutboxEntry): boolean
}

/** The rows of the outbox, as far as this room needs them. */
interface Rows {
  entry(conversation: Conversation, number: number): OutboxEntry | undefined
  envelope(conversation: Conversation, number: number): Promise<Uint8Array | undefined>
  /** Those that have yet to get it. */
  lacking(conversation: Conversation, entry: OutboxEntry): readonly DeviceId[]
  /** It goes to them over streams. */
  stream(conversation: Conversation, number: number): void
}

interface Parts {
  readonly conversations: Pick<Conversations, 'find' | 'byLog'>
  readonly standing: Pick<Standing, 'maySend'>
  readonly rows: Rows
}

interface Published {
  readonly stamp: string
  readonly log: LogId
  times: number
  atMs: number
  /** Infinity while only a mesh can bring it on. */
  againAtMs: number
  /** Infinity once it has gone over streams. */
  streamsAtMs: number
  isQueued: boolean
}

interface Lane {
  readonly rows: Map<number, Published>
  readonly queue: number[]
  isRunning: boolean
}

export function createPublishing(context: ConversationContext, { conversations, standing, rows }: Parts): Publishing {
  const { gossip, clock } = context
  const lanes = new Map<ConversationId, Lane>()
  const meshes = new Map<LogId, number>()
  let look: { readonly atMs: number; readonly stop: Stop } | undefined

  function laneOf({ id }: Conversation): Lane {
    const lane = lanes.get(id) ?? { rows: new Map(), queue: [], isRunning: false }
    lanes.set(id, lane)
    return lane
  }

  function rowOf(lane: Lane, { number, stamp, log }: OutboxEntry): Published {
    const known = lane.rows.get(number)
    if (known?.stamp === stamp) return known
    const streamsAtMs = clock.now() + STREAMS_AFTER_MS
    const row: Published = { stamp, log, times: 0, atMs: clock.now(), againAtMs: clock.now(), streamsAtMs, isQueued: false }
    lane.rows.set(number, row)
    return row
  }

  function enqueue(conversation: Conversation, number: number, row: Published): void {
    const lane = laneOf(conversation)
    if (row.isQueued) return
    row.isQueued = true
    lane.queue.push(number)
    if (!lane.isRunning) run(conversation, lane).catch(passing)
  }

  async function run(conversation: Conversation, lane: Lane): Promise<void> {
    lane.isRunning = true
    try {
      for (let number = lane.queue.shift(); number !== undefined; number = lane.queue.shift()) {
        const row = lane.rows.get(number)
        if (row === undefined) continue
        row.isQueued = false
        await publish(conversation, lane, number, row)
      }
    } finally {
      lane.isRunning = false
    }
  }

  async function publish(conversation: Conversation, lane: Lane, number: number, row: Published): Promise<void> {
    const entry = rows.entry(conversation, number)
    if (entry?.stamp !== row.stamp) return void lane.rows.delete(number)
    const mayLeave = standing.maySend(conversation) && !isHeldBack(conversation, entry)
    // To nobody it would count as seen, and not leave for two minutes.
    const isHeard = mayLeave && (gossip?.hearers(row.log) ?? 0) > 0
    const bytes = isHeard ? await rows.envelope(conversation, number) : undefined
    const handedTo = bytes === undefined ? 0 : await gossip?.publish({ log: row.log, bytes })
    if (handedTo !== undefined && handedTo > 0) {
      await context.probe('gossip:published')
      row.times++
      row.atMs = clock.now()
      row.againAtMs = row.atMs + AGAIN_AFTER_MS * PATIENCE ** (row.times - 1)
    } else {
      row.againAtMs = Infinity
      stream(conversation, number, row)
    }
    lookBy(Math.min(row.againAtMs, row.streamsAtMs))
  }

  function stream(conversation: Conversation, number: number, row: Published): void {
    if (row.streamsAtMs === Infinity) return
    row.streamsAtMs = Infinity
    rows.stream(conversation, number)
  }

  /** There is word that somebody lacks it. */
  function hurry(conversation: Conversation, number: number, row: Published): void {
    if (row.times === 0) return enqueue(conversation, number, row)
    row.againAtMs = Math.min(row.againAtMs, row.atMs + AGAIN_AFTER_MS * row.times)
    lookBy(row.againAtMs)
  }

  function lookBy(atMs: number): void {
    if (atMs === Infinity) return
    const dueMs = Math.max(atMs, clock.now() + LOOK_MS)
    if (look !== undefined && look.atMs <= dueMs) return
    look?.stop()
    look = { atMs: dueMs, stop: clock.after(dueMs - clock.now(), lookAtAll) }
  }

  function lookAtAll(): void {
    look = undefined
    let nextMs = Infinity
    for (const [id, lane] of lanes) {
      const conversation = conversations.find(id)
      if (conversation === undefined) lanes.delete(id)
      else for (const [number, row] of lane.rows) nextMs = Math.min(nextMs, lookAt(conversation, lane, number, row))
    }
    lookBy(nextMs)
  }

  /** @returns when to look again */
  function lookAt(conversation: Conversation, lane: Lane, number: number, row: Published): number {
    if (rows.entry(conversation, number)?.stamp !== row.stamp) {
      lane.rows.delete(number)
      return Infinity
    }
    if (row.streamsAtMs <= clock.now()) stream(conversation, number, row)
    if (row.againAtMs > clock.now()) return Math.min(row.againAtMs, row.streamsAtMs)
    enqueue(conversation, number, row)
    return row.streamsAtMs
  }

  function onMesh({ log, peers }: GossipEvents['mesh:changed']): void {
    const before = meshes.get(log) ?? 0
    if (peers === 0) meshes.delete(log)
    else meshes.set(log, peers)
    const conversation = peers > before ? conversations.byLog(log) : undefined
    if (conversation === undefined) return
    for (const [number, row] of laneOf(conversation).rows) if (row.log === log) hurry(conversation, number, row)
  }

  return {
    start() {
      const stop = gossip?.on('mesh:changed', onMesh)
      return () => {
        stop?.()
        look?.stop()
        lanes.clear()
      }
    },
    queued(conversation, entry) {
      if (gossip === undefined || conversation.kind !== 'group') return false
      const lacking = rows.lacking(conversation, entry)
      if (isNear(context, lacking)) return false
      const row = rowOf(laneOf(conversation), entry)
      if (row.times === 0) enqueue(conversation, entry.number, row)
      if (!spreadOf(context, conversation, entry.log, lacking).streamsWait) row.streamsAtMs = Infinity
      return row.streamsAtMs !== Infinity
    },
    heardFrom(conversation, device) {
      for (const [number, row] of lanes.get(conversation.id)?.rows ?? []) {
        // What it said was perhaps under way before.
        const isLate = row.times > 0 && clock.now() >= row.atMs + STREAMS_AFTER_MS
        const entry = isLate ? rows.entry(conversation, number) : undefined
        if (entry?.stamp === row.stamp && !entry.acknowledged.includes(device) && rows.lacking(conversation, entry).includes(device))
          hurry(conversation, number, row)
      }
    },
    wasPublished: ({ id }, { number, stamp }) => {
      const row = lanes.get(id)?.rows.get(number)
      return row?.stamp === stamp && row.times > 0
    }
  }
}

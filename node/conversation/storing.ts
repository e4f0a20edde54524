import { isChatError } from '../base/errors.js'
import type { ConversationId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Change, Conversations } from './conversations.js'
import { isCommit, type OutboxEntry, type OutboxRow, type StoredMark } from './outbox-row.js'
import { merged, missing, type SeqRange } from './progress.js'
import { createReadBack } from './read-back.js'
import type { RecordWrite } from './records.js'
import type { RelayLogs } from './relay-logs.js'
import { storedAt } from './relay-set.js'
import { subtract } from './sync-plan.js'

const DAY_MS = 24 * 60 * 60 * 1_000
/** Relays forget after 30 days: a commit is given to them again before, for whoever comes later. */
const APPEND_AGAIN_MS = 20 * DAY_MS

/** What relays say that they keep: on disk here before anybody is told, read back later, and taken back where it is so no more. */
export interface Storing {
  /** There may be rows that relays kept before this run. */
  start(): void
  /** The relay has just said that it keeps what this row holds. */
  stored(conversation: Conversation, relay: RelayId, entry: OutboxEntry): void
  /** This relay does not keep these rows, whatever it had said. */
  unmark(conversation: Conversation, relay: RelayId, numbers: readonly number[]): Promise<void>
  /** Relays keep nothing of this group. */
  unmarkGroup(conversation: Conversation, group: ConversationId): Promise<void>
  /** Its storage was wiped, or put back to what it was: what it kept under another it keeps no more. */
  recheck(conversation: Conversation, relay: RelayId): Promise<void>
  /** What relays keep no longer than they said goes there again, and commits before that. */
  expire(conversation: Conversation): Promise<void>
  /** Part of the change that seals a row again: relays keep what it held before, and nothing yet of what it holds now. */
  sealedAnew(conversation: Conversation, row: OutboxRow): SealedAnew
  stop: Stop
}

export type SealedAnew = Required<Pick<Change<void>, 'writes' | 'onDisk'>>

/** The rows of the outbox, as far as this room needs them. */
interface Rows {
  all(conversation: Conversation): Iterable<OutboxEntry>
  entry(conversation: Conversation, number: number): OutboxEntry | undefined
  mark(conversation: Conversation, number: number, stored: readonly StoredMark[]): void
  envelope(conversation: Conversation, number: number): Promise<Uint8Array | undefined>
  /** Whether a commit stands where everybody finds it, by these marks. */
  isPlaced(conversation: Conversation, entry: OutboxEntry, stored: readonly StoredMark[]): boolean
  /** A commit of ours does. */
  confirm(conversation: Conversation, entry: OutboxEntry): readonly RecordWrite[]
  confirmed(conversation: Conversation): Promise<void>
  /** It goes to this relay again. */
  release(conversation: Conversation, number: number): void
}

/** Of what the row held when it was appended there. */
interface Told {
  readonly number: number
  readonly stamp: string
  readonly mark: StoredMark
}

interface Shelf {
  readonly told: Told[]
  writing: boolean
}

export function createStoring(context: ConversationContext, conversations: Conversations, relayLogs: RelayLogs, rows: Rows): Storing {
  const { records, relays, clock, self } = context
  const shelves = new Map<ConversationId, Shelf>()
  const readBack = createReadBack(context, {
    conversations,
    relayLogs,
    entries: conversation => rows.all(conversation),
    envelope: (conversation, number) => rows.envelope(conversation, number),
    missing: unmark
  })
  let stopped = false

  function shelfOf({ id }: Conversation): Shelf {
    const shelf = shelves.get(id) ?? { told: [], writing: false }
    shelves.set(id, shelf)
    return shelf
  }

  /** What was told while a batch is being written shares the next one. */
  async function writeAll(conversation: Conversation): Promise<void> {
    const shelf = shelfOf(conversation)
    if (shelf.writing) return
    shelf.writing = true
    try {
      while (shelf.told.length > 0) await writeSome(conversation, shelf.told.splice(0))
    } finally {
      shelf.writing = false
    }
  }

  async function writeSome(conversation: Conversation, told: readonly Told[]): Promise<void> {
    const { marked, ranges, isPlaced } = await conversations.write(conversation, async () => {
      const after = markedRows(conversation, told)
      const messages = after.filter(({ entry, stored }) => !isCommit(entry) && isStoredBy(conversation, stored)).map(({ entry }) => entry)
      const news = messages.flatMap(range => subtract([{ first: range.first, last: range.last }], conversation.stored))
      const writes: RecordWrite[] = after.flatMap(({ entry, fresh }) =>
        fresh.map(mark => records.storedMark(conversation, entry.number, mark))
      )
      const placed = after.filter(({ entry, stored }) => isCommit(entry) && rows.isPlaced(conversation, entry, stored))
      for (const { entry } of placed) writes.push(...rows.confirm(conversation, entry))
      if (news.length > 0) {
        conversation.stored = unacknowledged(conversation, merged([...conversation.stored, ...news]))
        writes.push(records.counters(conversation))
      }
      return { writes, result: { marked: after, ranges: news, isPlaced: placed.length > 0 } }
    })
    for (const { entry, fresh } of marked) await takeMarks(conversation, entry, fresh)
    await context.probe('relay:stored')
    readBack.due()
    tell(conversation, ranges)
    if (isPlaced) await rows.confirmed(conversation)
    // It may have been wiped since it said so.
    for (const relay of new Set(told.map(({ mark }) => mark.relay))) await recheck(conversation, relay)
  }

  async function takeMarks(conversation: Conversation, entry: OutboxEntry, fresh: readonly StoredMark[]): Promise<void> {
    const { number, stamp } = entry
    const now = rows.entry(conversation, number)
    if (now?.stamp === stamp) {
      const others = now.stored.filter(mark => fresh.every(({ relay }) => relay !== mark.relay))
      rows.mark(conversation, number, [...others, ...fresh])
      return
    }
    // Acknowledged, or sealed again, meanwhile: the relay keeps what it was before.
    const gone = fresh.map(({ relay }) => records.noStoredMark(conversation, number, relay))
    const lost = await conversations.write(conversation, async () => {
      const ranges = now === undefined || isCommit(entry) ? [] : noLongerStored(conversation, [entry])
      return { writes: [...gone, records.counters(conversation)], result: ranges }
    })
    tell(conversation, lost)
  }

  interface Marked {
    readonly entry: OutboxEntry
    readonly fresh: readonly StoredMark[]
    readonly stored: readonly StoredMark[]
  }

  function markedRows(conversation: Conversation, told: readonly Told[]): Marked[] {
    const byRow = new Map<number, Marked>()
    for (const { number, stamp, mark } of told) {
      const entry = rows.entry(conversation, number)
      if (entry?.stamp !== stamp) continue
      const before = byRow.get(number) ?? { entry, fresh: [], stored: entry.stored }
      const others = (marks: readonly StoredMark[]): readonly StoredMark[] => marks.filter(({ relay }) => relay !== mark.relay)
      byRow.set(number, { entry, fresh: [...others(before.fresh), mark], stored: [...others(before.stored), mark] })
    }
    return [...byRow.values()]
  }

  function isStoredBy(conversation: Conversation, stored: readonly StoredMark[]): boolean {
    return countElsewhere(stored) >= storedAt(relayLogs.elsewhere(conversation).length)
  }

  const countElsewhere = (stored: readonly StoredMark[]): number => stored.filter(({ relay }) => relay !== self.relayHere()).length

  function tell({ id }: Conversation, ranges: readonly SeqRange[]): void {
    if (ranges.length > 0) context.events.emit('stored:changed', { conversation: id, ranges })
  }

  async function unmark(conversation: Conversation, relay: RelayId, numbers: readonly number[]): Promise<void> {
    const isMarked = (number: number): boolean => rows.entry(conversation, number)?.stored.some(mark => mark.relay === relay) === true
    if (!numbers.some(isMarked)) return
    const { affected, lost } = await conversations.write(conversation, async () => {
      const taken = numbers.filter(isMarked)
      for (const number of taken) {
        const stored = rows.entry(conversation, number)?.stored ?? []
        rows.mark(
          conversation,
          number,
          stored.filter(mark => mark.relay !== relay)
        )
      }
      const short = taken
        .flatMap(number => rows.entry(conversation, number) ?? [])
        .filter(entry => !isCommit(entry) && !isStoredBy(conversation, entry.stored))
      const ranges = noLongerStored(conversation, short)
      const gone = taken.map(number => records.noStoredMark(conversation, number, relay))
      return { writes: [...gone, records.counters(conversation)], result: { affected: taken, lost: ranges } }
    })
    tell(conversation, lost)
    for (const number of affected) rows.release(conversation, number)
  }

  async function unmarkWhere(
    conversation: Conversation,
    relay: RelayId,
    isVoid: (mark: StoredMark, entry: OutboxEntry) => boolean
  ): Promise<void> {
    const voided = [...rows.all(conversation)].filter(entry => entry.stored.some(mark => mark.relay === relay && isVoid(mark, entry)))
    await unmark(
      conversation,
      relay,
      voided.map(({ number }) => number)
    )
  }

  async function recheck(conversation: Conversation, relay: RelayId): Promise<void> {
    const storage = relays.info(relay)?.storage
    await unmarkWhere(conversation, relay, mark => mark.storage !== storage)
  }

  return {
    start: () => readBack.due(),
    stored(conversation, relay, { number, stamp, log }) {
      const info = relays.info(relay)
      if (stopped || info === undefined) return
      const atMs = clock.now()
      const mark = { relay, log, storage: info.storage, atMs, untilMs: atMs + info.limits.retentionDays * DAY_MS }
      shelfOf(conversation).told.push({ number, stamp, mark })
      writeAll(conversation).catch((err: unknown) => {
        // The row is still on disk: it is appended again after the next link, and told again.
        if (!isChatError(err, 'ERR_CLOSED') && !isChatError(err, 'ERR_BUSY') && !isChatError(err, 'ERR_STORE')) throw err
      })
    },
    unmark,
    async unmarkGroup(conversation, group) {
      const told = new Set([...rows.all(conversation)].flatMap(({ stored }) => stored.map(({ relay }) => relay)))
      for (const relay of told) await unmarkWhere(conversation, relay, (_, entry) => entry.group === group)
    },
    recheck,
    async expire(conversation) {
      const now = clock.now()
      const isDue = ({ atMs, untilMs }: StoredMark, entry: OutboxEntry): boolean =>
        untilMs <= now || (isCommit(entry) && atMs + APPEND_AGAIN_MS <= now)
      for (const { id } of relayLogs.of(conversation).append) await unmarkWhere(conversation, id, isDue)
    },
    sealedAnew(conversation, { number, first, last }) {
      if (rows.entry(conversation, number) === undefined) return { writes: [], onDisk: () => undefined }
      const lost = noLongerStored(conversation, [{ first, last }])
      const writes = relayLogs.of(conversation).follow.map(({ id }) => records.noStoredMark(conversation, number, id))
      return { writes, onDisk: () => tell(conversation, lost) }
    },
    stop() {
      stopped = true
      readBack.stop()
    }
  }
}

/** Of our messages, those that nobody has acknowledged: the others are delivered, and told by their receipts. */
function unacknowledged({ receipts }: Conversation, ranges: readonly SeqRange[]): SeqRange[] {
  const holders = [...receipts.values()].map(({ progress }) => progress)
  return holders.reduce<SeqRange[]>((left, held) => left.flatMap(range => missing(held, range)), [...ranges])
}

/** Part of a change: too few relays keep these. @returns those of whom it was said that enough do, and whom nobody has acknowledged */
function noLongerStored(conversation: Conversation, ranges: readonly SeqRange[]): SeqRange[] {
  const before = conversation.stored
  conversation.stored = subtract(before, ranges)
  return unacknowledged(conversation, subtract(before, conversation.stored))
}

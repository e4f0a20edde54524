import { equals } from '../base/bytes.js'
import { ChatError, isChatError } from '../base/errors.js'
import type { ConversationId, LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { passing } from './on-link.js'
import { isCommit, type OutboxEntry, type StoredMark } from './outbox-row.js'
import { merged, missing, type SeqRange } from './progress.js'
import type { RecordWrite } from './records.js'
import type { RelayLogs } from './relay-logs.js'
import { placedAt, storedAt } from './relay-set.js'
import { subtract } from './sync-plan.js'

const DAY_MS = 24 * 60 * 60 * 1_000
/** So long after a relay said that it keeps something, it is read back whether it does. */
export const READ_BACK_MS = 5 * 60_000
/** Pages from the end of a log in which the newest of ours is looked for. */
const READ_BACK_PAGES = 8

/** What relays say that they keep: on disk here before anybody is told, and read back later. */
export interface Storing {
  /** The relay keeps the row, in this log. */
  stored(conversation: Conversation, relay: RelayId, number: number): void
  /** This relay does not keep these rows, whatever it had said. */
  unmark(conversation: Conversation, relay: RelayId, entries: readonly OutboxEntry[]): Promise<void>
  /** No relay keeps these rows: their messages are no longer stored. */
  takeBack(conversation: Conversation, entries: readonly OutboxEntry[]): Promise<void>
  stop: Stop
}

/** The rows of the outbox, as far as this room needs them. */
interface Rows {
  entry(conversation: Conversation, number: number): OutboxEntry | undefined
  mark(conversation: Conversation, number: number, stored: readonly StoredMark[]): void
  envelope(conversation: Conversation, number: number): Promise<Uint8Array | undefined>
  /** A commit of ours stands where everybody finds it. */
  confirm(conversation: Conversation, entry: OutboxEntry): readonly RecordWrite[]
  confirmed(conversation: Conversation): Promise<void>
  /** It goes to this relay again. */
  release(conversation: Conversation, number: number): void
}

interface Told {
  readonly relay: RelayId
  readonly number: number
}

interface Shelf {
  readonly told: Told[]
  /** Rows that this run was told of and has not read back, by relay and log. */
  readonly unread: Map<string, { readonly relay: RelayId; readonly log: LogId; readonly rows: Set<number> }>
  writing: boolean
  stopReading: Stop | undefined
}

export function createStoring(context: ConversationContext, conversations: Conversations, relayLogs: RelayLogs, rows: Rows): Storing {
  const { records, relays, clock } = context
  const shelves = new Map<ConversationId, Shelf>()
  let stopped = false

  function shelfOf({ id }: Conversation): Shelf {
    const shelf = shelves.get(id) ?? { told: [], unread: new Map(), writing: false, stopReading: undefined }
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
      const enough = storedAt(relayLogs.of(conversation).append.length)
      const messages = after.filter(({ entry, stored }) => !isCommit(entry) && stored.length >= enough).map(({ entry }) => entry)
      const news = messages.flatMap(range => subtract([{ first: range.first, last: range.last }], conversation.stored))
      const writes: RecordWrite[] = after.flatMap(({ entry, fresh }) =>
        fresh.map(mark => records.storedMark(conversation, entry.number, mark))
      )
      const placed = after.filter(({ entry, stored }) => isCommit(entry) && isPlacedBy(conversation, stored))
      for (const { entry } of placed) writes.push(...rows.confirm(conversation, entry))
      if (news.length > 0) {
        conversation.stored = stillStored(conversation, news)
        writes.push(records.counters(conversation))
      }
      return { writes, result: { marked: after, ranges: news, isPlaced: placed.length > 0 } }
    })
    for (const { entry, fresh } of marked) await takeMarks(conversation, entry, fresh)
    await context.probe('relay:stored')
    readBackLater(conversation, told)
    if (ranges.length > 0) context.events.emit('message:stored', { conversation: conversation.id, ranges })
    if (isPlaced) await rows.confirmed(conversation)
  }

  async function takeMarks(conversation: Conversation, { number, log }: OutboxEntry, fresh: readonly StoredMark[]): Promise<void> {
    const now = rows.entry(conversation, number)
    if (now?.log === log) {
      const others = now.stored.filter(mark => fresh.every(({ relay }) => relay !== mark.relay))
      rows.mark(conversation, number, [...others, ...fresh])
    } else {
      // Acknowledged, or sealed again, meanwhile: the relay keeps what it was before.
      await records.later(fresh.map(({ relay }) => records.noStoredMark(conversation, number, relay)))
    }
  }

  interface Marked {
    readonly entry: OutboxEntry
    readonly fresh: readonly StoredMark[]
    readonly stored: readonly StoredMark[]
  }

  function markedRows(conversation: Conversation, told: readonly Told[]): Marked[] {
    const byRow = new Map<number, Marked>()
    for (const { relay, number } of told) {
      const entry = rows.entry(conversation, number)
      const info = relays.info(relay)
      if (entry === undefined || info === undefined) continue
      const atMs = clock.now()
      const mark = { relay, storage: info.storage, atMs, untilMs: atMs + info.limits.retentionDays * DAY_MS }
      const before = byRow.get(number) ?? { entry, fresh: [], stored: entry.stored }
      const stored = [...before.stored.filter(other => other.relay !== relay), mark]
      byRow.set(number, { entry, fresh: [...before.fresh, mark], stored })
    }
    return [...byRow.values()]
  }

  function isPlacedBy(conversation: Conversation, stored: readonly StoredMark[]): boolean {
    return stored.length >= placedAt(relayLogs.of(conversation).append.length)
  }

  function readBackLater(conversation: Conversation, told: readonly Told[]): void {
    const shelf = shelfOf(conversation)
    for (const { relay, number } of told) {
      const log = rows.entry(conversation, number)?.log
      if (log === undefined) continue
      const key = `${relay} ${log}`
      const place = shelf.unread.get(key) ?? { relay, log, rows: new Set<number>() }
      shelf.unread.set(key, place)
      place.rows.add(number)
    }
    if (shelf.unread.size === 0 || shelf.stopReading !== undefined || stopped) return
    shelf.stopReading = clock.after(READ_BACK_MS, () => {
      shelf.stopReading = undefined
      const places = [...shelf.unread.values()]
      shelf.unread.clear()
      for (const place of places) readBack(conversation, place).catch(passing) // it could not be asked: that shows nothing
    })
  }

  /** Looks for the newest of our rows that should stand there: a sample, so that a log is not read twice by each who writes in it. */
  async function readBack(
    conversation: Conversation,
    { relay, log, rows: numbers }: { readonly relay: RelayId; readonly log: LogId; readonly rows: ReadonlySet<number> }
  ): Promise<void> {
    const waiting = [...numbers].flatMap(number => rows.entry(conversation, number) ?? []).filter(entry => entry.log === log)
    const newest = waiting.findLast(({ stored }) => stored.some(mark => mark.relay === relay))
    const found = conversations.findEpoch(conversation, log)
    const bytes = newest && (await rows.envelope(conversation, newest.number))
    if (newest === undefined || found === undefined || bytes === undefined) return
    let place = 0
    for (let pages = 0; pages < READ_BACK_PAGES; pages++) {
      const { entries, oldest } = await relays.read(relay, relayLogs.signer(found.epoch), { place, backwards: true })
      if (entries.some(({ envelope }) => equals(envelope.bytes, bytes))) return
      place = entries.at(-1)?.place ?? 0
      if (place <= oldest) break
    }
    relays.complain(relay, new ChatError('ERR_PROTOCOL', 'this relay does not keep what it said it keeps; it was sent there again'))
    await unmark(conversation, relay, [newest])
  }

  async function unmark(conversation: Conversation, relay: RelayId, entries: readonly OutboxEntry[]): Promise<void> {
    const affected = entries
      .map(({ number }) => number)
      .filter(number => rows.entry(conversation, number)?.stored.some(mark => mark.relay === relay) === true)
    if (affected.length === 0) return
    await conversations.write(conversation, async () => ({
      writes: affected.map(number => records.noStoredMark(conversation, number, relay)),
      result: undefined
    }))
    for (const number of affected) {
      const stored = rows.entry(conversation, number)?.stored ?? []
      rows.mark(
        conversation,
        number,
        stored.filter(mark => mark.relay !== relay)
      )
      rows.release(conversation, number)
    }
  }

  async function takeBack(conversation: Conversation, entries: readonly OutboxEntry[]): Promise<void> {
    const told = new Set(entries.flatMap(({ stored }) => stored.map(({ relay }) => relay)))
    for (const relay of told) await unmark(conversation, relay, entries)
    const ranges = await conversations.write<SeqRange[]>(conversation, async () => {
      const left = entries.filter(entry => !isCommit(entry)).reduce((some, entry) => subtract(some, [entry]), [...conversation.stored])
      const taken = subtract(conversation.stored, left)
      if (taken.length === 0) return { writes: [], result: taken }
      conversation.stored = left
      return { writes: [records.counters(conversation)], result: taken }
    })
    if (ranges.length > 0) context.events.emit('message:unstored', { conversation: conversation.id, ranges })
  }

  return {
    takeBack,
    stored(conversation, relay, number) {
      if (stopped) return
      shelfOf(conversation).told.push({ relay, number })
      writeAll(conversation).catch((err: unknown) => {
        // The row is still on disk: it is appended again after the next link, and told again.
        if (!isChatError(err, 'ERR_CLOSED') && !isChatError(err, 'ERR_BUSY') && !isChatError(err, 'ERR_STORE')) throw err
      })
    },
    unmark,
    stop() {
      stopped = true
      for (const { stopReading } of shelves.values()) stopReading?.()
    }
  }
}

/** With these added, and without what somebody has acknowledged since: that is delivered, and told by its receipt. */
function stillStored({ stored, receipts }: Conversation, news: readonly SeqRange[]): SeqRange[] {
  const holders = [...receipts.values()].map(({ progress }) => progress)
  return holders.reduce<SeqRange[]>((left, held) => left.flatMap(range => missing(held, range)), merged([...stored, ...news]))
}

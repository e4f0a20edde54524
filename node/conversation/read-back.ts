import { equals } from '../base/bytes.js'
import { ChatError, isChatError } from '../base/errors.js'
import type { LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { LogPage, LogSigner } from '../network/relays.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { placeKey, type LogWalk } from './log-places.js'
import type { Conversations } from './conversations.js'
import { passing } from './on-link.js'
import { stampOf, type OutboxEntry } from './outbox-row.js'
import { merged } from './progress.js'
import type { RelayLogs } from './relay-logs.js'
import { subtract } from './sync-plan.js'

/** So long after a relay said that it keeps something, it is looked at whether it does. */
export const READ_BACK_MS = 5 * 60_000
/** What was seen there is looked for again so long after, while somebody is still to get it. */
export const READ_BACK_AGAIN_MS = 6 * 60 * 60_000
/** Pages that are read back at one relay each time: half a mebibyte. */
const PAGES_AT_ONCE = 8

/**
 * Does a relay really have what it says it keeps? Its logs are read back from their ends, a few pages each time, the one first that
 * was not looked at for longest, until every row of ours that should stand there was come by. How far that is, is on disk: a restart
 * goes on from there.
 */
export interface ReadBack {
  /** A relay has said that it keeps something, now or in an earlier run. */
  due(): void
  stop: Stop
}

interface Parts {
  readonly conversations: Conversations
  readonly relayLogs: Pick<RelayLogs, 'isOpen' | 'visit' | 'signer'>
  readonly entries: (conversation: Conversation) => Iterable<OutboxEntry>
  readonly envelope: (conversation: Conversation, number: number) => Promise<Uint8Array | undefined>
  /** The relay does not keep them, whatever it said. */
  readonly missing: (conversation: Conversation, relay: RelayId, numbers: readonly number[]) => Promise<void>
}

/** Rows of ours that should stand in one log at one relay. */
interface Shelf {
  readonly conversation: Conversation
  readonly relay: RelayId
  readonly log: LogId
  readonly rows: Map<number, { readonly stamp: string; readonly atMs: number }>
}

export function createReadBack(
  { clock, relays, records }: Pick<ConversationContext, 'clock' | 'relays' | 'records'>,
  { conversations, relayLogs, entries, envelope, missing }: Parts
): ReadBack {
  let stopWaiting: Stop | undefined
  let stopped = false

  function isDue(shelf: Shelf): boolean {
    const walk = walkOf(shelf)
    if (walk === undefined || walk.place > 0 || walk.startedAtMs + READ_BACK_AGAIN_MS <= clock.now()) return true
    return walk.storage !== relays.info(shelf.relay)?.storage || [...shelf.rows.values()].some(({ atMs }) => atMs >= walk.startedAtMs)
  }

  async function lookAround(): Promise<void> {
    const all = conversations.all().flatMap(conversation => shelvesOf(conversation, entries(conversation)))
    const due = all.filter(shelf => relayLogs.isOpen(shelf.relay) && isDue(shelf))
    const asked = new Set(due.map(({ relay }) => relay))
    await Promise.all([...asked].map(relay => lookAt(due.filter(shelf => shelf.relay === relay))))
    if (all.length > 0) wait()
  }

  async function lookAt(ofOneRelay: readonly Shelf[]): Promise<void> {
    const lookedAt = (shelf: Shelf): number => walkOf(shelf)?.lookedAtMs ?? 0
    let pages = PAGES_AT_ONCE
    for (const shelf of ofOneRelay.toSorted((a, b) => lookedAt(a) - lookedAt(b))) {
      if (pages === 0 || stopped) return
      try {
        pages -= await relayLogs.visit(shelf.relay, shelf.conversation, () => goOn(shelf, pages))
      } catch (err) {
        passing(err) // it could not be asked: that shows nothing
      }
    }
  }

  /** @returns how many pages it took */
  async function goOn(shelf: Shelf, mostPages: number): Promise<number> {
    const { conversation, log, rows } = shelf
    const found = conversations.findEpoch(conversation, log)
    if (found === undefined) return 0
    const signer = relayLogs.signer(found.epoch)
    let walk = begunOrBefore(shelf)
    let pages = 0
    let isAtEnd = false
    while (pages < mostPages && !isAtEnd && walk.unseen.length > 0) {
      pages++
      const page = await pageBefore(shelf.relay, signer, walk.place)
      const seen = await comeBy(shelf, page)
      const place = Math.min(...page.entries.map(entry => entry.place))
      // Where it gives nothing, or nothing further back, there is nothing.
      isAtEnd = page.entries.length === 0 || place <= page.oldest || (walk.place > 0 && place >= walk.place)
      walk = { ...walk, place, unseen: subtract(walk.unseen, seen) }
    }
    const isDone = isAtEnd || walk.unseen.length === 0
    await note(shelf, { ...walk, lookedAtMs: clock.now(), ...(isDone ? { place: 0, unseen: [] } : {}) })
    const isLost = (number: number): boolean =>
      walk.unseen.some(({ first, last }) => first <= number && number <= last) && (rows.get(number)?.atMs ?? Infinity) <= walk.startedAtMs
    const lost = isDone ? [...rows.keys()].filter(isLost) : []
    if (lost.length > 0) await accuse(shelf, lost)
    return pages
  }

  function begunOrBefore(shelf: Shelf): LogWalk {
    const before = walkOf(shelf)
    const { relay, log, rows } = shelf
    const storage = relays.info(relay)?.storage ?? ''
    if (before !== undefined && before.place > 0 && before.storage === storage) return before
    const unseen = merged([...rows.keys()].map(number => ({ first: number, last: number })))
    return { relay, log, storage, place: 0, unseen, startedAtMs: clock.now(), lookedAtMs: clock.now() }
  }

  async function pageBefore(relay: RelayId, signer: LogSigner, place: number): Promise<LogPage> {
    try {
      return await relays.read(relay, signer, { place, backwards: true })
    } catch (err) {
      if (!isChatError(err, 'ERR_UNKNOWN_LOG')) throw err
      return { entries: [], newest: 0, oldest: 1 }
    }
  }

  /** Our rows on a page, byte for byte. */
  async function comeBy({ conversation, rows }: Shelf, { entries: page }: LogPage): Promise<{ first: number; last: number }[]> {
    const byStamp = new Map([...rows].map(([number, { stamp }]) => [stamp, number]))
    const seen: number[] = []
    for (const { envelope: given } of page) {
      const number = byStamp.get(stampOf(given.bytes))
      const own = number === undefined ? undefined : await envelope(conversation, number)
      if (number !== undefined && own !== undefined && equals(own, given.bytes)) seen.push(number)
    }
    return merged(seen.map(number => ({ first: number, last: number })))
  }

  async function note({ conversation, relay, log }: Shelf, walk: LogWalk): Promise<void> {
    await conversations.write(conversation, async () => {
      const kept = new Set([...entries(conversation)].flatMap(entry => entry.stored.map(mark => placeKey(mark.relay, entry.log))))
      for (const key of conversation.walks.keys()) if (!kept.has(key)) conversation.walks.delete(key)
      conversation.walks.set(placeKey(relay, log), walk)
      return { writes: [records.logPlaces(conversation)], result: undefined }
    })
  }

  async function accuse({ conversation, relay }: Shelf, lost: readonly number[]): Promise<void> {
    relays.complain(relay, new ChatError('ERR_PROTOCOL', 'this relay does not keep what it said it keeps; it was sent there again'))
    await missing(conversation, relay, lost)
  }

  function wait(): void {
    if (stopped || stopWaiting !== undefined) return
    stopWaiting = clock.after(READ_BACK_MS, () => {
      stopWaiting = undefined
      void lookAround()
    })
  }

  return {
    due: wait,
    stop() {
      stopped = true
      stopWaiting?.()
    }
  }
}

function shelvesOf(conversation: Conversation, entries: Iterable<OutboxEntry>): Shelf[] {
  const shelves = new Map<string, Shelf>()
  for (const { number, log, stamp, stored } of entries) {
    for (const { relay, atMs } of stored) {
      const key = placeKey(relay, log)
      const shelf = shelves.get(key) ?? { conversation, relay, log, rows: new Map() }
      shelves.set(key, shelf)
      shelf.rows.set(number, { stamp, atMs })
    }
  }
  return [...shelves.values()]
}

function walkOf({ conversation, relay, log }: Shelf): LogWalk | undefined {
  return conversation.walks.get(placeKey(relay, log))
}

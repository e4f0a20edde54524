import { isChatError } from '../base/errors.js'
import type { ConversationId, MessageId } from '../base/ids.js'
import type { AsyncStop, Stop } from '../base/lifecycle.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { forgetKeptWith } from './kept-envelopes.js'
import type { StoredMessage } from './message.js'
import type { Notes } from './notes.js'
import type { Outbox } from './outbox.js'
import { isCommit } from './outbox-row.js'
import type { FadingRow } from './fading-records.js'
import type { RecordWrite } from './records.js'

/** What one batch takes from the disk. */
const MOST_AT_ONCE = 256
/** What is over by now is hidden already: those that are over together go together. */
const SOON_MS = 1_000
/** Where the disk refuses. */
const AGAIN_MS = 60_000
/** Longer waits no timer. What is left of a message that somebody has yet to get is looked at so often. */
const HOUR_MS = 60 * 60_000

/** Takes messages from the disk whose lifetime is over: at their time, or as soon as this device runs again. */
export interface Fading {
  /** The stop lets a batch under way end. */
  start(): AsyncStop
}

interface Parts {
  readonly conversations: Pick<Conversations, 'find' | 'write'>
  readonly outbox: Pick<Outbox, 'outstanding'>
  readonly notes: Pick<Notes, 'faded' | 'fade'>
}

export function createFading(
  { records, clock, events, self }: Pick<ConversationContext, 'records' | 'clock' | 'events' | 'self'>,
  { conversations, outbox, notes }: Parts
): Fading {
  function isUnderWay(conversation: Conversation, { device, seq }: StoredMessage): boolean {
    if (device !== self.device) return false
    return outbox.outstanding(conversation).some(entry => !isCommit(entry) && entry.first <= seq && seq <= entry.last)
  }

  /** Of ours that somebody has yet to get, in an envelope that is sealed, it stays here that it was there: no hole is left where it stood. */
  async function letGo(conversation: Conversation, message: StoredMessage): Promise<readonly RecordWrite[]> {
    const gone = records.noMessage(conversation, message)
    if (!isUnderWay(conversation, message)) return gone
    const left = await notes.faded(message, Math.floor(clock.now()) + HOUR_MS)
    return [...gone, ...records.message(conversation, left)]
  }

  async function fadeIn(conversation: Conversation, rows: readonly FadingRow[]): Promise<void> {
    const faded = await conversations.write<readonly MessageId[]>(conversation, async () => {
      await conversation.batches.durable
      const gone = new Map<MessageId, StoredMessage>()
      const writes: RecordWrite[] = rows.map(row => records.noFading(row))
      for (const { id } of rows) {
        const message = await records.messageById(conversation, id)
        if (message === undefined || gone.has(id)) continue
        gone.set(id, message)
        const { writes: own, words } = await notes.fade(conversation, message)
        writes.push(...own)
        for (const other of words) gone.set(other.id, other)
      }
      for (const message of gone.values()) writes.push(...(await letGo(conversation, message)))
      writes.push(...(await forgetKeptWith(records, conversation, [...gone.values()])))
      if (conversation.kind === 'group') writes.push(records.counters(conversation))
      return { writes, result: [...gone.values()].filter(({ isFaded }) => isFaded === undefined).map(({ id }) => id) }
    })
    if (faded.length > 0) events.emit('messages:faded', { conversation: conversation.id, messages: faded })
  }

  /** @returns whether there may be more */
  async function fadeSome(): Promise<boolean> {
    const rows = await records.fadings(Math.floor(clock.now()), MOST_AT_ONCE)
    const stray: FadingRow[] = []
    const byConversation = new Map<ConversationId, FadingRow[]>()
    for (const row of rows) {
      const of = await records.conversationOfMessage(row.id)
      if (of === undefined || conversations.find(of) === undefined) stray.push(row)
      else byConversation.set(of, [...(byConversation.get(of) ?? []), row])
    }
    for (const [of, own] of byConversation) {
      const conversation = conversations.find(of)
      if (conversation !== undefined) await fadeIn(conversation, own)
    }
    if (stray.length > 0) await records.commit(stray.map(row => records.noFading(row)))
    return rows.length === MOST_AT_ONCE
  }

  return {
    start() {
      let running: Promise<void> = Promise.resolve()
      let isOver = false
      let dueAtMs = Infinity
      let stopTimer: Stop | undefined

      function arm(atMs: number): void {
        const soonest = Math.min(Math.max(atMs, clock.now() + SOON_MS), clock.now() + HOUR_MS)
        if (isOver || soonest >= dueAtMs) return
        stopTimer?.()
        dueAtMs = soonest
        stopTimer = clock.after(soonest - clock.now(), () => {
          dueAtMs = Infinity
          running = running.then(fade)
        })
      }

      async function fade(): Promise<void> {
        try {
          while (await fadeSome()) if (isOver) return
          const [next] = await records.fadings(undefined, 1)
          if (next !== undefined) arm(next.atMs)
        } catch (err) {
          if (!isChatError(err) || err.code === 'ERR_INTERNAL') throw err
          // Hidden it is; the disk may take it later.
          if (err.code !== 'ERR_CLOSED') arm(clock.now() + AGAIN_MS)
        }
      }

      const stopHearing = records.onFading(arm)
      running = fade()
      return async () => {
        isOver = true
        stopHearing()
        stopTimer?.()
        await running
      }
    }
  }
}

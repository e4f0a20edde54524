import type { Stop } from '../base/lifecycle.js'
import type { MessageId } from '../base/ids.js'
import type { ChatEvent } from './chat-event.js'
import { unquoted } from './unquoted.js'

type WithoutId<E> = E extends unknown ? Omit<E, 'id'> : never
/** An event as it happens, before the log has numbered it. */
export type NewEvent = WithoutId<ChatEvent>

const KEPT_EVENTS = 10_000
/** Room for this many events a millisecond before the numbers of one run could reach those of the next. */
const IDS_PER_MS = 1_000

/**
 * The last 10,000 events. Readers hold nothing but a position, so a slow one costs no memory: when what it has not read yet is
 * dropped, it is told `events:lost` and goes on with the oldest that is kept.
 */
export interface EventLog {
  append(event: NewEvent): ChatEvent
  /** Of these messages nothing is kept: who has not read of them never will. */
  forget(messages: ReadonlySet<MessageId>): void
  /** The position is taken at the call: what is appended after it is read, even where iteration starts later. Ends with the signal and on close. */
  read(since?: number, signal?: AbortSignal): AsyncIterable<ChatEvent>
  /** Ends all readers once they have read what there is. */
  readonly close: Stop
}

/**
 * @param startedAtMs makes the numbers of a later run higher than those of any run before it, so that a `since` from before a
 * restart is answered with `events:lost` and never with silence
 */
export function createEventLog(startedAtMs: number): EventLog {
  const origin = startedAtMs * IDS_PER_MS
  const kept: (ChatEvent | undefined)[] = []
  const waiting = new Set<Stop>()
  let newest = origin
  let closed = false

  function wakeAll(): void {
    for (const wake of waiting) wake()
    waiting.clear()
  }

  function changed(signal: AbortSignal | undefined): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        waiting.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      waiting.add(wake)
      signal?.addEventListener('abort', wake, { once: true })
    })
  }

  async function* follow(position: number, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
    for (;;) {
      if (signal?.aborted === true) return
      const oldest = Math.max(origin, newest - KEPT_EVENTS) + 1
      if (position < oldest - 1 || position > newest) {
        position = oldest - 1
        yield { id: position, type: 'events:lost' }
      } else if (position < newest) {
        position++
        const event = kept[position % KEPT_EVENTS]
        if (event !== undefined) yield event
      } else if (closed) {
        return
      } else {
        await changed(signal)
      }
    }
  }

  return {
    append(event) {
      const numbered = { ...event, id: ++newest } as ChatEvent
      kept[newest % KEPT_EVENTS] = numbered
      wakeAll()
      return numbered
    },
    forget(messages) {
      for (const [i, event] of kept.entries()) if (event !== undefined) kept[i] = without(event, messages)
    },
    read: (since, signal) => follow(since ?? newest, signal),
    close() {
      closed = true
      wakeAll()
    }
  }
}

function without(event: ChatEvent, messages: ReadonlySet<MessageId>): ChatEvent | undefined {
  if ('message' in event && event.type !== 'message:state') {
    if (messages.has(event.message.id)) return undefined
    return { ...event, message: unquoted(event.message, messages) }
  }
  if (event.type !== 'chat:changed' || event.chat.newest === undefined) return event
  const { newest } = event.chat
  return { ...event, chat: { ...event.chat, newest: messages.has(newest.id) ? undefined : unquoted(newest, messages) } }
}

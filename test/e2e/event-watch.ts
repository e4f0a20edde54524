import type { ChatApi } from '../../node/api/chat-api.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import { within } from './deadline.js'

type EventOf<Type extends ChatEvent['type']> = Extract<ChatEvent, { type: Type }>

/** All that a node has told since it started, kept, so that a wait is never too late. */
export interface EventWatch {
  readonly seen: readonly ChatEvent[]
  /** The first event of that type, past or future, that fits. */
  next<Type extends ChatEvent['type']>(type: Type, fits?: (event: EventOf<Type>) => boolean): Promise<EventOf<Type>>
  close(): void
}

const EVENT_DEADLINE_MS = 20_000

export function watchEvents(api: Pick<ChatApi, 'events'>, context: () => string): EventWatch {
  const seen: ChatEvent[] = []
  const listeners = new Set<(event: ChatEvent) => void>()
  const over = new AbortController()

  async function follow(): Promise<void> {
    for await (const event of api.events({ since: 0 }, { signal: over.signal })) {
      seen.push(event)
      for (const listener of listeners) listener(event)
    }
  }
  // A daemon that was killed ends its events with an error: whoever waits for one runs into the deadline and is told.
  follow().catch(() => undefined)

  return {
    seen,
    async next(type, fits = () => true) {
      type Wanted = EventOf<typeof type>
      const isWanted = (event: ChatEvent): event is Wanted => event.type === type && fits(event as Wanted)
      const past = seen.find(isWanted)
      if (past !== undefined) return past
      let listener: ((event: ChatEvent) => void) | undefined
      const future = new Promise<Wanted>(resolve => {
        listener = event => {
          if (isWanted(event)) resolve(event)
        }
        listeners.add(listener)
      })
      try {
        return await within(EVENT_DEADLINE_MS, `the event ${type}`, future, context)
      } finally {
        if (listener !== undefined) listeners.delete(listener)
      }
    },
    close: () => over.abort()
  }
}

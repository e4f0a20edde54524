import type { ChatEvent } from '../../node/api/chat-event.js'
import { isChatError } from '../../node/base/errors.js'
import type { Stop } from '../../node/base/lifecycle.js'
import type { PageHost } from './page-host.js'

export interface Follower {
  /** What may have been missed has to be read anew. */
  reload(): Promise<void>
  take(event: ChatEvent): void
  failed(err: unknown): void
}

/** Follows a node's events for as long as it runs, over every loss of the connection; each time it is back everything is read anew. */
export function follow({ api, standing }: PageHost, follower: Follower): Stop {
  const over = new AbortController()
  let since: number | undefined

  async function run(): Promise<void> {
    try {
      // Subscribed first: what happens while the rest is read comes as an event.
      const events = api.events(since === undefined ? {} : { since }, { signal: over.signal })
      await follower.reload()
      for await (const event of events) {
        since = event.id
        await handle(event)
      }
    } catch (err) {
      failed(err)
    }
  }

  /** One that can't be taken doesn't end what follows. */
  async function handle(event: ChatEvent): Promise<void> {
    try {
      if (event.type === 'events:lost') await follower.reload()
      else follower.take(event)
    } catch (err) {
      failed(err)
    }
  }

  function failed(err: unknown): void {
    // The standing says that it is away, and will say when it is back.
    if (!isChatError(err, 'ERR_CLOSED')) follower.failed(err)
  }

  const unsubscribe = standing.subscribe(now => {
    if (now === 'ready') void run()
  })
  return () => {
    unsubscribe()
    over.abort()
  }
}

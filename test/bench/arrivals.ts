import type { ChatApi } from '../../node/api/chat-api.js'
import { nowMs } from './figures.js'

/** What one node receives, as the client of its socket hears it. */
export interface Arrivals {
  /** When the message with this text was heard of: call it before sending. */
  of(text: string): Promise<number>
  close(): void
}

export function watchArrivals(api: Pick<ChatApi, 'events'>): Arrivals {
  const awaited = new Map<string, (atMs: number) => void>()
  const over = new AbortController()
  const events = api.events({}, { signal: over.signal })
  async function follow(): Promise<void> {
    for await (const event of events) {
      if (event.type !== 'message:received') continue
      awaited.get(event.message.text)?.(nowMs())
      awaited.delete(event.message.text)
    }
  }
  void follow()
  return {
    of: text => new Promise(resolve => awaited.set(text, resolve)),
    close: () => over.abort()
  }
}

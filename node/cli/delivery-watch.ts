import type { ChatApi, DeliveryState, Message } from '../api/chat-api.js'
import type { MessageId } from '../base/ids.js'
import { toError } from '../base/errors.js'
import type { Stop } from '../base/lifecycle.js'

const ORDER: readonly DeliveryState[] = ['queued', 'stored', 'delivered', 'read']

export interface DeliveryWatch {
  /** Resolves with the state that a message sent after the watch began has come to: the target, one beyond it, or `failed`. */
  settled(message: Message): Promise<DeliveryState>
  readonly stop: Stop
}

/** Follows what becomes of messages; begin it before they are sent, since their states may come before the answer to `send`. */
export function watchDelivery(api: Pick<ChatApi, 'events' | 'why'>, target: DeliveryState): DeliveryWatch {
  const ended = new AbortController()
  const states = new Map<MessageId, DeliveryState>()
  const waiting = new Map<MessageId, { readonly settle: (state: DeliveryState) => void; readonly fail: (err: Error) => void }>()
  const isSettled = (state: DeliveryState): boolean => state === 'failed' || ORDER.indexOf(state) >= ORDER.indexOf(target)

  function learn(id: MessageId, state: DeliveryState): void {
    if (!isSettled(state)) return
    states.set(id, state)
    waiting.get(id)?.settle(state)
    waiting.delete(id)
  }

  async function follow(events: ReturnType<ChatApi['events']>): Promise<void> {
    try {
      for await (const event of events) {
        if (event.type === 'message:state') learn(event.message, event.state)
        if (event.type === 'events:lost') for (const id of waiting.keys()) learn(id, (await api.why({ message: id })).state)
      }
    } catch (err) {
      for (const { fail } of waiting.values()) fail(toError(err))
    }
  }

  void follow(api.events({}, { signal: ended.signal }))
  return {
    settled: ({ id }) =>
      new Promise((resolve, reject) => {
        const state = states.get(id)
        if (state !== undefined) resolve(state)
        else waiting.set(id, { settle: resolve, fail: reject })
      }),
    stop: () => ended.abort()
  }
}

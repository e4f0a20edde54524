import type { ChatApi } from '../api/chat-api.js'
import type { DeliveryState, Message } from '../api/message.js'
import { toError } from '../base/errors.js'
import type { MessageId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'

const ORDER: readonly DeliveryState[] = ['queued', 'stored', 'delivered', 'read']
const PAGE = 1_000

/** It comes to nobody any more, or to nobody else. */
export const isGivenUp = (state: DeliveryState): boolean => state === 'failed' || state === 'partly'

export interface DeliveryWatch {
  /** Resolves with the state that a message sent after the watch began has come to: the target, one beyond it, or `partly` or `failed`. */
  settled(message: Message): Promise<DeliveryState>
  /** The same for many of one chat, in the order they were sent. */
  allSettled(messages: readonly Message[]): Promise<readonly DeliveryState[]>
  /** The newest that is known of it. */
  readonly stateOf: (message: Message) => DeliveryState
  readonly stop: Stop
}

interface Waiting {
  readonly settle: (state: DeliveryState) => void
  readonly fail: (err: Error) => void
}

/** Follows what becomes of messages; begin it before they are sent, since their states may come before the answer to `send`. */
export function watchDelivery(api: Pick<ChatApi, 'events' | 'why' | 'history'>, target: DeliveryState): DeliveryWatch {
  const ended = new AbortController()
  const states = new Map<MessageId, DeliveryState>()
  const waiting = new Map<MessageId, Waiting>()
  const isSettled = (state: DeliveryState): boolean => isGivenUp(state) || ORDER.indexOf(state) >= ORDER.indexOf(target)

  function learn(id: MessageId, state: DeliveryState): void {
    states.set(id, state)
    if (!isSettled(state)) return
    waiting.get(id)?.settle(state)
    waiting.delete(id)
  }

  async function follow(events: ReturnType<ChatApi['events']>): Promise<void> {
    try {
      for await (const event of events) {
        if (event.type === 'message:state') learn(event.message, event.state)
        if (event.type === 'events:lost') for (const id of waiting.keys()) learn(id, (await api.why({ message: id })).state ?? 'queued')
      }
    } catch (err) {
      for (const { fail } of waiting.values()) fail(toError(err))
    }
  }

  function settled({ id }: Message): Promise<DeliveryState> {
    const state = states.get(id)
    if (state !== undefined && isSettled(state)) return Promise.resolve(state)
    return new Promise((settle, fail) => waiting.set(id, { settle, fail }))
  }

  /** One receipt may cover more messages than there are events told of it: the history has them all. */
  async function readStates([first, ...others]: readonly Message[]): Promise<void> {
    if (first === undefined) return
    let left = others.length + 1
    let before: string | undefined
    do {
      const page = await api.history({ chat: first.chat, limit: PAGE, ...(before === undefined ? {} : { before }) })
      for (const { id, state, outgoing } of page.messages) {
        if (outgoing) left--
        if (state !== undefined) learn(id, state)
      }
      before = page.before
    } while (left > 0 && before !== undefined)
  }

  async function allSettled(messages: readonly Message[]): Promise<readonly DeliveryState[]> {
    const last = messages.at(-1)
    if (last !== undefined) await settled(last)
    if (messages.some(message => !isSettled(stateOf(message)))) await readStates(messages)
    return Promise.all(messages.map(settled))
  }

  const stateOf = ({ id, state = 'queued' }: Message): DeliveryState => states.get(id) ?? state

  void follow(api.events({}, { signal: ended.signal }))
  return { settled, allSettled, stateOf, stop: () => ended.abort() }
}

import type { ChatApi } from '../../node/api/chat-api.js'
import type { ChatEvent } from '../../node/api/chat-event.js'
import { METHOD_SCOPES } from '../../node/api/rpc-methods.js'
import type { RpcMethod } from '../../node/api/rpc-schema.js'
import { ChatError, isChatError } from '../../node/base/errors.js'
import type { OneNode, Way } from './one-node.js'

/** What may be asked twice: it changes nothing, or nothing more the second time. What says something has a name for it. */
const REPEATABLE: ReadonlySet<string> = new Set<RpcMethod>([
  ...(Object.keys(METHOD_SCOPES) as RpcMethod[]).filter(method => METHOD_SCOPES[method] === 'read'),
  'send',
  'sendSticker',
  'forward',
  'rename',
  'accept',
  'block',
  'unblock',
  'verify',
  'mute',
  'pinChat',
  'setLifetime',
  'setDraft',
  'typing',
  'setTypingTold',
  'markRead',
  'addRelay',
  'setRole',
  'renameGroup',
  'setGroupRelays'
])

/**
 * The API of whatever tab runs the node. What was asked of one that is closed before it has answered is asked of the next one, where it
 * may be asked twice; elsewhere it rejects with ERR_CLOSED. Events go on; where some may be missing `events:lost` comes first.
 */
export function createSurvivingApi(node: OneNode): ChatApi {
  async function call(method: RpcMethod, args: unknown): Promise<unknown> {
    for (;;) {
      const way = await node.way()
      try {
        return await (way.api[method as keyof ChatApi] as (args: unknown) => Promise<unknown>)(args)
      } catch (err) {
        if (!wasLost(way, err)) throw err
        if (!REPEATABLE.has(method))
          throw new ChatError('ERR_CLOSED', 'the tab that ran the node was closed before it answered; look whether it is done', {
            cause: err
          })
      }
    }
  }

  const methods = Object.fromEntries(
    (Object.keys(METHOD_SCOPES) as RpcMethod[]).map(method => [method, (args?: unknown) => call(method, args ?? {})])
  ) as unknown as ChatApi

  return {
    ...methods,
    send: args => methods.send(named(args)),
    sendSticker: args => methods.sendSticker(named(args)),
    forward: args => methods.forward(named(args)),
    async *exportBackup(args) {
      yield* (await node.way()).api.exportBackup(args)
    },
    importBackup: async args => (await node.way()).api.importBackup(args),
    events: (args, options) => events(node, args.since, options?.signal)
  }
}

const named = <Args>(args: Args): Args => ({ once: crypto.randomUUID(), ...args })

function wasLost(way: Way, err: unknown): boolean {
  return isChatError(err, 'ERR_CLOSED') && way.isOver()
}

/** The position is taken at the call, as every `events` does. */
function events(node: OneNode, since: number | undefined, signal: AbortSignal | undefined): AsyncIterable<ChatEvent> {
  const listen = (way: Way, from: number | undefined): AsyncIterable<ChatEvent> =>
    way.api.events(from === undefined ? {} : { since: from }, signal === undefined ? {} : { signal })
  const first = node.current()
  const now = first && { way: first, events: listen(first, since) }

  async function* go(): AsyncGenerator<ChatEvent> {
    let position = since
    let reading = now
    for (;;) {
      if (signal?.aborted === true) return
      if (reading === undefined) {
        // 0 is before all that any node has: it says then that something may be missing.
        const way = await node.way()
        reading = { way, events: listen(way, position ?? 0) }
      }
      try {
        for await (const event of reading.events) {
          position = event.id
          yield event
        }
        if (!reading.way.isOver()) return
      } catch (err) {
        if (!wasLost(reading.way, err)) throw err
      }
      position ??= 0
      reading = undefined
    }
  }
  return go()
}

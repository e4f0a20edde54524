import type { DeviceId, LogId } from '../base/ids.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'

/**
 * So many linked devices are sent what is said in a group over a stream each, and acknowledge it at once. Of more each would cost
 * whoever writes its own copy and its own answer: there it is published once, and receipts answer.
 */
export const MOST_STREAMS = 8
/**
 * Where all are linked, streams do for so many: gossip would hand each of them the same several times over, each copy decrypted, hashed
 * and passed on, which costs more than the writer's acknowledgements until these are very many.
 */
const MOST_NEAR = 64

/** How something leaves for these devices now. */
export interface Spread {
  /** Over a stream each. */
  readonly streams: readonly DeviceId[]
  /** In the log, for all that hear it. */
  readonly isPublished: boolean
  /** Streams would be too many: they are for whoever says nothing of it. */
  readonly streamsWait: boolean
}

/** Whether streams reach all of them, and they are not too many: then gossip could add nothing. */
export function isNear({ links }: Pick<ConversationContext, 'links'>, devices: readonly DeviceId[]): boolean {
  return devices.length <= MOST_NEAR && devices.every(device => links.isUp(device))
}

export function spreadOf(
  context: Pick<ConversationContext, 'links' | 'gossip'>,
  { kind }: Pick<Conversation, 'kind'>,
  log: LogId,
  devices: readonly DeviceId[]
): Spread {
  const { links, gossip } = context
  const linked = devices.filter(device => links.isUp(device))
  const isPublished = kind === 'group' && gossip !== undefined && gossip.hearers(log) > 0 && !isNear(context, devices)
  const streamsWait = isPublished && linked.length > MOST_STREAMS
  return { streams: streamsWait ? [] : linked, isPublished, streamsWait }
}

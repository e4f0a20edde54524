import type { Conversation } from '../conversation/conversation.js'
import { gapsOf } from '../conversation/gaps.js'
import type { Check } from './status.js'

/** Whether every message that is known of is here. */
export function gapCheck(conversations: readonly Conversation[]): Check {
  const holes = conversations.flatMap(gapsOf)
  const missing = holes.reduce((sum, { range }) => sum + range.last - range.first + 1, 0)
  if (missing === 0) return { name: 'gaps', ok: true, detail: 'every message that is known of is here' }
  const advice = 'they are asked for whenever their sender is reachable'
  return { name: 'gaps', ok: false, detail: `${missing} messages are known of and not here`, advice }
}

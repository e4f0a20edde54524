import type { Message } from '../../node/api/message.js'
import type { Times } from '../state/times.js'
import type { Words } from '../strings/words.js'

/** What stands between messages as a quiet line, though somebody sent it. */
export function betweenLine(message: Message, { chat, fading }: Words, times: Times): string | undefined {
  const { leaving, setsLifetimeS: seconds, outgoing, senderName } = message
  if (leaving === true) return outgoing ? chat.youLeft : chat.left(senderName)
  if (seconds === undefined) return undefined
  if (seconds === 0) return outgoing ? fading.youLetStay : fading.letsStay(senderName)
  return outgoing ? fading.youSet(times.span(seconds)) : fading.sets(senderName, times.span(seconds))
}

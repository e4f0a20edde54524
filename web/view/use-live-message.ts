import { useEffect, useRef } from 'preact/hooks'
import type { Message } from '../../node/api/message.js'
import type { Thread } from '../../node/api/thread.js'
import { usePage } from './page-context.js'

/** The message as it is by now. @param gone called once it was deleted or has disappeared */
export function useLiveMessage(message: Message, gone: () => void): Message {
  const thread = usePage().conversation.thread.value
  const wasThere = useRef(false)
  const found = thread?.chat === message.chat ? thread.messages.find(({ id }) => id === message.id) : undefined
  const isGone = found === undefined ? wasThere.current && thread !== undefined && isAmong(thread, message) : found.deleted === true
  if (found !== undefined) wasThere.current = true
  useEffect(() => {
    if (isGone) gone()
  }, [isGone])
  return found ?? message
}

/** What stands at its ends may only be left out. */
function isAmong({ chat, messages, after }: Thread, { chat: of, sentAtMs }: Message): boolean {
  const isBefore = messages.some(one => one.sentAtMs < sentAtMs)
  return chat === of && isBefore && (after === undefined || messages.some(one => one.sentAtMs > sentAtMs))
}

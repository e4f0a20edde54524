import type { ChatApi } from '../../node/api/chat-api.js'
import type { Found, Happening, History, Message } from '../../node/api/message.js'
import { excerptOf } from '../../node/api/excerpt.js'
import { saysAll, wordSet } from '../../node/store/search-words.js'

/** A page of these messages; its marks are numbers of messages. */
export function pageOf(
  messages: readonly Message[],
  { limit = 50, before, after, around, fromMs }: Omit<Parameters<ChatApi['history']>[0], 'chat'>,
  happenings: readonly Happening[] = []
): History {
  const sought = messages.findIndex(({ id, sentAtMs }) => id === around || (fromMs !== undefined && sentAtMs >= fromMs))
  const first = after !== undefined ? Number(after) : around === undefined ? sought : Math.max(0, sought - Math.floor((limit - 1) / 2))
  const end = first >= 0 ? Math.min(messages.length, first + limit) : before === undefined ? messages.length : Number(before)
  const start = first >= 0 ? first : Math.max(0, end - limit)
  return {
    messages: messages.slice(start, end),
    happenings: start === 0 ? happenings : [],
    gaps: [],
    ...(start > 0 ? { before: String(start) } : {}),
    ...(end < messages.length ? { after: String(end) } : {})
  }
}

/** The newest of these that have all the words. */
export function foundIn(messages: readonly Message[], { text, limit = 20 }: Parameters<ChatApi['search']>[0]): Found {
  const sought = [...wordSet(text)]
  const found = sought.length === 0 ? [] : messages.filter(message => saysAll(message.text, sought))
  return {
    hits: found
      .toSorted((a, b) => b.sentAtMs - a.sentAtMs)
      .slice(0, limit)
      .map(({ chat, id, sender, senderName, sentAtMs, outgoing, text: said }) => {
        const { text: excerpt, matches } = excerptOf(said, text)
        return { chat, message: id, sender, senderName, sentAtMs, outgoing, excerpt, matches }
      })
  }
}

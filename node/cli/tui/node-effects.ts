import { withEmoji } from '../../api/emoji.js'
import type { ChatApi } from '../../api/chat-api.js'
import type { History, Message } from '../../api/message.js'
import type { MessageId } from '../../base/ids.js'
import type { Effect, Input, Snapshot } from './input.js'
import { MOST_MESSAGES, PAGE_MESSAGES } from './page.js'
import { visibleText } from './visible-text.js'

const MOST_HITS = 50

/** Those of the effects that ask the node for something. */
export type NodeEffect = Extract<
  Effect,
  {
    type:
      | 'open'
      | 'refresh'
      | 'extend'
      | 'proceed'
      | 'search'
      | 'reach'
      | 'send'
      | 'edit'
      | 'react'
      | 'pin'
      | 'delete'
      | 'forward'
      | 'mark-read'
      | 'answer'
      | 'explain'
      | 'read-members'
      | 'read-joining'
  }
>

/** What the node answered, if the screen has to know it. @param once what it is called where it says something */
export async function runNodeEffect(api: ChatApi, effect: NodeEffect, once: string): Promise<Input | undefined> {
  switch (effect.type) {
    case 'open':
      return { type: 'opened', chat: effect.chat, unread: effect.unread, history: await withUnread(api, effect.chat, effect.unread) }
    case 'refresh':
      return { type: 'refreshed', chat: effect.chat, history: await newest(api, effect.chat, effect.limit, effect.known) }
    case 'extend':
      return {
        type: 'extended',
        chat: effect.chat,
        history: await api.history({ chat: effect.chat, before: effect.before, limit: PAGE_MESSAGES })
      }
    case 'proceed':
      return {
        type: 'continued',
        chat: effect.chat,
        history: await api.history({ chat: effect.chat, after: effect.after, limit: PAGE_MESSAGES })
      }
    case 'search':
      return { type: 'found', text: effect.text, hits: (await api.search({ text: effect.text, limit: MOST_HITS })).hits }
    case 'reach':
      return {
        type: 'reached',
        chat: effect.chat,
        message: effect.message,
        history: await api.history({ chat: effect.chat, around: effect.message, limit: PAGE_MESSAGES })
      }
    case 'send':
      return { type: 'sent', message: await say(api, effect, once) }
    case 'edit':
      await api.edit({ message: effect.message, text: withEmoji(effect.text) })
      return undefined
    case 'react':
      await api.react({ message: effect.message, ...(effect.emoji === '' ? {} : { emoji: withEmoji(effect.emoji) }) })
      return undefined
    case 'pin':
      await api.pin({ message: effect.message, pinned: effect.pinned })
      return undefined
    case 'delete':
      await api.deleteMessage({ message: effect.message })
      return undefined
    case 'forward':
      await api.forward({ message: effect.message, chats: [effect.chat], once })
      return { type: 'told', notice: { text: `Forwarded to ${visibleText(effect.title)}.`, tone: 'good' } }
    case 'mark-read':
      await api.markRead({ chat: effect.chat, message: effect.message })
      return undefined
    case 'answer':
      await api[effect.choice]({ contact: effect.contact })
      return undefined
    case 'explain':
      return { type: 'explained', why: await api.why({ message: effect.message }) }
    case 'read-members':
      return { type: 'members', chat: effect.chat, members: await api.members({ chat: effect.chat }) }
    case 'read-joining':
      return { type: 'joining', joining: await api.joining() }
  }
}

export async function takeSnapshot(api: ChatApi): Promise<Snapshot> {
  const [me, chats, contacts, paths, joining] = await Promise.all([api.identity(), api.chats(), api.contacts(), api.peers(), api.joining()])
  return { me, chats, contacts, joining, linked: paths.map(({ device }) => device) }
}

function say(api: ChatApi, { chat, text, answers, sticker }: NodeEffect & { type: 'send' }, once: string): Promise<Message> {
  const how = { chat, once, ...(answers === undefined ? {} : { answers }) }
  return sticker === undefined ? api.send({ ...how, text: withEmoji(text) }) : api.sendSticker({ ...how, sticker })
}

/** The newest page, and all before it that nobody has read yet. */
async function withUnread(api: ChatApi, chat: string, unread: number): Promise<History> {
  let page = await api.history({ chat, limit: Math.min(MOST_MESSAGES, PAGE_MESSAGES + unread) })
  while (page.before !== undefined && page.messages.filter(({ outgoing }) => !outgoing).length < unread) {
    const older = await api.history({ chat, limit: MOST_MESSAGES, before: page.before })
    page = { ...older, messages: [...older.messages, ...page.messages] }
  }
  return page
}

/** More where it takes more to join what is known. */
async function newest(api: ChatApi, chat: string, limit: number, known: MessageId | undefined): Promise<History> {
  const page = await api.history({ chat, limit })
  const joins = known === undefined || page.before === undefined || page.messages.some(({ id }) => id === known)
  return joins || limit === MOST_MESSAGES ? page : api.history({ chat, limit: MOST_MESSAGES })
}

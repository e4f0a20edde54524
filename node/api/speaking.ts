import type { MessageId } from '../base/ids.js'
import { MAX_MENTIONS } from '../conversation/content.js'
import type { ConversationContext } from '../conversation/context.js'
import type { Conversation } from '../conversation/conversation.js'
import type { Clock } from '../base/clock.js'
import { ChatError } from '../base/errors.js'
import { requireLifetime } from '../conversation/lifetime.js'
import { isOver } from '../conversation/message.js'
import type { Messenger } from '../conversation/messenger.js'
import { isSticker, STICKER_PACK, STICKERS, stickerText } from '../conversation/sticker.js'
import type { Chat } from './chat.js'
import type { ChatApi } from './chat-api.js'
import type { Mention, Message } from './message.js'
import { mentionedIn } from './mentions.js'
import type { Presenting } from './presenting.js'

type SpeakingApi = Pick<
  ChatApi,
  | 'send'
  | 'sendSticker'
  | 'edit'
  | 'deleteMessage'
  | 'react'
  | 'forward'
  | 'pin'
  | 'pins'
  | 'setLifetime'
  | 'setDraft'
  | 'typing'
  | 'setTypingTold'
>

const MAX_PINS = 50
const MESSAGE_ID = /^[0-9a-f]{64}$/

interface Parts {
  readonly records: Pick<ConversationContext['records'], 'messageById'>
  readonly messenger: Pick<Messenger, 'speaking' | 'notes' | 'membership' | 'drafts' | 'typing'>
  readonly clock: Pick<Clock, 'now'>
  readonly present: (conversation: Conversation) => Promise<Chat>
  readonly findChat: (reference: string) => Conversation
  readonly findMessage: (reference: string) => Promise<{ readonly conversation: Conversation; readonly id: MessageId }>
  readonly presenting: Presenting
  /** Of a group; nobody of a direct chat, who is meant anyway. */
  readonly othersIn: (conversation: Conversation) => readonly Mention[]
}

/** The part of the API by which something is said, and done to what was said. */
export function speakingApi({ records, messenger, findChat, findMessage, presenting, othersIn, clock, present }: Parts): SpeakingApi {
  const { speaking, notes, membership, drafts, typing } = messenger

  async function change(reference: string, how: (conversation: Conversation, id: MessageId) => Promise<unknown>): Promise<Message> {
    const { conversation, id } = await findMessage(reference)
    await how(conversation, id)
    const message = await records.messageById(conversation, id)
    if (message === undefined) throw new ChatError('ERR_NOT_FOUND', `no message ${reference} here`)
    return presenting.message(conversation, message)
  }

  return {
    async send({ chat, text, once, answers }) {
      const conversation = findChat(chat)
      const mentions = mentionedIn(text, othersIn(conversation), MAX_MENTIONS)
      const speech = { text, ...answered(answers), ...(mentions.length === 0 ? {} : { mentions }) }
      const message = await speaking.send(conversation, speech, once)
      await drafts.sent(conversation.id, text)
      return presenting.message(conversation, message)
    },
    async sendSticker({ chat, sticker: name, once, answers }) {
      const conversation = findChat(chat)
      if (!isSticker(name))
        throw new ChatError(
          'ERR_INVALID_ARGUMENT',
          `no sticker is called ${JSON.stringify(name)}; there is ${Object.keys(STICKERS).join(', ')}`
        )
      const speech = { text: stickerText(name), sticker: { pack: STICKER_PACK, name }, ...answered(answers) }
      return presenting.message(conversation, await speaking.send(conversation, speech, once))
    },
    edit: ({ message, text }) => change(message, (conversation, id) => speaking.edit(conversation, id, text)),
    deleteMessage: ({ message }) => change(message, (conversation, id) => speaking.erase(conversation, id)),
    react: ({ message, emoji = '' }) => change(message, (conversation, id) => speaking.react(conversation, id, emoji)),
    async forward({ message: reference, chats, once }) {
      const to = [...new Set(chats.map(findChat))]
      const { conversation, id } = await findMessage(reference)
      const said = await speaking.forward(conversation, id, to, once)
      return Promise.all(said.map((message, i) => presenting.message(to[i] as Conversation, message)))
    },
    pin: ({ message, pinned }) => change(message, (conversation, id) => speaking.pin(conversation, id, pinned)),
    async pins({ chat }) {
      const conversation = findChat(chat)
      const pinned = (await notes.pinned(conversation)).filter(message => !isOver(message, clock.now()))
      const shown = await Promise.all(pinned.slice(-MAX_PINS).map(message => presenting.message(conversation, message)))
      return shown.filter(message => message.pinned === true)
    },
    async typing({ chat, typing: isTyping }) {
      typing.tell(findChat(chat), isTyping)
    },
    async setTypingTold({ told }) {
      await typing.setTold(told)
      return { told }
    },
    async setDraft({ chat, text, answers }) {
      const conversation = findChat(chat)
      const about = answers === undefined ? {} : { answers: requireMessageId(answers) }
      await drafts.put(conversation.id, text === undefined ? undefined : { text, ...about })
      return present(conversation)
    },
    async setLifetime({ chat, seconds }) {
      const conversation = findChat(chat)
      const lifetimeS = requireLifetime(seconds)
      if (conversation.kind === 'group') await membership.wish(conversation, { kind: 'profile', profile: { lifetimeS } })
      else await speaking.setLifetime(conversation, lifetimeS)
      return present(conversation)
    }
  }
}

const answered = (message: string | undefined): { readonly answers?: MessageId } =>
  message === undefined ? {} : { answers: requireMessageId(message) }

/** @throws ERR_INVALID_ARGUMENT */
export function requireMessageId(reference: string): MessageId {
  if (MESSAGE_ID.test(reference)) return reference as MessageId
  throw new ChatError('ERR_INVALID_ARGUMENT', 'a message id has 64 hexadecimal digits, as send prints it')
}

import type { Clock } from '../base/clock.js'
import type { Records } from '../conversation/records.js'
import { ownAccount, type Conversation } from '../conversation/conversation.js'
import type { IsHidden, Reaction as KnownReaction, View } from '../conversation/marks.js'
import { isOver, type StoredMessage } from '../conversation/message.js'
import type { Notes } from '../conversation/notes.js'
import { isHidden } from '../conversation/reading.js'
import type { Mention, Message, Quote, Reaction } from './message.js'
import { memberName, presentMessage, presentSticker, type Knowing } from './presentation.js'

/** Of what is quoted, so many characters. */
const QUOTED_CHARACTERS = 200
/** Of those who reacted alike, so many are named. */
const NAMED = 20

/** Messages as they are to be shown, with what was done to them and what they answer. */
export interface Presenting {
  message(conversation: Conversation, message: StoredMessage): Promise<Message>
}

interface Parts extends Knowing {
  readonly records: Pick<Records, 'messageById'>
  readonly notes: Pick<Notes, 'view'>
  readonly clock: Pick<Clock, 'now'>
}

export function createPresenting({ records, notes, clock, ...knowing }: Parts): Presenting {
  const { self, contacts } = knowing

  /** Nobody hears of what those do whom the person has blocked. */
  const silencedIn =
    (conversation: Conversation): IsHidden =>
    account =>
      isHidden(contacts, conversation, { account })

  const nameOf = (conversation: Conversation, { account, shared }: StoredMessage): string =>
    account === ownAccount(conversation) ? self.name() : memberName(contacts, conversation, account, shared?.name)

  async function quoteOf(conversation: Conversation, { answers }: StoredMessage): Promise<{ readonly answers?: Quote }> {
    if (answers === undefined) return {}
    const target = await records.messageById(conversation, answers)
    if (target === undefined || isOver(target, clock.now()) || isHidden(contacts, conversation, target))
      return { answers: { message: answers } }
    const { text, isDeleted } = await notes.view(target)
    const quote = { message: answers, sender: target.account, senderName: nameOf(conversation, target), text: beginningOf(text) }
    return {
      answers: {
        ...quote,
        ...(target.account === ownAccount(conversation) ? { outgoing: true as const } : {}),
        ...presentSticker(target, text),
        ...(isDeleted ? { deleted: true as const } : {})
      }
    }
  }

  function reactionOf(conversation: Conversation, { emoji, accounts }: KnownReaction): Reaction {
    const own = ownAccount(conversation)
    const others = accounts.filter(account => account !== own)
    const names = others.slice(0, NAMED).map(account => memberName(contacts, conversation, account))
    return { emoji, count: accounts.length, names, ...(others.length < accounts.length ? { own: true as const } : {}) }
  }

  function done(conversation: Conversation, { editedAtMs, isDeleted, reactions, isPinned }: View) {
    return {
      ...(editedAtMs === undefined ? {} : { editedAtMs }),
      ...(isDeleted ? { deleted: true as const } : {}),
      ...(isPinned ? { pinned: true as const } : {}),
      ...(reactions.length === 0 ? {} : { reactions: reactions.map(reaction => reactionOf(conversation, reaction)) })
    }
  }

  return {
    async message(conversation, message) {
      const [view, quote] = await Promise.all([notes.view(message, silencedIn(conversation)), quoteOf(conversation, message)])
      return {
        ...presentMessage(knowing, conversation, message, view.text),
        ...quote,
        ...mentionsIn(conversation, message),
        ...done(conversation, view)
      }
    }
  }
}

/** Not in the middle of a character that takes two code units. */
function beginningOf(text: string): string {
  return text.length <= QUOTED_CHARACTERS ? text : `${text.slice(0, QUOTED_CHARACTERS).replace(/[\ud800-\udbff]$/u, '')}…`
}

function mentionsIn(conversation: Conversation, { mentions = [] }: StoredMessage): { readonly mentions?: readonly Mention[] } {
  const own = ownAccount(conversation)
  const all = mentions.map(({ account, name }) => ({ account, name, ...(account === own ? { own: true as const } : {}) }))
  return all.length === 0 ? {} : { mentions: all }
}

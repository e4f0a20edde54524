import type { Chat } from '../../node/api/chat.js'
import type { Message } from '../../node/api/message.js'
import { isSaid } from '../../node/api/thread.js'
import { plainText } from '../../node/api/markup.js'
import type { Words } from '../strings/words.js'
import type { NoticeSays } from './preferences.js'

const MOST_CHARACTERS = 160

export interface Call {
  readonly message: Message
  readonly chat: Chat | undefined
  /** What the system may know: what it keeps of a notice is not sealed. */
  readonly says: NoticeSays
  readonly words: Words
  readonly opened: () => void
}

/** Has the system tell of what is said anew, in a chat that isn't muted, where the browser was allowed to before: this never asks for it. */
export function callFor({ message, chat, says, words, opened }: Call): void {
  if (chat?.muted === true || !isSaid(message) || !('Notification' in window) || Notification.permission !== 'granted') return
  const title = says === 'nothing' ? words.notice.newMessage : words.notice.newMessageFrom(message.senderName)
  const body = says === 'words' && message.text !== '' ? { body: plainText(message.text.slice(0, MOST_CHARACTERS)) } : {}
  const notice = new Notification(title, { tag: says === 'nothing' ? 'parley' : message.chat, icon: '/icon.svg', ...body })
  notice.addEventListener('click', () => {
    window.focus()
    opened()
    notice.close()
  })
}

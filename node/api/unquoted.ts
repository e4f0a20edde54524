import type { MessageId } from '../base/ids.js'
import type { Message } from './message.js'

/** Of a quote, that something was answered is left. */
export function unquoted(message: Message, gone: ReadonlySet<MessageId>): Message {
  const { answers } = message
  return answers !== undefined && gone.has(answers.message) ? { ...message, answers: { message: answers.message } } : message
}

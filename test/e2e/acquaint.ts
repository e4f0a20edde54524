import { createHash } from 'node:crypto'
import type { ChatApi } from '../../node/api/chat-api.js'
import type { Message } from '../../node/api/message.js'
import type { AccountId, ConversationId } from '../../node/base/ids.js'
import type { Person } from './person.js'

export interface Acquainted {
  readonly chat: ConversationId
  readonly ada: AccountId
  readonly bob: AccountId
  /** What Bob wrote with his request. */
  readonly first: Message
}

/** Bob uses an invite of Ada's and says hello; Ada accepts. Resolves when both may write and the hello is delivered. */
export async function acquaint(ada: Person, bob: Person, invite: string, hello: string): Promise<Acquainted> {
  const [{ account: adasAccount }, { account: bobsAccount }] = [await ada.api.identity(), await bob.api.identity()]
  await bob.api.add({ invite, message: hello })
  await ada.events.next('contact:changed', ({ contact }) => contact.account === bobsAccount && contact.state === 'request')
  const { message: first } = await ada.events.next('message:received', ({ message }) => message.text === hello)
  await ada.api.accept({ contact: bobsAccount })
  await bob.events.next('contact:changed', ({ contact }) => contact.account === adasAccount && contact.state === 'accepted')
  await bob.events.next('message:state', ({ message, state }) => message === first.id && state === 'delivered')
  return { chat: first.chat, ada: adasAccount, bob: bobsAccount, first }
}

/** The whole conversation, oldest first, page by page. */
export async function wholeHistory(api: Pick<ChatApi, 'history'>, chat: string): Promise<readonly Message[]> {
  let { messages, before } = await api.history({ chat })
  while (before !== undefined) {
    const older = await api.history({ chat, before })
    messages = [...older.messages, ...messages]
    before = older.before
  }
  return messages
}

/** Equal for two members exactly where they hold the same messages in the same order. */
export async function historyHash(api: Pick<ChatApi, 'history'>, chat: string): Promise<string> {
  const messages = await wholeHistory(api, chat)
  const told = messages.map(({ id, sender, device, seq, text, sentAtMs }) => [id, sender, device, seq, text, sentAtMs])
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}

import type { Chat } from '../api/chat.js'
import type { Contact } from '../api/person.js'

/** Whether what we asked somebody is still here alone. */
export const isUnreached = (chats: readonly Chat[], { account }: Pick<Contact, 'account'>): boolean =>
  chats.some(({ accounts, unreached }) => unreached === true && accounts.includes(account))

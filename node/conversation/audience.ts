import type { AccountId } from '../base/ids.js'
import { currentGroup, headOf, mustGo, ownAccount, type Conversation } from './conversation.js'

/** The others' accounts that a message of ours is for. */
export function audienceOf({ audiences, accounts }: Pick<Conversation, 'audiences' | 'accounts'>, seq: number): readonly AccountId[] {
  return audiences.findLast(({ first }) => first <= seq)?.accounts ?? accounts.slice(1)
}

/** Our next message is for who is in the group now. @returns whether these are others than before */
export function noteAudience(conversation: Conversation): boolean {
  const own = ownAccount(conversation)
  const group = currentGroup(conversation)
  const present = new Set(headOf(group).members.flatMap(member => (mustGo(conversation, group, member) ? [] : member.account)))
  const accounts = conversation.accounts.filter(account => account !== own && present.has(account))
  const before = conversation.audiences.at(-1)?.accounts
  if (before !== undefined && accounts.length === before.length && accounts.every(account => before.includes(account))) return false
  conversation.audiences = [...conversation.audiences, { first: conversation.nextSeq, accounts }]
  return true
}

/** The first of our messages that is for an account: all that came before its last coming is not. */
export function firstFor({ audiences, nextSeq }: Pick<Conversation, 'audiences' | 'nextSeq'>, account: AccountId): number {
  const without = audiences.findLastIndex(({ accounts }) => !accounts.includes(account))
  if (without === -1) return 1
  return audiences[without + 1]?.first ?? nextSeq
}

import type { AccountId } from '../base/ids.js'
import { ownAccount, type Conversation } from './conversation.js'
import { currentGroup, mustGo } from './current-group.js'
import { headOf } from './group.js'
import { merged, type SeqRange } from './progress.js'

/** The others' accounts that a message of ours is for. */
export function audienceOf({ audiences, accounts }: Pick<Conversation, 'audiences' | 'accounts'>, seq: number): readonly AccountId[] {
  return audiences.findLast(({ first }) => first <= seq)?.accounts ?? accounts.slice(1)
}

/** Said in a group while nobody else was in: nobody gets it, whoever comes in later. */
export function isForNobody(conversation: Conversation, seq: number): boolean {
  return conversation.kind === 'group' && audienceOf(conversation, seq).length === 0
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

/** Those of our messages that are not for an account, ascending: it was out when they were said. What is ours is for all our devices. */
export function notFor(
  { audiences, accounts: [own], nextSeq }: Pick<Conversation, 'audiences' | 'accounts' | 'nextSeq'>,
  account: AccountId
): SeqRange[] {
  if (account === own) return []
  const without = audiences.flatMap(({ first, accounts }, i) =>
    accounts.includes(account) ? [] : [{ first, last: (audiences[i + 1]?.first ?? nextSeq) - 1 }]
  )
  return merged(without.filter(({ first, last }) => first <= last))
}

/** Which of a device's messages are not for an account, as the device itself says. */
export interface Absence {
  /** The first that is; 0 where that is not told. */
  readonly since: number
  /** Those behind it that are not, ascending: the account was out again. */
  readonly without: readonly SeqRange[]
  /** Of the last times at least, up to now: who is not told of one was not out. */
  readonly isUpToNow: boolean
}

/** Who was out more often than this is told of the last times; of them who remember, the oldest count as one with what lies between. */
export const MAX_ABSENCES = 16

/** What an account is told of ours. */
export function absenceOf(conversation: Pick<Conversation, 'audiences' | 'accounts' | 'nextSeq'>, account: AccountId): Absence {
  const all = notFor(conversation, account)
  const before = all.find(({ first }) => first === 1)
  return { since: (before?.last ?? 0) + 1, without: all.filter(range => range !== before).slice(-MAX_ABSENCES), isUpToNow: true }
}

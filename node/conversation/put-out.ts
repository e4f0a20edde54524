import type { AccountId } from '../base/ids.js'
import { courseOf, hadLeft } from './chronicle.js'
import type { Conversation } from './conversation.js'
import type { Group } from './group.js'

/**
 * Whether somebody who is not in a group was put out of it, as far as is known here: they were in it, and had not said that they leave. No
 * link lets them in again by itself.
 */
export function wasPutOut({ accounts, departures }: Conversation, { tree }: Group, account: AccountId): boolean {
  const course = courseOf(tree)
  const out = course.way.findLast(epoch => tree.commits.get(epoch)?.header.removed.includes(account))
  if (out !== undefined) return !hadLeft(course, out, account, departures)
  const wasIn = accounts.includes(account) || tree.bygone.some(removal => removal.account === account)
  return wasIn && !departures.some(departure => departure.account === account)
}

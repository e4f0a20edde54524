import { ChatError } from '../base/errors.js'
import type { ConversationId, DeviceId } from '../base/ids.js'
import type { ConversationMember, Conversation } from './conversation.js'
import { type Group, headOf } from './group.js'

export function groupOf({ groups }: Conversation, id: ConversationId): Group | undefined {
  return groups.find(group => group.id === id)
}

/** Whether whom the conversation is with has a leaf in the group's head: before that nobody else can read it. */
export function isComplete(conversation: Conversation, group: Group): boolean {
  if (conversation.kind === 'group') return headOf(group).members.length > 1
  const present = new Set(headOf(group).members.map(member => member.account))
  return conversation.accounts.every(account => present.has(account))
}

/** Whether this member of a group's head must not stay: their place is struck, or their account has revoked the device. */
export function mustGo(
  { revoked }: Conversation,
  { struck }: Group,
  { device, account }: Pick<ConversationMember, 'device' | 'account'>
): boolean {
  return revoked.has(device) || struck.includes(account)
}

/** Whether somebody must go from the group's head: nobody encrypts there. */
export function isBarred(conversation: Conversation, group: Group): boolean {
  const isQuiet = conversation.revoked.size === 0 && group.struck.length === 0
  return !isQuiet && headOf(group).members.some(member => mustGo(conversation, group, member))
}

/**
 * Of two people nobody puts the other's last device out: with only a revoked device of somebody in its head, nobody writes in their group
 * any more, and nothing is taken from there.
 */
export function isLeft(conversation: Conversation, group: Group): boolean {
  return conversation.kind === 'direct' && isBarred(conversation, group) && !isMendable(conversation, group, conversation.revoked)
}

/** Whether the others are in the group and know it, or will once they look into their box. */
export function isShared(conversation: Conversation, group: Group): boolean {
  return !isLeft(conversation, group) && (group.knock === undefined || group.knock.leftAt.length > 0) && isComplete(conversation, group)
}

/** Whether those who would stay are all whom the conversation is with: then one of them takes the revoked devices out, and it goes on. */
export function isMendable({ accounts }: Pick<Conversation, 'accounts'>, group: Group, revoked: ReadonlySet<DeviceId>): boolean {
  const staying = headOf(group).members.filter(({ device }) => !revoked.has(device))
  const present = new Set(staying.map(({ account }) => account))
  return accounts.every(account => present.has(account))
}

/** Of two groups the later one counts where it has a device that the earlier lacks: one that lost its keys and came in anew. */
function isSuperseded(group: Group, laterGroups: readonly Group[]): boolean {
  const present = new Set(headOf(group).members.map(member => member.device))
  return laterGroups.some(later => headOf(later).members.some(member => !present.has(member.device)))
}

/**
 * The group to write in: of those that are shared the one with the lowest id, so that crossed first contacts end in one, unless a
 * later one brought a device in; before that, the one that waits for the others. There has to be one.
 */
export function currentGroup(conversation: Conversation): Group {
  const groups = conversation.groups.filter(group => !isLeft(conversation, group))
  const shared = groups.filter(group => isShared(conversation, group)).filter((group, i, all) => !isSuperseded(group, all.slice(i + 1)))
  const complete = shared.length > 0 ? shared : groups.filter(group => isComplete(conversation, group))
  const [lowest] = (complete.length > 0 ? complete : groups).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  if (lowest === undefined) throw new ChatError('ERR_INTERNAL', `conversation ${conversation.id} has no group`)
  return lowest
}

/** The devices that a message of ours should reach. */
export function recipients(conversation: Conversation, own: DeviceId): DeviceId[] {
  if (conversation.groups.length === 0) return []
  const group = currentGroup(conversation)
  return headOf(group).members.flatMap(member => (member.device === own || mustGo(conversation, group, member) ? [] : member.device))
}

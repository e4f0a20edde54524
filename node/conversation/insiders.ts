import type { DeviceId } from '../base/ids.js'
import type { Conversation } from './conversation.js'
import { mustGo } from './current-group.js'
import { headOf } from './group.js'

/**
 * Whether a device is in the head of a group and may stay there: where the others are, how much each has said and what members claim is
 * between such alone. Whoever is not, by all that is known here, may be in by commits that are not: those are asked for and given, no more.
 */
export function isInside(conversation: Conversation, device: DeviceId): boolean {
  const [group] = conversation.groups
  if (group === undefined) return false
  const member = headOf(group).members.find(one => one.device === device)
  return member !== undefined && !mustGo(conversation, group, member)
}

import type { DeviceId } from '../base/ids.js'
import { audienceOf, isForNobody } from './audience.js'
import { ownAccount, type Conversation } from './conversation.js'
import { recipients } from './current-group.js'
import { EXPIRY_MS, isCommit, waitingGroup, type OutboxEntry } from './outbox-row.js'
import { isStranded } from './stranded.js'

/** A commit goes to those whom it leaves the epoch with, for as long as they may know it; later ones came by another way. */
export function devicesOf(
  conversation: Conversation,
  entry: OutboxEntry,
  { own, nowMs }: { readonly own: DeviceId; readonly nowMs: number }
): DeviceId[] {
  const devices = recipients(conversation, own)
  if (!isCommit(entry)) return conversation.kind === 'group' ? ofAudience(conversation, entry, devices) : devices
  const epoch = conversation.groups.map(({ epochs }) => epochs.get(entry.epoch)).find(one => one !== undefined)
  const isKnown = nowMs < entry.queuedAtMs + EXPIRY_MS || waitingGroup(conversation, entry) !== undefined
  if (epoch === undefined || !isKnown) return []
  // Also to whom it puts out of a group: they are told.
  if (conversation.kind === 'group') return epoch.members.flatMap(({ device }) => (device === own ? [] : device))
  return devices.filter(device => epoch.members.some(member => member.device === device))
}

/**
 * Who has to have a commit before its child is written in: not whom it puts out, nor a device that it lets in anew, which has a letter
 * instead, nor one of which nothing was heard since somebody let it in who is out by then: its Welcome may never have left.
 */
export function isWaitedFor(conversation: Conversation, entry: OutboxEntry, device: DeviceId): boolean {
  const group = waitingGroup(conversation, entry)
  const child = group?.pending === undefined ? undefined : group.epochs.get(group.pending)
  if (child === undefined) return true
  const isStaying = child.members.some(member => member.device === device && !conversation.revoked.has(device))
  if (!isStaying || conversation.letters.some(({ to, epoch }) => to === device && epoch === child.id)) return false
  return !isStranded(conversation, child, device)
}

/** Nobody but other devices of ours is to get it. */
export function staysHere(conversation: Conversation, entry: OutboxEntry): boolean {
  return !isCommit(entry) && isForNobody(conversation, entry.last)
}

/** Who came in later has no part in what was said before. */
function ofAudience(conversation: Conversation, entry: OutboxEntry, devices: readonly DeviceId[]): DeviceId[] {
  const audience = new Set([ownAccount(conversation), ...audienceOf(conversation, entry.last)])
  const isRecipient = new Set(devices)
  return conversation.devices.flatMap(({ device, account }) => (isRecipient.has(device) && audience.has(account) ? device : []))
}

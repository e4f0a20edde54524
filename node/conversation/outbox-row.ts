import { EMPTY, toHex } from '../base/bytes.js'
import type { AccountId, ConversationId, DeviceId, EpochId, LogId } from '../base/ids.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Conversation } from './conversation.js'
import { isLeft } from './current-group.js'
import type { Group } from './group.js'
import { merged } from './progress.js'

/** What nobody acknowledged for so long has failed. */
export const EXPIRY_MS = 30 * 24 * 60 * 60 * 1_000

/** One envelope on its way: it carries our messages `first` to `last`, or, where these are 0, a commit. */
export interface OutboxRow {
  readonly number: number
  readonly group: ConversationId
  readonly epoch: EpochId
  readonly log: LogId
  /** Empty while nobody may encrypt at the head: it is sealed later. */
  readonly envelope: Uint8Array
  readonly first: number
  readonly last: number
  readonly queuedAtMs: number
  readonly acknowledged: readonly DeviceId[]
  readonly stored: readonly StoredMark[]
}

/** A relay has said that it keeps what a row holds. */
export interface StoredMark {
  readonly relay: RelayId
  /** Where it stands there. Once the row is sealed in another log, what is kept in this one is not what the row holds. */
  readonly log: LogId
  /** Under another storage it keeps the row no more. */
  readonly storage: string
  readonly atMs: number
  /** When it lets go of it, by our clock. */
  readonly untilMs: number
}

/** A row without its envelope: what is kept in memory of each. */
export interface OutboxEntry extends Omit<OutboxRow, 'envelope'> {
  /** Tells what the row holds from what it held before it was sealed again, and from all else in its log. */
  readonly stamp: string
}

const STAMP_BYTES = 8

/** The end of the signature. */
export const stampOf = (envelope: Uint8Array): string => toHex(envelope.subarray(-STAMP_BYTES))

const UNSEALED = stampOf(EMPTY)

/** A commit carries no messages and never expires: the group waits for it, and whoever was away reads on by it. */
export function isCommit(entry: Pick<OutboxEntry, 'first'>): boolean {
  return entry.first === 0
}

/** A message that was sealed again may be in two rows. */
export function messagesIn(entries: readonly OutboxEntry[]): number {
  return merged(entries.filter(entry => !isCommit(entry))).reduce((sum, { first, last }) => sum + last - first + 1, 0)
}

/** The group whose commit of ours, that nobody writes behind yet, this row carries. */
export function waitingGroup({ groups }: Conversation, entry: OutboxEntry): Group | undefined {
  const group = groups.find(({ id }) => id === entry.group)
  const pending = group?.pending === undefined ? undefined : group.epochs.get(group.pending)
  return isCommit(entry) && pending?.parent === entry.epoch ? group : undefined
}

/**
 * Not sealed yet, or where somebody could read it who must go, or who is gone, and no relay keeps it: it does not leave, and is sealed
 * (again) once they are gone.
 */
export function isHeldBack(conversation: Conversation, entry: OutboxEntry): boolean {
  const group = conversation.groups.find(({ id }) => id === entry.group)
  if (group === undefined || conversation.kind === 'direct') return group !== undefined && isLeft(conversation, group)
  if (isCommit(entry)) return false
  const readers = group.epochs.get(entry.epoch)?.members ?? []
  const isStruck = (account: AccountId): boolean => entry.epoch === group.head && group.struck.includes(account)
  if (entry.stamp === UNSEALED || readers.some(({ device, account }) => conversation.revoked.has(device) || isStruck(account))) return true
  if (entry.stored.length > 0 || entry.epoch === group.head) return false
  const inHead = new Set(group.epochs.get(group.head)?.members.map(({ device }) => device))
  return readers.some(({ device }) => !inHead.has(device))
}

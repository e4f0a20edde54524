import type { ConversationId, DeviceId } from '../base/ids.js'
import type { Epoch } from '../session/session.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { isWaitedFor } from './outbox-recipients.js'
import { waitingGroup, type OutboxEntry, type StoredMark } from './outbox-row.js'
import type { RelayLogs } from './relay-logs.js'
import { PLACED_BY_ONE_AFTER_MS, placedAt } from './relay-set.js'

/** A commit that no relay has taken for so long is confirmed as in a group without relays. */
const WITHOUT_RELAYS_AFTER_MS = 24 * 60 * 60 * 1_000

/** Commits of ours that nobody writes behind yet: when that may begin, and when it never will. */
export interface WaitingCommits {
  /**
   * Whether it is where all others find it without relays: they have it; or, in a group without relays but the one in this process, or where none has taken it
   * for a day, those that are linked have it, of at least one other account, and whoever is away gets it from any of them.
   */
  isEstablished(conversation: Conversation, entry: OutboxEntry): boolean
  /** Whether so many of the relays where the others look for it keep it, by these marks. */
  isPlaced(conversation: Conversation, entry: OutboxEntry, stored: readonly StoredMark[]): boolean
  /** In how many milliseconds less is enough for it than now, where nothing else happens; undefined where it never will be. */
  easierInMs(entry: OutboxEntry): number | undefined
  /** This device has gone past it and refuses it: whether all that are linked have, and nobody is known to have it. */
  isPassedByAll(conversation: Conversation, entry: OutboxEntry, device: DeviceId): boolean
  /** All have left the epoch behind that it is made from: it came too late. */
  abandon(conversation: Conversation, entry: OutboxEntry): Promise<void>
}

interface Parts {
  readonly conversations: Pick<Conversations, 'wipe' | 'write'>
  readonly relayLogs: Pick<RelayLogs, 'placing'>
  /** The devices that have not got it. */
  readonly lacking: (conversation: Conversation, entry: OutboxEntry) => readonly DeviceId[]
}

export function createWaitingCommits(
  { links, records, self, clock }: Pick<ConversationContext, 'links' | 'records' | 'self' | 'clock'>,
  { conversations, relayLogs, lacking }: Parts
): WaitingCommits {
  /** Who has refused which row of a conversation, having gone past it. */
  const pastIt = new Map<ConversationId, { readonly row: number; readonly devices: Set<DeviceId> }>()

  function waitedFor(conversation: Conversation, entry: OutboxEntry): readonly DeviceId[] {
    return lacking(conversation, entry).filter(device => isWaitedFor(conversation, entry, device))
  }

  const waitedMs = ({ queuedAtMs }: OutboxEntry): number => clock.now() - queuedAtMs

  function isPlaced(conversation: Conversation, entry: OutboxEntry, stored: readonly StoredMark[]): boolean {
    const placing = new Set(relayLogs.placing(conversation, entry.epoch).map(({ id }) => id))
    return placing.size > 0 && stored.filter(({ relay }) => placing.has(relay)).length >= placedAt(placing.size, waitedMs(entry))
  }

  function isForRelays(conversation: Conversation, entry: OutboxEntry): boolean {
    const isOverdue = waitingGroup(conversation, entry) !== undefined && waitedMs(entry) >= WITHOUT_RELAYS_AFTER_MS
    return !isOverdue && relayLogs.placing(conversation, entry.epoch).length > 0
  }

  return {
    isPlaced,
    easierInMs(entry) {
      const inMs = [PLACED_BY_ONE_AFTER_MS, WITHOUT_RELAYS_AFTER_MS].map(afterMs => afterMs - waitedMs(entry))
      return inMs.find(ms => ms > 0)
    },
    isEstablished(conversation, entry) {
      const waited = waitedFor(conversation, entry)
      if (waited.length === 0) return true
      if (conversation.kind === 'direct' || isForRelays(conversation, entry)) return false
      const isOthers = (device: DeviceId): boolean =>
        conversation.devices.some(one => one.device === device && one.account !== self.account)
      return entry.acknowledged.some(isOthers) && !waited.some(device => links.isUp(device))
    },
    isPassedByAll(conversation, entry, device) {
      if (conversation.kind === 'direct') return true
      const known = pastIt.get(conversation.id)
      const devices = known?.row === entry.number ? known.devices : new Set<DeviceId>()
      pastIt.set(conversation.id, { row: entry.number, devices: devices.add(device) })
      const isTaken = entry.acknowledged.length > 0 || entry.stored.length > 0
      // Who is away would hold up all that we change next. Had they taken it unheard, they would ask to be let in again where the others are.
      return !isTaken && waitedFor(conversation, entry).every(one => devices.has(one) || !links.isUp(one))
    },
    async abandon(conversation, entry) {
      pastIt.delete(conversation.id)
      await conversations.write(conversation, async () => {
        const group = waitingGroup(conversation, entry)
        const child = group?.pending === undefined ? undefined : group.epochs.get(group.pending)
        if (group !== undefined) group.pending = undefined
        const wiped = group === undefined || child === undefined ? [] : await conversations.wipe(conversation, group, [child])
        const kept = records.noKeptEnvelope(conversation, entry.epoch, { device: self.device, last: 0 })
        return {
          writes: [...wiped, records.conversation(conversation), kept, ...records.noOutboxRow(conversation, entry)],
          result: undefined
        }
      })
    }
  }
}

/** Whether a device that writes there has left the epoch behind that a commit of ours is made from. */
export function hasPassed({ kind }: Conversation, entry: OutboxEntry, at: Epoch | undefined): boolean {
  return at !== undefined && (kind === 'direct' || at.lineage.some(({ parent }) => parent === entry.epoch))
}

import { isChatError } from '../base/errors.js'
import type { ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { holdingOf } from './holding.js'
import type { Conversations } from './conversations.js'
import { passing } from './on-link.js'
import type { OutboxLanes } from './outbox-lanes.js'
import { isCommit, waitingGroup, type OutboxEntry } from './outbox-row.js'
import { missing } from './progress.js'
import type { Receipts } from './receipts.js'
import type { RecordWrite } from './records.js'
import type { RelayLogs } from './relay-logs.js'
import type { WaitingCommits } from './waiting-commits.js'

/** What somebody has of the outbox need not be sent to them; what all have goes; a commit of ours that all others find is written behind. */
export interface Settling {
  /** A device has the row. Once all have it, a message is gone; it is delivered from the first device on. */
  settle(conversation: Conversation, device: DeviceId, number: number): void
  /** As `Outbox.covered`. */
  covered(conversation: Conversation, device: DeviceId): void
  /** As `Outbox.hasCommit`. */
  readonly hasCommit: (conversation: Conversation, group: ConversationId, device: DeviceId) => void
  /** All have these messages, as their receipts say, which are on disk. */
  remove(conversation: Conversation, done: readonly OutboxEntry[]): void
  /** Part of a change: this commit of ours stands where everybody finds it. */
  confirm(conversation: Conversation, entry: OutboxEntry): readonly RecordWrite[]
  /** Whoever a commit of ours still waited for may have gone meanwhile, or be the one that it puts out. Looked at again by itself when less is enough. */
  confirmWaiting(conversation: Conversation): Promise<void>
  stop: Stop
}

interface Parts {
  readonly conversations: Pick<Conversations, 'confirm' | 'write'>
  readonly receipts: Pick<Receipts, 'acknowledged'>
  readonly relayLogs: Pick<RelayLogs, 'of'>
  readonly waitingCommits: Pick<WaitingCommits, 'isEstablished' | 'isPlaced' | 'easierInMs'>
  readonly lanes: OutboxLanes
  /** The devices that have not got it. */
  readonly lacking: (conversation: Conversation, entry: OutboxEntry) => readonly DeviceId[]
  /** This device need not be sent the row. */
  readonly withdraw: (conversation: Conversation, device: DeviceId, number: number) => void
  readonly headChanged: (conversation: Conversation) => Promise<void>
}

export function createSettling(
  { records, probe, clock }: Pick<ConversationContext, 'records' | 'probe' | 'clock'>,
  { conversations, receipts, relayLogs, waitingCommits, lanes, lacking, withdraw, headChanged }: Parts
): Settling {
  const looks = new Map<ConversationId, Stop>()
  let stopped = false

  function settle(conversation: Conversation, device: DeviceId, number: number): void {
    const { entries } = lanes.of(conversation)
    const entry = entries.get(number)
    if (entry === undefined) return
    const acknowledged = [...entry.acknowledged, device]
    const left = lacking(conversation, { ...entry, acknowledged })
    const hasEveryone = isCommit(entry) ? waitingCommits.isEstablished(conversation, { ...entry, acknowledged }) : left.length === 0
    // A commit stays for those who read it at relays.
    const isDone = left.length === 0 && (!isCommit(entry) || relayLogs.of(conversation).append.length === 0)
    entries.set(number, { ...entry, acknowledged })
    if (isDone) lanes.forget(conversation, number)
    const settled = conversations.write(conversation, async () => {
      const gone = isDone ? records.noOutboxRow(conversation, entries.get(number) ?? entry) : []
      if (!isCommit(entry)) {
        const { writes, onDisk } = receipts.acknowledged(conversation, device, entry)
        return { writes: [...writes, ...gone], result: undefined, canWait: true, onDisk }
      }
      const kept = hasEveryone && !isDone ? await rowWith(conversation, { ...entry, acknowledged }) : []
      return { writes: hasEveryone ? [...confirm(conversation, entry), ...kept, ...gone] : [], result: undefined }
    })
    afterSettling(conversation, entry, settled).catch((err: unknown) => {
      // The row is still on disk: it is sent again and acknowledged again.
      if (!isChatError(err, 'ERR_CLOSED') && !isChatError(err, 'ERR_BUSY') && !isChatError(err, 'ERR_STORE')) throw err
    })
  }

  async function rowWith(conversation: Conversation, entry: OutboxEntry): Promise<readonly RecordWrite[]> {
    const envelope = await lanes.bytes(conversation, entry.number)
    return envelope === undefined ? [] : [records.outboxRow(conversation, { ...entry, envelope })]
  }

  async function afterSettling(conversation: Conversation, entry: OutboxEntry, settled: Promise<void>): Promise<void> {
    await settled
    await probe('send:settled')
    // Fork choice reckons with it from now on: the head may be another.
    if (isCommit(entry)) await headChanged(conversation)
  }

  function remove(conversation: Conversation, done: readonly OutboxEntry[]): void {
    for (const { number } of done) lanes.forget(conversation, number)
    const writes = done.flatMap(entry => records.noOutboxRow(conversation, entry))
    const removed = conversations.write(conversation, async () => ({ writes, result: undefined, canWait: true }))
    removed.then(() => probe('send:settled')).catch(passing)
  }

  function confirm(conversation: Conversation, entry: OutboxEntry): readonly RecordWrite[] {
    const group = waitingGroup(conversation, entry)
    return group === undefined ? [] : conversations.confirm(conversation, group)
  }

  async function confirmWaiting(conversation: Conversation): Promise<void> {
    looks.get(conversation.id)?.()
    let againInMs = Infinity
    for (const entry of lanes.of(conversation).entries.values()) {
      if (waitingGroup(conversation, entry) === undefined) continue
      if (isFound(conversation, entry)) {
        await conversations.write(conversation, async () => ({ writes: confirm(conversation, entry), result: undefined }))
        await headChanged(conversation)
      } else againInMs = Math.min(againInMs, waitingCommits.easierInMs(entry) ?? Infinity)
    }
    if (againInMs < Infinity) lookAgain(conversation, againInMs)
  }

  function isFound(conversation: Conversation, entry: OutboxEntry): boolean {
    return waitingCommits.isPlaced(conversation, entry, entry.stored) || waitingCommits.isEstablished(conversation, entry)
  }

  function lookAgain(conversation: Conversation, inMs: number): void {
    if (stopped) return
    looks.get(conversation.id)?.()
    looks.set(
      conversation.id,
      clock.after(inMs, () => void confirmWaiting(conversation).catch(passing))
    )
  }

  return {
    settle,
    remove,
    confirm,
    confirmWaiting,
    stop() {
      stopped = true
      for (const stop of looks.values()) stop()
    },
    covered(conversation, device) {
      const { progress } = holdingOf(conversation.receipts, device)
      const { entries } = lanes.of(conversation)
      const done: OutboxEntry[] = []
      for (const entry of entries.values()) {
        if (isCommit(entry) || entry.acknowledged.includes(device) || missing(progress, entry).length > 0) continue
        withdraw(conversation, device, entry.number)
        const now = { ...entry, acknowledged: [...entry.acknowledged, device] }
        entries.set(entry.number, now)
        if (lacking(conversation, now).length === 0) done.push(now)
      }
      if (done.length > 0) remove(conversation, done)
    },
    hasCommit(conversation, group, device) {
      const { entries, elsewhere } = lanes.of(conversation)
      elsewhere.delete(device)
      for (const entry of entries.values()) {
        if (!isCommit(entry) || entry.group !== group || entry.acknowledged.includes(device)) continue
        // In a group it may have come there without the others.
        if (conversation.kind === 'group' && waitingGroup(conversation, entry) === undefined) continue
        withdraw(conversation, device, entry.number)
        settle(conversation, device, entry.number)
      }
    }
  }
}

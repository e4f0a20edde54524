import type { DeviceId, EpochId } from '../base/ids.js'
import type { Epoch } from '../session/session.js'
import type { Conversation } from './conversation.js'
import type { StoredMessage } from './message.js'
import type { Records, RecordWrite } from './records.js'

/** Of one conversation, beside its commits. Past it the oldest go, down to three quarters. */
export const MAX_KEPT_BYTES = 32 * 1024 * 1024
const KEPT_AFTER_BYTES = (MAX_KEPT_BYTES / 4) * 3

/** An envelope as it came, under its own signature: whoever can sign for its log is given it. */
export interface KeptEnvelope {
  readonly device: DeviceId
  /** The seqs that it holds; 0 of a commit. */
  readonly first: number
  readonly last: number
  /** Of a commit: the epoch that it leads to. */
  readonly child: EpochId | undefined
  readonly envelope: Uint8Array
}

/** Part of a change. `counters` have to be written with it. */
export function keep(
  records: Pick<Records, 'keptEnvelope'>,
  conversation: Conversation,
  epoch: EpochId,
  kept: KeptEnvelope
): readonly RecordWrite[] {
  if (conversation.kind !== 'group') return []
  conversation.keptBytes += kept.envelope.length
  return [records.keptEnvelope(conversation, epoch, kept)]
}

/** Part of a change: what is too much goes, oldest epochs first. Commits stay: they are the way to the head. */
export async function makeRoom(
  records: Pick<Records, 'keptMessages' | 'noKeptEnvelope'>,
  conversation: Conversation
): Promise<readonly RecordWrite[]> {
  if (conversation.keptBytes <= MAX_KEPT_BYTES) return []
  const writes: RecordWrite[] = []
  for (const epoch of conversation.groups.flatMap(({ epochs }) => [...epochs.values()])) {
    for (const { device } of epoch.members) {
      for await (const kept of records.keptMessages(conversation, epoch.id, device, 1)) {
        if (conversation.keptBytes <= KEPT_AFTER_BYTES) return writes
        conversation.keptBytes -= kept.envelope.length
        writes.push(records.noKeptEnvelope(conversation, epoch.id, kept))
      }
    }
  }
  // What is left are commits, or was counted more than once: messages have all of the room from here on.
  conversation.keptBytes = 0
  return writes
}

/** Part of a change: what is kept of these devices' messages up to a seq each. `counters` have to be written with it. */
export async function forgetKeptOf(
  records: Pick<Records, 'keptMessages' | 'noKeptEnvelope'>,
  conversation: Conversation,
  upTo: ReadonlyMap<DeviceId, number>
): Promise<readonly RecordWrite[]> {
  const writes: RecordWrite[] = []
  for (const { id } of conversation.groups.flatMap(({ epochs }) => [...epochs.values()])) {
    for (const [device, last] of upTo) {
      for await (const kept of records.keptMessages(conversation, id, device, 1)) {
        if (kept.last > last) break
        conversation.keptBytes = Math.max(0, conversation.keptBytes - kept.envelope.length)
        writes.push(records.noKeptEnvelope(conversation, id, kept))
      }
    }
  }
  return writes
}

/** Part of a change: envelopes that hold one of these messages, with whatever else they hold. `counters` have to be written with it. */
export async function forgetKeptWith(
  records: Pick<Records, 'keptMessages' | 'noKeptEnvelope'>,
  conversation: Conversation,
  messages: readonly Pick<StoredMessage, 'device' | 'seq'>[]
): Promise<readonly RecordWrite[]> {
  if (conversation.kind !== 'group') return []
  const gone = new Map<string, RecordWrite>()
  for (const { id, members } of conversation.groups.flatMap(({ epochs }) => [...epochs.values()])) {
    for (const { device, seq } of messages) {
      if (!members.some(member => member.device === device)) continue
      for await (const kept of records.keptMessages(conversation, id, device, seq)) {
        const key = `${id} ${device} ${kept.last}`
        if (kept.first > seq || gone.has(key)) break
        conversation.keptBytes = Math.max(0, conversation.keptBytes - kept.envelope.length)
        gone.set(key, records.noKeptEnvelope(conversation, id, kept))
        break
      }
    }
  }
  return [...gone.values()]
}

/** Part of a change, before the keys of these epochs are wiped: what is kept of them goes too. */
export async function forgetKept(
  records: Pick<Records, 'keptCommits' | 'keptMessages' | 'noKeptEnvelope'>,
  conversation: Conversation,
  epochs: readonly Epoch[]
): Promise<readonly RecordWrite[]> {
  if (conversation.kind !== 'group') return []
  const writes: RecordWrite[] = []
  for (const { id, members } of epochs) {
    const all = [records.keptCommits(conversation, id), ...members.map(({ device }) => records.keptMessages(conversation, id, device, 1))]
    for (const some of all) {
      for await (const kept of some) {
        conversation.keptBytes = Math.max(0, conversation.keptBytes - kept.envelope.length)
        writes.push(records.noKeptEnvelope(conversation, id, kept))
      }
    }
  }
  return writes
}

import type { Stop } from '../base/lifecycle.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Epoch } from '../session/session.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Group } from './group.js'
import type { Outbox } from './outbox.js'
import { stampOf, type OutboxRow } from './outbox-row.js'
import type { RecordWrite } from './records.js'
import type { RelayLogs } from './relay-logs.js'

/** Members of a group go to its relays one after another: whoever finds a commit there by then need not bring it. */
const FIRST_MS = 2_000
const STEP_MS = 1_000
const MAX_STEPS = 60
/** Commits of which it is remembered at which relays they were found. */
const REMEMBERED = 1_024

/** A commit of somebody else's that may be missing at relays. */
export interface NotedCommit {
  readonly row: OutboxRow
  /** When it is this device's turn to look after it. */
  readonly turnMs: number
}

/** Whoever moves on by somebody's commit sees to it that those who come later can: it stands in the log of the epoch that it leaves. */
export interface NotedCommits {
  /** Part of a change. Undefined where there are no relays. */
  note(
    conversation: Conversation,
    taken: { readonly group: Group; readonly epoch: Epoch; readonly envelope: Uint8Array }
  ): { readonly commit: NotedCommit; readonly writes: readonly RecordWrite[] } | undefined
  /** It is on disk: it goes to relays when its turn comes, to those where it was not found by then. */
  noted(conversation: Conversation, commit: NotedCommit): void
  /** This relay has given these commits. */
  standAt(relay: RelayId, envelopes: readonly Uint8Array[]): void
  stop: Stop
}

export function createNotedCommits(
  { records, clock }: Pick<ConversationContext, 'records' | 'clock'>,
  { relayLogs, outbox }: { readonly relayLogs: Pick<RelayLogs, 'of'>; readonly outbox: Pick<Outbox, 'queued'> }
): NotedCommits {
  /** By the end of an envelope's signature. */
  const found = new Map<string, Set<RelayId>>()
  const waiting = new Set<Stop>()

  return {
    note(conversation, { group, epoch, envelope }) {
      if (relayLogs.of(conversation).append.length === 0) return undefined
      const row: OutboxRow = {
        number: conversation.nextRow++,
        group: group.id,
        epoch: epoch.id,
        log: epoch.log,
        envelope,
        first: 0,
        last: 0,
        queuedAtMs: clock.now(),
        // Its committer gives it to the others.
        acknowledged: epoch.members.map(({ device }) => device),
        stored: []
      }
      const turnMs = conversation.kind === 'direct' ? 0 : turnIn(epoch)
      return { commit: { row, turnMs }, writes: [records.outboxRow(conversation, row), records.counters(conversation)] }
    },
    noted(conversation, { row, turnMs }) {
      if (turnMs === 0) return outbox.queued(conversation, row)
      const stop = clock.after(turnMs, () => {
        waiting.delete(stop)
        outbox.queued(conversation, row, [...(found.get(stampOf(row.envelope)) ?? [])])
      })
      waiting.add(stop)
    },
    standAt(relay, envelopes) {
      for (const envelope of envelopes) {
        const stamp = stampOf(envelope)
        found.set(stamp, (found.get(stamp) ?? new Set()).add(relay))
      }
      for (const oldest of found.keys()) {
        if (found.size <= REMEMBERED) break
        found.delete(oldest)
      }
    },
    stop() {
      for (const stop of waiting) stop()
    }
  }
}

/** Another for each member, the same order for nobody twice. */
function turnIn({ id, ownLeaf, members }: Epoch): number {
  const turn = (Number.parseInt(id.slice(0, 8), 16) + ownLeaf * 0x9e37_79b1) % Math.min(members.length, MAX_STEPS)
  return FIRST_MS + turn * STEP_MS
}

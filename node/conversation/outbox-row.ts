import type { ConversationId, DeviceId, EpochId, LogId } from '../base/ids.js'
import type { RelayId } from '../network/relay-protocol.js'

/** One envelope on its way: it carries our messages `first` to `last`, or, where these are 0, a commit. */
export interface OutboxRow {
  readonly number: number
  readonly group: ConversationId
  readonly epoch: EpochId
  readonly log: LogId
  readonly envelope: Uint8Array
  readonly first: number
  readonly last: number
  readonly queuedAtMs: number
  readonly acknowledged: readonly DeviceId[]
  readonly stored: readonly StoredMark[]
}

/** A relay has said that it keeps a row. */
export interface StoredMark {
  readonly relay: RelayId
  /** Under another storage it keeps the row no more. */
  readonly storage: string
  readonly atMs: number
  /** When it lets go of it, by our clock. */
  readonly untilMs: number
}

/** A row without its envelope: what is kept in memory of each. */
export type OutboxEntry = Omit<OutboxRow, 'envelope'>

/** A commit carries no messages and never expires: the group waits for it, and whoever was away reads on by it. */
export function isCommit(entry: Pick<OutboxEntry, 'first'>): boolean {
  return entry.first === 0
}

import type { LogId } from '../base/ids.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Cursor } from '../network/relays.js'
import type { SeqRange } from './progress.js'

/** By relay and log. */
export type LogPlaces = Map<string, PlaceInLog>

export const placeKey = (relay: RelayId, log: LogId): string => `${relay} ${log}`

export interface PlaceInLog {
  readonly relay: RelayId
  readonly log: LogId
  readonly cursor: Cursor
}

/** Reading a log back at a relay, from its end, for rows of ours that it says it keeps: page by page, with long pauses. */
export interface LogWalk {
  readonly relay: RelayId
  readonly log: LogId
  readonly storage: string
  /** Read down to here, exclusive; 0: it is done, or not begun. */
  readonly place: number
  /** Numbers of rows that have not been come by. */
  readonly unseen: readonly SeqRange[]
  readonly startedAtMs: number
  readonly lookedAtMs: number
}

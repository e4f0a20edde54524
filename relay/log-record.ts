import { fromHex, toHex } from '../node/base/bytes.js'
import type { AccountId, LogId } from '../node/base/ids.js'
import { LogRecord } from '../node/wire/generated/relay-records.js'
import type { LogState } from './log-store.js'

/** A log as it lies on disk: what it is, and when its envelopes were taken. */
export interface StoredLog extends LogState {
  /** In order, one for each day on which envelopes that are kept were taken, with the first place of that day. */
  readonly days: readonly LogDay[]
  /** When it was last opened or appended to, in days since the Unix epoch. */
  readonly usedDay: number
}

interface LogDay {
  readonly day: number
  readonly first: number
}

export function encodeLog(log: StoredLog): Uint8Array {
  const { owner, children, tailEnd, root, days, ...rest } = log
  return LogRecord.encode({
    ...rest,
    owner: fromHex(owner),
    children: children.map(fromHex),
    days: [...days],
    ...(tailEnd === undefined ? {} : { tailEnd }),
    ...(root === undefined ? {} : { root: fromHex(root) })
  })
}

export function decodeLog(bytes: Uint8Array): StoredLog {
  const { owner, children, tailEnd, root, ...rest } = LogRecord.decode(bytes)
  return {
    ...rest,
    owner: toHex(owner) as AccountId,
    children: children.map(child => toHex(child) as LogId),
    tailEnd,
    root: root && (toHex(root) as LogId)
  }
}

/** The day on which a kept envelope was taken. */
export function dayOf({ days, usedDay }: StoredLog, place: number): number {
  return days.findLast(({ first }) => first <= place)?.day ?? usedDay
}

/** Where an envelope had stood that moved to a later place. */
export const isHole = (value: Uint8Array): boolean => value.length === 0

/** Holes included. */
export const envelopesIn = ({ newest, oldest }: LogState): number => newest - oldest + 1

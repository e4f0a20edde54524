import { EMPTY, fromHex, toHex } from '../node/base/bytes.js'
import type { LogId } from '../node/base/ids.js'
import { createSerial } from '../node/base/serial.js'
import type { Primitives } from '../node/base/primitives.js'
import type { Probe } from '../node/base/probe.js'
import type { Journal } from '../node/store/journal.js'
import type { Store, Write } from '../node/store/store.js'
import { digestOf } from './envelope-digest.js'
import {
  decodeNumber,
  digestKey,
  dueKey,
  dueLogOf,
  dueUntil,
  emptyKey,
  emptyUntil,
  encodeNumber,
  entries,
  meta,
  placeOf
} from './keyspace.js'
import type { LogLocks } from './log-locks.js'
import { isHole, type StoredLog } from './log-record.js'
import type { Keeping } from './log-store.js'
import type { UsageCounts } from './usage-counts.js'

/** What one batch drops, so that appends to the same log don't wait long. */
const DROPPED_AT_ONCE = 256
/** A log that nothing follows is a conversation that is quiet: it is open for whoever comes back to it. */
const QUIET_DAYS = 366

export interface LogExpiry {
  expire(keeping: Keeping): Promise<number>
  empty(log: LogId): Promise<void>
}

interface LogExpiryInit {
  readonly primitives: Pick<Primitives, 'sha256'>
  readonly store: Pick<Store, 'get' | 'range'>
  readonly journal: Pick<Journal, 'commit'>
  readonly locks: LogLocks
  readonly usage: Pick<UsageCounts, 'move'>
  readonly today: () => number
  readonly probe: Probe
}

export function createLogExpiry({ primitives, store, journal, locks, usage, today, probe }: LogExpiryInit): LogExpiry {
  const reached = meta('expired')
  const serial = createSerial()

  async function expire({ retentionDays, emptyLogDays }: Keeping): Promise<number> {
    const over = today() - retentionDays - 1
    const before = await store.get(reached)
    const until = before === undefined ? over : Math.min(over, decodeNumber(before) + 1)
    const dayReached = Math.min(today(), until + retentionDays + 1)
    if (before !== undefined && until <= decodeNumber(before)) return dayReached
    for await (const [key] of store.range(dueUntil(until))) await settle(toHex(dueLogOf(key)) as LogId, until, key)
    // Days pass for these as they do for the others.
    const emptySince = until + retentionDays - emptyLogDays
    if (emptySince >= 0)
      for await (const [key] of store.range(emptyUntil(emptySince))) await forgetEmpty(toHex(dueLogOf(key)) as LogId, emptySince, key)
    await journal.commit([{ key: reached, value: encodeNumber(Math.max(until, 0)) }], { durable: true })
    return dayReached
  }

  /** Drops what a log took until that day, then the note that it was due. */
  async function settle(log: LogId, until: number, due: Uint8Array): Promise<void> {
    const id = fromHex(log)
    await dropBefore(log, ({ days, newest }) => days.find(({ day }) => day > until)?.first ?? newest + 1)
    await locks.run(log, 0, async before => {
      const writes: Write[] = [{ key: due, value: undefined }]
      if (before === undefined || before.oldest <= before.newest || before.usedDay > until)
        return { log: before, writes, result: undefined }
      if (isForgotten(before, until)) {
        usage.move(log, before, undefined)
        return { log: undefined, writes, result: undefined }
      }
      writes.push({ key: dueKey(before.usedDay + QUIET_DAYS, id), value: EMPTY })
      return { log: before, writes, result: undefined }
    })
  }

  /** Forgets a log that nothing was ever put into, then the note that it was opened. */
  async function forgetEmpty(log: LogId, until: number, opened: Uint8Array): Promise<void> {
    await locks.run(log, 0, async before => {
      const writes: Write[] = [{ key: opened, value: undefined }]
      if (before === undefined || before.newest > 0) return { log: before, writes, result: undefined }
      if (before.usedDay > until) {
        writes.push({ key: emptyKey(before.usedDay, fromHex(log)), value: EMPTY })
        return { log: before, writes, result: undefined }
      }
      usage.move(log, before, undefined)
      return { log: undefined, writes, result: undefined }
    })
  }

  /** Drops the places before the one that `end` names, a batch at a time. */
  async function dropBefore(log: LogId, end: (log: StoredLog) => number): Promise<void> {
    const id = fromHex(log)
    for (let more = true; more;) {
      more = await locks.run(log, 0, async before => {
        const bound = before === undefined ? 0 : end(before)
        if (before === undefined || before.oldest >= bound) return { log: before, writes: [], result: false }
        const last = Math.min(bound, before.oldest + DROPPED_AT_ONCE) - 1
        const { writes, bytes } = await dropping(id, before.oldest, last)
        const oldest = last + 1
        const after = { ...before, oldest, bytes: before.bytes - bytes, days: daysFrom(before, oldest) }
        usage.move(log, before, after)
        return { log: after, writes, result: oldest < bound }
      })
      await probe('expiry:dropped')
    }
  }

  async function dropping(id: Uint8Array, first: number, last: number): Promise<{ writes: readonly Write[]; bytes: number }> {
    const writes: Write[] = []
    let bytes = 0
    for await (const [key, value] of store.range(entries(id, first, last))) {
      bytes += value.length
      writes.push({ key, value: undefined })
      if (isHole(value)) continue
      const digest = digestKey(id, await digestOf(primitives, value))
      const known = await store.get(digest)
      if (known !== undefined && decodeNumber(known) === placeOf(key)) writes.push({ key: digest, value: undefined })
    }
    return { writes, bytes }
  }

  return { expire: keeping => serial(() => expire(keeping)), empty: log => dropBefore(log, ({ newest }) => newest + 1) }
}

function daysFrom({ days }: StoredLog, oldest: number): StoredLog['days'] {
  const current = days.findLastIndex(({ first }) => first <= oldest)
  return days.slice(Math.max(current, 0))
}

function isForgotten({ usedDay, isSmall, isClosed, children }: StoredLog, until: number): boolean {
  const isOver = isSmall || isClosed || children.length > 0
  return isOver || usedDay + QUIET_DAYS <= until
}

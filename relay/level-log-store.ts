import { EMPTY, fromHex, toHex } from '../node/base/bytes.js'
import type { Clock } from '../node/base/clock.js'
import type { AccountId, LogId } from '../node/base/ids.js'
import { createKept } from '../node/base/kept.js'
import type { Primitives } from '../node/base/primitives.js'
import { noProbe, type Probe } from '../node/base/probe.js'
import type { Journal } from '../node/store/journal.js'
import type { Store, Write } from '../node/store/store.js'
import { allLogs, decodeNumber, digestKey, dueKey, emptyKey, encodeNumber, entries, entryKey, logKey, logOf, placeOf } from './keyspace.js'
import { createLogExpiry } from './log-expiry.js'
import { createLogLocks } from './log-locks.js'
import { digestOf } from './envelope-digest.js'
import { recountLogs } from './log-recount.js'
import { dayOf, decodeLog, encodeLog, isHole, type StoredLog } from './log-record.js'
import type { Appended, AppendRules, KeptEnvelope, LogChange, LogStore, LogTerms, ReadRange } from './log-store.js'
import { createUsageCounts } from './usage-counts.js'

const DAY_MS = 24 * 3_600_000
/** Records of logs in memory: those that are written and read. */
const KEPT_LOGS = 16_384

/** An envelope that arrived, and where it stands if it is there already. */
interface Digested {
  readonly bytes: Uint8Array
  readonly digest: Uint8Array
  /** The digest in hex. */
  readonly name: string
  readonly place: number | undefined
}

export interface LevelLogStoreInit {
  readonly primitives: Pick<Primitives, 'sha256'>
  readonly store: Pick<Store, 'get' | 'range'>
  readonly journal: Pick<Journal, 'commit'>
  readonly clock: Pick<Clock, 'now'>
  readonly storage: Uint8Array
  readonly probe?: Probe
}

/** Reads all logs' records once, for what accounts hold: a million take three seconds. */
export async function openLevelLogStore(init: LevelLogStoreInit): Promise<LogStore> {
  const { primitives, store, journal, clock, storage, probe = noProbe } = init
  const usage = createUsageCounts()
  const kept = createKept<LogId, StoredLog>(KEPT_LOGS)
  /** Of logs whose last batch failed: whether it is on disk shows when they are next read. */
  const unsure = new Map<LogId, StoredLog | undefined>()
  const locks = createLogLocks({ load, commit })
  for await (const [key, value] of store.range(allLogs())) usage.move(toHex(logOf(key)) as LogId, undefined, decodeLog(value))

  const today = (): number => Math.floor(clock.now() / DAY_MS)

  async function onDisk(log: LogId): Promise<StoredLog | undefined> {
    const value = await store.get(logKey(log))
    return value === undefined ? undefined : decodeLog(value)
  }

  /** Under the log's lock alone: what is kept must not be older than what is written meanwhile. */
  async function load(log: LogId): Promise<StoredLog | undefined> {
    const known = kept.get(log)
    if (known !== undefined) return known
    const found = await onDisk(log)
    if (unsure.has(log)) {
      usage.move(log, unsure.get(log), found)
      unsure.delete(log)
    }
    if (found !== undefined) kept.put(log, found)
    return found
  }

  const find = async (log: LogId): Promise<StoredLog | undefined> => kept.get(log) ?? onDisk(log)

  async function commit(log: LogId, before: StoredLog | undefined, after: StoredLog | undefined, writes: readonly Write[]): Promise<void> {
    const own = after === before ? [] : [{ key: logKey(log), value: after && encodeLog(after) }]
    try {
      await journal.commit([...writes, ...own], { durable: true })
    } catch (err) {
      usage.move(log, after, before)
      unsure.set(log, before)
      kept.drop(log)
      throw err
    }
    if (after === undefined) kept.drop(log)
    else kept.put(log, after)
  }

  /** A log that is used today, and due to be looked at after that. Never an earlier day than before: the clock may have been set back. */
  function usedNow(log: StoredLog, id: Uint8Array, writes: Write[]): StoredLog {
    const day = Math.max(today(), log.usedDay)
    if (log.days.at(-1)?.day === day) return log
    writes.push({ key: dueKey(day, id), value: EMPTY })
    return { ...log, days: [...log.days, { day, first: log.newest + 1 }], usedDay: day }
  }

  async function digested(id: Uint8Array, bytes: Uint8Array, mayBeThere: boolean): Promise<Digested> {
    const digest = await digestOf(primitives, bytes)
    const found = mayBeThere ? await store.get(digestKey(id, digest)) : undefined
    return { bytes, digest, name: toHex(digest), place: found && decodeNumber(found) }
  }

  function append(log: LogId, envelopes: readonly Uint8Array[], rules: AppendRules): Promise<readonly Appended[]> {
    const id = fromHex(log)
    const bytes = envelopes.reduce((sum, envelope) => sum + envelope.length, 0)
    return locks.run(log, bytes, async (before, fresh) => {
      if (before === undefined) return { log: before, writes: [], result: envelopes.map((): Appended => 'ERR_UNKNOWN_LOG') }
      const arrived = await Promise.all(envelopes.map(each => digested(id, each, before.newest > 0)))
      const writes: Write[] = []
      let now = before
      // From here on nothing is awaited, so that what an account's other logs take meanwhile is counted.
      const result = arrived.map((envelope): Appended => {
        const known = fresh.get(envelope.name) ?? envelope.place
        const renews = known !== undefined && rules.renews(now, known, today() - dayOf(now, known))
        if (known !== undefined && !renews) return { place: known, isNew: false }
        const refusal = renews ? undefined : rules.refusal(now, usage.ofLog(log, now), envelope.bytes.length)
        if (refusal !== undefined) return refusal
        const earlier = now
        if (writes.length === 0) now = usedNow(now, id, writes)
        if (known !== undefined) now = leave(now, id, known, envelope, writes)
        now = take(now, id, envelope, writes)
        usage.move(log, earlier, now)
        fresh.set(envelope.name, now.newest)
        return { place: now.newest, isNew: true }
      })
      return { log: now, writes, result }
    })
  }

  function change(log: LogId, { account, decide, first, also = [] }: LogChange): Promise<StoredLog | undefined> {
    const id = fromHex(log)
    return locks.run(log, first?.length ?? 0, async (before, fresh) => {
      const welcome = before === undefined && first !== undefined ? await digested(id, first, false) : undefined
      const terms = decide(before, usage.of(account))
      if (terms === undefined) return { log: before, writes: also, result: before }
      const writes: Write[] = [...also]
      let now = usedNow(opened(before, terms, today()), id, writes)
      if (welcome !== undefined) {
        now = take(now, id, welcome, writes)
        fresh.set(welcome.name, now.newest)
      }
      if (before === undefined && now.newest === 0) writes.push({ key: emptyKey(now.usedDay, id), value: EMPTY })
      usage.move(log, before, now)
      return { log: now, writes, result: now }
    })
  }

  async function read(log: LogId, { place, backwards, mostBytes, extraBytes = 0, most }: ReadRange): Promise<readonly KeptEnvelope[]> {
    const state = await find(log)
    if (state === undefined || state.oldest > state.newest) return []
    const from = backwards ? state.oldest : Math.max(place + 1, state.oldest)
    const to = backwards && place > 0 ? Math.min(place - 1, state.newest) : state.newest
    if (from > to) return []
    const page: KeptEnvelope[] = []
    let bytes = 0
    for await (const [key, value] of store.range({ ...entries(fromHex(log), from, to), reverse: backwards })) {
      if (isHole(value)) continue
      bytes += value.length + extraBytes
      if (page.length > 0 && bytes > mostBytes) break
      page.push({ place: placeOf(key), bytes: value })
      if (page.length === most) break
    }
    return page
  }

  const expiry = createLogExpiry({ primitives, store, journal, locks, usage, today, probe })

  return {
    storage,
    find,
    usage: async (account: AccountId) => usage.of(account),
    append,
    change,
    read,
    empty: log => expiry.empty(log),
    expire: keeping => expiry.expire(keeping),
    totals: () => usage.totals(),
    recount: () => recountLogs(store, usage)
  }
}

/** The log under its new terms. */
function opened(log: StoredLog | undefined, terms: LogTerms, day: number): StoredLog {
  return { ...(log ?? { newest: 0, oldest: 1, bytes: 0, renewed: 0, days: [], usedDay: day }), ...terms }
}

/** The log without the envelope that stands there, and moves. */
function leave(log: StoredLog, id: Uint8Array, place: number, { bytes }: Digested, writes: Write[]): StoredLog {
  writes.push({ key: entryKey(id, place), value: EMPTY })
  return { ...log, bytes: log.bytes - bytes.length, renewed: log.renewed + 1 }
}

/** The log with one envelope more. */
function take(log: StoredLog, id: Uint8Array, { bytes, digest }: Digested, writes: Write[]): StoredLog {
  const place = log.newest + 1
  writes.push({ key: entryKey(id, place), value: bytes }, { key: digestKey(id, digest), value: encodeNumber(place) })
  return { ...log, newest: place, bytes: log.bytes + bytes.length }
}

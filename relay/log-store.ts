import type { ErrorCode } from '../node/base/errors.js'
import type { AccountId, LogId } from '../node/base/ids.js'
import type { Write } from '../node/store/store.js'

/** What may be decided about a log. */
export interface LogTerms {
  /** The account it is charged to. */
  readonly owner: AccountId
  /** Opened by a knock that its owner has not accepted. */
  readonly isSmall: boolean
  readonly isClosed: boolean
  /** Opened behind another log by others, and not by its owner since. */
  readonly isChild: boolean
  /** The first of those that this one follows; undefined where it is the first. Bytes of all that have one root are counted together. */
  readonly root: LogId | undefined
  readonly children: readonly LogId[]
  /** Once it has a child: the last place it takes, those not counted that were given to what was renewed. */
  readonly tailEnd: number | undefined
}

export interface LogState extends LogTerms {
  /** The place taken last; 0 while there was none. */
  readonly newest: number
  /** The oldest place still kept; `newest + 1` when none is. */
  readonly oldest: number
  /** Of the envelopes kept. */
  readonly bytes: number
  /** How many places were given to envelopes that had one before. */
  readonly renewed: number
}

/** What an account's logs hold. */
export interface Usage {
  readonly bytes: number
  readonly logs: number
  /** Those of the logs that others opened behind another. */
  readonly children: number
}

/** What a root holds with all that follows it and is charged to the same account. */
export interface TreeUsage {
  readonly bytes: number
  /** Of that, what is in logs that others opened. */
  readonly childBytes: number
}

/** What counts against one log: all that its account has, and what is in its tree. */
export interface LogUsage extends Usage {
  readonly tree: TreeUsage
}

export interface AppendRules {
  /** Why this log takes no more; undefined when it takes an envelope of this size. Pure. */
  refusal(log: LogState, usage: LogUsage, bytes: number): ErrorCode | undefined
  /**
   * Whether an envelope that was given this place so many days ago moves to a new one, so that it lives on. It takes no more space then;
   * nothing stands at its old place. Pure.
   */
  renews(log: LogState, place: number, ageDays: number): boolean
}

/** `isNew` false: it was there before. */
export type Appended = { readonly place: number; readonly isNew: boolean } | ErrorCode

export interface LogChange {
  /** Whose usage `decide` is shown. */
  readonly account: AccountId
  /** The new terms; undefined leaves all as it is. Refuses by throwing. Pure. */
  readonly decide: (log: LogState | undefined, usage: Usage) => LogTerms | undefined
  /** Where `decide` opens the log: its first envelope. */
  readonly first?: Uint8Array
  /** Other records that go into the same batch, also where `decide` changes nothing. */
  readonly also?: readonly Write[]
}

export interface KeptEnvelope {
  readonly place: number
  readonly bytes: Uint8Array
}

export interface ReadRange {
  /** Exclusive. Forwards from 0 is the beginning, backwards from 0 the end; what is out of bounds is clamped. */
  readonly place: number
  readonly backwards: boolean
  /** At least one is given where there is one, however large. */
  readonly mostBytes: number
  /** Counted with each envelope's own. */
  readonly extraBytes?: number
  readonly most: number
}

export interface StoreTotals {
  readonly logs: number
  readonly envelopes: number
  readonly bytes: number
}

/** All that was counted anew, and in words where it differs from what was counted on the way. */
export interface Recount extends StoreTotals {
  readonly faults: readonly string[]
}

/** For how many whole days things are kept. */
export interface Keeping {
  readonly retentionDays: number
  /** Logs that nothing was ever put into. */
  readonly emptyLogDays: number
}

/**
 * The logs of a relay, the seam under it: LevelDB, or a database that several processes share. One contract suite
 * (`test/contract/log-store.ts`) holds every back end to these promises:
 *
 * 1. places of a log begin at 1 and are given one after another, under that log's own lock, never by a counter all logs share; there is
 *    a hole only where an envelope that moved had stood;
 * 2. what a promise of `append` or `change` resolved with is on disk, and is found after a power cut;
 * 3. an envelope that is there is never taken again, whatever the rules say (unless they renew it): it is answered as before;
 * 4. a change and what goes with it are applied whole or not at all;
 * 5. usage counters equal a recount;
 * 6. where the disk refuses, ERR_STORE says so, nothing counts as stored, and it goes on by itself once the disk takes writes again.
 */
export interface LogStore {
  /** 16 bytes that change when the storage was wiped or restored. */
  readonly storage: Uint8Array
  find(log: LogId): Promise<LogState | undefined>
  usage(account: AccountId): Promise<Usage>
  /** One answer each, in order. To a log that does not exist ERR_UNKNOWN_LOG. */
  append(log: LogId, envelopes: readonly Uint8Array[], rules: AppendRules): Promise<readonly Appended[]>
  change(log: LogId, change: LogChange): Promise<LogState | undefined>
  /** Drops all that the log holds. */
  empty(log: LogId): Promise<void>
  /** In the order asked for. */
  read(log: LogId, range: ReadRange): Promise<readonly KeptEnvelope[]>
  /**
   * Drops what was taken on days that are over for `retentionDays`, and logs that nobody used for as long, or for a year where nothing
   * follows them; logs that were always empty after `emptyLogDays`. Advances by one day at a call, so that a clock that jumps ahead is
   * noticed before it has emptied the relay. Calls queue. Resolves with the day that it takes for today, since the Unix epoch.
   */
  expire(keeping: Keeping): Promise<number>
  totals(): StoreTotals
  /** Reads everything; others go on meanwhile, so it is exact only while nothing is appended. */
  recount(): Promise<Recount>
}

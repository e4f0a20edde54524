import { ChatError, type ErrorCode } from '../node/base/errors.js'
import type { AccountId, LogId } from '../node/base/ids.js'
import { KNOCK_LOG_ENVELOPES, MAX_CHILDREN, type RelayRequestKind, type Standing, TAIL_ENVELOPES } from '../node/network/relay-protocol.js'
import type { Limits, Rate } from './limits.js'
import { envelopesIn } from './log-record.js'
import type { LogState, LogTerms, LogUsage, TreeUsage, Usage } from './log-store.js'

// Pure: who may, and how much. No clock, socket or store.

type Rank = 'stranger' | 'guest' | 'member'

/** The least standing a request is answered to. What else it takes (a signature, a token) is checked with it. */
const LEAST: Readonly<Record<Exclude<RelayRequestKind, 'hello'>, Rank>> = {
  join: 'guest',
  open: 'member',
  close: 'member',
  child: 'stranger',
  read: 'stranger',
  subscribe: 'stranger',
  unsubscribe: 'stranger',
  invites: 'member',
  knock: 'stranger',
  knocks: 'member',
  clear: 'member',
  shelve: 'member',
  take: 'stranger',
  'put-list': 'stranger',
  'get-list': 'stranger',
  'put-index': 'member',
  'get-index': 'member'
}
const RANKS: readonly Rank[] = ['stranger', 'guest', 'member']

/** @throws ERR_NOT_ALLOWED */
export function requireStanding(standing: Standing, kind: Exclude<RelayRequestKind, 'hello'>, isRevoked: boolean): void {
  if (standing !== 'banned' && RANKS.indexOf(standing) >= RANKS.indexOf(LEAST[kind])) return
  // Its account's list is how a device that was away learns that it was revoked.
  if (isRevoked && kind === 'get-list') return
  const why = { stranger: 'show a certificate', guest: 'join first', member: 'it is not served', banned: 'this relay serves you no more' }
  throw new ChatError('ERR_NOT_ALLOWED', why[standing])
}

/** What makes the disk fuller, besides appends. */
const GROWING: ReadonlySet<RelayRequestKind> = new Set<RelayRequestKind>([
  'join',
  'open',
  'child',
  'invites',
  'knock',
  'shelve',
  'put-list',
  'put-index'
])

/** @throws ERR_BUSY */
export function requireSpace(isFull: boolean, kind: RelayRequestKind): void {
  if (isFull && GROWING.has(kind)) throw new ChatError('ERR_BUSY', 'this relay keeps as much as it may; try again later')
}

/** What there is for the logs that are charged to one account. */
export interface Allowance {
  readonly limits: Limits
  /** It is a member, and not banned. */
  readonly isServed: boolean
  /** Nothing more is kept, for anybody. */
  readonly isFull: boolean
}

/** What a root and all that follows it may hold: so nobody who writes in one conversation takes the room of all others. */
export const bytesPerTree = ({ bytesPerAccount, sharesPerAccount }: Pick<Limits, 'bytesPerAccount' | 'sharesPerAccount'>): number =>
  bytesPerAccount / sharesPerAccount

/** What others opened takes half of that: so whoever was removed, and opens children of old logs, leaves room for what goes on. */
function isTreeFull(limits: Limits, { isChild }: LogState, { bytes, childBytes }: TreeUsage, more: number): boolean {
  const most = bytesPerTree(limits)
  return bytes + more > most || (isChild && childBytes + more > most / 2)
}

/** Undefined when the log takes an envelope of this size. */
export function appendRefusal(
  { limits, isServed, isFull: noSpace }: Allowance,
  log: LogState,
  usage: LogUsage,
  bytes: number
): ErrorCode | undefined {
  if (log.isClosed || (log.tailEnd !== undefined && log.newest - log.renewed >= log.tailEnd)) return 'ERR_LOG_CLOSED'
  if (!isServed) return 'ERR_NOT_ALLOWED'
  if (noSpace) return 'ERR_BUSY'
  const mostEnvelopes = log.isSmall ? Math.min(KNOCK_LOG_ENVELOPES, limits.envelopesPerLog) : limits.envelopesPerLog
  const isFull = envelopesIn(log) >= mostEnvelopes || log.bytes + bytes > limits.bytesPerLog
  return isFull || isTreeFull(limits, log, usage.tree, bytes) || usage.bytes + bytes > limits.bytesPerAccount ? 'ERR_QUOTA' : undefined
}

/**
 * A log that has a child ends in the commit that leads there, and lives for as long as somebody may still need that: what comes again
 * after half of its time moves to a new place, and lives on. So do the last 64 from before the first child and the tail, nothing older;
 * and since renewing takes nothing from that, nobody who renews everything else pushes the commit out.
 */
export function renewsEnvelope({ limits, isServed }: Allowance, log: LogState, place: number, ageDays: number): boolean {
  if (log.isClosed || !isServed || log.tailEnd === undefined) return false
  return place > log.tailEnd - 2 * TAIL_ENVELOPES && ageDays * 2 >= limits.retentionDays
}

const newLog = (owner: AccountId, over: Partial<LogTerms> = {}): LogTerms => ({
  owner,
  isSmall: false,
  isClosed: false,
  isChild: false,
  root: undefined,
  children: [],
  tailEnd: undefined,
  ...over
})

function requireServed({ isServed }: Allowance): void {
  if (!isServed) throw new ChatError('ERR_NOT_ALLOWED', 'the account that this is charged to is no member any more; open it as a member')
}

function requireRoom({ limits }: Allowance, usage: Usage, bytes = 0): void {
  if (usage.logs >= limits.logsPerAccount) throw new ChatError('ERR_QUOTA', 'too many logs are open already; close some')
  if (usage.bytes + bytes > limits.bytesPerAccount) throw new ChatError('ERR_QUOTA', 'this account has used all of its space here')
}

interface Opening {
  readonly member: AccountId
  /** Of the account that the log, where it exists, is charged to. */
  readonly isOwnerServed: boolean
  /** Of the logs that the member says it follows. */
  readonly root?: LogId | undefined
}

/**
 * By a member that can sign for it: one whose owner is served no more is charged to that member now, and one that others opened for it
 * counts as its own. @throws ERR_QUOTA, ERR_LOG_CLOSED
 */
export function openLog(
  allowance: Allowance,
  { member, isOwnerServed, root }: Opening,
  log: LogState | undefined,
  usage: Usage
): LogTerms | undefined {
  if (log === undefined) {
    requireRoom(allowance, usage)
    return newLog(member, { root })
  }
  if (log.isClosed) throw closed()
  const own: LogTerms = { ...log, owner: member, isSmall: false, isChild: false }
  if (log.owner === member) return log.isSmall || log.isChild ? own : undefined
  if (isOwnerServed) return undefined
  requireRoom(allowance, usage, log.bytes)
  return own
}

/** With a knock for `owner`, whose first envelope, the Welcome, has so many bytes. @throws ERR_QUOTA, ERR_KNOCK_REFUSED */
export function openKnockLog(
  allowance: Allowance,
  { owner, bytes }: { readonly owner: AccountId; readonly bytes: number },
  log: LogState | undefined,
  usage: Usage
): LogTerms | undefined {
  if (log === undefined) {
    requireRoom(allowance, usage, bytes)
    return newLog(owner, { isSmall: true })
  }
  // The same knock came before: its answer was lost.
  if (log.owner !== owner || log.isClosed) throw new ChatError('ERR_KNOCK_REFUSED', 'this log is not opened by a knock any more')
  return undefined
}

/** By the owner, who accepts the knock that opened it, or does not. A log that is gone needs neither. */
export function answerKnockLog(owner: AccountId, isAccepted: boolean, log: LogState | undefined): LogTerms | undefined {
  if (log === undefined || log.owner !== owner || !log.isSmall) return undefined
  return isAccepted ? { ...log, isSmall: false } : { ...log, isClosed: true }
}

/** @throws ERR_UNKNOWN_LOG, ERR_NOT_ALLOWED */
export function closeLog(member: AccountId, log: LogState | undefined): LogTerms | undefined {
  if (log === undefined) throw unknownLog()
  if (log.owner !== member) throw new ChatError('ERR_NOT_ALLOWED', 'only the account a log is charged to closes it')
  return log.isClosed ? undefined : { ...log, isClosed: true }
}

interface ChildOpening {
  readonly parent: LogState
  /** The parent's, or the parent. */
  readonly root: LogId
  /** Undefined for a stranger. */
  readonly by: AccountId | undefined
}

/**
 * The child's own terms: charged as its parent is. What others open leaves its owner room for logs of its own.
 * @throws ERR_NOT_ALLOWED where its owner is served no more, ERR_QUOTA, ERR_LOG_CLOSED
 */
export function openChildLog(
  allowance: Allowance,
  { parent, root, by }: ChildOpening,
  child: LogState | undefined,
  usage: Usage
): LogTerms | undefined {
  requireServed(allowance)
  if (child?.isClosed === true) throw closed()
  if (child !== undefined) return undefined
  requireRoom(allowance, usage)
  const isChild = by !== parent.owner
  if (isChild && usage.children >= allowance.limits.childrenPerAccount) {
    throw new ChatError('ERR_QUOTA', 'others have opened as many logs as they may for this account; its owner can open it')
  }
  return newLog(parent.owner, { isChild, root })
}

/** The parent's terms with that child. @throws ERR_UNKNOWN_LOG, ERR_LOG_CLOSED, ERR_QUOTA */
export function adoptChild(child: LogId, parent: LogState | undefined): LogTerms | undefined {
  if (parent === undefined) throw unknownLog()
  if (parent.children.includes(child)) return undefined
  if (parent.isClosed) throw closed()
  // Else who knocks could open any number behind it before anybody has accepted.
  if (parent.isSmall) throw new ChatError('ERR_QUOTA', 'this log was opened by a knock that is not accepted yet')
  if (parent.children.length >= MAX_CHILDREN) throw new ChatError('ERR_QUOTA', `a log has at most ${MAX_CHILDREN} children`)
  return { ...parent, children: [...parent.children, child], tailEnd: parent.tailEnd ?? parent.newest + TAIL_ENVELOPES }
}

/** What is left in a bucket, and when it was last looked at. */
export interface Bucket {
  readonly tokens: number
  readonly atMs: number
}

/** The bucket after `cost` was taken; undefined where that much is not in it. A clock that was set back fills nothing. */
export function draw(bucket: Bucket | undefined, { burst, perMinute }: Rate, cost: number, nowMs: number): Bucket | undefined {
  const { tokens, atMs } = bucket ?? { tokens: burst, atMs: nowMs }
  const filled = Math.min(burst, tokens + (Math.max(0, nowMs - atMs) * perMinute) / 60_000)
  return filled < cost ? undefined : { tokens: filled - cost, atMs: nowMs }
}

const unknownLog = (): ChatError => new ChatError('ERR_UNKNOWN_LOG', 'this log is not open here')
const closed = (): ChatError => new ChatError('ERR_LOG_CLOSED', 'this log was closed')

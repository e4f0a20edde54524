import type { RelayAddress } from '../network/relays.js'

const DAY_MS = 24 * 60 * 60 * 1_000
/** Of the relays that an account names, a conversation uses so many. */
const RELAYS_OF_EACH = 2
/** What is sent goes to a relay that was left for so long, too: the others may not have heard of the change. */
export const APPEND_AFTER_LEAVING_MS = 7 * DAY_MS
/** And what stands there is read for so long: as long as anything is kept. */
export const READ_AFTER_LEAVING_MS = 30 * DAY_MS
/** Relays that were left and are still looked at: a contact who changes them daily can't have us follow them all. */
const MAX_LEFT = 4

/** A relay that an account names, or did until `leftAtMs`. */
export interface NamedRelay extends RelayAddress {
  readonly leftAtMs: number | undefined
}

/** What an account has said of its relays. */
export interface AccountRelays {
  readonly relays: readonly NamedRelay[]
  /** When it last changed them, by its own clock; 0 where it never did. */
  readonly relaysChangedAtMs: number
}

/** What a conversation uses relays for. Each relay once, the best first. */
export interface ConversationRelays {
  /** Get all that is sent. */
  readonly append: readonly RelayAddress[]
  /** Are read: those, and what was left a while ago. */
  readonly follow: readonly RelayAddress[]
}

/** An account names other relays now. The same list where nothing changes; what was left long ago is forgotten. */
export function renameRelays(before: readonly NamedRelay[], named: readonly RelayAddress[], nowMs: number): readonly NamedRelay[] {
  const current = named.map(({ id, address }) => ({ id, address, leftAtMs: undefined }))
  const left = before
    .filter(({ id }) => named.every(other => other.id !== id))
    .map(relay => ({ ...relay, leftAtMs: relay.leftAtMs ?? nowMs }))
    .filter(({ leftAtMs }) => nowMs < leftAtMs + READ_AFTER_LEAVING_MS)
    .toSorted((a, b) => b.leftAtMs - a.leftAtMs)
    .slice(0, MAX_LEFT)
  const after = [...current, ...left]
  return isSameList(before, after) ? before : after
}

/** What a contact says of its relays now, unless something newer was heard before. */
export function hearRelays<T extends AccountRelays>(known: T, named: readonly RelayAddress[], changedAtMs: number, nowMs: number): T {
  if (changedAtMs < known.relaysChangedAtMs) return known
  const relays = renameRelays(known.relays, named, nowMs)
  if (relays === known.relays && changedAtMs === known.relaysChangedAtMs) return known
  return { ...known, relays, relaysChangedAtMs: changedAtMs }
}

export const namedNow = (relays: readonly NamedRelay[]): readonly NamedRelay[] => relays.filter(({ leftAtMs }) => leftAtMs === undefined)

/** Pure: the first two of each account, the other's first, as both sides count them up to that; then what was left lately. */
export function conversationRelays(ours: readonly NamedRelay[], theirs: readonly NamedRelay[], nowMs: number): ConversationRelays {
  const named = [theirs, ours].flatMap(relays => namedNow(relays).slice(0, RELAYS_OF_EACH))
  return withLeft(named, [...theirs, ...ours], nowMs)
}

/** Pure: those that the group's profile names; then what it has left lately. */
export function groupRelays(relays: readonly NamedRelay[], nowMs: number): ConversationRelays {
  return withLeft(namedNow(relays), relays, nowMs)
}

function withLeft(named: readonly NamedRelay[], all: readonly NamedRelay[], nowMs: number): ConversationRelays {
  const leftWithin = (ms: number): NamedRelay[] => all.filter(({ leftAtMs }) => leftAtMs !== undefined && nowMs < leftAtMs + ms)
  const append = [...named, ...leftWithin(APPEND_AFTER_LEAVING_MS)]
  return { append: once(append), follow: once([...append, ...leftWithin(READ_AFTER_LEAVING_MS)]) }
}

/** On how many of these a message is to be before it is `stored`: 2 where three or more are known. */
export const storedAt = (known: number): number => (known >= 3 ? 2 : 1)

/** A commit that has waited for so long is placed by one relay: the others may never be back, nor may whoever has not got it. */
export const PLACED_BY_ONE_AFTER_MS = 10 * 60_000

/** On how many of these a commit has to be before its child is written in: 2 of three, all where there are fewer, one in the end. */
export const placedAt = (known: number, waitedMs: number): number => Math.min(known, waitedMs < PLACED_BY_ONE_AFTER_MS ? 2 : 1)

function once(relays: readonly RelayAddress[]): readonly RelayAddress[] {
  const ids = new Set<string>()
  return relays.flatMap(({ id, address }) => {
    if (ids.has(id)) return []
    ids.add(id)
    return [{ id, address }]
  })
}

function isSameList(some: readonly NamedRelay[], others: readonly NamedRelay[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ id, address, leftAtMs }, i) => id === others[i]?.id && address === others[i].address && leftAtMs === others[i].leftAtMs)
  )
}

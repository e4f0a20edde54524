import { toHex } from '../base/bytes.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { Receipt } from '../wire/generated/content.js'
import { MAX_ABSENCES, type Absence } from './audience.js'
import { ownAccount, type Conversation } from './conversation.js'
import { everHad, holdingOf, type Claim, type Holding } from './holding.js'
import { flatten, fromFlat, gaps, highest, merged, missing, NOTHING, union, type Progress, type SeqRange } from './progress.js'
import { knownGaps } from './sync-plan.js'

/** Nobody is believed who says that there is more than this beyond what is here; */
const MAX_CLAIMED_AHEAD = 65_536
/** and so far what one account says of another. */
const MAX_CLAIMED_ALONE = 64

/** A hole in what a device has sent. */
export interface KnownGap {
  readonly device: DeviceId
  readonly range: SeqRange
  /** Members have it, and none that was asked can give it any more. */
  readonly isLost: boolean
}

/** What is known to exist of a device's messages and is not here. What was said before this account came into a group is no gap. */
export function gapsIn(
  conversation: Conversation,
  device: DeviceId,
  holding: Holding = holdingOf(conversation.holdings, device)
): SeqRange[] {
  return gapsUpTo(conversation, holding, Math.max(holding.newest, claimedOf(conversation, device)))
}

/** Those of which the device itself has told. */
export function ownGapsIn(conversation: Conversation, device: DeviceId): SeqRange[] {
  const holding = holdingOf(conversation.holdings, device)
  return gapsUpTo(conversation, holding, holding.newest)
}

function gapsUpTo(conversation: Conversation, holding: Holding, newest: number): SeqRange[] {
  const had = everHad(holding)
  const from = unsureFrom(conversation, holding, had)
  if (from === undefined || from <= had.contiguous) return knownGaps(had, newest)
  // Until the device says what was the first for this account, it may be the lowest that came.
  const lowest = had.ranges.find(({ last }) => last >= from)
  if (lowest === undefined) return gaps(had, Math.min(newest, from - 1))
  return knownGaps(lowest.first > from ? union(had, { contiguous: 0, ranges: [{ first: from, last: lowest.first - 1 }] }) : had, newest)
}

/** Where what is for this account is not known from a place on. */
function unsureFrom({ joinedBy }: Conversation, { since, outFrom }: Holding, had: Progress): number | undefined {
  const isFirstKnown = joinedBy === undefined || since !== undefined || had.contiguous > 0
  return isFirstKnown ? outFrom : 1
}

/** This account comes in again: what each device said while it was out is no gap. */
export function whileOut(holding: Holding): Holding {
  return { ...holding, outFrom: holding.outFrom ?? highest(everHad(holding)) + 1 }
}

/** The holes in what each device has sent us. */
export function gapsOf(conversation: Conversation): KnownGap[] {
  const devices = new Set([...conversation.holdings.keys(), ...conversation.claimed.keys()])
  return [...devices].flatMap(device =>
    gapsIn(conversation, device).map(range => ({ device, range, isLost: isLost(conversation, device, range) }))
  )
}

function isLost({ lost }: Conversation, device: DeviceId, range: SeqRange): boolean {
  return (lost.get(device) ?? []).some(({ first, last }) => first <= range.first && range.last <= last)
}

/** What somebody's receipt says that they hold of each device that is or was a member. */
export function progressIn(conversation: Conversation, receipt: Receipt): ReadonlyMap<DeviceId, Progress> {
  const deviceOf = devicesByKey(conversation)
  const held = receipt.devices.flatMap(({ device: key, contiguous, ranges }) => {
    const device = deviceOf(key)
    return device === undefined ? [] : [[device, fromFlat(contiguous, ranges)] as const]
  })
  return new Map(held)
}

/** Finds members by their keys: to spell a device's id anew costs as much as a signature. */
export function devicesByKey({ devices, deviceByKey }: Conversation): (key: Uint8Array) => DeviceId | undefined {
  for (const { device, key } of devices.slice(deviceByKey.size)) deviceByKey.set(toHex(key), device)
  return key => deviceByKey.get(toHex(key))
}

/** A device says which of its messages are not for our account, since it was out: nobody knows better. */
export function withAbsence(conversation: Conversation, holding: Holding, told: Absence): Holding {
  if (conversation.kind !== 'group') return holding
  const { since: knownSince, without: known = [], outFrom, ...others } = holding
  const since = told.since === 0 ? knownSince : told.since
  const without = bounded(merged([...known, ...told.without]))
  const isSettled = outFrom !== undefined && (told.isUpToNow || told.without.some(({ last }) => last >= outFrom))
  if (since === knownSince && !isSettled && flatten(without).join() === flatten(known).join()) return holding
  return {
    ...others,
    ...(since === undefined ? {} : { since }),
    ...(without.length === 0 ? {} : { without }),
    ...(outFrom === undefined || isSettled ? {} : { outFrom })
  }
}

function bounded(absences: readonly SeqRange[]): readonly SeqRange[] {
  const excess = absences.length - MAX_ABSENCES
  const [oldest, newestOfOld] = [absences[0], absences[excess]]
  if (excess <= 0 || oldest === undefined || newestOfOld === undefined) return absences
  return [{ first: oldest.first, last: newestOfOld.last }, ...absences.slice(excess + 1)]
}

/** What others hold and we don't, of devices that are or were members, but ours. */
export function lackingOf(
  conversation: Conversation,
  self: DeviceId,
  theirs: ReadonlyMap<DeviceId, Progress>
): ReadonlyMap<DeviceId, readonly SeqRange[]> {
  const lacking = new Map<DeviceId, readonly SeqRange[]>()
  for (const { device } of conversation.devices) {
    const held = theirs.get(device) ?? NOTHING
    if (device === self || highest(held) === 0) continue
    const had = everHad(holdingOf(conversation.holdings, device))
    const ranges = asRanges(held).flatMap(range => missing(had, range))
    if (ranges.length > 0) lacking.set(device, ranges)
  }
  return lacking
}

/**
 * Takes note of what a member device says that there is. Of another account's messages that is little, until a second account says so:
 * nobody can make up by themself that much is missing. @returns the devices of which more is known to be missing
 */
export function noteClaims(
  conversation: Conversation,
  from: DeviceId,
  lacking: ReadonlyMap<DeviceId, readonly SeqRange[]>
): readonly DeviceId[] {
  if (conversation.kind !== 'group') return []
  const accountOf = new Map(conversation.devices.map(({ device, account }) => [device, account]))
  const claimant = accountOf.get(from)
  if (claimant === undefined) return []
  return [...lacking].flatMap(([device, ranges]) => {
    const holding = holdingOf(conversation.holdings, device)
    const here = highest(everHad(holding))
    const isTheirOwn = accountOf.get(device) === claimant || claimant === ownAccount(conversation)
    const last = ranges.at(-1)?.last ?? 0
    const together = Math.min(last, here + MAX_CLAIMED_AHEAD)
    const before = claimedOf(conversation, device)
    const claims = conversation.claimed.get(device) ?? new Map<AccountId, Claim>()
    conversation.claimed.set(
      device,
      claims.set(claimant, { alone: isTheirOwn ? together : Math.min(last, here + MAX_CLAIMED_ALONE), together })
    )
    const now = claimedOf(conversation, device)
    return now > Math.max(before, holding.newest) ? [device] : []
  })
}

function claimedOf({ claimed }: Conversation, device: DeviceId): number {
  const claims = [...(claimed.get(device)?.values() ?? [])]
  const [, second] = claims.map(({ together }) => together).toSorted((a, b) => b - a)
  return Math.max(0, second ?? 0, ...claims.map(({ alone }) => alone))
}

export function asRanges({ contiguous, ranges }: Progress): readonly SeqRange[] {
  return contiguous === 0 ? ranges : [{ first: 1, last: contiguous }, ...ranges]
}

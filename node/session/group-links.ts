import { concat, equalsConstantTime, toHex } from '../base/bytes.js'
import type { GroupProfile } from './profile.js'
import { fieldIn, LINKS_FIELD, read, spell, withField } from './profile-fields.js'

/**
 * What a link to a group says to those who answer it. It stands in the group's profile, so that whoever may let somebody in knows of it,
 * and that it was taken back. Plain members read it there too, so it names the token by its hash alone: they can give it to nobody.
 */
export interface GroupLink {
  /** The first 8 hex digits of the hash. */
  readonly id: string
  /** SHA-256 of the link's token, 16 random bytes: whoever shows those may ask to be let in. */
  readonly tokenHash: Uint8Array
  /** Somebody who may has to say yes. */
  readonly asksFirst: boolean
  readonly expiresAtMs?: number
  /** Undefined: any number. */
  readonly usesLeft?: number
}

export const LINK_TOKEN_BYTES = 16
export const MAX_LINKS = 8
export const MAX_LINK_USES = 0xfffe

const ASKS_FIRST = 1
const ANY_NUMBER = 0xffff
const TIME_BYTES = 6
const HASH_BYTES = 32
const LINK_BYTES = HASH_BYTES + 1 + TIME_BYTES + 2

export function newGroupLink(tokenHash: Uint8Array, terms: Omit<GroupLink, 'id' | 'tokenHash'>): GroupLink {
  return { id: toHex(tokenHash.subarray(0, 4)), tokenHash, ...terms }
}

/** SHA-256 of the token (32 B) ‖ 1 where somebody has to say yes (1 B) ‖ when it expires, in ms, 0: never (6 B) ‖ uses left, 65,535: any number (2 B). */
export function encodeGroupLink({ tokenHash, asksFirst, expiresAtMs = 0, usesLeft = ANY_NUMBER }: GroupLink): Uint8Array {
  return concat([tokenHash, Uint8Array.of(asksFirst ? ASKS_FIRST : 0), spell(expiresAtMs, TIME_BYTES), spell(usesLeft, 2)])
}

export function decodeGroupLink(bytes: Uint8Array): GroupLink | undefined {
  if (bytes.length !== LINK_BYTES) return undefined
  const expiresAtMs = read(bytes.subarray(HASH_BYTES + 1, -2))
  const usesLeft = read(bytes.subarray(-2))
  return newGroupLink(bytes.slice(0, HASH_BYTES), {
    asksFirst: bytes[HASH_BYTES] === ASKS_FIRST,
    ...(expiresAtMs === 0 ? {} : { expiresAtMs }),
    ...(usesLeft === ANY_NUMBER ? {} : { usesLeft })
  })
}

/** What is spelled otherwise than this version does is no link to it. */
export function linksIn(profile: GroupProfile): readonly GroupLink[] {
  const value = fieldIn(profile, LINKS_FIELD)
  const links: GroupLink[] = []
  for (let at = 0; at < value.length && links.length < MAX_LINKS; at += LINK_BYTES) {
    const link = decodeGroupLink(value.subarray(at, at + LINK_BYTES))
    if (link !== undefined) links.push(link)
  }
  return links
}

const withLinks = (profile: GroupProfile, links: readonly GroupLink[]): GroupProfile =>
  withField(profile, LINKS_FIELD, concat(links.map(encodeGroupLink)))

/** What a group that has no room for another open link says. */
export const LINKS_BOUND = `a group has at most ${MAX_LINKS} links that are open; take one back first (parley group unlink)`

/** The profile with a link, unless it has it; where there are 8, those that are not open make room. Undefined where they are all open. */
export function withLink(profile: GroupProfile, link: GroupLink, nowMs: number): GroupProfile | undefined {
  const links = linksIn(profile)
  if (links.some(({ id }) => id === link.id)) return profile
  const closed = links.filter(one => !isOpenLink(one, nowMs)).slice(0, Math.max(0, links.length + 1 - MAX_LINKS))
  const kept = links.filter(one => !closed.includes(one))
  return kept.length < MAX_LINKS ? withLinks(profile, [...kept, link]) : undefined
}

/** The profile without a link. */
export function withoutLink(profile: GroupProfile, id: string): GroupProfile {
  const links = linksIn(profile)
  const others = links.filter(link => link.id !== id)
  return others.length === links.length ? profile : withLinks(profile, others)
}

/** So many have come in by these links, each named once for each. */
export function withUses(profile: GroupProfile, ids: readonly string[]): GroupProfile {
  const used = linksIn(profile).map(link => {
    const uses = ids.filter(id => id === link.id).length
    return link.usesLeft === undefined || uses === 0 ? link : { ...link, usesLeft: Math.max(0, link.usesLeft - uses) }
  })
  return ids.length === 0 ? profile : withLinks(profile, used)
}

/** The profile with no more uses left of its links than these, by their ids. */
export function withLeastUses(profile: GroupProfile, left: ReadonlyMap<GroupLink['id'], number>): GroupProfile {
  const isOver = ({ id, usesLeft }: GroupLink): boolean => usesLeft !== undefined && (left.get(id) ?? usesLeft) < usesLeft
  const links = linksIn(profile)
  if (!links.some(isOver)) return profile
  return withLinks(
    profile,
    links.map(link => (isOver(link) ? { ...link, usesLeft: left.get(link.id) ?? 0 } : link))
  )
}

export function isOpenLink({ expiresAtMs, usesLeft }: GroupLink, nowMs: number): boolean {
  return usesLeft !== 0 && (expiresAtMs === undefined || nowMs < expiresAtMs)
}

/** The profile without links that nobody comes in by any more, unless another has them too. */
export function withoutExpired(
  profile: GroupProfile,
  { unlessIn, nowMs }: { readonly unlessIn: GroupProfile; readonly nowMs: number }
): GroupProfile {
  const kept = new Set(linksIn(unlessIn).map(({ id }) => id))
  const expired = linksIn(profile).filter(link => !kept.has(link.id) && !isOpenLink(link, nowMs))
  return expired.reduce((others, { id }) => withoutLink(others, id), profile)
}

/** Found without telling by time how much of a guess was right. */
export function linkOf(profile: GroupProfile, tokenHash: Uint8Array): GroupLink | undefined {
  return linksIn(profile).filter(link => equalsConstantTime(link.tokenHash, tokenHash))[0]
}

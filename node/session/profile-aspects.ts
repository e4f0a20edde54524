import { toHex } from '../base/bytes.js'
import { LINKS_FIELD, fieldIn, fieldTypesIn, withField } from './profile-fields.js'
import { type GroupProfile, isSpellable } from './profile.js'
import { type GroupLink, linksIn, withLeastUses, withLink, withoutLink } from './group-links.js'

/** One of the things that a profile says. Each is changed by itself, though all of them stand in every commit that changes one. */
export type Aspect = 'name' | 'relays' | 'retentionDays' | `field ${number}` | `link ${GroupLink['id']}`

/** All devices find the same here, whatever their clocks say: only links that are used up make room. */
const TIMELESS = 0

/** What differs between two profiles. How often a link was used is none of it: that is counted, not said. */
export function changedAspects(before: GroupProfile | undefined, after: GroupProfile): readonly Aspect[] {
  const [old, now] = [before === undefined ? new Map<Aspect, string>() : spelled(before), spelled(after)]
  return [...new Set([...old.keys(), ...now.keys()])].filter(aspect => old.get(aspect) !== now.get(aspect))
}

/** The profile with one thing as another says it, where there is room for it: a link that is used up stays away. */
export function withAspect(profile: GroupProfile, aspect: Aspect, from: GroupProfile): GroupProfile {
  const changed = replaced(profile, aspect, from)
  return isSpellable(changed) ? changed : profile
}

/** Of each of its links the most uses count that any of the others tells. */
export function withMostUses(profile: GroupProfile, others: readonly GroupProfile[]): GroupProfile {
  const left = new Map<GroupLink['id'], number>()
  for (const { id, usesLeft } of others.flatMap(linksIn))
    if (usesLeft !== undefined) left.set(id, Math.min(usesLeft, left.get(id) ?? usesLeft))
  return withLeastUses(profile, left)
}

function replaced(profile: GroupProfile, aspect: Aspect, from: GroupProfile): GroupProfile {
  if (aspect === 'name' || aspect === 'relays' || aspect === 'retentionDays') return { ...profile, [aspect]: from[aspect] }
  const [kind, key = ''] = aspect.split(' ')
  if (kind === 'field') return withField(profile, Number(key), fieldIn(from, Number(key)))
  const link = linksIn(from).find(({ id }) => id === key)
  if (link === undefined) return withoutLink(profile, key)
  return link.usesLeft === 0 ? profile : (withLink(profile, link, TIMELESS) ?? profile)
}

function spelled(profile: GroupProfile): Map<Aspect, string> {
  const { name, relays, retentionDays } = profile
  const fields = fieldTypesIn(profile).filter(type => type !== LINKS_FIELD)
  return new Map<Aspect, string>([
    ['name', name],
    ['relays', relays.join(' ')],
    ['retentionDays', String(retentionDays)],
    ...fields.map(type => [`field ${type}`, toHex(fieldIn(profile, type))] as const),
    ...linksIn(profile).map(({ id, tokenHash }) => [`link ${id}`, toHex(tokenHash)] as const)
  ])
}

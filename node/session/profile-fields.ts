import { concat } from '../base/bytes.js'
import type { GroupProfile } from './profile.js'

/** Of a group's profile, the later fields that this version knows, by their types. */
export const LINKS_FIELD = 1
const LIFETIME_FIELD = 2
export const NAMERS_FIELD = 3
const FIELD_HEAD_BYTES = 3
const LIFETIME_BYTES = 4

/** Empty where there is none of this type. */
export function fieldIn({ later }: GroupProfile, type: number): Uint8Array {
  return fieldsOf(later).find(field => field.type === type)?.value ?? later.subarray(0, 0)
}

export const fieldTypesIn = ({ later }: GroupProfile): readonly number[] => fieldsOf(later).map(({ type }) => type)

/** The profile with this value in place of the one before; an empty one is left out. What other fields hold is carried along unread. */
export function withField(profile: GroupProfile, type: number, value: Uint8Array): GroupProfile {
  const own = value.length === 0 ? [] : [{ type, value }]
  const fields = [...fieldsOf(profile.later).filter(field => field.type !== type), ...own].toSorted((a, b) => a.type - b.type)
  return { ...profile, later: concat(fields.map(field => concat([Uint8Array.of(field.type), spell(field.value.length, 2), field.value]))) }
}

/** For how many seconds after they were read words live that are said in the group; 0: without end, as for what is spelled otherwise. */
export function lifetimeIn(profile: GroupProfile): number {
  const value = fieldIn(profile, LIFETIME_FIELD)
  return value.length === LIFETIME_BYTES ? read(value) : 0
}

export function withLifetime(profile: GroupProfile, seconds: number): GroupProfile {
  return lifetimeIn(profile) === seconds ? profile : withField(profile, LIFETIME_FIELD, spell(seconds, seconds === 0 ? 0 : LIFETIME_BYTES))
}

function fieldsOf(later: Uint8Array): { readonly type: number; readonly value: Uint8Array }[] {
  const fields: { type: number; value: Uint8Array }[] = []
  for (let at = 0; at < later.length;) {
    const length = read(later.subarray(at + 1, at + FIELD_HEAD_BYTES))
    const end = at + FIELD_HEAD_BYTES + length
    fields.push({ type: later[at] ?? 0, value: later.subarray(at + FIELD_HEAD_BYTES, end) })
    at = end
  }
  return fields
}

/** Big-endian. */
export function spell(value: number, width: number): Uint8Array {
  return Uint8Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** (width - 1 - i)) % 256)
}

export const read = (bytes: Uint8Array): number => bytes.reduce((value, byte) => value * 256 + byte, 0)

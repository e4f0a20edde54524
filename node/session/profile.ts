import { EMPTY, concat, equals, utf8 } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'

/** What a group says of itself: part of its epochs, so that all members of one epoch read the same. Direct and own conversations have none. */
export interface GroupProfile {
  /** 1 to 64 characters (code points) as their committer wrote them: whoever shows them cleans them. Empty where there is no profile. */
  readonly name: string
  /** Multiaddrs of the group's relays in order of preference: at most 3, 256 characters each. */
  readonly relays: readonly string[]
  /** How long members and relays keep what is said in the group: at most 366 days. 0: without end, and as long as each relay does anyway. */
  readonly retentionDays: number
  /**
   * Fields that later versions add, as they spelled them: type (1 B) ‖ length (2 B) ‖ value, ascending by type, 512 bytes at
   * most. Whoever can't read a group's profile can't follow the group, so what is new comes here; and who changes the rest
   * carries it along unread, or an old member's change of name would take it from all others.
   */
  readonly later: Uint8Array
}

export const NO_PROFILE: GroupProfile = { name: '', relays: [], retentionDays: 0, later: EMPTY }

/** GroupContext extension type, from the range for private use (RFC 9420, section 17.3). */
export const PROFILE_EXTENSION_TYPE = 0xf053

const VERSION = 1
const MAX_NAME_CHARACTERS = 64
const MAX_RELAYS = 3
const MAX_RELAY_CHARACTERS = 256
export const MAX_RETENTION_DAYS = 366
const MAX_LATER_BYTES = 512
const LATER_HEAD_BYTES = 3

/** Visible ASCII: what a multiaddr is made of, and every runtime's idea of it is the same. */
const MULTIADDR = /^\/[\x21-\x7e]+$/
/** What does not decode comes out as another text, which the comparison of spellings catches. */
const TEXT = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Version (1 B) ‖ name ‖ number of relays (1 B) ‖ each of them ‖ retention in days (2 B) ‖ later fields; texts as length (2 B)
 * ‖ UTF-8. One spelling only, as it is hashed into the epoch's id. No profile is no bytes.
 *
 * @throws ERR_INVALID_ARGUMENT for what is out of bounds
 */
export function encodeProfile(profile: GroupProfile): Uint8Array {
  if (isNone(profile)) return EMPTY
  if (!isWithinBounds(profile)) throw new ChatError('ERR_INVALID_ARGUMENT', PROFILE_BOUNDS)
  return spell(profile)
}

export const PROFILE_BOUNDS = `a group has a name of 1 to ${MAX_NAME_CHARACTERS} characters, at most ${MAX_RELAYS} relays and ${MAX_RETENTION_DAYS} days of retention`

/** Whether `encodeProfile` takes it. */
export const isSpellable = (profile: GroupProfile): boolean => isNone(profile) || isWithinBounds(profile)

/** @throws ERR_MALFORMED for any other version or spelling, and for what is out of bounds */
export function decodeProfile(encoded: Uint8Array): GroupProfile {
  if (encoded.length === 0) return NO_PROFILE
  const { take, number, text } = createReader(encoded)
  const version = number(1)
  const name = text()
  const relays = Array.from({ length: Math.min(number(1), MAX_RELAYS) }, text)
  const retentionDays = number(2)
  const profile = { name, relays, retentionDays, later: Uint8Array.from(take()) }
  if (version !== VERSION || !isWithinBounds(profile) || !equals(spell(profile), encoded)) throw malformedProfile()
  return profile
}

export function isSameProfile(a: GroupProfile, b: GroupProfile): boolean {
  return equals(encodeProfile(a), encodeProfile(b))
}

function isNone({ name, relays, retentionDays, later }: GroupProfile): boolean {
  return name === '' && relays.length === 0 && retentionDays === 0 && later.length === 0
}

function isWithinBounds({ name, relays, retentionDays, later }: GroupProfile): boolean {
  return (
    name !== '' &&
    Array.from(name).length <= MAX_NAME_CHARACTERS &&
    relays.length <= MAX_RELAYS &&
    new Set(relays).size === relays.length &&
    relays.every(relay => relay.length <= MAX_RELAY_CHARACTERS && MULTIADDR.test(relay)) &&
    Number.isInteger(retentionDays) &&
    retentionDays >= 0 &&
    retentionDays <= MAX_RETENTION_DAYS &&
    later.length <= MAX_LATER_BYTES &&
    areFields(later)
  )
}

function areFields(later: Uint8Array): boolean {
  let last = -1
  for (let at = 0; at < later.length;) {
    const [type, high, low] = later.subarray(at, at + LATER_HEAD_BYTES)
    if (type === undefined || high === undefined || low === undefined || type <= last) return false
    last = type
    at += LATER_HEAD_BYTES + high * 256 + low
    if (at > later.length) return false
  }
  return true
}

function spell({ name, relays, retentionDays, later }: GroupProfile): Uint8Array {
  const head = [Uint8Array.of(VERSION), ...spellText(name), Uint8Array.of(relays.length)]
  return concat([...head, ...relays.flatMap(spellText), uint16(retentionDays), later])
}

function spellText(text: string): Uint8Array[] {
  const bytes = utf8(text)
  return [uint16(bytes.length), bytes]
}

const uint16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff)

interface Reader {
  /** So many bytes, or all that are left. */
  readonly take: (length?: number) => Uint8Array
  readonly number: (width: number) => number
  readonly text: () => string
}

function createReader(bytes: Uint8Array): Reader {
  let at = 0
  function take(length = bytes.length - at): Uint8Array {
    const end = at + length
    if (end > bytes.length) throw malformedProfile()
    const taken = bytes.subarray(at, end)
    at = end
    return taken
  }
  const number = (width: number): number => take(width).reduce((value, byte) => value * 256 + byte, 0)
  return { take, number, text: () => TEXT.decode(take(number(2))) }
}

function malformedProfile(): ChatError {
  return new ChatError('ERR_MALFORMED', 'the name and settings of this group can not be read: update Parley or ask its owner')
}

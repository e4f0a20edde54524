import { compare, EMPTY, equals, fromHex, fromUtf8, toHex, utf8 } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { AccountId, ConversationId } from '../base/ids.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import { cleanName } from '../identity/display-name.js'
import { SavedContact as ContactFrame } from '../wire/generated/backup.js'
import { OwnReadMark, OwnState, Whereabouts } from '../wire/generated/content.js'
import type { MessagePlace } from '../store/keyspace.js'
import { contactState } from './contact-record.js'
import type { Contact, ContactState } from './contacts.js'
import { hearRelays, namedNow, type AccountRelays } from './relay-set.js'
import { fromContactFrame, SAVED_CONTACT_LIMITS, saveContact, toContactFrame } from './saved.js'
import { MAX_RELAYS } from '../identity/device-list.js'
import { readRelayAddresses } from '../network/relay-address.js'
import type { RelayAddress } from '../network/relays.js'

/** One thing that the account's devices agree on, by its name. */
export type OwnKey =
  | { readonly about: 'contact' | 'devices' | 'standing' | 'verified'; readonly of: AccountId }
  | { readonly about: 'read'; readonly of: ConversationId }
  | { readonly about: 'left'; readonly of: ConversationId }
  | { readonly about: 'muted'; readonly of: ConversationId }
  | { readonly about: 'pinned'; readonly of: ConversationId }
  | { readonly about: 'name'; readonly of: '' }
  | { readonly about: 'relays'; readonly of: '' }

/** Since when a thing is as it is, and by whose clock. */
export interface Stamp {
  readonly hlc: bigint
  /** The device's key. */
  readonly device: Uint8Array
}

export type Stamped = Stamp & { readonly value: Uint8Array }
export type OwnEntry = OwnKey & Stamped

export const ownKeyText = ({ about, of }: OwnKey): string => `${about} ${of}`

/** Of two sayings about one thing: the later, of equal ones that of the higher key. The same on every device. */
export function isNewer(one: Stamp, other: Stamp): boolean {
  return one.hlc === other.hlc ? compare(one.device, other.device) > 0 : one.hlc > other.hlc
}

export function encodeOwnEntry({ about, of, hlc, device, value }: OwnEntry): Uint8Array {
  return OwnState.encode({ about, of: fromHex(of), hlc, device, value })
}

/** @returns undefined for what only a newer Parley knows. @throws ERR_MALFORMED */
export function decodeOwnEntry(bytes: Uint8Array): OwnEntry | undefined {
  const { about, of, hlc, device, value } = decoded(() => OwnState.decode(bytes))
  const stamped = { hlc, device, value }
  if (about === 'contact' || about === 'devices' || about === 'standing' || about === 'verified')
    return { about, of: toHex(of) as AccountId, ...stamped }
  if (about === 'read' || about === 'left' || about === 'muted' || about === 'pinned')
    return { about, of: toHex(of) as ConversationId, ...stamped }
  return about === 'name' || about === 'relays' ? { about, of: '', ...stamped } : undefined
}

/** What is told of somebody; what they themselves and their device lists tell every device of ours is left out. */
export function contactValue(contact: Contact): Uint8Array {
  const saved = { ...saveContact(contact), devices: [], revoked: [], changedAtMs: 0, verified: false, stateBeforeBlock: undefined }
  return ContactFrame.encode(
    toContactFrame({ ...saved, state: 'accepted', token: contact.state === 'accepted' ? contact.token : undefined })
  )
}

/** The contact with what another device told of it. @throws ERR_MALFORMED */
export function withContactValue(known: Contact, value: Uint8Array, nowMs: number): Contact {
  const { name, relays, relaysChangedAtMs, token, directory } = fromContactFrame(
    decoded(() => ContactFrame.decode(value, { limits: SAVED_CONTACT_LIMITS }))
  )
  const heard = hearRelays(known, readRelayAddresses(relays), relaysChangedAtMs, nowMs)
  return { ...heard, name, token: token ?? known.token, directory: directory ?? known.directory }
}

/** Where somebody can be found, for a device that has never heard of them: after that they tell each device themselves. */
export function devicesValue(contact: Contact): Uint8Array {
  return ContactFrame.encode(toContactFrame({ ...saveContact(contact), revoked: [] }))
}

/** @throws ERR_MALFORMED */
export function withDevicesValue(known: Contact, value: Uint8Array): Contact {
  if (known.devices.length > 0) return known
  return { ...known, devices: fromContactFrame(decoded(() => ContactFrame.decode(value, { limits: SAVED_CONTACT_LIMITS }))).devices }
}

export function standingValue({ state, stateBeforeBlock }: Pick<Contact, 'state' | 'stateBeforeBlock'>): Uint8Array {
  return utf8(stateBeforeBlock === undefined ? state : `${state} ${stateBeforeBlock}`)
}

export function readStanding(value: Uint8Array): { readonly state: ContactState; readonly stateBeforeBlock: ContactState | undefined } {
  const [state = '', before = ''] = fromUtf8(value).split(' ')
  const known = contactState(state)
  if (known === undefined) throw malformed()
  return { state: known, stateBeforeBlock: contactState(before) }
}

/** 1 byte where it is so. */
export const flagValue = (isSo: boolean): Uint8Array => (isSo ? Uint8Array.of(1) : EMPTY)
export const readFlag = (value: Uint8Array): boolean => !equals(value, EMPTY)

export function readMarkValue(place: MessagePlace | undefined): Uint8Array {
  return place === undefined ? EMPTY : OwnReadMark.encode({ ...place, device: deviceKeyOf(place.device) })
}

export function readReadMark(value: Uint8Array): MessagePlace | undefined {
  if (value.length === 0) return undefined
  const { hlc, device, seq } = decoded(() => OwnReadMark.decode(value))
  return { hlc, device: deviceIdOf(device), seq }
}

export const nameValue = (name: string): Uint8Array => utf8(name)
export const readNameValue = (value: Uint8Array): string => cleanName(fromUtf8(value))

/** Which relays the account names. */
export function relaysValue({ relays, relaysChangedAtMs }: AccountRelays): Uint8Array {
  const named = namedNow(relays).map(({ address }) => address)
  return Whereabouts.encode({ relays: named, changedAtMs: BigInt(relaysChangedAtMs), door: EMPTY, presence: EMPTY })
}

/** @throws ERR_MALFORMED */
export function readRelaysValue(value: Uint8Array): { readonly named: readonly RelayAddress[]; readonly changedAtMs: number } {
  const { relays, changedAtMs } = decoded(() => Whereabouts.decode(value, { limits: { relays: MAX_RELAYS } }))
  return { named: readRelayAddresses(relays), changedAtMs: Number(changedAtMs) }
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (cause) {
    throw malformed(toError(cause))
  }
}

function malformed(cause?: Error): ChatError {
  return new ChatError('ERR_MALFORMED', 'what another device of this account told does not decode', { cause })
}

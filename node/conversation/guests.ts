import { EMPTY } from '../base/bytes.js'
import type { AccountId, ConversationId, DeviceId } from '../base/ids.js'
import { createSerial } from '../base/serial.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import type { SealedStore } from '../store/sealed-store.js'
import { type GuestRecord, GuestsRecord } from '../wire/generated/records.js'
import { decodeContact, encodeContact } from './contact-record.js'
import type { Contact, Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'

const HOUR_MS = 60 * 60 * 1_000
/** Of a group: who asks by a link to be let in and has not been answered, and whom nobody has to answer again. */
const MAX_GUESTS = 64
/** By one link, or of devices that come back. */
const MAX_ALIKE = 48
/** By one link, of whom no one has been answered. */
const MAX_WAITING_BY_LINK = 16
/** So long after they asked last, who has not come makes room for others, */
const STALE_AFTER_MS = HOUR_MS
/** and then is forgotten: so long whoever wants to come in asks each day. */
const FORGOTTEN_AFTER_MS = 30 * 24 * HOUR_MS
const GUEST_STATES = ['waiting', 'welcome', 'coming', 'refused'] as const

/** Somebody who asks to be let in to a group, by a link. They are no contact, and need not become one. */
export interface Guest {
  /** Where they are, with the token by which they are reached. */
  readonly contact: Contact
  /** Of the link that they came by; empty of a device that comes back. */
  readonly link: string
  readonly askedAtMs: number
  /** `welcome`: to be let in by whoever's turn it is; `coming`: a device that was, and has not been heard. */
  readonly state: (typeof GUEST_STATES)[number]
  /** A member's, which was in the group and can't follow it any more; undefined of who came by a link. */
  readonly device: DeviceId | undefined
  /** The key package that such a one has sent, encoded: made for coming back to this group. */
  readonly wish?: Uint8Array
}

/** Who has asked this device to be let in to groups. */
export interface Guests {
  /** Of these groups, what was asked before. */
  load(groups: readonly ConversationId[]): Promise<void>
  of(group: ConversationId): readonly Guest[]
  /** Somebody who is not refused; rather this device of theirs. */
  find(group: ConversationId, account: AccountId, device?: DeviceId): Guest | undefined
  /** Durable when it resolves; asked again, it takes the place of what was asked before. @returns whether there was room */
  ask(group: ConversationId, guest: Guest): Promise<boolean>
  answer(group: ConversationId, account: AccountId, state: Guest['state'], device?: DeviceId): Promise<void>
  /**
   * Forgets who has not asked for 30 days, whoever is not let in yet and came by a link that is none of these any more, and those whom nobody
   * will let in by theirs.
   */
  expire(group: ConversationId, links: ReadonlySet<string>, unserved?: ReadonlySet<Guest>): Promise<void>
  /** They are in, by this device. */
  forget(group: ConversationId, account: AccountId, device: DeviceId): Promise<void>
}

/** Where somebody is reached who is to come in to a group: a contact that was accepted, or a guest, who may be a contact too. */
export function whoIsReached(
  contacts: Pick<Contacts, 'find'>,
  guests: Pick<Guests, 'find'>
): (conversation: Pick<Conversation, 'id'>, account: AccountId, device?: DeviceId) => Contact | undefined {
  return ({ id }, account, device) => {
    const contact = contacts.find(account)
    return contact?.state === 'accepted' ? contact : guests.find(id, account, device)?.contact
  }
}

export function createGuests(
  { records, clock, events }: Pick<ConversationContext, 'records' | 'clock' | 'events'>,
  store: SealedStore
): Guests {
  const known = new Map<ConversationId, readonly Guest[]>()
  const serial = createSerial()
  const keyOf = (group: ConversationId): Uint8Array => store.keys.setting(`guests ${group}`)
  const of = (group: ConversationId): readonly Guest[] => known.get(group) ?? []

  async function keep(group: ConversationId, guests: readonly Guest[]): Promise<void> {
    const value = guests.length === 0 ? undefined : GuestsRecord.encode({ guests: guests.map(encode) })
    await records.commit([{ key: keyOf(group), value }])
    known.set(group, guests)
    events.emit('membership:changed', { conversation: group })
  }

  return {
    async load(groups) {
      for (const group of groups) {
        const bytes = await store.get(keyOf(group))
        if (bytes !== undefined) known.set(group, GuestsRecord.decode(bytes).guests.map(decode))
      }
    },
    of,
    find(group, account, device) {
      const own = of(group).filter(({ contact, state }) => contact.account === account && state !== 'refused')
      return own.find(guest => guest.device === device) ?? own[0]
    },
    ask: (group, guest) =>
      serial(async () => {
        const { account } = guest.contact
        const before = of(group).find(({ contact, device }) => contact.account === account && device === guest.device)
        if (before?.state === 'refused') return true
        const others = withRoomFor(
          guest,
          of(group).filter(other => other !== before)
        )
        if (others === undefined) return false
        // A device that comes back asks again, since it has not come.
        const state = guest.device === undefined ? (before?.state ?? guest.state) : guest.state
        await keep(group, [...others, { ...guest, state }])
        return true
      }),
    answer: (group, account, state, device) =>
      serial(async () => {
        const before = of(group).find(guest => guest.contact.account === account && guest.device === device)
        if (before === undefined) return
        await keep(
          group,
          of(group).map(guest => (guest === before ? { ...guest, state } : guest))
        )
      }),
    expire: (group, links, unserved = new Set()) =>
      serial(async () => {
        const others = of(group).filter(guest => !unserved.has(guest) && !isOver(guest, links, clock.now()))
        if (others.length < of(group).length) await keep(group, others)
      }),
    forget: (group, account, device) =>
      serial(async () => {
        const others = of(group).filter(guest => guest.contact.account !== account || !isIn(guest, device))
        if (others.length < of(group).length) await keep(group, others)
      })
  }
}

/**
 * Who stays beside somebody who asks: where there are too many, one who was refused makes room, or has not come for an hour; of one link
 * only who came by it too. Undefined where nobody does.
 */
function withRoomFor({ link, device, askedAtMs, state: wanted }: Guest, others: readonly Guest[]): readonly Guest[] | undefined {
  const isStale = (guest: Guest): boolean => guest.state !== 'waiting' && guest.askedAtMs + STALE_AFTER_MS <= askedAtMs
  const alike = others.filter(guest => guest.link === link && guest.state !== 'refused')
  const linked = others.filter(guest => (guest.device === undefined) === (device === undefined))
  if (wanted === 'waiting' && alike.filter(({ state }) => state === 'waiting').length >= MAX_WAITING_BY_LINK) return undefined
  if (alike.length < MAX_ALIKE && linked.length < MAX_GUESTS) return others
  const refused = linked.filter(({ state }) => state === 'refused')
  const [oldest] = alike.length < MAX_ALIKE ? [...refused, ...linked.filter(isStale)] : alike.filter(isStale)
  return oldest && others.filter(guest => guest !== oldest)
}

function isOver({ askedAtMs, state, link, device }: Guest, links: ReadonlySet<string>, nowMs: number): boolean {
  const isUnlinked = state !== 'coming' && device === undefined && !links.has(link)
  return state !== 'refused' && (isUnlinked || nowMs >= askedAtMs + FORGOTTEN_AFTER_MS)
}

function encode({ contact, link, askedAtMs, state, device, wish = EMPTY }: Guest): GuestRecord {
  const key = device === undefined ? EMPTY : deviceKeyOf(device)
  return { contact: encodeContact(contact), link, askedAtMs: BigInt(askedAtMs), state, device: key, wish }
}

function decode({ contact, link, askedAtMs, state, device, wish }: GuestRecord): Guest {
  return {
    contact: decodeContact(contact),
    link,
    askedAtMs: Number(askedAtMs),
    state: GUEST_STATES.find(one => one === state) ?? 'waiting',
    device: device.length === 0 ? undefined : deviceIdOf(device),
    ...(wish.length === 0 ? {} : { wish })
  }
}

/** Whether nothing is left to do for somebody who was heard by this device. */
function isIn({ device, state }: Guest, heard: DeviceId): boolean {
  return device === undefined || (device === heard && state === 'coming')
}

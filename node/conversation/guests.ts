import type { AccountId, ConversationId } from '../base/ids.js'
import { createSerial } from '../base/serial.js'
import type { SealedStore } from '../store/sealed-store.js'
import { type GuestRecord, GuestsRecord } from '../wire/generated/records.js'
import { decodeContact, encodeContact } from './contact-record.js'
import type { Contact, Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'

/** Of a group: who asks to be let in and has not been answered, and whom nobody has to answer again. */
const MAX_GUESTS = 64
/** By one link, of whom no one has been answered. */
const MAX_WAITING_BY_LINK = 16
const GUEST_STATES = ['waiting', 'welcome', 'refused'] as const

/** Somebody who asks to be let in to a group, by a link. They are no contact, and need not become one. */
export interface Guest {
  /** Where they are, with the token by which they are reached. */
  readonly contact: Contact
  /** Of the link that they came by. */
  readonly link: string
  readonly askedAtMs: number
  /** `welcome`: to be let in by whoever's turn it is. */
  readonly state: (typeof GUEST_STATES)[number]
}

/** Who has asked this device to be let in to groups. */
export interface Guests {
  /** Of these groups, what was asked before. */
  load(groups: readonly ConversationId[]): Promise<void>
  of(group: ConversationId): readonly Guest[]
  /** Somebody who is not refused. */
  find(group: ConversationId, account: AccountId): Guest | undefined
  /** Durable when it resolves; asked again, it takes the place of what was asked before. @returns whether there was room */
  ask(group: ConversationId, guest: Guest): Promise<boolean>
  answer(group: ConversationId, account: AccountId, state: Guest['state']): Promise<void>
  /** They are in. */
  forget(group: ConversationId, account: AccountId): Promise<void>
}

/** Where somebody is reached who is to come in to a group: a contact that was accepted, or a guest, who may be a contact too. */
export function whoIsReached(
  contacts: Pick<Contacts, 'find'>,
  guests: Pick<Guests, 'find'>
): (conversation: Pick<Conversation, 'id'>, account: AccountId) => Contact | undefined {
  return ({ id }, account) => {
    const contact = contacts.find(account)
    return contact?.state === 'accepted' ? contact : guests.find(id, account)?.contact
  }
}

export function createGuests({ records, events }: Pick<ConversationContext, 'records' | 'events'>, store: SealedStore): Guests {
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

  /** Of those who were refused the oldest make room; nobody else does. */
  function withRoom(guests: readonly Guest[]): readonly Guest[] {
    if (guests.length < MAX_GUESTS) return guests
    const oldest = guests.find(({ state }) => state === 'refused')
    return oldest === undefined ? guests : guests.filter(guest => guest !== oldest)
  }

  return {
    async load(groups) {
      for (const group of groups) {
        const bytes = await store.get(keyOf(group))
        if (bytes !== undefined) known.set(group, GuestsRecord.decode(bytes).guests.map(decode))
      }
    },
    of,
    find: (group, account) => of(group).find(({ contact, state }) => contact.account === account && state !== 'refused'),
    ask: (group, guest) =>
      serial(async () => {
        const { account } = guest.contact
        const before = of(group).find(({ contact }) => contact.account === account)
        if (before?.state === 'refused') return true
        const others = withRoom(of(group).filter(other => other !== before))
        const waiting = others.filter(({ link, state }) => link === guest.link && state === 'waiting')
        if (others.length >= MAX_GUESTS || waiting.length >= MAX_WAITING_BY_LINK) return false
        await keep(group, [...others, { ...guest, state: before?.state ?? guest.state }])
        return true
      }),
    answer: (group, account, state) =>
      serial(async () => {
        await keep(
          group,
          of(group).map(guest => (guest.contact.account === account ? { ...guest, state } : guest))
        )
      }),
    forget: (group, account) =>
      serial(async () => {
        const others = of(group).filter(({ contact }) => contact.account !== account)
        if (others.length < of(group).length) await keep(group, others)
      })
  }
}

function encode({ contact, link, askedAtMs, state }: Guest): GuestRecord {
  return { contact: encodeContact(contact), link, askedAtMs: BigInt(askedAtMs), state }
}

function decode({ contact, link, askedAtMs, state }: GuestRecord): Guest {
  return {
    contact: decodeContact(contact),
    link,
    askedAtMs: Number(askedAtMs),
    state: GUEST_STATES.find(one => one === state) ?? 'waiting'
  }
}

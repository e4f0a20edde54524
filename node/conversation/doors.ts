import { EMPTY, equals, equalsConstantTime } from '../base/bytes.js'
import type { AccountId } from '../base/ids.js'
import { doorFor } from '../identity/door.js'
import type { Contact, Contacts } from './contacts.js'
import type { Self } from './context.js'
import type { Conversation } from './conversation.js'
import { otherDevices, ownDoor } from './own-devices.js'

/** Doors told to relays, those of whom something was last heard of first: relays take 256 invites and doors of a device. */
const MAX_TOLD = 192
/** As of an invite's token. */
const DOOR_BYTES = { least: 16, most: 32 }

/**
 * The doors that this account keeps for whom it has accepted, and for its own other devices: each may take key packages and knock without an invite, from whatever
 * device. A token is as good as an invite's, and told to relays as those are, so that they learn of nobody who knows whom.
 */
export interface Doors {
  /** For whom a direct conversation is with: 16 bytes; undefined in a profile that is older than doors. */
  in(conversation: Conversation): Uint8Array | undefined
  /** Those that stand open now. */
  open(): readonly Uint8Array[]
  isOpen(token: Uint8Array): boolean
}

export function createDoors(
  self: Pick<Self, 'doorKey' | 'account' | 'device' | 'deviceList' | 'companion'>,
  contacts: Pick<Contacts, 'all' | 'otherOf'>
): Doors {
  const { doorKey } = self
  const made = new Map<AccountId, Uint8Array>()

  function doorOf(account: AccountId): Uint8Array | undefined {
    // Who lives here needs none, and relays hear of none.
    if (doorKey === undefined || account === self.companion()) return undefined
    const door = made.get(account) ?? doorFor(doorKey, account)
    made.set(account, door)
    return door
  }

  function accepted(): readonly Uint8Array[] {
    const ours = otherDevices(self).length > 0 ? ownDoor(self) : undefined
    const theirs = contacts
      .all()
      .filter(({ state }) => state === 'accepted')
      .toSorted((a, b) => b.changedAtMs - a.changedAtMs)
      .flatMap(({ account }) => doorOf(account) ?? [])
    return ours === undefined ? theirs : [ours, ...theirs]
  }

  return {
    in(conversation) {
      const other = contacts.otherOf(conversation)
      return other === undefined ? undefined : doorOf(other)
    },
    open: () => accepted().slice(0, MAX_TOLD),
    isOpen: token => accepted().some(door => equalsConstantTime(door, token))
  }
}

/** The contact with the door that they say they keep for us: worth knowing once both have accepted. */
export function withDoor(contact: Contact, door: Uint8Array): Contact {
  const isDoor = door.length >= DOOR_BYTES.least && door.length <= DOOR_BYTES.most
  if (contact.state !== 'accepted' || !isDoor || equals(door, contact.token ?? EMPTY)) return contact
  return { ...contact, token: door.slice() }
}

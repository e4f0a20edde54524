import type { Card } from '../identity/card.js'
import { readRelayAddresses } from '../network/relay-address.js'
import { newContact, type Contact } from './contacts.js'
import { hearRelays } from './relay-set.js'

/** What a card says of where somebody is: of their relays, unless something newer was heard; of devices, but for those they have revoked. */
export function contactOnCard(
  { account, devices, relays, relaysChangedAtMs = 0 }: Card,
  before: Contact | undefined,
  nowMs: number
): Contact {
  const known = before ?? newContact(account)
  const heard = hearRelays(known, readRelayAddresses(relays), relaysChangedAtMs, nowMs)
  return { ...heard, devices: devices.filter(({ device }) => !known.revoked.includes(device)) }
}

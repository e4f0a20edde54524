import { ChatError, toError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { cleanName } from '../identity/display-name.js'
import { Announcement } from '../wire/generated/introduction.js'
import type { Contacts } from './contacts.js'
import { onLink, passing } from './on-link.js'
import type { ConversationContext } from './context.js'

/** Links that are kept to contacts' devices at once; of more contacts the ones that changed last. */
export const MAX_KEPT_LINKS = 128
const MAX_ADDRESSES = 16
/** Each change is a durable write: a contact can't have us write without end. */
const LEAST_BETWEEN_CHANGES_MS = 500
const MAX_ADDRESS_CHARACTERS = 256

/** Keeps a link to every contact that may hear from us, and tells each where we are now, so that either can move. */
export interface Neighbours {
  start(): Promise<Stop>
  /** What we say of ourselves has changed: says it to all that are linked. */
  changed(): void
  /** Answers a `devices` request: a contact's device says where it can be dialled. @throws ERR_NOT_A_CONTACT, ERR_MALFORMED */
  announced(from: DeviceId, body: Uint8Array): Promise<void>
}

export function createNeighbours(context: ConversationContext, contacts: Contacts): Neighbours {
  const { links } = context
  const kept = new Map<DeviceId, Stop>()

  function wanted(): Set<DeviceId> {
    const reachable = contacts
      .all()
      .filter(contact => contact.state === 'accepted' || contact.state === 'invited')
      .toSorted((a, b) => b.changedAtMs - a.changedAtMs)
    return new Set(reachable.flatMap(contact => contact.devices.map(({ device }) => device)).slice(0, MAX_KEPT_LINKS))
  }

  function follow(): void {
    const devices = wanted()
    for (const [device, stop] of kept) {
      if (devices.has(device)) continue
      stop()
      kept.delete(device)
    }
    for (const device of devices) if (!kept.has(device)) kept.set(device, links.keep(device))
  }

  async function learnAll(): Promise<void> {
    await Promise.all(contacts.all().flatMap(contact => contact.devices.map(({ device, addresses }) => links.learn(device, addresses))))
  }

  async function announce(device: DeviceId): Promise<void> {
    if (!kept.has(device)) return
    await links.request(
      device,
      'devices',
      Announcement.encode({ addresses: links.addresses().slice(0, MAX_ADDRESSES), name: context.self.name() })
    )
  }

  return {
    async start() {
      await learnAll()
      follow()
      const stops = [
        context.events.on('contact:changed', ({ account }) => {
          const devices = contacts.find(account)?.devices ?? []
          for (const { device, addresses } of devices) links.learn(device, addresses).catch(passing)
          follow()
        }),
        onLink(context, announce)
      ]
      return () => {
        for (const stop of [...stops, ...kept.values()]) stop()
      }
    },
    changed() {
      for (const device of kept.keys()) if (links.isUp(device)) announce(device).catch(passing)
    },
    async announced(from, body) {
      const contact = contacts.withDevice(from)
      if (contact?.state !== 'accepted' && contact?.state !== 'invited')
        throw new ChatError('ERR_NOT_A_CONTACT', 'only contacts say where they are')
      const { addresses, name: given } = decode(body)
      const name = cleanName(given) || contact.name
      const known = contact.devices.find(one => one.device === from)
      if (known === undefined || (sameAddresses(known.addresses, addresses) && name === contact.name)) return
      if (context.clock.now() < contact.changedAtMs + LEAST_BETWEEN_CHANGES_MS) throw new ChatError('ERR_BUSY', 'that changed a moment ago')
      const devices = contact.devices.map(one => (one.device === from ? { device: from, addresses } : one))
      await contacts.save({ ...contact, name, devices })
    }
  }
}

function decode(body: Uint8Array): Announcement {
  try {
    const announcement = Announcement.decode(body, { limits: { addresses: MAX_ADDRESSES } })
    if (announcement.addresses.some(address => address.length > MAX_ADDRESS_CHARACTERS)) throw new RangeError('an address is too long')
    return announcement
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'an announcement that does not decode', { cause: toError(err) })
  }
}

function sameAddresses(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(address => b.includes(address))
}

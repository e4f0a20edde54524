import { ChatError, toError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { isAddress } from '../identity/address.js'
import { cleanName } from '../identity/display-name.js'
import { isRevoked, MAX_RELAYS } from '../identity/device-list.js'
import { circuitsAt, readRelayAddresses } from '../network/relay-address.js'
import { Announcement } from '../wire/generated/introduction.js'
import type { Contact, Contacts } from './contacts.js'
import type { ListKeeping } from './list-keeping.js'
import { onLink, passing } from './on-link.js'
import type { OwnDevices } from './own-devices.js'
import type { ConversationContext } from './context.js'
import { hearRelays, namedNow } from './relay-set.js'
import { sendableList } from './welcoming.js'

/** Links that are kept to contacts' devices at once; of more contacts the ones that changed last. */
export const MAX_KEPT_LINKS = 128
const MAX_ADDRESSES = 16
/** That one device may make in a minute. */
const MAX_ANNOUNCEMENTS = 32
const ANNOUNCEMENTS_MS = 60_000
const MAX_ADDRESS_CHARACTERS = 256

/** Keeps a link to every contact that may hear from us, and tells each where we are now, so that either can move. */
export interface Neighbours {
  start(): Promise<Stop>
  /** What we say of ourselves has changed: says it to all that are linked. */
  changed(): void
  /** Answers a `devices` request: a contact's device says where it can be dialled. @throws ERR_MALFORMED, ERR_BUSY */
  announced(from: DeviceId, body: Uint8Array): Promise<void>
}

interface Parts {
  readonly contacts: Contacts
  readonly ownDevices: OwnDevices
  readonly listKeeping: Pick<ListKeeping, 'learn'>
  /** Whose device it is by what the conversations with it say: there its certificate was checked. */
  readonly accountOf: (device: DeviceId) => AccountId | undefined
}

export function createNeighbours(context: ConversationContext, { contacts, ownDevices, listKeeping, accountOf }: Parts): Neighbours {
  const { links, clock } = context
  const kept = new Map<DeviceId, Stop>()
  /** How often each device has said something lately: each time may cost a durable write. */
  const heard = new Map<DeviceId, number>()

  function wanted(): Set<DeviceId> {
    const reachable = contacts
      .all()
      .filter(contact => contact.state === 'accepted' || contact.state === 'invited')
      .toSorted((a, b) => b.changedAtMs - a.changedAtMs)
    const theirs = reachable.flatMap(contact => contact.devices.map(({ device }) => device))
    const devices = [...ownDevices.others().map(({ device }) => device), ...theirs].filter(device => device !== links.self)
    return new Set(devices.slice(0, MAX_KEPT_LINKS))
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

  async function learn({ devices, relays }: Pick<Contact, 'devices' | 'relays'>): Promise<void> {
    const circuits = circuitsAt(namedNow(relays))
    await Promise.all(devices.map(({ device, addresses }) => links.learn(device, [...circuits, ...addresses])))
  }

  async function learnAll(): Promise<void> {
    await Promise.all([ownDevices.asContact(), ...contacts.all()].map(learn))
  }

  /** To one that was revoked while it was away, which dials us as before: that it was, and nothing else. */
  async function tellRevoked(device: DeviceId): Promise<void> {
    const announcement = { addresses: [], name: '', relays: [], relaysChangedAtMs: 0n, deviceList: sendableList(context.self) }
    await links.request(device, 'devices', Announcement.encode(announcement))
  }

  async function announce(device: DeviceId): Promise<void> {
    const { self } = context
    if (!kept.has(device)) {
      if (isRevoked(self.deviceList(), device)) await tellRevoked(device)
      return
    }
    const { relays, relaysChangedAtMs } = self.relays()
    const announcement = {
      addresses: links.addresses().slice(0, MAX_ADDRESSES),
      name: self.name(),
      relays: namedNow(relays).map(({ address }) => address),
      relaysChangedAtMs: BigInt(relaysChangedAtMs),
      deviceList: sendableList(self)
    }
    await links.request(device, 'devices', Announcement.encode(announcement))
  }

  async function announceToAll(): Promise<void> {
    const linked = [...kept.keys()].filter(device => links.isUp(device))
    await Promise.all(linked.map(device => announce(device).catch(passing)))
  }

  async function take(from: DeviceId, said: Announcement): Promise<void> {
    const account = ownDevices.isOther(from) ? context.self.account : (contacts.withDevice(from)?.account ?? accountOf(from))
    if (account === undefined) return
    if (account === context.self.account) {
      await ownDevices.learn(from, said.addresses)
      await learn(ownDevices.asContact())
    } else if (contacts.find(account) !== undefined) await takeOfContact(from, account, said)
    if (said.deviceList.length > 0) await listKeeping.learn(account, said.deviceList)
  }

  async function takeOfContact(
    from: DeviceId,
    account: AccountId,
    { addresses, name: given, relays, relaysChangedAtMs }: Announcement
  ): Promise<void> {
    await contacts.change(account, contact => {
      const name = cleanName(given) || contact.name
      const known = contact.devices.find(one => one.device === from)
      const heardOf = hearRelays(contact, readRelayAddresses(relays), Number(relaysChangedAtMs), clock.now())
      const isOther = known !== undefined && !sameAddresses(known.addresses, addresses)
      const isNews = known !== undefined && (isOther || name !== contact.name || heardOf !== contact)
      // Whoever is not accepted, or blocked, is answered as anybody is: nothing tells them.
      const isHeard = contact.state === 'accepted' || contact.state === 'invited'
      if (!isNews || !isHeard) return contact
      const devices = contact.devices.map(one => (one.device === from ? { device: from, addresses } : one))
      return { ...heardOf, name, devices }
    })
  }

  return {
    async start() {
      await learnAll()
      follow()
      const stops = [
        context.events.on('contact:changed', ({ account }) => {
          const contact = contacts.find(account)
          if (contact !== undefined) learn(contact).catch(passing)
          follow()
        }),
        context.events.on('devices:changed', ({ account }) => {
          if (account !== context.self.account) return
          learn(ownDevices.asContact()).catch(passing)
          // One that was revoked hears of it before its link ends.
          announceToAll().then(follow, passing)
        }),
        onLink(context, announce),
        links.on('addresses:changed', () => void announceToAll())
      ]
      return () => {
        for (const stop of [...stops, ...kept.values()]) stop()
      }
    },
    changed: () => void announceToAll(),
    async announced(from, body) {
      const announcement = decode(body)
      // Counted of everybody: strangers, askers and the blocked are answered as friends are, and nothing tells them which they are.
      const said = (heard.get(from) ?? 0) + 1
      if (said > MAX_ANNOUNCEMENTS) throw new ChatError('ERR_BUSY', 'you have said where you are often enough; wait a minute')
      heard.set(from, said)
      if (said === 1) clock.after(ANNOUNCEMENTS_MS, () => heard.delete(from))
      await take(from, announcement)
    }
  }
}

function decode(body: Uint8Array): Announcement {
  try {
    const announcement = Announcement.decode(body, { limits: { addresses: MAX_ADDRESSES, relays: MAX_RELAYS } })
    if (announcement.addresses.some(address => address.length > MAX_ADDRESS_CHARACTERS)) throw new RangeError('an address is too long')
    // What a newer Parley writes and this one can't read is of no use to it.
    return { ...announcement, addresses: announcement.addresses.filter(isAddress) }
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'an announcement that does not decode', { cause: toError(err) })
  }
}

function sameAddresses(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(address => b.includes(address))
}

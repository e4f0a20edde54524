import { compare, concat, fromHex } from '../base/bytes.js'
import type { ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Primitives } from '../base/primitives.js'
import { createSerial } from '../base/serial.js'
import { deviceKeyOf } from '../identity/device-id.js'
import { circuitsAt, readRelayAddresses } from '../network/relay-address.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { headOf } from './group.js'
import type { Conversations } from './conversations.js'
import { passing } from './on-link.js'
import type { Presence } from './presence.js'

/** The devices that come next on a group's ring: with one of them each member is connected to all, with more while some are away. */
const RING_LINKS = 3
/** And so many across it, which contacts count among: so that nobody is many steps from anybody. */
const CHORD_LINKS = 3
/** Of all groups together, those that were written in last first. */
export const MAX_GROUP_LINKS = 96

/** Keeps links to a few members of each group, contacts or not, and knows where they say they are. */
export interface GroupNeighbours {
  start(): Stop
}

export function createGroupNeighbours(
  context: Pick<ConversationContext, 'links' | 'events' | 'primitives' | 'self'>,
  { conversations, contacts }: { readonly conversations: Pick<Conversations, 'all' | 'find'>; readonly contacts: Pick<Contacts, 'find'> }
): GroupNeighbours {
  const { links, events, primitives, self } = context
  const kept = new Map<DeviceId, Stop>()
  /** What was reckoned last, and of whom: most changes of a group change nothing about that. */
  const reckoned = new Map<ConversationId, { readonly of: string; readonly wanted: readonly DeviceId[] }>()
  const following = createSerial()
  let isDue = false
  let stopped = false

  async function wantedIn(conversation: Conversation): Promise<readonly DeviceId[]> {
    const [group] = conversation.groups
    if (conversation.kind !== 'group' || conversation.membership !== 'joined' || group === undefined) return []
    const members = headOf(group).members.filter(({ device, account }) => {
      const isOut = conversation.revoked.has(device) || contacts.find(account)?.state === 'blocked'
      return device !== self.device && !isOut
    })
    const isContact = new Map(members.map(({ device, account }) => [device, contacts.find(account)?.state === 'accepted']))
    const of = [...isContact].join()
    const known = reckoned.get(conversation.id)
    if (known?.of === of) return known.wanted
    const wanted = await neighboursIn(
      primitives,
      conversation.id,
      self.device,
      [...isContact.keys()],
      device => isContact.get(device) === true
    )
    reckoned.set(conversation.id, { of, wanted })
    return wanted
  }

  async function follow(): Promise<void> {
    isDue = false
    const newestFirst = conversations.all().toSorted((a, b) => (a.hlc < b.hlc ? 1 : a.hlc > b.hlc ? -1 : 0))
    const wanted = new Set<DeviceId>()
    for (const conversation of newestFirst)
      for (const device of await wantedIn(conversation)) if (wanted.size < MAX_GROUP_LINKS) wanted.add(device)
    if (stopped) return
    for (const [device, stop] of kept) {
      if (wanted.has(device)) continue
      stop()
      kept.delete(device)
    }
    for (const device of wanted) if (!kept.has(device)) kept.set(device, links.keep(device))
  }

  function followSoon(): void {
    if (isDue || stopped) return
    isDue = true
    following(follow).catch(passing)
  }

  async function learn({ device, addresses, relays }: Presence): Promise<void> {
    if (device !== self.device) await links.learn(device, [...circuitsAt(readRelayAddresses(relays)), ...addresses])
  }

  return {
    start() {
      for (const { presences } of conversations.all()) for (const presence of presences.values()) learn(presence).catch(passing)
      followSoon()
      const stops = [
        events.on('presence:changed', ({ conversation, device }) => {
          const presence = conversations.find(conversation)?.presences.get(device)
          if (presence !== undefined) learn(presence).catch(passing)
        }),
        events.on('epochs:changed', followSoon),
        events.on('contact:changed', ({ isOtherState }) => void (isOtherState && followSoon()))
      ]
      return () => {
        stopped = true
        for (const stop of [...stops, ...kept.values()]) stop()
      }
    }
  }
}

/**
 * Whom a device keeps links to in a group, the same for every member who reckons it. Pure. Devices stand on a ring by SHA-256(conversation
 * ‖ device): each keeps the next ones, so that any two are connected; and those with the lowest SHA-256(conversation ‖ own ‖ other).
 */
export async function neighboursIn(
  primitives: Pick<Primitives, 'sha256'>,
  conversation: ConversationId,
  own: DeviceId,
  others: readonly DeviceId[],
  isContact: (device: DeviceId) => boolean
): Promise<readonly DeviceId[]> {
  const digest = async (...devices: readonly DeviceId[]): Promise<Uint8Array> =>
    primitives.sha256(concat([fromHex(conversation), ...devices.map(deviceKeyOf)]))
  const start = await digest(own)
  const placed = await Promise.all(others.map(async device => ({ device, place: await digest(device), rank: await digest(own, device) })))
  const isAhead = (place: Uint8Array): boolean => compare(place, start) > 0
  const ring = placed.toSorted((a, b) => Number(isAhead(b.place)) - Number(isAhead(a.place)) || compare(a.place, b.place))
  const next = ring.slice(0, RING_LINKS)
  const chords = CHORD_LINKS - others.filter(isContact).length
  const across = ring
    .slice(RING_LINKS)
    .filter(({ device }) => !isContact(device))
    .toSorted((a, b) => compare(a.rank, b.rank))
    .slice(0, Math.max(0, chords))
  return [...next, ...across].map(({ device }) => device)
}

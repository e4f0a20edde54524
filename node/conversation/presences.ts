import { isChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { entryOf } from '../session/lineage.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { headOf } from './group.js'
import type { Conversations } from './conversations.js'
import { passing } from './on-link.js'
import {
  MAX_ADDRESS_CHARACTERS,
  MAX_PRESENCE_ADDRESSES,
  MAX_PRESENCE_BYTES,
  readPresence,
  signPresence,
  verifyPresence,
  type Presence
} from './presence.js'
import { namedNow } from './relay-set.js'

/** What a member knows of another's presence: when that was told, by the other's clock. */
export interface KnownPresence {
  readonly device: DeviceId
  readonly toldAtMs: number
}

/** Who the devices of each group say they are and where they are: ours told anew when it changes, theirs kept, each under its signature. */
export interface Presences {
  start(): Stop
  /** Our name, our addresses or our relays are others now. */
  changed(): void
  /** Takes what is news of members' devices, whoever tells it. What is not well signed is let go. */
  take(conversation: Conversation, told: readonly Uint8Array[]): Promise<void>
}

export function createPresences(context: ConversationContext, conversations: Pick<Conversations, 'all' | 'find' | 'write'>): Presences {
  const { self, links, clock, records, primitives, events } = context

  function said(): Pick<Presence, 'name' | 'addresses' | 'relays'> {
    return {
      name: self.name(),
      addresses: links
        .addresses()
        .filter(address => address.length <= MAX_ADDRESS_CHARACTERS)
        .slice(0, MAX_PRESENCE_ADDRESSES),
      relays: namedNow(self.relays().relays).map(({ address }) => address)
    }
  }

  /** Ours, where it is not what was told last, or we come in: then it tells that we are there. */
  async function tellAnew(conversation: Conversation, { isComing } = { isComing: false }): Promise<void> {
    if (conversation.kind !== 'group' || conversation.membership !== 'joined' || conversation.groups.length === 0) return
    const isNews = await conversations.write(conversation, async () => {
      const before = conversation.presences.get(self.device)
      const now = said()
      // What was told before we came in shows nobody that we have: we may have died before we told more.
      const isTold = before !== undefined && isSame(before, now) && before.toldAtMs > letInAtMs(conversation, self.account)
      if (isTold && !isComing) return { writes: [], result: false }
      // A clock that was set back must not make the old one count, nor one that is ahead of ours that of who let us in.
      const toldAtMs = Math.max(clock.now(), (before?.toldAtMs ?? 0) + 1, letInAtMs(conversation, self.account) + 1)
      const presence = await signPresence(self, conversation.id, { ...now, toldAtMs })
      conversation.presences.set(self.device, presence)
      return { writes: [records.presence(conversation, presence)], result: true }
    })
    if (isNews) events.emit('presence:changed', { conversation: conversation.id, device: self.device })
  }

  function tellIn({ conversation: id }: { readonly conversation: ConversationId }, how = { isComing: false }): void {
    const conversation = conversations.find(id)
    if (conversation !== undefined) tellAnew(conversation, how).catch(passing)
  }

  function tellAllAnew(): void {
    for (const conversation of conversations.all()) tellAnew(conversation).catch(passing)
  }

  async function verified(conversation: Conversation, bytes: Uint8Array): Promise<Presence | undefined> {
    try {
      return isNewer(conversation, readPresence(bytes)) ? await verifyPresence(primitives, conversation.id, bytes) : undefined
    } catch (err) {
      // Of what one member passes on the rest may be good.
      if (isChatError(err, 'ERR_MALFORMED') || isChatError(err, 'ERR_SIGNATURE')) return undefined
      throw err
    }
  }

  function isNewer({ devices, presences }: Conversation, { device, toldAtMs }: Presence): boolean {
    const isOfMember = device !== self.device && devices.some(member => member.device === device)
    return isOfMember && toldAtMs > (presences.get(device)?.toldAtMs ?? 0)
  }

  return {
    start() {
      tellAllAnew()
      const stops = [
        links.on('addresses:changed', tellAllAnew),
        events.on('group:joined', joined => tellIn(joined, { isComing: true })),
        events.on('epochs:changed', changed => tellIn(changed))
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    changed: tellAllAnew,
    async take(conversation, told) {
      if (conversation.kind !== 'group' || told.length === 0) return
      const news = await conversations.write(conversation, async () => {
        const found = (await Promise.all(told.map(bytes => verified(conversation, bytes)))).filter(one => one !== undefined)
        for (const presence of found) conversation.presences.set(presence.device, presence)
        return { writes: found.map(presence => records.presence(conversation, presence)), result: found }
      })
      for (const { device } of news) events.emit('presence:changed', { conversation: conversation.id, device })
      // What the group's members are called has changed.
      if (news.length > 0) events.emit('conversation:changed', { conversation: conversation.id })
    }
  }
}

export function knownPresences({ presences }: Pick<Conversation, 'presences'>): readonly KnownPresence[] {
  return [...presences.values()]
}

/** Those that somebody who knows these lacks, in at most so many bytes. */
export function presencesBeyond(
  { presences }: Pick<Conversation, 'presences'>,
  known: readonly KnownPresence[],
  bytes: number
): readonly Uint8Array[] {
  const toldAt = new Map(known.map(({ device, toldAtMs }) => [device, toldAtMs]))
  const newer = [...presences.values()].filter(({ device, toldAtMs }) => toldAtMs > (toldAt.get(device) ?? 0))
  return newer.slice(0, Math.floor(bytes / MAX_PRESENCE_BYTES)).map(presence => presence.bytes)
}

/** What an account calls itself in a group, as its device said last; undefined where none has said. */
export function nameInGroup({ presences, devices }: Pick<Conversation, 'presences' | 'devices'>, account: AccountId): string | undefined {
  const own = devices.filter(member => member.account === account).flatMap(({ device }) => presences.get(device) ?? [])
  return own.toSorted((a, b) => b.toldAtMs - a.toldAtMs).find(({ name }) => name !== '')?.name
}

function isSame(one: Pick<Presence, 'name' | 'addresses' | 'relays'>, other: Pick<Presence, 'name' | 'addresses' | 'relays'>): boolean {
  return one.name === other.name && isSameList(one.addresses, other.addresses) && isSameList(one.relays, other.relays)
}

function isSameList(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, i) => text === others[i])
}

/** When this account came in, by the clock of who let it in; 0 where that is long ago. */
function letInAtMs({ groups: [group] }: Conversation, own: AccountId): number {
  if (group === undefined) return 0
  return entryOf(headOf(group), own)?.atMs ?? 0
}

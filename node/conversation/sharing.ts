import { ChatError, isChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { MessagePlace } from '../store/keyspace.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { headOf, type Group } from './group.js'
import type { Conversations } from './conversations.js'
import { cameAt, type GivenShare, type Grant } from './grant.js'
import { isFleeting, type StoredMessage } from './message.js'
import { onLink, passing } from './on-link.js'
import { COUNTER_BITS } from './order.js'
import { nameInGroup } from './presences.js'
import { isHidden } from './reading.js'
import { encodeSharedPage, MAX_SHARED_AT_ONCE, type SharedMessage } from './shared-frame.js'

const DAY_MS = 24 * 60 * 60 * 1_000
/** Who has not fetched it by then gets no more of it. */
const GRANT_MS = 30 * DAY_MS
const MAX_GRANTS = 64
const MAX_PAGE_BYTES = 60_000
/** What a message takes beside its own bytes: keys and a name. */
const ENTRY_BYTES = 360

/** How much of what was said: both where both are given. */
export interface Extent {
  /** The newest so many, 1,000 at most. */
  readonly messages?: number
  /** What is no older than so many days. */
  readonly days?: number
}

/**
 * Gives those whom the person has let in to a group what was said before, as far as the person wants: over a link to each of their
 * devices, page by page, the newest first, on from where it broke off.
 */
export interface Sharing {
  start(): Stop
  /** Takes the place of what was granted this account before; undefined takes that back. Durable when it resolves. */
  grant(conversation: Conversation, account: AccountId, extent: Extent | undefined): Promise<void>
}

interface Parts {
  readonly conversations: Conversations
  readonly contacts: Contacts
}

interface Page {
  readonly messages: readonly SharedMessage[]
  readonly before: MessagePlace | undefined
}

export function createSharing(context: ConversationContext, { conversations, contacts }: Parts): Sharing {
  const { records, links, clock, events, self } = context
  const running = new Set<string>()
  const kept = new Map<DeviceId, Stop>()
  let stopped = false

  const isOpen = ({ grantedAtMs }: Grant): boolean => clock.now() < grantedAtMs + GRANT_MS

  /** Devices in the head that are to get something yet. */
  function waitingIn(conversation: Conversation): readonly DeviceId[] {
    const [group] = conversation.groups
    if (group === undefined || conversation.membership !== 'joined') return []
    const open = conversation.grants.filter(isOpen)
    return headOf(group).members.flatMap(({ device, account }) => {
      const given = open.find(grant => grant.account === account)?.given
      const isDone = given?.some(one => one.device === device && one.before === undefined)
      return given === undefined || isDone === true ? [] : [device]
    })
  }

  async function nameOf(conversation: Conversation, { account, shared }: StoredMessage): Promise<string> {
    if (account === self.account) return self.name()
    return contacts.find(account)?.name ?? nameInGroup(conversation, account) ?? shared?.name ?? ''
  }

  async function pageOf(conversation: Conversation, group: Group, grant: Grant, from: MessagePlace): Promise<Page> {
    const { messages, hasEarlier } = await records.messagesBefore(conversation, from, MAX_SHARED_AT_ONCE)
    const page: SharedMessage[] = []
    let left = MAX_PAGE_BYTES
    let before: MessagePlace | undefined
    for (const message of messages.toReversed()) {
      if (message.hlc < grant.from) return { messages: page, before: undefined }
      left -= message.bytes.length + ENTRY_BYTES
      if (left < 0 && page.length > 0) return { messages: page, before }
      const { hlc, device, seq, account } = message
      before = { hlc, device, seq }
      if (!isFleeting(message) && !isHidden(contacts, conversation, message))
        page.push({ message, device, account, name: await nameOf(conversation, message) })
    }
    return { messages: page, before: hasEarlier ? before : undefined }
  }

  /** @returns whether there is more */
  async function giveOne(conversation: Conversation, device: DeviceId): Promise<boolean> {
    const [group] = conversation.groups
    const account = group && headOf(group).members.find(member => member.device === device)?.account
    const grant = conversation.grants.find(one => one.account === account && isOpen(one))
    const came = group && account && cameAt(group, account)
    if (group === undefined || grant === undefined || came === undefined) return false
    const given = grant.given.find(one => one.device === device)
    if (given !== undefined && given.before === undefined) return false
    const page = await pageOf(conversation, group, grant, given?.before ?? { hlc: came, device: self.device, seq: 0 })
    const isWanted = page.messages.length === 0 || (await hand(conversation, device, page))
    await context.probe('share:given')
    await note(conversation, grant.account, { device, before: isWanted ? page.before : undefined })
    return isWanted && page.before !== undefined
  }

  /** @returns whether they would take more */
  async function hand(conversation: Conversation, device: DeviceId, { messages }: Page): Promise<boolean> {
    try {
      await links.request(device, 'share', encodeSharedPage({ conversation: conversation.id, messages }))
      return true
    } catch (err) {
      if (isChatError(err, 'ERR_QUOTA')) return false
      throw err
    }
  }

  async function note(conversation: Conversation, account: AccountId, share: GivenShare): Promise<void> {
    await conversations.write(conversation, async () => {
      conversation.grants = conversation.grants.map(grant =>
        grant.account === account ? { ...grant, given: [...grant.given.filter(({ device }) => device !== share.device), share] } : grant
      )
      return { writes: [records.membership(conversation)], result: undefined }
    })
    keepLinks()
  }

  async function give(conversation: Conversation, device: DeviceId): Promise<void> {
    const key = `${conversation.id} ${device}`
    if (running.has(key) || !waitingIn(conversation).includes(device)) return
    running.add(key)
    try {
      for (let hasMore = true; hasMore; hasMore = await giveOne(conversation, device)) if (stopped || !links.isUp(device)) return
    } finally {
      running.delete(key)
    }
  }

  /** To whom something is to be given a link is kept, contact or not. */
  function keepLinks(): void {
    const wanted = new Set(conversations.all().flatMap(waitingIn))
    for (const [device, stop] of kept) {
      if (wanted.has(device)) continue
      stop()
      kept.delete(device)
    }
    for (const device of stopped ? [] : wanted) if (!kept.has(device)) kept.set(device, links.keep(device))
  }

  async function startOf(conversation: Conversation, { messages, days }: Extent): Promise<bigint | undefined> {
    const page = messages === undefined ? undefined : await records.messagesBefore(conversation, undefined, messages)
    if (page !== undefined && page.messages[0] === undefined) return undefined
    const since = days === undefined ? 0n : BigInt(Math.max(0, Math.floor(clock.now() - days * DAY_MS))) << COUNTER_BITS
    const first = page?.messages[0]?.hlc ?? 0n
    return first > since ? first : since
  }

  return {
    start() {
      keepLinks()
      const stops = [
        onLink(context, async device => {
          for (const conversation of conversations.withDevice(device)) await give(conversation, device)
        }),
        events.on('member:heard', ({ conversation: id, device }) => {
          const conversation = conversations.find(id)
          if (conversation !== undefined && links.isUp(device)) give(conversation, device).catch(passing)
        }),
        events.on('epochs:changed', ({ conversation: id }) => {
          if ((conversations.find(id)?.grants.length ?? 0) > 0) keepLinks()
        })
      ]
      return () => {
        stopped = true
        for (const stop of [...stops, ...kept.values()]) stop()
      }
    },
    async grant(conversation, account, extent) {
      const from = extent && (await startOf(conversation, extent))
      const isNews = from !== undefined || conversation.grants.some(grant => grant.account === account)
      if (!isNews) return
      await conversations.write(conversation, async () => {
        const others = conversation.grants.filter(grant => grant.account !== account && isOpen(grant))
        if (others.length >= MAX_GRANTS)
          throw new ChatError('ERR_QUOTA', `${MAX_GRANTS} people are to get what was said before already; wait for one of them`)
        const own: Grant[] = from === undefined ? [] : [{ account, from, grantedAtMs: clock.now(), given: [] }]
        conversation.grants = [...others, ...own]
        return { writes: [records.membership(conversation)], result: undefined }
      })
      keepLinks()
    }
  }
}

import { equalsConstantTime, toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { returnDoorOf } from '../identity/return-door.js'
import { roleOf } from '../session/roles.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { headOf } from './group.js'
import type { Conversations } from './conversations.js'
import { isOpenLink, linkOf, linksIn, type GroupLink } from '../session/group-links.js'
import type { Guests } from './guests.js'
import { endsAtMs } from './join.js'
import type { Joins } from './joins.js'

/** Key packages that one token gives out in an hour, as an invite does. */
const MAX_TAKES = 64
/** And to each device of a member who comes back, apart from all others: whoever was put out knows the token too. */
const MAX_TAKES_OF_MEMBER = 8
/** Relays are told of 256 invites and doors of a device in all. */
const MAX_RETURN_DOORS = 64
const WINDOW_MS = 60 * 60 * 1_000

/** Where somebody with a link asks. */
export interface LinkedGroup {
  readonly conversation: Conversation
  readonly link: GroupLink
}

/**
 * Tokens by which strangers reach this device for a group's sake alone: those of links to groups where this account may let somebody in,
 * those that it gave when it asked to be let in itself, and one for each group, by which devices that were in it ask to be let in again.
 */
export interface GroupDoors {
  /** Those that stand open now, for relays to know. */
  open(): Promise<readonly { readonly tokenHash: Uint8Array; readonly expiresAtMs?: number }[]>
  /**
   * Whether a key package is given for this token to this device, which counts. A link that is not open any more gives some to those who wait for an answer.
   * @throws ERR_BUSY where it was used too often, or its link is only being made; ERR_EXPIRED where others have used the link up
   */
  admit(token: Uint8Array, device: DeviceId): Promise<boolean>
  /** The group that a link's token leads to here, also of one that is used up or has expired. @throws ERR_BUSY while it is only being made */
  behind(token: Uint8Array): Promise<LinkedGroup | undefined>
  /** The group whose devices ask by this token to be let in again here, while this account is in it. */
  returning(token: Uint8Array): Conversation | undefined
  /** Has relays told whenever others stand open. */
  start(): Stop
}

export function createGroupDoors(
  { self, clock, events, primitives }: Pick<ConversationContext, 'self' | 'clock' | 'events' | 'primitives'>,
  {
    conversations,
    joins,
    guests
  }: { readonly conversations: Pick<Conversations, 'all'>; readonly joins: Pick<Joins, 'all'>; readonly guests: Pick<Guests, 'of'> }
): GroupDoors {
  const taken = new Map<string, { sinceMs: number; count: number }>()

  function hosted(): readonly Conversation[] {
    return conversations.all().filter(({ kind, membership, groups: [group] }) => {
      const isIn = kind === 'group' && membership === 'joined' && group !== undefined
      return isIn && roleOf(headOf(group).roles, self.account) !== 'member'
    })
  }

  /** Those that this account is in, the newest first where there are too many to tell relays. */
  function returnDoors(): readonly { readonly conversation: Conversation; readonly token: Uint8Array }[] {
    const joined = conversations
      .all()
      .filter(({ kind, membership, groups }) => kind === 'group' && membership === 'joined' && groups.length > 0)
    const newest = joined.toSorted((a, b) => b.createdAtMs - a.createdAtMs).slice(0, MAX_RETURN_DOORS)
    return newest.flatMap(conversation => conversation.groups.map(({ id }) => ({ conversation, token: returnDoorOf(id, self.account) })))
  }

  function returning(token: Uint8Array): Conversation | undefined {
    return returnDoors().find(door => equalsConstantTime(door.token, token))?.conversation
  }

  function linked(): readonly GroupLink[] {
    const links = hosted().flatMap(({ groups: [group] }) => (group === undefined ? [] : linksIn(headOf(group).profile)))
    return links.filter(link => isOpenLink(link, clock.now()))
  }

  async function behind(token: Uint8Array): Promise<LinkedGroup | undefined> {
    const tokenHash = await primitives.sha256(token)
    for (const conversation of hosted()) {
      const [group] = conversation.groups
      const link = group && linkOf(headOf(group).profile, tokenHash)
      if (link !== undefined) return { conversation, link }
      const isComing = conversation.wishes.some(
        wish => wish.kind === 'link' && wish.link !== undefined && equalsConstantTime(wish.link.tokenHash, tokenHash)
      )
      if (isComing) throw new ChatError('ERR_BUSY', 'this link is only being made; try again in a moment')
    }
    return undefined
  }

  function isAnswered(found: LinkedGroup | undefined): boolean {
    if (found === undefined) return false
    const { conversation, link } = found
    return isOpenLink(link, clock.now()) || guests.of(conversation.id).some(guest => guest.link === link.id && guest.state !== 'refused')
  }

  function count(token: Uint8Array, device: DeviceId | undefined): void {
    const key = `${toHex(token)} ${device ?? ''}`
    const most = device === undefined ? MAX_TAKES : MAX_TAKES_OF_MEMBER
    const before = taken.get(key)
    const ageMs = before === undefined ? -1 : clock.now() - before.sinceMs
    const window = before !== undefined && ageMs >= 0 && ageMs < WINDOW_MS ? before : { sinceMs: clock.now(), count: 0 }
    if (window.count >= most) throw new ChatError('ERR_BUSY', 'this link is used too often; try again in an hour')
    window.count++
    taken.set(key, window)
  }

  return {
    async open() {
      const asking = joins.all().map(async join => ({ tokenHash: await primitives.sha256(join.token), expiresAtMs: endsAtMs(join) }))
      const returns = returnDoors().map(async ({ token }) => ({ tokenHash: await primitives.sha256(token) }))
      return [...linked(), ...(await Promise.all(asking)), ...(await Promise.all(returns))]
    },
    async admit(token, device) {
      const isOurs = joins.all().some(join => equalsConstantTime(join.token, token))
      const left = returning(token)
      if (!isOurs && left === undefined) {
        const found = await behind(token)
        if (!isAnswered(found)) {
          if (found?.link.usesLeft === 0 && !isMember(found.conversation, device))
            throw new ChatError('ERR_EXPIRED', 'this link has been used up; ask for a new one')
          return false
        }
      }
      count(token, left !== undefined && isMember(left, device) ? device : undefined)
      return true
    },
    behind,
    returning,
    start() {
      let told = toldNow()
      return events.on('epochs:changed', ({ conversation }) => {
        const now = toldNow()
        if (now === told) return
        told = now
        events.emit('invite:changed', { id: conversation })
      })
    }
  }

  function toldNow(): string {
    const groups = returnDoors().map(({ conversation }) => conversation.id)
    return [...linked().map(({ id }) => id), ...groups].join()
  }
}

/** They may be the ones who have used a link, and not know it yet. */
function isMember({ groups }: Conversation, device: DeviceId): boolean {
  return groups.some(group => headOf(group).members.some(member => member.device === device))
}

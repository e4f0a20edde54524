import { toHex } from '../base/bytes.js'
import { ChatError, isChatError } from '../base/errors.js'
import type { DeviceId, EpochId } from '../base/ids.js'
import type { Card } from '../identity/card.js'
import { compareRank } from '../session/roles.js'
import type { Introduction as IntroductionFrame } from '../wire/generated/introduction.js'
import { contactOnCard } from './card-contact.js'
import type { Contact, Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { headOf, type Group } from './group.js'
import type { GroupDoors } from './group-doors.js'
import { isOpenLink } from '../session/group-links.js'
import type { Guest, Guests } from './guests.js'
import type { Joins } from './joins.js'
import { wasPutOut } from './put-out.js'

/** Whoever asks to be let in to a group, by a knock that is opened and signed. */
interface AskingKnock {
  readonly token: Uint8Array
  readonly card: Card
  readonly frame: Pick<IntroductionFrame, 'group' | 'head' | 'keyPackage'>
}

/** Answers those who ask to be let in to a group: by a link, or since their device was in it and can't follow it any more. */
export interface Hosting {
  /** Durable when it resolves. @throws ERR_KNOCK_REFUSED, ERR_QUOTA */
  host(knock: AskingKnock): Promise<void>
}

interface Parts {
  readonly contacts: Pick<Contacts, 'find'>
  readonly groupDoors: Pick<GroupDoors, 'behind' | 'returning'>
  readonly guests: Pick<Guests, 'ask' | 'find'>
  readonly joins: Pick<Joins, 'returnTo' | 'giveUp'>
}

export function createHosting(
  { self, clock, events, session }: Pick<ConversationContext, 'self' | 'clock' | 'events' | 'session'>,
  { contacts, groupDoors, guests, joins }: Parts
): Hosting {
  function contactOf(card: Card): Contact {
    if (card.token === undefined) throw refused()
    return { ...contactOnCard(card, undefined, clock.now()), name: card.name, token: card.token }
  }

  async function keep({ id }: Conversation, guest: Guest): Promise<void> {
    if (!(await guests.ask(id, guest))) throw new ChatError('ERR_QUOTA', 'too many people wait for an answer to this link; try again later')
    events.emit('conversation:changed', { conversation: id })
  }

  /** Of several devices of a group that can't follow it, one stays where it is: the same by the reckoning of both. */
  function isOursToStay(group: Group, { account, certificate: { device } }: Card): boolean {
    const { roles } = headOf(group)
    const rank = compareRank({ roles, account: self.account }, { roles, account })
    return rank !== 0 ? rank < 0 : self.account === account ? self.device < device : self.account < account
  }

  /** A device of a member, as its account certifies it. */
  async function letComeBack(conversation: Conversation, group: Group, { card, frame }: AskingKnock): Promise<void> {
    const { account, certificate } = card
    const isMember = headOf(group).members.some(member => member.account === account)
    if (!isMember || conversation.revoked.has(certificate.device)) throw refused()
    // Where it is we still are: it is caught up as anybody.
    if (group.epochs.has(toHex(frame.head) as EpochId)) return
    if (joins.returnTo(group.id)?.backAtMs === undefined && joins.returnTo(group.id) !== undefined) {
      if (!isOursToStay(group, card)) return
      await joins.giveUp(group.id)
    }
    const contact = contactOf(card)
    const { device } = certificate
    const wish = await wishIn(group, device, frame)
    await keep(conversation, { contact, link: '', device, askedAtMs: clock.now(), state: 'welcome', ...(wish && { wish }) })
  }

  /** The key package that was sent along, if it is of this device and for this group, and did not lie at relays for too long. */
  async function wishIn(group: Group, device: DeviceId, { keyPackage }: AskingKnock['frame']): Promise<Uint8Array | undefined> {
    if (keyPackage.length === 0) return undefined
    try {
      const info = await session.inspectKeyPackage(keyPackage)
      return info.device === device && info.wish?.group === group.id ? keyPackage : undefined
    } catch (err) {
      if (isChatError(err, 'ERR_EXPIRED')) return undefined
      throw err
    }
  }

  return {
    async host(knock) {
      const { token, card, frame } = knock
      const returning = groupDoors.returning(token)
      const linked = await groupDoors.behind(token)
      const conversation = returning ?? linked?.conversation
      const [group] = conversation?.groups ?? []
      if (conversation === undefined || group === undefined || group.id !== toHex(frame.group)) throw refused()
      if (returning !== undefined) return letComeBack(conversation, group, knock)
      if (linked === undefined || contacts.find(card.account)?.state === 'blocked') throw refused()
      const contact = contactOf(card)
      if (headOf(group).members.some(({ account }) => account === card.account)) return
      // Who has asked while it was open is still answered.
      if (!isOpenLink(linked.link, clock.now()) && guests.find(conversation.id, card.account) === undefined) throw refused()
      const state = linked.link.asksFirst || wasPutOut(conversation, group, card.account) ? 'waiting' : 'welcome'
      await keep(conversation, { contact, link: linked.link.id, device: undefined, askedAtMs: clock.now(), state })
    }
  }
}

function refused(): ChatError {
  return new ChatError('ERR_KNOCK_REFUSED', 'this link is not valid any more; ask for a new one')
}

import { ChatError } from '../base/errors.js'
import type { ConversationId } from '../base/ids.js'
import { MAX_RELAYS } from '../identity/device-list.js'
import { requireName } from '../identity/display-name.js'
import type { Contact as KnownContact } from '../conversation/contacts.js'
import type { Self } from '../conversation/context.js'
import { groupConversationId } from '../conversation/conversation-ids.js'
import type { Conversation } from '../conversation/conversation.js'
import { headOf } from '../conversation/group.js'
import type { Messenger } from '../conversation/messenger.js'
import { namedNow } from '../conversation/relay-set.js'
import { relayAddress } from '../network/relay-address.js'
import { MAX_RETENTION_DAYS } from '../session/profile.js'
import { compareRank, roleOf } from '../session/roles.js'
import type { Epoch } from '../session/session.js'
import type { Chat } from './chat.js'
import type { ChatApi } from './chat-api.js'
import type { Member } from './person.js'
import { groupLinkApi } from './group-links.js'
import { letIn } from './let-in.js'
import { extentOf } from './share-extent.js'
import { memberName } from './presentation.js'
import { resolveReference } from './references.js'

type GroupApi = Pick<
  ChatApi,
  | 'groupRelays'
  | 'setGroupRelays'
  | 'groupRetention'
  | 'setGroupRetention'
  | 'createGroup'
  | 'members'
  | 'addMember'
  | 'removeMember'
  | 'setRole'
  | 'renameGroup'
  | 'leaveGroup'
> &
  ReturnType<typeof groupLinkApi>

interface Parts extends Pick<Parameters<typeof groupLinkApi>[0], 'primitives' | 'nowMs' | 'ownRelays'> {
  readonly self: Self
  readonly messenger: Pick<Messenger, 'contacts' | 'conversations' | 'membership' | 'sharing' | 'guests' | 'joins' | 'letterbox'>
  readonly findChat: (reference: string) => Conversation
  readonly findContact: (reference: string) => KnownContact
  readonly present: (conversation: Conversation) => Promise<Chat>
}

/** The part of the API that is about groups. */
export function groupApi({ self, messenger, findChat, findContact, present, ...context }: Parts): GroupApi {
  const { contacts, conversations, membership, joins } = messenger

  function findGroup(reference: string): Conversation {
    const conversation = findChat(reference)
    if (conversation.kind === 'group') return conversation
    throw new ChatError('ERR_INVALID_ARGUMENT', `${reference} is a direct chat; parley group create makes a group`)
  }

  /** The group that this person asks to be let in to by a link, where they mean one. @throws ERR_INVALID_ARGUMENT where they may mean another */
  async function askedFor(reference: string): Promise<ConversationId | undefined> {
    const asked: { id: string; name: string; group: ConversationId }[] = []
    for (const { group, link } of joins.all())
      if (link !== undefined) asked.push({ id: await groupConversationId(context.primitives, group), name: link.content.name, group })
    if (!asked.some(({ id, name }) => id === reference || name === reference)) return undefined
    const joined = conversations.shown().filter(({ kind, membership: place }) => kind === 'group' && place === 'joined')
    const meant = resolveReference(
      'group',
      [...asked, ...joined.map(({ id, name }) => ({ id, name, group: undefined }))],
      reference,
      'parley chats'
    )
    return meant.group
  }

  function membersOf(conversation: Conversation): readonly Member[] {
    const { members: known, roles } = headIn(conversation)
    // Who is out knows who was there last, and is none of them.
    const isIn = conversation.membership === 'joined' || conversation.membership === 'parted'
    const members = isIn ? known : known.filter(({ account }) => account !== self.account)
    const coming = new Set(conversation.wishes.flatMap(wish => (wish.kind === 'add' ? [wish.account] : [])))
    const accounts = [...new Set([...members.map(({ account }) => account), ...coming])]
    const ranked = accounts.toSorted((a, b) => compareRank({ roles, account: a }, { roles, account: b }))
    return ranked.map(account => ({
      account,
      name: account === self.account ? self.name() : memberName(contacts, conversation, account),
      role: roleOf(roles, account),
      devices: members.filter(member => member.account === account).map(({ device }) => device),
      ...(coming.has(account) ? { coming: true as const } : {}),
      ...(account === self.account ? { self: true as const } : {})
    }))
  }

  function findMember(conversation: Conversation, reference: string): Member {
    const candidates = membersOf(conversation).map(member => ({ id: member.account, name: member.name, member }))
    return resolveReference('member', candidates, reference, 'parley group members').member
  }

  /** @throws ERR_NOT_ALLOWED for who lives on this device: the others could never reach them */
  function findGuest(reference: string): KnownContact {
    const contact = findContact(reference)
    if (contact.account !== self.companion()) return contact
    throw new ChatError('ERR_NOT_ALLOWED', `${contact.name} lives on this device alone and can't come into a group`)
  }

  return {
    ...groupLinkApi({ self, messenger, findGroup, ...context }),
    async createGroup({ name, contacts: references = [] }) {
      const accounts = references.map(reference => findGuest(reference).account)
      const relays = namedNow(self.relays().relays).map(({ address }) => address)
      return present(await membership.create({ name: requireName(name), relays }, [...new Set(accounts)]))
    },
    members: async ({ chat }) => membersOf(findGroup(chat)),
    async addMember({ chat, contact, ...share }) {
      const { account, name, state } = findGuest(contact)
      if (state !== 'accepted') throw new ChatError('ERR_NOT_ALLOWED', `${name} has not accepted you, or you not them: first be contacts`)
      const conversation = findGroup(chat)
      const isGoing = conversation.wishes.some(wish => wish.kind === 'remove' && wish.account === account)
      if (!isGoing && headIn(conversation).members.some(member => member.account === account))
        throw new ChatError('ERR_INVALID_ARGUMENT', `${name} is in this group already`)
      const extent = extentOf(share)
      await letIn(messenger, { conversation, account, extent })
    },
    async removeMember({ chat, member }) {
      const conversation = findGroup(chat)
      await membership.wish(conversation, { kind: 'remove', account: findMember(conversation, member).account })
    },
    async setRole({ chat, member, role }) {
      const conversation = findGroup(chat)
      await membership.wish(conversation, { kind: 'role', account: findMember(conversation, member).account, role })
    },
    async leaveGroup({ chat }) {
      const asked = await askedFor(chat)
      await (asked === undefined ? membership.wish(findGroup(chat), { kind: 'leave' }) : joins.giveUp(asked))
    },
    groupRelays: async ({ chat }) => headIn(findGroup(chat)).profile.relays,
    async setGroupRelays({ chat, relays }) {
      const named = [...new Set(relays.map(address => relayAddress(address).address))]
      if (named.length > MAX_RELAYS) throw new ChatError('ERR_INVALID_ARGUMENT', `a group has at most ${MAX_RELAYS} relays`)
      const conversation = findGroup(chat)
      // Relays keep only what a member of theirs began there.
      const kept = new Set([...namedNow(self.relays().relays), ...namedNow(conversation.relays)].map(({ id }) => id))
      const strange = named.find(address => !kept.has(relayAddress(address).id))
      if (strange !== undefined)
        throw new ChatError(
          'ERR_INVALID_ARGUMENT',
          `${strange} is none of your relays, which it has to be to keep a group: parley relay add`
        )
      await membership.wish(conversation, { kind: 'profile', profile: { relays: named } })
    },
    groupRetention: async ({ chat }) => ({ days: headIn(findGroup(chat)).profile.retentionDays }),
    setGroupRetention: async ({ chat, days }) =>
      membership.wish(findGroup(chat), { kind: 'profile', profile: { retentionDays: requireDays(days) } }),
    async renameGroup({ chat, name }) {
      const conversation = findGroup(chat)
      await membership.wish(conversation, { kind: 'profile', profile: { name: requireName(name) } })
      return present(conversation)
    }
  }
}

function requireDays(days: number): number {
  if (Number.isInteger(days) && days >= 0 && days <= MAX_RETENTION_DAYS) return days
  throw new ChatError('ERR_INVALID_ARGUMENT', `messages are kept for 1 to ${MAX_RETENTION_DAYS} days, or with 0 without end`)
}

function headIn({ groups }: Conversation): Epoch {
  const [group] = groups
  if (group === undefined) throw new ChatError('ERR_NOT_ALLOWED', 'this device is not in this group, or not any more')
  return headOf(group)
}

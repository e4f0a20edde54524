import { equals } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId } from '../base/ids.js'
import type { Primitives } from '../base/primitives.js'
import type { Self } from '../conversation/context.js'
import { groupConversationId } from '../conversation/conversation-ids.js'
import type { Conversation } from '../conversation/conversation.js'
import { headOf, type Group } from '../conversation/group.js'
import { isOpenLink, LINK_TOKEN_BYTES, linksIn, MAX_LINK_USES, newGroupLink, type GroupLink as KnownLink } from '../session/group-links.js'
import type { Guest } from '../conversation/guests.js'
import type { Reached } from '../conversation/join.js'
import type { Messenger } from '../conversation/messenger.js'
import { namedNow } from '../conversation/relay-set.js'
import { cleanName } from '../identity/display-name.js'
import { groupLinkUri, MAX_OTHER_HOSTS, readGroupLink, type GroupLinkContent, type LinkHost } from '../identity/group-link.js'
import { MAX_INVITE_LIFETIME_MS } from '../identity/invite.js'
import { roleOf } from '../session/roles.js'
import type { ChatApi } from './chat-api.js'
import type { AskedToJoin, GroupLink, GroupRequest } from './group.js'
import { letIn } from './let-in.js'
import { withPage } from './link-with-page.js'
import type { OwnRelays } from './own-relays.js'
import { resolveReference } from './references.js'
import { extentOf } from './share-extent.js'

type GroupLinkApi = Pick<
  ChatApi,
  'createGroupLink' | 'groupLinks' | 'revokeGroupLink' | 'joinGroup' | 'joining' | 'groupRequests' | 'answerRequest'
>

interface Parts {
  readonly self: Self
  readonly primitives: Primitives
  readonly nowMs: () => number
  readonly messenger: Pick<Messenger, 'contacts' | 'conversations' | 'membership' | 'sharing' | 'guests' | 'joins' | 'letterbox'>
  readonly findGroup: (reference: string) => Conversation
  readonly ownRelays: Pick<OwnRelays, 'pageOrigin'>
}

/** The part of the API that is about links to groups. */
export function groupLinkApi({ self, primitives, nowMs, messenger, findGroup, ownRelays }: Parts): GroupLinkApi {
  const { contacts, conversations, membership, guests, joins, letterbox } = messenger

  function ruled(reference: string): { readonly conversation: Conversation; readonly group: Group } {
    const conversation = findGroup(reference)
    const [group] = conversation.groups
    if (group === undefined || conversation.membership !== 'joined' || roleOf(headOf(group).roles, self.account) === 'member')
      throw new ChatError('ERR_NOT_ALLOWED', 'only owners and admins of a group let others in by links')
    return { conversation, group }
  }

  /** Others who may let somebody in, the most senior first, of those whom we know where to find. */
  function otherHosts(group: Group): readonly LinkHost[] {
    const { owners, admins } = headOf(group).roles
    const known = [...owners, ...admins].flatMap(account => (account === self.account ? [] : (contacts.find(account) ?? [])))
    const hosts = known
      .filter(({ state }) => state === 'accepted')
      .map(({ account, name, devices, relays }) => ({ account, name, devices, relays: namedNow(relays).map(({ address }) => address) }))
    return hosts.slice(0, MAX_OTHER_HOSTS)
  }

  async function linkOf(
    group: Group,
    { asksFirst, expiresAtMs }: KnownLink,
    token: Uint8Array
  ): Promise<{ readonly uri: string; readonly page?: string }> {
    const card = await self.card({ token, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) })
    const name = cleanName(headOf(group).profile.name) || 'a group'
    const others = otherHosts(group)
    const content = { group: group.id, name, card, others, asksFirst }
    return withPage(await groupLinkUri(primitives, message => self.sign(message), content), ownRelays.pageOrigin())
  }

  async function tokenOf({ linkTokens }: Conversation, { tokenHash }: KnownLink): Promise<Uint8Array | undefined> {
    for (const token of linkTokens) if (equals(await primitives.sha256(token), tokenHash)) return token
    return undefined
  }

  /** Its text only where this device made it. */
  async function present(conversation: Conversation, group: Group, link: KnownLink): Promise<GroupLink> {
    const { id, asksFirst, expiresAtMs, usesLeft } = link
    const expires = expiresAtMs === undefined ? {} : { expiresAtMs }
    const token = await tokenOf(conversation, link)
    const text = token === undefined ? {} : await linkOf(group, link, token)
    return { id, ...text, approve: asksFirst, open: isOpenLink(link, nowMs()), ...expires, ...(usesLeft === undefined ? {} : { usesLeft }) }
  }

  return {
    async createGroupLink({ chat, expiresInMs, uses, approve = false }) {
      const { conversation, group } = ruled(chat)
      if (expiresInMs !== undefined && (expiresInMs < 1 || expiresInMs > MAX_INVITE_LIFETIME_MS))
        throw new ChatError('ERR_INVALID_ARGUMENT', 'a link expires within ten years; leave the time out for one that never does')
      if (uses !== undefined && (uses < 1 || uses > MAX_LINK_USES))
        throw new ChatError('ERR_INVALID_ARGUMENT', `a link is for 1 to ${MAX_LINK_USES} uses`)
      const token = primitives.randomBytes(LINK_TOKEN_BYTES)
      const link = newGroupLink(await primitives.sha256(token), {
        asksFirst: approve,
        ...(expiresInMs === undefined ? {} : { expiresAtMs: nowMs() + expiresInMs }),
        ...(uses === undefined ? {} : { usesLeft: uses })
      })
      await membership.wish(conversation, { kind: 'link', id: link.id, link, token })
      await letterbox.settled()
      return { ...(await present(conversation, group, link)), ...(await linkOf(group, link, token)) }
    },
    async groupLinks({ chat }) {
      const { conversation, group } = ruled(chat)
      const coming = conversation.wishes.flatMap(wish => (wish.kind === 'link' && wish.link !== undefined ? [wish.link] : []))
      const links = new Map([...linksIn(headOf(group).profile), ...coming].map(link => [link.id, link]))
      for (const wish of conversation.wishes) if (wish.kind === 'link' && wish.link === undefined) links.delete(wish.id)
      return Promise.all([...links.values()].map(link => present(conversation, group, link)))
    },
    async revokeGroupLink({ chat, id }) {
      const { conversation, group } = ruled(chat)
      const known = [...linksIn(headOf(group).profile), ...conversation.wishes.flatMap(wish => (wish.kind === 'link' ? [wish] : []))]
      if (!known.some(link => link.id === id)) throw new ChatError('ERR_NOT_FOUND', `no link ${id}; parley group links shows them`)
      await membership.wish(conversation, { kind: 'link', id, link: undefined })
    },
    async joinGroup({ link }) {
      const content = await readGroupLink(primitives, link)
      const chat = await groupConversationId(primitives, content.group)
      if (conversations.find(chat)?.membership === 'joined')
        throw new ChatError('ERR_INVALID_ARGUMENT', `you are in ${content.name} already`)
      await joins.begin(link)
      return askedBy(chat, content, joins.reached(content.group))
    },
    async joining() {
      const links = joins.all().flatMap(({ link }) => (link === undefined ? [] : [link.content]))
      return Promise.all(
        links.map(async link => askedBy(await groupConversationId(primitives, link.group), link, joins.reached(link.group)))
      )
    },
    async groupRequests({ chat }) {
      const { conversation, group } = ruled(chat)
      const members = new Set(headOf(group).members.map(({ account }) => account))
      return guests
        .of(conversation.id)
        .filter(({ contact, state }) => state !== 'refused' && !members.has(contact.account))
        .map(presentGuest)
    },
    async answerRequest({ chat, account: reference, approve, ...share }) {
      const { conversation } = ruled(chat)
      const candidates = guests.of(conversation.id).map(({ contact }) => ({ id: contact.account as string, name: contact.name }))
      const account = resolveReference('request', candidates, reference, 'parley group requests').id as AccountId
      const extent = extentOf(share)
      if (approve) await letIn(messenger, { conversation, account, extent })
      await guests.answer(conversation.id, account, approve ? 'welcome' : 'refused')
    }
  }
}

const askedBy = (chat: ConversationId, { name, hosts, asksFirst }: GroupLinkContent, reached: Reached): AskedToJoin => ({
  chat,
  name,
  hosts: hosts.map(host => host.name),
  approve: asksFirst,
  reached
})

function presentGuest({ contact: { account, name }, askedAtMs, state }: Guest): GroupRequest {
  return { account, name, askedAtMs, ...(state === 'welcome' ? { coming: true as const } : {}) }
}

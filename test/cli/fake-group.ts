import type { ChatApi } from '../../node/api/chat-api.js'
import type { GroupLink } from '../../node/api/group.js'
import type { Contact, Member } from '../../node/api/person.js'
import type { Identity } from '../../node/api/status.js'
import { ChatError } from '../../node/base/errors.js'
import type { ConversationId } from '../../node/base/ids.js'

type FakeGroup = Pick<
  ChatApi,
  | 'createGroup'
  | 'members'
  | 'addMember'
  | 'removeMember'
  | 'setRole'
  | 'renameGroup'
  | 'leaveGroup'
  | 'createGroupLink'
  | 'groupLinks'
  | 'revokeGroupLink'
  | 'joinGroup'
  | 'joining'
  | 'groupRequests'
  | 'answerRequest'
  | 'groupRelays'
  | 'setGroupRelays'
  | 'groupRetention'
  | 'setGroupRetention'
>

const ID = '9'.repeat(64) as ConversationId

/** One group at a time, of which the person is the owner; whoever is let in is there at once. */
export function createFakeGroup(identity: () => Identity, find: (reference: string) => Contact): FakeGroup {
  let name = ''
  let members: Member[] = []
  let links: readonly GroupLink[] = []
  let retention = 0

  const chat = () => ({
    id: ID,
    kind: 'group' as const,
    title: name,
    accounts: members.map(({ account }) => account),
    state: 'accepted' as const,
    unread: 0,
    newest: undefined
  })

  function among(reference: string): Member {
    const member = members.find(one => one.name === reference)
    if (member === undefined) throw new ChatError('ERR_NOT_FOUND', `there is no member ${reference}`)
    return member
  }

  function requireGroup(reference: string): void {
    if (members.length === 0 || (reference !== name && reference !== ID))
      throw new ChatError('ERR_NOT_FOUND', `there is no group ${reference}`)
  }

  return {
    async createGroup({ name: given, contacts = [] }) {
      const { account, name: called, device } = identity()
      name = given
      members = [{ account, name: called, devices: [device], role: 'owner', self: true }, ...contacts.map(find).map(memberOf)]
      return chat()
    },
    async members({ chat: of }) {
      requireGroup(of)
      return members
    },
    async addMember({ chat: to, contact }) {
      requireGroup(to)
      members = [...members, memberOf(find(contact))]
    },
    async removeMember({ chat: from, member }) {
      requireGroup(from)
      const gone = among(member)
      members = members.filter(one => one !== gone)
    },
    async setRole({ chat: of, member, role }) {
      requireGroup(of)
      const appointed = among(member)
      members = members.map(one => (one === appointed ? { ...one, role } : one))
    },
    async renameGroup({ chat: of, name: given }) {
      requireGroup(of)
      name = given
      return chat()
    },
    async leaveGroup({ chat: of }) {
      requireGroup(of)
      members = []
    },
    async createGroupLink({ chat: of, approve = false }) {
      requireGroup(of)
      const link = { id: '3f2a91bc', uri: 'parley:link', approve, open: true }
      links = [...links, link]
      return link
    },
    async groupLinks({ chat: of }) {
      requireGroup(of)
      return links
    },
    async revokeGroupLink({ chat: of, id }) {
      requireGroup(of)
      if (!links.some(link => link.id === id)) throw new ChatError('ERR_NOT_FOUND', `there is no link ${id}`)
      links = links.filter(link => link.id !== id)
    },
    async joinGroup() {
      return { chat: ID, name: 'Garden', hosts: [identity().name], approve: true, reached: 'relay' }
    },
    joining: async () => [],
    async groupRelays({ chat: of }) {
      requireGroup(of)
      return []
    },
    async setGroupRelays({ chat: of }) {
      requireGroup(of)
    },
    async groupRetention({ chat: of }) {
      requireGroup(of)
      return { days: retention }
    },
    async setGroupRetention({ chat: of, days }) {
      requireGroup(of)
      retention = days
    },
    async groupRequests({ chat: of }) {
      requireGroup(of)
      return []
    },
    async answerRequest({ account }) {
      throw new ChatError('ERR_NOT_FOUND', `nobody called ${account} asks`)
    }
  }
}

function memberOf({ account, name: called, devices }: Contact): Member {
  return { account, name: called, devices, role: 'member' }
}

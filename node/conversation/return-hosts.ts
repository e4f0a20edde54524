import type { AccountId, ConversationId, EpochId } from '../base/ids.js'
import { returnDoorOf } from '../identity/return-door.js'
import { readRelayAddresses } from '../network/relay-address.js'
import { compareRank } from '../session/roles.js'
import { newContact, type Contact, type Contacts } from './contacts.js'
import type { Self } from './context.js'
import type { Conversation } from './conversation.js'
import { headOf } from './group.js'
import type { Conversations } from './conversations.js'
import type { OwnDevices } from './own-devices.js'
import { nameInGroup } from './presences.js'

/** Members who are asked at once: any of them can do it. */
const MAX_HOSTS = 8

/** Whom a device asks that was in a group and can't follow it any more. */
export interface ReturnHosts {
  /** `first`, this account's other devices, then owners, admins and all others, as far as they can be reached. */
  of(group: ConversationId, first: readonly AccountId[]): readonly Contact[]
  /** These, as far as they can be reached. */
  amongst(group: ConversationId, accounts: readonly AccountId[]): readonly Contact[]
  /** The epoch that this device came to; undefined where it has lost all, or its leaf, so that no commit leads on from there. */
  headOf(group: ConversationId): EpochId | undefined
}

interface Parts {
  readonly conversations: Pick<Conversations, 'all'>
  readonly contacts: Pick<Contacts, 'find'>
  readonly ownDevices: Pick<OwnDevices, 'asContact'>
}

export function createReturnHosts({ account: self }: Pick<Self, 'account'>, { conversations, contacts, ownDevices }: Parts): ReturnHosts {
  function find(group: ConversationId): Conversation | undefined {
    return conversations
      .all()
      .find(({ kind, groups, formerGroups }) => kind === 'group' && (groups.some(({ id }) => id === group) || formerGroups.includes(group)))
  }

  function accountsIn({ accounts, groups: [group] }: Conversation): readonly AccountId[] {
    if (group === undefined) return accounts
    const { members, roles } = headOf(group)
    const others = [...new Set(members.map(({ account }) => account))].filter(account => account !== self)
    return [self, ...others.toSorted((a, b) => compareRank({ roles, account: a }, { roles, account: b }))]
  }

  function reached(conversation: Conversation, account: AccountId): Contact | undefined {
    const known = account === self ? ownDevices.asContact() : contacts.find(account)
    if (known?.state === 'blocked') return undefined
    if (account === self || known?.state === 'accepted') return known
    const told = conversation.devices.flatMap(member =>
      member.account === account ? (conversation.presences.get(member.device) ?? []) : []
    )
    const [newest] = told.toSorted((a, b) => b.toldAtMs - a.toldAtMs)
    if (newest === undefined) return undefined
    return {
      ...newContact(account),
      name: nameInGroup(conversation, account) ?? 'a member',
      devices: told.map(({ device, addresses }) => ({ device, addresses })),
      relays: readRelayAddresses(newest.relays).map(relay => ({ ...relay, leftAtMs: undefined }))
    }
  }

  function amongst(group: ConversationId, conversation: Conversation, accounts: readonly AccountId[]): readonly Contact[] {
    const hosts = accounts.flatMap(account => reached(conversation, account) ?? []).filter(({ devices }) => devices.length > 0)
    return hosts.slice(0, MAX_HOSTS).map(host => ({ ...host, token: returnDoorOf(group, host.account) }))
  }

  return {
    of(group, first) {
      const conversation = find(group)
      return conversation === undefined ? [] : amongst(group, conversation, [...new Set([...first, ...accountsIn(conversation)])])
    },
    amongst(group, accounts) {
      const conversation = find(group)
      return conversation === undefined ? [] : amongst(group, conversation, accounts)
    },
    headOf(group) {
      const conversation = find(group)
      return conversation?.membership === 'parted' ? undefined : conversation?.groups.find(({ id }) => id === group)?.head
    }
  }
}

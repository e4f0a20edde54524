import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId } from '../base/ids.js'
import { hasRoles } from '../session/roles.js'
import type { Epoch } from '../session/session.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import { directConversationId, groupConversationId, ownConversationId } from './conversation-ids.js'
import type { Conversation } from './conversation.js'
import { isComplete } from './current-group.js'
import type { Group } from './group.js'
import type { Conversations } from './conversations.js'
import type { GroupWelcome } from './group-admission.js'
import type { Outbox } from './outbox.js'

/** A Welcome of another device of ours, or of whom a direct conversation is with, opened, and what is written with it. */
type DeviceWelcome = Pick<GroupWelcome, 'log' | 'epoch' | 'used'>

/** Lets this device in where another one of its account is already: direct conversations, groups, and that of the account's own devices. */
export interface DeviceAdmission {
  /** Durable when it resolves. @throws ERR_BUSY where the contact whom it is with isn't known here yet: it comes */
  admit(welcome: DeviceWelcome): Promise<void>
}

interface Parts {
  readonly contacts: Pick<Contacts, 'find'>
  readonly conversations: Conversations
  readonly outbox: Pick<Outbox, 'headChanged'>
}

export function createDeviceAdmission(context: ConversationContext, { contacts, conversations, outbox }: Parts): DeviceAdmission {
  const { records, primitives, self, events } = context

  function otherIn({ members }: Epoch): AccountId | undefined {
    return members.find(({ account }) => account !== self.account)?.account
  }

  async function idOf(epoch: Epoch): Promise<ConversationId> {
    if (hasRoles(epoch.roles)) return groupConversationId(primitives, epoch.conversation)
    const other = otherIn(epoch)
    return other === undefined ? ownConversationId(primitives, self.account) : directConversationId(primitives, self.account, other)
  }

  function newConversation(id: ConversationId, epoch: Epoch): Conversation {
    const other = otherIn(epoch)
    if (hasRoles(epoch.roles)) return conversations.create({ id, kind: 'group', accounts: [self.account] })
    if (other === undefined) return conversations.create({ id, kind: 'own', accounts: [self.account] })
    if (contacts.find(other) === undefined)
      throw new ChatError('ERR_BUSY', 'this device has not heard of that contact yet; try again in a moment')
    return conversations.create({ id, accounts: [self.account, other] })
  }

  return {
    async admit({ log, epoch, used }) {
      const id = await idOf(epoch)
      const conversation = conversations.find(id) ?? newConversation(id, epoch)
      const dropped = await conversations.write(conversation, async () => {
        const isReplaced = (group: Group): boolean =>
          group.id === epoch.conversation || conversation.kind === 'group' || !isComplete(conversation, group)
        const replaced = conversations.dropGroups(conversation, conversation.groups.filter(isReplaced))
        conversation.formerGroups = conversation.formerGroups.filter(former => former !== epoch.conversation)
        conversation.membership = 'joined'
        conversation.joinedBy = log
        const { writes } = await conversations.addGroup(conversation, epoch)
        const surplus = conversations.dropSurplusGroups(conversation)
        return { writes: [...replaced.writes, ...writes, ...surplus.writes, ...used], result: [...replaced.epochs, ...surplus.epochs] }
      })
      conversations.adopt(conversation)
      if (dropped.length > 0) await records.wipeEpochs(dropped)
      await context.probe('epoch:durable')
      events.emit('conversation:changed', { conversation: id })
      events.emit('group:joined', { conversation: id })
      await outbox.headChanged(conversation)
    }
  }
}

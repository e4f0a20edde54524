import type { AccountId, DeviceId } from '../base/ids.js'
import { dutiesAtHead } from '../session/head-duties.js'
import { outranks } from '../session/roles.js'
import type { Epoch } from '../session/session.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { headOf, type Group } from './group.js'
import type { Conversations } from './conversations.js'
import { isOnTheWay } from './group-epochs.js'

/**
 * Whoever is let in by somebody whom others put out at the same time has the keys of a branch that lost, and none of the way that the
 * others went: nothing that they can open tells them that they are not in. Members do, whom they ask.
 */
export interface LostWays {
  /** Whether who asks in this epoch came in on a branch that lost, and nobody is about to let them in where we write. */
  isLost(conversation: Conversation, epoch: Epoch, asker: DeviceId): boolean
  /** What a member said of us whom we asked in this epoch. They are believed who could put us out. */
  hear(conversation: Conversation, from: DeviceId, asked: Epoch, isLost: boolean): Promise<void>
}

export function createLostWays(
  { self, events }: Pick<ConversationContext, 'self' | 'events'>,
  conversations: Pick<Conversations, 'disown' | 'write'>
): LostWays {
  return {
    isLost(conversation, epoch, asker) {
      const [group] = conversation.groups
      const account = accountOf(epoch, asker)
      if (group === undefined || account === undefined || conversation.membership !== 'joined') return false
      const isIn = headOf(group).members.some(member => member.account === account)
      if (isIn || !group.tree.commits.has(epoch.id) || isOnTheWay(group, epoch.id)) return false
      const isWished = conversation.wishes.some(wish => wish.kind === 'add' && wish.account === account)
      return !isWished && !dutiesAtHead(group.tree).lostAdds.some(add => add.account === account)
    },
    async hear(conversation, from, asked, isLost) {
      const teller = accountOf(asked, from)
      const isNews = (group: Group | undefined): group is Group =>
        group !== undefined && teller !== undefined && changes({ group, asked, teller, self: self.account, isLost })
      if (!isNews(conversation.groups[0])) return
      await conversations.write(conversation, async () => {
        const [group] = conversation.groups
        if (!isNews(group) || teller === undefined) return { writes: [], result: undefined }
        return { writes: conversations.disown(conversation, group, isLost ? { by: teller, at: asked.id } : undefined), result: undefined }
      })
      events.emit('conversation:changed', { conversation: conversation.id })
    }
  }
}

interface Word {
  readonly group: Group
  readonly asked: Epoch
  readonly teller: AccountId
  readonly self: AccountId
  readonly isLost: boolean
}

/** Of two who say otherwise the one is believed who outranks the other; who had said it may take it back. */
function changes({ group, asked: { id, roles }, teller, self, isLost }: Word): boolean {
  if (!outranks(roles, teller, self)) return false
  const known = group.disowned
  const isAbove = known === undefined || known.by === teller || outranks(roles, teller, known.by)
  if (!isLost) return known !== undefined && isAbove
  return isAbove && known?.at !== id && isOnTheWay(group, id)
}

const accountOf = ({ members }: Epoch, device: DeviceId): AccountId | undefined => members.find(member => member.device === device)?.account

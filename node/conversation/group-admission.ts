import { ChatError } from '../base/errors.js'
import type { AccountId, LogId } from '../base/ids.js'
import { roleOf } from '../session/roles.js'
import type { Epoch } from '../session/session.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import { groupConversationId } from './conversation-ids.js'
import type { Conversation } from './conversation.js'
import { headOf, type Group } from './group.js'
import type { Conversations } from './conversations.js'
import { whileOut } from './gaps.js'
import type { Join } from './join.js'
import type { Joins } from './joins.js'
import type { Outbox } from './outbox.js'
import type { RecordWrite } from './records.js'
import { superiorsTo } from './superiors.js'

/** So long after a device is back others may let it in that had begun to before. */
const CONCURRENT_MS = 60 * 60_000

/** A Welcome to a group, opened, and what is written with it. */
export interface GroupWelcome {
  /** Whose device sent it. */
  readonly account: AccountId
  /** That the knock brought. */
  readonly token: Uint8Array
  /** Where it stands. */
  readonly log: LogId
  readonly epoch: Epoch
  readonly used: readonly RecordWrite[]
}

/**
 * Lets this device in to a group, for the first time or again. What a Welcome says of the way to its epoch is the word of who sent it:
 * where there is a group already, it counts only from somebody who had a role in that, and never takes its place while the person is in it,
 * unless this device has asked to be let in again. Then it counts from any member, until somebody speaks up who could have put that one out.
 */
export interface GroupAdmission {
  /** Durable when it resolves. @throws ERR_KNOCK_REFUSED from whoever may not */
  admit(welcome: GroupWelcome): Promise<void>
}

interface Parts {
  readonly contacts: Pick<Contacts, 'stateOf'>
  readonly conversations: Conversations
  readonly outbox: Pick<Outbox, 'headChanged'>
  readonly joins: Pick<Joins, 'isExpected' | 'returnTo' | 'end'>
}

export function createGroupAdmission(context: ConversationContext, { contacts, conversations, outbox, joins }: Parts): GroupAdmission {
  const { records, primitives, self, events } = context

  async function begin(conversation: Conversation, { log, epoch, used }: GroupWelcome): Promise<readonly Epoch[]> {
    return conversations.write(conversation, async () => {
      const wasOut = conversation.membership === 'left' || conversation.membership === 'removed'
      const replaced = conversations.dropGroups(conversation, conversation.groups)
      conversation.membership = 'joined'
      conversation.joinedBy = log
      const { writes } = await conversations.addGroup(conversation, epoch)
      const absent = wasOut ? noteOut(conversation) : []
      return { writes: [...replaced.writes, ...writes, ...absent, ...used], result: replaced.epochs }
    })
  }

  function noteOut(conversation: Conversation): readonly RecordWrite[] {
    return [...conversation.holdings].map(([device, known]) => {
      const holding = whileOut(known)
      conversation.holdings.set(device, holding)
      return records.holding(conversation, device, holding)
    })
  }

  /** Two let us in at once, on two branches: fork choice says where we are. */
  async function branchOff(conversation: Conversation, group: Group, { log, epoch, used }: GroupWelcome): Promise<void> {
    await conversations.write(conversation, async () => {
      conversation.joinedBy = log
      // All that it tells: who had which role where it begins is known here.
      const writes = await conversations.takeBranch(conversation, group, epoch, epoch.lineage)
      return { writes: [...writes, ...used], result: undefined }
    })
  }

  /** This device couldn't follow the group any more, and asked. */
  async function comeBack(conversation: Conversation, welcome: GroupWelcome, asked: Join): Promise<void> {
    const { account, epoch } = welcome
    const [group] = conversation.groups
    if (!isHost(conversation, welcome, asked)) throw refused('this is nobody who is known to be in the group, or was asked')
    const isConcurrent = context.clock.now() < (asked.backAtMs ?? 0) + CONCURRENT_MS && !wasAsked(asked, account)
    // Two let it in at once, on two branches: fork choice says where it is.
    if (isConcurrent && group !== undefined && isOffshoot(group, epoch)) return branchOff(conversation, group, welcome)
    if (asked.backAtMs !== undefined && !asked.superiors.includes(account)) throw refused('this device is in the group again')
    const superiors = superiorsOf(group, welcome, asked)
    const dropped = await begin(conversation, welcome)
    await joins.end(epoch.conversation, superiors)
    if (dropped.length > 0) await records.wipeEpochs(dropped)
  }

  /** Until one of those is heard whose word counts, what was known before it first came back decides whose does. */
  function superiorsOf(group: Group | undefined, { account, epoch }: GroupWelcome, { superiors }: Join): readonly AccountId[] {
    const place = superiors.indexOf(account)
    if (superiors.length > 0) return place < 0 ? superiors : superiors.slice(0, place)
    return group === undefined ? [] : superiorsTo(account, headOf(group), self.account, epoch)
  }

  /** Whom it knew there; somebody who is said to have got a role since then; where nothing is known, whoever it asked. */
  function isHost({ groups: [group] }: Conversation, { account, epoch }: GroupWelcome, asked: Join): boolean {
    if (account === self.account || asked.superiors.includes(account) || wasAsked(asked, account)) return true
    if (group === undefined) return false
    return isKnownThere(group, account) || (isOffshoot(group, epoch) && roleOf(epoch.roles, account) !== 'member')
  }

  return {
    async admit(welcome) {
      const { account, token, epoch } = welcome
      if (contacts.stateOf(account) !== 'accepted' && !joins.isExpected(epoch.conversation, token))
        throw refused('whoever lets somebody in to a group has to be a contact of theirs, or to have been asked')
      // A contact has our door, and need not use the token that they were asked with; whoever else comes has been let through by that.
      const asked = joins.returnTo(epoch.conversation)
      if (asked === undefined && roleOf(epoch.roles, account) === 'member')
        throw refused('only owners and admins let somebody in to a group')
      const id = await groupConversationId(primitives, epoch.conversation)
      const known = conversations.find(id)
      const conversation = known ?? conversations.create({ id, kind: 'group', accounts: [self.account, account] })
      const [group] = conversation.groups
      if (asked !== undefined) await comeBack(conversation, welcome, asked)
      else if (group !== undefined && conversation.membership === 'joined') {
        if (roleOf(headOf(group).roles, account) === 'member' || !isOffshoot(group, epoch))
          throw refused('whoever lets somebody in again has to be an owner or admin of the group, on a branch of it')
        await branchOff(conversation, group, welcome)
      } else {
        if (group !== undefined && !isKnownThere(group, account) && !isOffshoot(group, epoch))
          throw refused('this is not the group that goes by this id here')
        const dropped = await begin(conversation, welcome)
        if (dropped.length > 0) await records.wipeEpochs(dropped)
      }
      conversations.adopt(conversation)
      await context.probe('epoch:durable')
      await joins.end(epoch.conversation)
      events.emit('conversation:changed', { conversation: id })
      events.emit('group:joined', { conversation: id })
      await outbox.headChanged(conversation)
    }
  }
}

const wasAsked = ({ asked }: Join, account: AccountId): boolean => asked.some(one => one.account === account)

/** Who was put out may be let in by somebody who was appointed only later. */
function isKnownThere(group: Group, account: AccountId): boolean {
  return headOf(group).members.some(member => member.account === account)
}

/** Whether the way to this epoch leaves from one that we know. */
function isOffshoot({ tree }: Group, { lineage }: Epoch): boolean {
  return lineage.some(({ parent }) => parent === tree.origin.epoch || tree.commits.has(parent))
}

function refused(why: string): ChatError {
  return new ChatError('ERR_KNOCK_REFUSED', why)
}

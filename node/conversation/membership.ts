import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId, EpochId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial, type Serial } from '../base/serial.js'
import type { GroupProfile } from '../session/profile.js'
import { NO_PROFILE } from '../session/profile.js'
import type { Committed, Epoch, Member } from '../session/session.js'
import { createAlone } from './alone.js'
import { commitAtHead } from './committing.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import { groupConversationId, headOf, type Conversation, type Group, type Letter } from './conversation.js'
import type { Conversations } from './conversations.js'
import { whoIsReached, type Guests } from './guests.js'
import type { Letters } from './letters.js'
import { planMembership, type Plan } from './membership-plan.js'
import { passing } from './on-link.js'
import type { Outbox } from './outbox.js'
import type { RecordWrite } from './records.js'
import type { Sending } from './sending.js'
import type { TakenForAccount, TakenPackage, Welcoming } from './welcoming.js'
import { withWish, type Wish } from './wish.js'

/** Somebody whose key packages could not be had is asked again. */
const ASK_AGAIN_MS = 60_000

/**
 * Who is in a group, with which role, and what the group says of itself. What the person wants is written down first; it is then
 * committed at the head, one commit after another, again wherever a fork takes it away, until it is so.
 */
export interface Membership {
  start(): Stop
  /** The group is durable when this resolves; its first members are on their way in. @throws ERR_INVALID_ARGUMENT */
  create(profile: Pick<GroupProfile, 'name' | 'relays'>, accounts: readonly AccountId[]): Promise<Conversation>
  /** Durable when this resolves, and tried. @throws ERR_NOT_ALLOWED for what this account may not have there */
  wish(conversation: Conversation, wish: Wish): Promise<void>
}

interface Parts {
  readonly contacts: Contacts
  readonly conversations: Conversations
  readonly outbox: Outbox
  readonly welcoming: Welcoming
  readonly letters: Letters
  readonly sending: Pick<Sending, 'leave'>
  readonly guests: Guests
}

/** What a round has brought about. */
interface Step {
  readonly plan: Plan
  readonly row: Parameters<Outbox['queued']>[1] | undefined
  readonly isCommitted: boolean
}

export function createMembership(
  context: ConversationContext,
  { contacts, conversations, outbox, welcoming, letters, sending, guests }: Parts
): Membership {
  const { records, self, clock, events } = context
  const serials = new Map<ConversationId, Serial>()
  const due = new Set<ConversationId>()
  /** Key packages that were taken and wait for their commit: each is used once. */
  const taken = new Map<ConversationId, Map<AccountId, TakenForAccount>>()
  const timers = new Map<ConversationId, Stop>()
  /** Since when what several may see to has been there to do, at each group's head. */
  const noticed = new Map<ConversationId, { readonly head: EpochId; readonly atMs: Map<string, number> }>()

  const toReach = whoIsReached(contacts, guests)

  function takenFor({ id }: Conversation): Map<AccountId, TakenForAccount> {
    const own = taken.get(id) ?? new Map<AccountId, TakenForAccount>()
    taken.set(id, own)
    return own
  }

  function waitedMs({ id }: Conversation, head: EpochId, duty: string): number {
    const known = noticed.get(id)
    const atHead = known?.head === head ? known : { head, atMs: new Map<string, number>() }
    noticed.set(id, atHead)
    const sinceMs = atHead.atMs.get(duty) ?? clock.now()
    atHead.atMs.set(duty, sinceMs)
    return Math.max(0, clock.now() - sinceMs)
  }

  function planFor(conversation: Conversation, group: Group, wishes: readonly Wish[] = conversation.wishes): Plan {
    const head = headOf(group)
    return planMembership({
      head,
      tree: group.tree,
      self: ownMember(head),
      revoked: conversation.revoked,
      wishes,
      taken: new Map([...takenFor(conversation)].map(([account, { packages }]) => [account, packages])),
      strayed: strayedIn(conversation, head),
      waitedMs: duty => waitedMs(conversation, head.id, duty),
      isWithinReach: account => toReach(conversation, account) !== undefined,
      guests: guests
        .of(conversation.id)
        .flatMap(({ contact: { account }, link, state }) => (state === 'refused' ? [] : { account, link, isWelcome: state === 'welcome' }))
    })
  }

  async function fetch(conversation: Conversation, account: AccountId): Promise<boolean> {
    const contact = toReach(conversation, account)
    if (contact === undefined) return false
    try {
      const isRevoked = (device: DeviceId): boolean => contact.revoked.includes(device) || conversation.revoked.has(device)
      takenFor(conversation).set(account, await welcoming.take(contact, isRevoked))
      return true
    } catch (err) {
      passing(err)
      return false
    }
  }

  async function lettersFor(
    joining: readonly TakenPackage[],
    conversation: Conversation,
    { child, welcome }: Committed
  ): Promise<Letter[]> {
    if (welcome === undefined) return []
    const accounts = [...new Set(joining.map(({ info }) => info.account))]
    return Promise.all(
      accounts.map(async account => {
        const to = takenFor(conversation).get(account)?.device
        const contact = toReach(conversation, account)
        if (to === undefined || contact === undefined) throw new ChatError('ERR_INTERNAL', 'somebody comes in whom nothing was taken for')
        const own = joining.filter(({ info }) => info.account === account)
        const body = await welcoming.letter(contact, child, own, welcome)
        return { account, epoch: child.id, to, body, leftAt: [], arrived: false }
      })
    )
  }

  /** One commit at most. */
  async function step(conversation: Conversation): Promise<Step | undefined> {
    return conversations.write<Step | undefined>(conversation, async () => {
      const [group] = conversation.groups
      if (conversation.membership !== 'joined' || group === undefined || group.pending !== undefined)
        return { writes: [], result: undefined }
      const plan = planFor(conversation, group)
      const writes: RecordWrite[] = []
      if (plan.over.length > 0) conversation.wishes = conversation.wishes.filter(wish => !plan.over.some(over => over.wish === wish))
      let row: Step['row']
      if (plan.change !== undefined) {
        const held = await commitAtHead(context, conversations, conversation, group, plan.change)
        const sent = await lettersFor(plan.joining, conversation, held.committed)
        conversation.letters = [...conversation.letters.filter(({ account }) => !sent.some(letter => letter.account === account)), ...sent]
        for (const { account } of sent) takenFor(conversation).delete(account)
        writes.push(...held.writes)
        row = held.row
      }
      for (const wish of plan.taking) conversation.wishes = withWish(conversation.wishes, wish)
      const isNews = plan.over.length > 0 || plan.joining.length > 0 || plan.taking.length > 0
      if (isNews) writes.push(records.membership(conversation))
      return { writes, result: { plan, row, isCommitted: plan.change !== undefined } }
    })
  }

  /** Commits, asks for key packages and commits again, for as long as there is something to do. */
  async function attend(conversation: Conversation): Promise<void> {
    for (;;) {
      const done = await step(conversation)
      if (done === undefined) return
      if (done.isCommitted) await context.probe('epoch:durable')
      if (done.row !== undefined) outbox.queued(conversation, done.row)
      else if (done.isCommitted) await outbox.headChanged(conversation)
      letters.soon(conversation)
      if (done.plan.isLeaving) return go(conversation)
      const fetched = await Promise.all(done.plan.lacking.map(account => fetch(conversation, account)))
      const inMs = Math.min(done.plan.turnInMs ?? Infinity, fetched.includes(false) ? ASK_AGAIN_MS : Infinity)
      if (inMs < Infinity) again(conversation, inMs)
      if (!done.isCommitted && !fetched.includes(true) && done.plan.taking.length === 0) return
      // A commit of ours that waits for the others calls again when it is where they find it.
    }
  }

  /** The others hear of it, and whoever outranks us takes us out; nothing is taken from there any more. */
  async function go(conversation: Conversation): Promise<void> {
    await sending.leave(conversation)
    await conversations.write(conversation, async () => {
      conversation.membership = 'left'
      conversation.wishes = []
      conversation.letters = []
      return { writes: [records.conversation(conversation), records.membership(conversation)], result: undefined }
    })
    events.emit('conversation:changed', { conversation: conversation.id })
  }

  function again(conversation: Conversation, inMs: number): void {
    timers.get(conversation.id)?.()
    timers.set(
      conversation.id,
      clock.after(inMs, () => soon(conversation))
    )
  }

  /** Asked for twice before it begins, it is done once. */
  function soon(conversation: Conversation): void {
    const { id, kind } = conversation
    if (kind !== 'group' || due.has(id)) return
    due.add(id)
    const serial = serials.get(id) ?? createSerial()
    serials.set(id, serial)
    serial(async () => {
      due.delete(id)
      await attend(conversation)
    }).catch(passing)
  }

  function soonIn({ conversation }: { readonly conversation: ConversationId }): void {
    const found = conversations.find(conversation)
    if (found !== undefined) soon(found)
  }

  async function change(conversation: Conversation, edit: () => void): Promise<void> {
    await conversations.write(conversation, async () => {
      edit()
      return { writes: [records.membership(conversation)], result: undefined }
    })
    soon(conversation)
  }

  /** They are in: nothing waits for them any more. */
  async function settle(conversation: Conversation, account: AccountId): Promise<void> {
    await guests.forget(conversation.id, account)
    const isWaited = (wish: Wish): boolean => wish.kind === 'add' && wish.account === account
    if (!conversation.wishes.some(isWaited) && !conversation.letters.some(letter => letter.account === account)) return
    await change(conversation, () => {
      conversation.wishes = conversation.wishes.filter(wish => !isWaited(wish))
      conversation.letters = conversation.letters.filter(letter => letter.account !== account)
    })
  }

  /** Somebody leaves: where we may, we see to it. */
  async function takeOut(conversation: Conversation, account: AccountId): Promise<void> {
    const [group] = conversation.groups
    const wish: Wish = { kind: 'takeOut', account }
    if (group === undefined || planFor(conversation, group, [wish]).over.length > 0) return
    await change(conversation, () => {
      conversation.wishes = withWish(conversation.wishes, wish)
    })
  }

  function requireLawful(conversation: Conversation, wish: Wish): void {
    const [group] = conversation.groups
    if (conversation.membership !== 'joined' || group === undefined)
      throw new ChatError('ERR_NOT_ALLOWED', 'you are not in this group, or not any more')
    const { over } = planFor(conversation, group, [wish])
    if (over.some(({ isRefused }) => isRefused)) throw new ChatError('ERR_NOT_ALLOWED', REFUSED[wish.kind])
  }

  return {
    start() {
      const stops = [
        events.on('epochs:changed', soonIn),
        events.on('membership:changed', soonIn),
        events.on('message:received', ({ conversation: id, account, leaving }) => {
          const conversation = leaving === true ? conversations.find(id) : undefined
          if (conversation?.kind === 'group') takeOut(conversation, account).catch(passing)
        }),
        events.on('member:heard', ({ conversation, account }) => {
          const found = conversations.find(conversation)
          if (found !== undefined) settle(found, account).catch(passing)
        }),
        events.on('contact:changed', ({ account }) => {
          for (const conversation of conversations.all()) if (conversation.accounts.includes(account)) soon(conversation)
        })
      ]
      for (const conversation of conversations.all()) soon(conversation)
      return () => {
        for (const stop of [...stops, ...timers.values()]) stop()
      }
    },
    async create({ name, relays }, accounts) {
      const first = await createAlone(context)
      const conversation = conversations.create({
        id: await groupConversationId(context.primitives, first.conversation),
        kind: 'group',
        accounts: [self.account]
      })
      const roles = { owners: [self.account], admins: [] }
      await conversations.write(conversation, async () => {
        const { group, writes } = await conversations.addGroup(conversation, first)
        const named = await commitAtHead(context, conversations, conversation, group, { roles, profile: { ...NO_PROFILE, name, relays } })
        conversation.wishes = accounts.map(account => ({ kind: 'add', account }))
        return { writes: [...writes, ...named.writes, records.membership(conversation)], result: undefined }
      })
      conversations.adopt(conversation)
      events.emit('conversation:changed', { conversation: conversation.id })
      soon(conversation)
      return conversation
    },
    async wish(conversation, wish) {
      requireLawful(conversation, wish)
      await change(conversation, () => {
        conversation.wishes = withWish(conversation.wishes, wish)
      })
    }
  }
}

const REFUSED: Readonly<Record<Wish['kind'], string>> = {
  add: 'only owners and admins let somebody in; ask one of them',
  remove: 'only owners and admins put somebody out, and only whom they outrank',
  link: 'only owners and admins make links to a group, and take them back',
  takeOut: 'only whoever outranks somebody takes them out',
  leave: 'a group keeps one owner: name another first (parley group role)',
  role: 'only owners appoint and dismiss, and a group keeps one owner: name another first',
  profile: 'only owners and admins change what a group is called and where it is kept'
}

function ownMember({ members, ownLeaf }: Epoch): Member {
  const member = members.find(({ leaf }) => leaf === ownLeaf)
  if (member === undefined) throw new ChatError('ERR_INTERNAL', 'this device is no member of the epoch that it writes in')
  return member
}

/** Who was added, has not come, and can't any more with the letter that they were sent. */
function strayedIn({ wishes, letters: sent }: Conversation, { members }: Epoch): ReadonlySet<AccountId> {
  const waited = wishes.flatMap(wish => (wish.kind === 'add' ? wish.account : []))
  return new Set(
    waited.filter(account => members.some(member => member.account === account) && !sent.some(letter => letter.account === account))
  )
}

import { ChatError, isChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial, type Serial } from '../base/serial.js'
import type { GroupProfile } from '../session/profile.js'
import { NO_PROFILE } from '../session/profile.js'
import { NO_ROLES } from '../session/roles.js'
import type { Epoch, Member } from '../session/session.js'
import { createAlone } from './alone.js'
import { nextTimeMs } from './chronicling.js'
import { commitAtHead } from './committing.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { MemberHeard } from './conversation-events.js'
import { groupConversationId } from './conversation-ids.js'
import { ownAccount, type Conversation } from './conversation.js'
import { currentGroup, isComplete } from './current-group.js'
import { headOf, type Group } from './group.js'
import type { Letter } from './letter.js'
import type { Change, Conversations } from './conversations.js'
import { isOurFault } from './fault.js'
import { isOnTheWay } from './group-epochs.js'
import type { DeviceLists } from './device-lists.js'
import { createDevicesToLetIn } from './devices-to-let-in.js'
import { createDutyWaits } from './duty-waits.js'
import { linksIn } from '../session/group-links.js'
import { whoIsReached, type Guest, type Guests } from './guests.js'
import { liveLetters } from './live-letters.js'
import type { Letters } from './letters.js'
import { planMembership, type Plan } from './membership-plan.js'
import { onLink, passing } from './on-link.js'
import type { Outbox } from './outbox.js'
import { peopleWithSelf, type OwnDevices } from './own-devices.js'
import { wasPutOut } from './put-out.js'
import type { RecordWrite } from './records.js'
import { relaysInUse } from './relay-namers.js'
import type { Sending } from './sending.js'
import type { Standing } from './standing.js'
import { strandedIn, strayedIn } from './stranded.js'
import { createTakenPackages, type Fetched } from './taken-packages.js'
import type { Welcoming } from './welcoming.js'
import { whyRefused, wishedProfile, withWish, type Wish } from './wish.js'

/** Of links that this device made: more than a group has at once. */
const MAX_LINK_TOKENS = 32
/** Somebody whose key packages could not be had is asked again. */
const ASK_AGAIN_MS = 60_000
/** The same of a device that is there and not ready yet. */
const READY_MS = 2_000

const AGAIN_IN_MS: Readonly<Record<Fetched, number>> = { taken: Infinity, 'not ready': READY_MS, 'not now': ASK_AGAIN_MS }

/**
 * Who is in a group, with which role, and what the group says of itself. What the person wants is written down first; it is then
 * committed at the head, one commit after another, again wherever a fork takes it away, until it is so.
 */
export interface Membership {
  start(): Stop
  /** The group is durable when this resolves; its first members are on their way in. @throws ERR_INVALID_ARGUMENT */
  create(profile: Pick<GroupProfile, 'name' | 'relays'>, accounts: readonly AccountId[]): Promise<Conversation>
  /**
   * Durable when this resolves, and tried. @throws ERR_NOT_ALLOWED for what this account may not have there; ERR_QUOTA for what exceeds
   * a bound of groups; ERR_INVALID_ARGUMENT for putting out oneself
   */
  wish(conversation: Conversation, wish: Wish): Promise<void>
}

interface Parts {
  readonly contacts: Contacts
  readonly ownDevices: OwnDevices
  readonly deviceLists: Pick<DeviceLists, 'certified'>
  readonly standing: Pick<Standing, 'mayTell'>
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
  /** Why what was planned can't be committed at all. */
  readonly failure: ChatError | undefined
}

export function createMembership(
  context: ConversationContext,
  { contacts, ownDevices, deviceLists, standing, conversations, outbox, welcoming, letters, sending, guests }: Parts
): Membership {
  const { records, self, clock, events } = context
  const serials = new Map<ConversationId, Serial>()
  const due = new Set<ConversationId>()
  const timers = new Map<ConversationId, Stop>()
  const waits = createDutyWaits(clock)

  const letIn = createDevicesToLetIn(self, { deviceLists, ownDevices, guests, conversations })
  const people = peopleWithSelf(self, contacts, ownDevices)
  const toReach = whoIsReached(people, guests)
  const taken = createTakenPackages(clock, {
    welcoming,
    toReach,
    wishOf: ({ id }, device) => guests.of(id).find(guest => guest.device === device)?.wish,
    later: (conversation, fetched) => (fetched === 'taken' ? soon(conversation) : again(conversation, AGAIN_IN_MS[fetched]))
  })

  function planFor(conversation: Conversation, group: Group, wishes: readonly Wish[] = conversation.wishes): Plan {
    const head = headOf(group)
    const returning = letIn.returningTo(conversation)
    return planMembership({
      nowMs: clock.now(),
      atMs: nextTimeMs(conversation, clock.now()),
      head,
      tree: group.tree,
      self: ownMember(head),
      revoked: conversation.revoked,
      wishes,
      taken: taken.ofAccounts(conversation),
      strayed: strayedIn(conversation, head, self.device),
      stranded: conversation.kind === 'group' ? strandedIn(conversation, head) : new Set(),
      letIn: new Set(conversation.letters.filter(({ epoch }) => isOnTheWay(group, epoch)).map(({ account }) => account)),
      waited: duty => waits.waited(conversation.id, head.id, duty),
      isWithinReach: account => toReach(conversation, account) !== undefined,
      guests: guests
        .of(conversation.id)
        .flatMap(({ contact: { account }, link, state, device }) =>
          state === 'refused' || device !== undefined
            ? []
            : { account, link, isWelcome: state === 'welcome' && !wasPutOut(conversation, group, account) }
        ),
      certified: letIn.devicesFor(conversation, head),
      takenDevices: taken.ofDevices(conversation),
      strayedDevices: new Set([...conversation.strayed, ...returning.flatMap(({ device, state }) => (state === 'welcome' ? device : []))]),
      wishing: new Set(returning.flatMap(({ device, isWishing }) => (isWishing ? device : []))),
      relaysInUse: relaysInUse(conversation, head),
      heirs: letIn.heirsIn(conversation, head)
    })
  }

  /** Of a direct conversation only once both are in it and may hear of each other. */
  function isChangeable(conversation: Conversation, group: Group): boolean {
    if (conversation.kind === 'group') return conversation.membership === 'joined'
    if (!standing.mayTell(conversation) || ownAccount(conversation) !== self.account) return false
    return conversation.kind === 'own' || (group.knock === undefined && isComplete(conversation, group))
  }

  /** Whoever is neither a contact nor asks any more does not. */
  function mayCome({ id }: Conversation, group: Group, account: AccountId): boolean {
    const isIn = headOf(group).members.some(member => member.account === account)
    return isIn || people.find(account) !== undefined || guests.find(id, account) !== undefined
  }

  /** One commit at most. */
  async function step(conversation: Conversation): Promise<Step | undefined> {
    return conversations.write<Step | undefined>(conversation, async () => {
      const group = conversation.groups.length === 0 ? undefined : currentGroup(conversation)
      if (group === undefined || !isChangeable(conversation, group)) return { writes: [], result: undefined }
      if (group.pending !== undefined) return { writes: [], result: undefined }
      const before = conversation.wishes
      conversation.wishes = before.filter(wish => wish.kind !== 'add' || mayCome(conversation, group, wish.account))
      const isForgotten = conversation.wishes.length < before.length
      const plan = planFor(conversation, group)
      const writes: RecordWrite[] = []
      if (plan.over.length > 0) conversation.wishes = conversation.wishes.filter(wish => !plan.over.some(over => over.wish === wish))
      let row: Step['row']
      if (plan.change !== undefined) {
        const lettersOf = taken.lettersFor(plan.joining, conversation)
        const held = await commitAtHead(context, conversations, conversation, group, plan.change).catch(asFailure)
        if (isChatError(held)) return giveUp(conversation, plan, held)
        const { child, welcome } = held.committed
        const sent = await lettersOf(held.committed)
        conversation.letters = [...conversation.letters.filter(old => !sent.some(letter => replaces(conversation, letter, old))), ...sent]
        taken.used(conversation, plan.joining, sent)
        const joining = new Set(plan.joining.map(({ info }) => info.device))
        conversation.strayed = new Set([...conversation.strayed].filter(device => !joining.has(device)))
        writes.push(...held.writes)
        if (sent.length > 0 && welcome !== undefined) writes.push(records.welcome(conversation, child.id, welcome))
        row = held.row
      }
      for (const wish of plan.taking) conversation.wishes = withWish(conversation.wishes, wish)
      const isNews = isForgotten || plan.over.length > 0 || plan.joining.length > 0 || plan.taking.length > 0
      if (isNews) writes.push(records.membership(conversation))
      return { writes, result: { plan, row, isCommitted: plan.change !== undefined, failure: undefined } }
    })
  }

  /** Part of a change: what stands behind it is tried without it. */
  function giveUp(conversation: Conversation, plan: Plan, failure: ChatError): Change<Step> {
    taken.spoilt(conversation, plan.joining)
    // Other key packages may do.
    const isLasting = isChatError(failure, 'ERR_INVALID_ARGUMENT') || isChatError(failure, 'ERR_UNAUTHORISED_COMMIT')
    const wishes = isLasting ? plan.wishes : []
    conversation.wishes = conversation.wishes.filter(wish => !wishes.includes(wish))
    const result = { plan: { ...plan, joining: [], wishes }, row: undefined, isCommitted: false, failure }
    return { writes: [records.membership(conversation)], result }
  }

  /** A wish that was promised and can't be any more. */
  function tellRefused({ id, groups: [group] }: Conversation, { plan, failure }: Step): void {
    const roles = group === undefined ? NO_ROLES : headOf(group).roles
    for (const { wish, obstacle } of plan.over) {
      if (obstacle === undefined) continue
      const refusal =
        obstacle === 'no right'
          ? { code: 'no-right' as const, reason: whyRefused(wish, roles, self.account) }
          : { code: 'full' as const, reason: obstacle.excess }
      events.emit('wish:refused', { conversation: id, ...refusal })
    }
    if (failure !== undefined && plan.wishes.length > 0)
      events.emit('wish:refused', { conversation: id, code: 'failed', reason: failure.message })
  }

  /** Who came by a link that others have used up meanwhile. */
  function unserved(conversation: Conversation, group: Group): ReadonlySet<Guest> {
    const { members, profile } = headOf(group)
    const spent = new Set(linksIn(profile).flatMap(({ id, usesLeft }) => (usesLeft === 0 ? id : [])))
    const over = guests.of(conversation.id).filter(({ contact: { account }, link, state, device }) => {
      const isLeftOut = state === 'welcome' && device === undefined && spent.has(link)
      return isLeftOut && !isWaited(conversation, account) && members.every(member => member.account !== account)
    })
    return new Set(over)
  }

  /** Commits, asks for key packages and commits again, for as long as there is something to do. */
  async function attend(conversation: Conversation): Promise<void> {
    const [group] = conversation.groups
    const links = group === undefined ? [] : linksIn(headOf(group).profile)
    await guests.expire(
      conversation.id,
      new Set(links.map(({ id }) => id)),
      group === undefined ? undefined : unserved(conversation, group)
    )
    for (;;) {
      const done = await step(conversation)
      if (done === undefined) return
      tellRefused(conversation, done)
      if (done.failure !== undefined) {
        if (done.plan.wishes.length > 0) continue
        return again(conversation, ASK_AGAIN_MS)
      }
      for (const { info } of done.plan.joining) await guests.answer(conversation.id, info.account, 'coming', info.device)
      if (done.isCommitted) await context.probe('epoch:durable')
      if (done.row !== undefined) outbox.queued(conversation, done.row)
      else if (done.isCommitted) await outbox.headChanged(conversation)
      letters.soon(conversation)
      if (done.plan.isLeaving) return go(conversation)
      const fetched = await taken.fetchAll(conversation, done.plan)
      const inMs = Math.min(done.plan.turnInMs ?? Infinity, ...fetched.map(one => AGAIN_IN_MS[one]))
      if (inMs < Infinity) again(conversation, inMs)
      if (!done.isCommitted && !fetched.includes('taken') && done.plan.taking.length === 0) return
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
    const { id } = conversation
    if (conversation.groups.length === 0 || due.has(id)) return
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

  function soonWith(account: AccountId): void {
    for (const conversation of conversations.all())
      if (conversation.accounts.includes(account) || isWaited(conversation, account)) soon(conversation)
  }

  async function change(conversation: Conversation, edit: () => void): Promise<void> {
    await conversations.write(conversation, async () => {
      edit()
      return { writes: [records.membership(conversation)], result: undefined }
    })
    soon(conversation)
  }

  /** They are in: nothing waits for them any more. */
  async function settle(conversation: Conversation, { account, device, epoch }: MemberHeard): Promise<void> {
    if (!showsIn(conversation, device, conversations.epochOf(conversation, epoch))) return
    await guests.forget(conversation.id, account, device)
    const isOver = (letter: Letter): boolean => letter.account === account && (letter.to === device || isWaited(conversation, account))
    if (!isWaited(conversation, account) && !conversation.letters.some(isOver)) return
    await change(conversation, () => {
      conversation.letters = conversation.letters.filter(letter => !isOver(letter))
      conversation.wishes = conversation.wishes.filter(wish => wish.kind !== 'add' || wish.account !== account)
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
    if (wish.kind === 'remove' && wish.account === self.account)
      throw new ChatError('ERR_INVALID_ARGUMENT', 'that is you: parley group leave takes you out')
    if (conversation.membership !== 'joined' || group === undefined)
      throw new ChatError('ERR_NOT_ALLOWED', 'you are not in this group, or not any more')
    // Links that were made before and are not in the group's profile yet count.
    const before = wish.kind === 'link' ? conversation.wishes.filter(({ kind }) => kind === 'link') : []
    const { over } = planFor(conversation, group, [...before, wish])
    for (const { wish: refused, obstacle } of over) {
      if (refused !== wish) continue
      if (obstacle === 'no right') throw new ChatError('ERR_NOT_ALLOWED', whyRefused(wish, headOf(group).roles, self.account))
      if (obstacle !== undefined) throw new ChatError('ERR_QUOTA', obstacle.excess)
    }
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
        events.on('member:heard', heard => {
          const found = conversations.find(heard.conversation)
          if (found !== undefined) settle(found, heard).catch(passing)
        }),
        events.on('devices:changed', ({ account }) => soonWith(account)),
        onLink(context, async device => {
          if (ownDevices.isOther(device)) soonWith(self.account)
        }),
        events.on('contact:changed', ({ account }) => soonWith(account))
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
        const named = await commitAtHead(context, conversations, conversation, group, {
          roles,
          profile: wishedProfile({ ...NO_PROFILE, name }, { relays }, self.account)
        })
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
        if (wish.kind === 'link' && wish.token !== undefined)
          conversation.linkTokens = [...conversation.linkTokens, wish.token].slice(-MAX_LINK_TOKENS)
      })
    }
  }
}

/** What is no fault of this machine would fail again. */
function asFailure(err: unknown): ChatError {
  if (!isChatError(err) || isOurFault(err)) throw err
  return err
}

function ownMember({ members, ownLeaf }: Epoch): Member {
  const member = members.find(({ leaf }) => leaf === ownLeaf)
  if (member === undefined) throw new ChatError('ERR_INTERNAL', 'this device is no member of the epoch that it writes in')
  return member
}

/** A letter to a device takes the place of that to the same one, a letter to an account of all of its. */
function replaces({ wishes }: Conversation, letter: Letter, old: Letter): boolean {
  const isOfAccount = wishes.some(wish => wish.kind === 'add' && wish.account === letter.account)
  return old.account === letter.account && (isOfAccount || old.to === letter.to)
}

/** Whether who writes in this epoch has come in: not where they wrote before they were let in anew. */
function showsIn(conversation: Conversation, device: DeviceId, epoch: Epoch | undefined): boolean {
  const member = conversation.groups.flatMap(group => headOf(group).members).find(one => one.device === device)
  if (member === undefined || epoch === undefined) return false
  // Where none leads to the group, they are in by somebody else's.
  const letters = liveLetters(conversation).filter(letter => letter.account === member.account)
  const letter = letters.find(({ to }) => to === device) ?? letters[0]
  return letter === undefined || epoch.id === letter.epoch || epoch.lineage.some(({ child }) => child === letter.epoch)
}

/** Whether somebody waits for them to be let in. */
const isWaited = ({ wishes }: Conversation, account: AccountId): boolean =>
  wishes.some(wish => wish.kind === 'add' && wish.account === account)

import { toHex } from '../base/bytes.js'
import { ChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId, LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial } from '../base/serial.js'
import { readCard, type Card } from '../identity/card.js'
import { deviceKeyOf } from '../identity/device-id.js'
import { isRevoked } from '../identity/device-list.js'
import type { InviteCard } from '../identity/invite-link.js'
import type { RelayId } from '../network/relay-protocol.js'
import { hasRoles } from '../session/roles.js'
import type { Epoch, LogAccess } from '../session/session.js'
import { decodeEnvelope } from '../wire/envelope.js'
import { Introduction as IntroductionFrame, type Knock, Take, Taken } from '../wire/generated/introduction.js'
import { createAlone } from './alone.js'
import type { Contact, Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import { directConversationId } from './conversation-ids.js'
import type { Conversation } from './conversation.js'
import { groupOf, isLeft } from './current-group.js'
import type { Group } from './group.js'
import type { Conversations } from './conversations.js'
import { createDeviceAdmission } from './device-admission.js'
import type { Doors } from './doors.js'
import { createIncomingWelcomes } from './incoming-welcomes.js'
import { contactOnCard } from './card-contact.js'
import { createGroupAdmission } from './group-admission.js'
import type { GroupDoors } from './group-doors.js'
import type { Guests } from './guests.js'
import { createHosting } from './hosting.js'
import type { Invitations, OpenKeyPackage } from './invitations.js'
import { decodedIntroduction, decodeKnock, introductionStatement, KNOCK_INFO, logOfKnock } from './knock-frame.js'
import type { Joins } from './joins.js'
import type { ListKeeping } from './list-keeping.js'
import { onLink, passing } from './on-link.js'
import type { Outbox } from './outbox.js'
import { otherDevices } from './own-devices.js'
import { createPursuit } from './pursuit.js'
import type { RecordWrite } from './records.js'
import { namedNow } from './relay-set.js'

/** A knock that lies at relays is looked after. */
const LOOK_AGAIN_MS = 60 * 60 * 1_000

/**
 * First contact. Whoever was given an invite takes a key package of each of the inviter's devices, makes the MLS group with
 * them in it, and knocks: a sealed introduction, and the Welcome as the first envelope of the new log. Each step is on disk
 * before the next, and goes on by itself when the other side can be reached.
 */
export interface Introduction {
  /** Goes on with what was begun: now, whenever a link or relay comes up, and now and then. */
  start(): Stop
  /** The contact and its conversation are durable when this resolves; nothing may have left yet. @throws ERR_INVALID_ARGUMENT, ERR_BLOCKED */
  begin(card: InviteCard): Promise<Contact>
  /** One try to get through. @throws ERR_UNREACHABLE, ERR_TIMEOUT, ERR_KNOCK_REFUSED, ERR_CERTIFICATE */
  pursue(account: AccountId, signal: AbortSignal): Promise<void>
  /** Answers a `take` request. */
  take(from: DeviceId, body: Uint8Array): Promise<Uint8Array>
  /**
   * Takes a knock, handed over by its sender or out of a box; the same again changes nothing. Of a Welcome in parts each comes as a
   * knock, the first one sealed. @throws ERR_KNOCK_REFUSED; ERR_EXPIRED where it is sealed to no key package of this device: take another; ERR_NOT_FOUND where this device
   * made no invite with its token; ERR_QUOTA where too many wait already; ERR_CERTIFICATE where a revoked device of ours would be let in;
   * ERR_MALFORMED …
   */
  knock(body: Uint8Array): Promise<KnockOutcome>
  /** Runs a task while nobody is introduced: for what begins a conversation in another way. */
  alone<T>(task: () => Promise<T>): Promise<T>
}

export interface KnockOutcome {
  /** Who waits for the person's answer, or has it; undefined where it is about a group: then nobody waits. */
  readonly account: AccountId | undefined
  /** Parts of its Welcome are still to come, and nothing has come of it until then. */
  readonly unfinished?: {
    /** By index. */
    readonly lacking: readonly number[]
    /** Of the log that they stand in. */
    readonly access: LogAccess
  }
}

/** A knock of which no more is known yet than who sent it. */
interface SignedKnock {
  readonly token: Uint8Array
  readonly welcome: Uint8Array
  readonly frame: IntroductionFrame
  readonly access: LogAccess
  readonly card: Card
  readonly keyPackage: OpenKeyPackage
}

interface OpenedKnock extends SignedKnock {
  readonly epoch: Epoch
}

interface Parts {
  readonly contacts: Contacts
  readonly conversations: Conversations
  readonly invitations: Invitations
  readonly outbox: Outbox
  readonly doors: Doors
  readonly listKeeping: Pick<ListKeeping, 'learn'>
  readonly groupDoors: Pick<GroupDoors, 'admit' | 'behind' | 'returning'>
  readonly guests: Pick<Guests, 'ask' | 'find'>
  readonly joins: Pick<Joins, 'isExpected' | 'returnTo' | 'end' | 'giveUp'>
}

export function createIntroduction(
  context: ConversationContext,
  { contacts, conversations, invitations, outbox, doors, listKeeping, groupDoors, guests, joins }: Parts
): Introduction {
  const { session, records, self, primitives } = context
  const deviceAdmission = createDeviceAdmission(context, { contacts, conversations, outbox })
  const pursuit = createPursuit(context, { contacts, conversations, outbox })
  const hosting = createHosting(context, { contacts, groupDoors, guests, joins })
  const groupAdmission = createGroupAdmission(context, { contacts, conversations, outbox, joins })
  /** Who is whom to us is decided one by one: somebody may knock while we begin with them. */
  const decisions = createSerial()

  const welcomes = createIncomingWelcomes<SignedKnock>(primitives, ({ card, frame, token }) => {
    const isOurs = card.account === self.account || contacts.stateOf(card.account) === 'accepted'
    return isOurs || joins.isExpected(toHex(frame.group) as ConversationId, token)
  })

  async function readKnock(body: Uint8Array): Promise<SignedKnock> {
    const knock = decodeKnock(body)
    if (knock.sealed.length === 0) return { ...requireBegun(knock), welcome: knock.welcome }
    const mine = await invitations.findKeyPackage(knock.sealed.map(entry => entry.keyPackageRef))
    const entry = mine && knock.sealed.find(candidate => toHex(candidate.keyPackageRef) === mine.ref)
    if (mine === undefined || entry === undefined) throw new ChatError('ERR_EXPIRED', 'that key package is not here any more; take another')
    const opened = await session.openSealed(mine.secret, KNOCK_INFO, entry.sealed)
    const frame = decodedIntroduction(() => IntroductionFrame.decode(opened))
    const card = await readCard(primitives, frame.card)
    const statement = introductionStatement(self.account, frame.group, frame.logSeed)
    if (!(await primitives.verify(deviceKeyOf(card.certificate.device), statement, frame.signature)))
      throw new ChatError('ERR_SIGNATURE', 'a knock that its sender did not sign')
    const log = toHex((await primitives.signingKey(frame.logSeed)).publicKey) as LogId
    const access = { log, seed: frame.logSeed, wrapKey: frame.wrapKey }
    return { token: knock.token, welcome: knock.welcome, frame, access, card, keyPackage: mine }
  }

  /** What the first part of this one's Welcome came with. */
  function requireBegun({ welcome }: Knock): SignedKnock {
    const begun = welcomes.begun(decodeEnvelope(welcome).log)
    if (begun === undefined) throw new ChatError('ERR_NOT_FOUND', 'of this Welcome no first part is here; begin with that')
    return begun
  }

  /** Undefined while parts of its Welcome are to come. */
  async function join(knock: SignedKnock): Promise<OpenedKnock | undefined> {
    const { frame, access, card, keyPackage } = knock
    const welcome = await welcomes.take(knock, access, knock.welcome)
    if (welcome === undefined) return undefined
    const epoch = await session.join(welcome, keyPackage.secret)
    checkMembers(epoch, frame, card)
    if (card.account === self.account && !otherDevices(self).includes(card.certificate.device))
      throw new ChatError('ERR_KNOCK_REFUSED', 'a device that is none of this account knocks as if it were')
    const isLetter = isLetterOf(contacts.find(card.account), epoch)
    if (!hasRoles(epoch.roles) && card.account !== self.account && !isLetter && epoch.log !== access.log)
      throw new ChatError('ERR_MALFORMED', 'a knock for another log than its Welcome leads to')
    return { ...knock, epoch }
  }

  function checkMembers(epoch: Epoch, frame: IntroductionFrame, card: Card): void {
    const sender = epoch.members.some(member => member.device === card.certificate.device && member.account === card.account)
    // Another device of ours lets this one in where it is itself.
    const isOurs = card.account === self.account
    const onlyTwo = new Set([card.account, self.account, ...epoch.members.map(({ account }) => account)]).size === 2
    // Whoever has a role may bring others in: that makes it a group.
    const isRightful = hasRoles(epoch.roles) || onlyTwo || (isOurs && epoch.members.every(({ account }) => account === self.account))
    if (!sender || !isRightful || toHex(frame.group) !== epoch.conversation)
      throw new ChatError('ERR_MALFORMED', 'a knock for a group that is not the one between its sender and us')
  }

  async function answer(body: Uint8Array): Promise<KnockOutcome> {
    const knock = await readKnock(body)
    if (knock.frame.asksIn) {
      await hosting.host(knock)
      await records.commit(knock.keyPackage.used)
      knock.keyPackage.settle()
      return { account: undefined }
    }
    const opened = await join(knock)
    if (opened !== undefined) return { account: await admit(opened) }
    const { access } = knock
    return { account: undefined, unfinished: { lacking: welcomes.lacking(access.log), access } }
  }

  /** @returns who is to be answered by the person; undefined where nobody is */
  async function admit(opened: OpenedKnock): Promise<AccountId | undefined> {
    const { token, card, epoch, keyPackage, access } = opened
    const { deviceList } = opened.frame
    const { account, name, directory } = card
    if (deviceList.length > 0 && contacts.find(account) !== undefined) await listKeeping.learn(account, deviceList)
    if (account === self.account) return admitThisDevice(opened)
    const known = contacts.find(account)
    if (hasRoles(epoch.roles)) {
      await groupAdmission.admit({ account, token, log: access.log, epoch, used: keyPackage.used })
      keyPackage.settle()
      return undefined
    }
    if (known?.state === 'blocked' || epoch.members.some(({ device }) => known?.revoked.includes(device)))
      throw new ChatError('ERR_KNOCK_REFUSED', 'this invite is not valid any more; ask for a new one')
    // They had not heard of it: with other key packages it is a group that we can be in.
    if (epoch.members.some(({ device }) => isRevoked(self.deviceList(), device))) throw letsInRevoked()
    const id = await directConversationId(primitives, self.account, account)
    const conversation = conversations.withAccount(account) ?? conversations.create({ id, accounts: [self.account, account] })
    const wasThere = conversation.formerGroups.includes(epoch.conversation) && !isLetterOf(known, epoch)
    if (groupOf(conversation, epoch.conversation) !== undefined || wasThere)
      throw new ChatError('ERR_MALFORMED', 'a knock for a group that there is, or was')
    if (epoch.log !== access.log) {
      await deviceAdmission.admit({ log: access.log, epoch, used: keyPackage.used })
      keyPackage.settle()
      return account
    }
    const redeemed = isExpected(known) || known?.state === 'request' ? [] : invitations.redeem(token, account)
    let dropped: readonly Epoch[] = []
    await contacts.put(
      account,
      before => ({
        ...asOnCard(card, before),
        name,
        directory,
        state: before?.state === 'blocked' ? 'blocked' : isExpected(before) ? 'accepted' : 'request',
        token: before?.state === 'accepted' ? before.token : undefined
      }),
      async write => {
        dropped = await conversations.write(conversation, async () => {
          // Who knocks anew has let go of the group that they knocked with before.
          const replaced = conversation.groups.filter(group => isBegunBy(group, card.certificate.device))
          const { writes } = await conversations.addGroup(conversation, epoch)
          const gone = [conversations.dropGroups(conversation, replaced), conversations.dropSurplusGroups(conversation)]
          const dropping = gone.flatMap(one => one.writes)
          return { writes: [...writes, ...dropping, ...redeemed, ...keyPackage.used, write], result: gone.flatMap(one => one.epochs) }
        })
        conversations.adopt(conversation)
      }
    )
    if (dropped.length > 0) await records.wipeEpochs(dropped)
    keyPackage.settle()
    await context.probe('epoch:durable')
    context.events.emit('conversation:changed', { conversation: conversation.id })
    await outbox.headChanged(conversation)
    return account
  }

  /** Another device of ours brings this one in to where the account is already. @throws ERR_BUSY where it isn't known here yet what that is */
  async function admitThisDevice({ access: { log }, epoch, keyPackage }: OpenedKnock): Promise<AccountId> {
    await deviceAdmission.admit({ log, epoch, used: keyPackage.used })
    keyPackage.settle()
    return self.account
  }

  /** Its log is known here, on disk: the answer was lost, not the knock. */
  async function knockedBefore(body: Uint8Array): Promise<{ readonly account: AccountId | undefined } | undefined> {
    const log = logOfKnock(body)
    const conversation = conversations.byLog(log)
    if (conversation === undefined) return undefined
    await conversations.write(conversation, async () => ({ writes: [], result: undefined }))
    const group = conversations.findEpoch(conversation, log)?.group
    if (group !== undefined && isLeft(conversation, group)) throw letsInRevoked()
    const owner = conversations.byLog(log)
    return owner && { account: contacts.otherOf(owner) }
  }

  /** A contact lets this device in where another one of its account is. */
  function isLetterOf(contact: Contact | undefined, { members }: Epoch): boolean {
    return contact?.state === 'accepted' && members.some(({ account, device }) => account === self.account && device !== self.device)
  }

  /** Whether we were let in to it by this device. */
  function isBegunBy({ epochs }: Group, device: DeviceId): boolean {
    const commits = [...epochs.values()].flatMap(({ lineage }) => lineage)
    return commits.some(({ committer, added }) => committer.device === device && added.some(({ account }) => account === self.account))
  }

  const asOnCard = (card: Card, before: Contact | undefined): Contact => contactOnCard(card, before, context.clock.now())

  async function begin(card: InviteCard): Promise<Contact> {
    const { account, name, token, directory } = card
    if (account === self.account) throw new ChatError('ERR_INVALID_ARGUMENT', 'this is your own invite; send it to somebody else')
    const known = conversations.withAccount(account)
    const needsGroup = known === undefined || known.groups.length === 0
    const id = await directConversationId(primitives, self.account, account)
    const begun = await contacts.put(
      account,
      before => {
        if (before?.state === 'blocked') throw new ChatError('ERR_BLOCKED', `${before.name} is blocked; parley unblock lifts it`)
        const isSettled = before?.state === 'accepted' || before?.state === 'request'
        const contact = { ...asOnCard(card, before), directory }
        return isSettled && !needsGroup ? contact : { ...contact, name, token }
      },
      needsGroup ? write => found(known ?? conversations.create({ id, accounts: [self.account, account] }), write) : undefined
    )
    if (needsGroup) context.events.emit('conversation:changed', { conversation: id })
    return begun
  }

  async function found(conversation: Conversation, write: RecordWrite): Promise<void> {
    await conversations.write(conversation, async () => {
      const { writes } = await conversations.addGroup(conversation, await createAlone(context))
      return { writes: [...writes, write], result: undefined }
    })
    conversations.adopt(conversation)
  }

  /** Goes on with what waits for this device. */
  async function goOn(device: DeviceId): Promise<void> {
    const listing = contacts.all().filter(contact => contact.devices.some(one => one.device === device))
    await Promise.all(listing.map(({ account }) => pursuit.pursue(account)))
  }

  /** A relay has come up with which somebody's invite can be used, or a knock left. */
  function goOnAt(relay: RelayId): void {
    for (const { account, relays } of contacts.all()) if (namedNow(relays).some(({ id }) => id === relay)) pursuit.soon(account)
  }

  function goOnWith(conversation: Conversation): void {
    const account = contacts.otherOf(conversation)
    if (account !== undefined) pursuit.soon(account)
  }

  /** Relays may have let go of what nobody has answered yet. */
  function lookAfterKnocks(): void {
    for (const conversation of conversations.all()) if (conversation.groups.some(({ knock }) => knock !== undefined)) goOnWith(conversation)
  }

  /** A device that has only the index, or a backup, asks to be let in: by a group of its own, as at a first contact. */
  async function beginAgain(conversation: Conversation): Promise<void> {
    const other = contacts.otherOf(conversation)
    const contact = other === undefined ? undefined : contacts.find(other)
    // Another device of ours lets this one in.
    if (self.isLinked && otherDevices(self).length > 0) return
    const isWaiting = (): boolean =>
      contact !== undefined && conversation.groups.length === 0 && conversations.withAccount(contact.account) === conversation
    if (contact?.state !== 'accepted' || contact.token === undefined || !isWaiting()) return
    const isBegun = await decisions(() =>
      conversations.write(conversation, async () => {
        if (!isWaiting()) return { writes: [], result: false }
        const { writes } = await conversations.addGroup(conversation, await createAlone(context))
        return { writes, result: true }
      })
    )
    if (!isBegun) return
    context.events.emit('conversation:changed', { conversation: conversation.id })
    goOnWith(conversation)
  }

  return {
    start() {
      for (const conversation of conversations.all()) beginAgain(conversation).catch(passing)
      let timer: Stop | undefined
      const again = (): void => {
        timer = context.clock.after(LOOK_AGAIN_MS, () => {
          lookAfterKnocks()
          again()
        })
      }
      again()
      const stops = [
        () => timer?.(),
        pursuit.stop,
        onLink(context, goOn),
        context.relays.on('relay:up', ({ relay }) => goOnAt(relay)),
        context.events.on('conversation:stranded', ({ conversation }) => goOnWith(conversations.get(conversation))),
        context.events.on('knock:refused', ({ conversation }) => goOnWith(conversations.get(conversation))),
        context.events.on('conversation:changed', ({ conversation }) => void beginAgain(conversations.get(conversation)).catch(passing))
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    alone: decisions,
    begin: card => decisions(() => begin(card)),
    pursue: (account, signal) => pursuit.pursue(account, { signal }),
    async take(from, body) {
      const { token } = decodedIntroduction(() => Take.decode(body))
      const isOpen = doors.isOpen(token) || (await groupDoors.admit(token, from))
      return Taken.encode({ keyPackages: [await (isOpen ? invitations.give() : invitations.take(token))] })
    },
    knock: body =>
      decisions(async () => {
        const before = await knockedBefore(body)
        return before ?? answer(body)
      })
  }
}

function letsInRevoked(): ChatError {
  return new ChatError('ERR_CERTIFICATE', 'a device that was revoked is in the group of this knock; take other key packages')
}

/** Whose knock needs no invite of ours. */
function isExpected(contact: Contact | undefined): boolean {
  return contact?.state === 'invited' || contact?.state === 'accepted'
}

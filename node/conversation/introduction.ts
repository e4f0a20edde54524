import { concat, EMPTY, fromHex, toHex, utf8 } from '../base/bytes.js'
import { ChatError, isChatError, toError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId, LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial, type Serial } from '../base/serial.js'
import { accountKeyOf } from '../identity/account-id.js'
import { readCard, type Card } from '../identity/card.js'
import { deviceKeyOf } from '../identity/device-id.js'
import { encodeDeviceList } from '../identity/device-list-frame.js'
import type { InviteCard } from '../identity/invite-link.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Epoch, KeyPackageInfo, LogAccess } from '../session/session.js'
import { decodeEnvelope } from '../wire/envelope.js'
import { Introduction as IntroductionFrame, Knock, Take, Taken } from '../wire/generated/introduction.js'
import { createAlone } from './alone.js'
import { createApproach, type AskOptions } from './approach.js'
import type { Contact, Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import {
  directConversationId,
  headOf,
  isComplete,
  isLeft,
  isShared,
  type Conversation,
  type Group,
  type PendingKnock
} from './conversation.js'
import type { Conversations } from './conversations.js'
import type { Doors } from './doors.js'
import type { ListKeeping } from './list-keeping.js'
import type { Invitations, OpenKeyPackage } from './invitations.js'
import { onLink, passing } from './on-link.js'
import type { Outbox } from './outbox.js'
import { renameRelays } from './relay-set.js'
import { readRelayAddresses } from '../network/relay-address.js'
import type { RecordWrite } from './records.js'
import { namedNow } from './relay-set.js'

const KNOCK_INFO = 'parley knock 1'
const MAX_SEALED_KNOCKS = 8
/** A longer device list is left to relays. */
const MAX_LIST_BYTES = 4_096

/**
 * First contact. Whoever was given an invite takes a key package of each of the inviter's devices, makes the MLS group with
 * them in it, and knocks: a sealed introduction, and the Welcome as the first envelope of the new log. Each step is on disk
 * before the next, and goes on by itself when the other side can be reached.
 */
export interface Introduction {
  /** Goes on with what was begun, now and whenever a link comes up. */
  start(): Stop
  /** The contact and its conversation are durable when this resolves; nothing may have left yet. @throws ERR_INVALID_ARGUMENT, ERR_BLOCKED */
  begin(card: InviteCard): Promise<Contact>
  /** One try to get through. @throws ERR_UNREACHABLE, ERR_TIMEOUT, ERR_KNOCK_REFUSED, ERR_CERTIFICATE */
  pursue(account: AccountId, signal: AbortSignal): Promise<void>
  /** Answers a `take` request. */
  take(body: Uint8Array): Promise<Uint8Array>
  /**
   * Takes a knock, handed over by its sender or out of a box; the same again changes nothing. @returns who knocks
   * @throws ERR_KNOCK_REFUSED, ERR_EXPIRED (that key package is gone: take another), ERR_MALFORMED …
   */
  knock(body: Uint8Array): Promise<AccountId>
  /** Runs a task while nobody is introduced: for what begins a conversation in another way. */
  alone<T>(task: () => Promise<T>): Promise<T>
}

interface OpenedKnock {
  readonly token: Uint8Array
  readonly card: Card
  /** Encoded, as they gave it; empty where they gave none. */
  readonly deviceList: Uint8Array
  readonly epoch: Epoch
  readonly keyPackage: OpenKeyPackage
}

interface Parts {
  readonly contacts: Contacts
  readonly conversations: Conversations
  readonly invitations: Invitations
  readonly outbox: Outbox
  readonly doors: Doors
  readonly listKeeping: Pick<ListKeeping, 'learn'>
}

export function createIntroduction(
  context: ConversationContext,
  { contacts, conversations, invitations, outbox, doors, listKeeping }: Parts
): Introduction {
  const { session, records, self, primitives } = context
  const approach = createApproach(context)
  const serials = new Map<AccountId, Serial>()
  /** Who is whom to us is decided one by one: somebody may knock while we begin with them. */
  const decisions = createSerial()

  function oneAtATime(account: AccountId): Serial {
    const serial = serials.get(account) ?? createSerial()
    serials.set(account, serial)
    return serial
  }

  async function addTheirDevices(conversation: Conversation, id: ConversationId, contact: Contact, options?: AskOptions): Promise<void> {
    const { device, packages } = await approach.take(contact, options)
    const inspected = await Promise.all(packages.map(async published => ({ published, info: await session.inspectKeyPackage(published) })))
    if (inspected.some(({ info }) => info.account !== contact.account))
      throw new ChatError('ERR_CERTIFICATE', `${contact.name}'s device answered with keys of another account; ask for a new invite`)
    const { revoked } = contacts.get(contact.account)
    // A relay may still hand out what a device left there before it was revoked.
    const live = inspected.filter(({ info }) => !revoked.includes(info.device))
    if (live.length === 0)
      throw new ChatError('ERR_CERTIFICATE', `only keys of a revoked device of ${contact.name} were found; ask for a new invite`)
    const infos = live.map(({ info }) => info)
    await conversations.write(conversation, async () => {
      const group = groupOf(conversation, id)
      if (group === undefined || isComplete(conversation, group)) return { writes: [], result: undefined }
      const { header, child, welcome } = await session.commit(headOf(group), { add: live.map(({ published }) => published) })
      if (welcome === undefined) throw new ChatError('ERR_INTERNAL', 'a commit that adds must make a Welcome')
      group.knock = { to: device, body: await knockBody(contact, child, infos, welcome), leftAt: [] }
      return { writes: await conversations.advance(conversation, group, { header, child }), result: undefined }
    })
    await context.probe('epoch:durable')
  }

  async function knockBody(contact: Contact, child: Epoch, infos: readonly KeyPackageInfo[], welcome: Uint8Array): Promise<Uint8Array> {
    const { seed, wrapKey } = session.access(child)
    const group = fromHex(child.conversation)
    const signature = await self.sign(introductionStatement(contact.account, group, seed))
    const plaintext = IntroductionFrame.encode({ card: await self.card(), group, logSeed: seed, wrapKey, signature, deviceList: ownList() })
    const sealed = await Promise.all(
      infos.map(async info => ({ keyPackageRef: info.ref, sealed: await session.sealTo(info.knockKey, KNOCK_INFO, plaintext) }))
    )
    return Knock.encode({ token: contact.token ?? EMPTY, sealed, welcome })
  }

  function ownList(): Uint8Array {
    const list = encodeDeviceList(self.deviceList())
    return list.length <= MAX_LIST_BYTES ? list : EMPTY
  }

  async function deliverKnock(conversation: Conversation, id: ConversationId, contact: Contact, options?: AskOptions): Promise<void> {
    const knock = groupOf(conversation, id)?.knock
    if (knock === undefined) return
    await changeKnock(conversation, id, await approach.knock(contact, knock, options))
  }

  async function changeKnock(conversation: Conversation, id: ConversationId, knock: PendingKnock | undefined): Promise<void> {
    const changed = await conversations.write(conversation, async () => {
      const group = groupOf(conversation, id)
      // It may have been answered meanwhile.
      if (group?.knock === undefined || group.knock.leftAt.length === knock?.leftAt.length) return { writes: [], result: false }
      group.knock = knock
      return { writes: [records.conversation(conversation)], result: true }
    })
    if (!changed) return
    await context.probe('epoch:durable')
    context.events.emit('conversation:changed', { conversation: conversation.id })
    await outbox.headChanged(conversation)
  }

  /** What was made with a key package that is gone at its owner leads nowhere. @returns the group that takes its place, if one has to */
  async function startOver(conversation: Conversation, id: ConversationId): Promise<ConversationId | undefined> {
    const { left, next } = await conversations.write<{ left: Epoch[]; next: ConversationId | undefined }>(conversation, async () => {
      const leaving = groupOf(conversation, id)
      const epochs = [...(leaving?.epochs.values() ?? [])]
      if (leaving !== undefined) conversation.groups.splice(conversation.groups.indexOf(leaving), 1)
      const writes = [records.conversation(conversation), ...epochs.flatMap(epoch => records.noEpoch(conversation, epoch))]
      if (conversation.groups.some(group => isShared(conversation, group))) return { writes, result: { left: epochs, next: undefined } }
      const added = await conversations.addGroup(conversation, await createAlone(context))
      return { writes: [...writes, ...added.writes], result: { left: epochs, next: added.group.id } }
    })
    await records.wipeEpochs(left)
    return next
  }

  async function pursue(account: AccountId, options?: AskOptions): Promise<void> {
    const contact = contacts.get(account)
    const conversation = conversations.withAccount(account)
    const group = conversation && openGroup(conversation)
    if (contact.state === 'blocked' || conversation === undefined || group === undefined) return
    if (!isComplete(conversation, group)) await addTheirDevices(conversation, group.id, contact, options)
    try {
      await deliverKnock(conversation, group.id, contact, options)
    } catch (err) {
      if (!isChatError(err, 'ERR_EXPIRED')) throw err
      const fresh = await startOver(conversation, group.id)
      if (fresh === undefined) return
      await addTheirDevices(conversation, fresh, contact, options)
      await deliverKnock(conversation, fresh, contact, options)
    }
  }

  async function readKnock(body: Uint8Array): Promise<OpenedKnock> {
    const knock = decodeKnock(body)
    const mine = await invitations.findKeyPackage(knock.sealed.map(entry => entry.keyPackageRef))
    const entry = mine && knock.sealed.find(candidate => toHex(candidate.keyPackageRef) === mine.ref)
    if (mine === undefined || entry === undefined) throw new ChatError('ERR_EXPIRED', 'that key package is not here any more; take another')
    const opened = await session.openSealed(mine.secret, KNOCK_INFO, entry.sealed)
    const frame = decoded(() => IntroductionFrame.decode(opened))
    const card = await readCard(primitives, frame.card)
    const statement = introductionStatement(self.account, frame.group, frame.logSeed)
    if (!(await primitives.verify(deviceKeyOf(card.certificate.device), statement, frame.signature)))
      throw new ChatError('ERR_SIGNATURE', 'a knock that its sender did not sign')
    const log = toHex((await primitives.signingKey(frame.logSeed)).publicKey) as LogId
    const access: LogAccess = { log, seed: frame.logSeed, wrapKey: frame.wrapKey }
    const epoch = await session.join(access, knock.welcome, mine.secret)
    checkMembers(epoch, frame, card)
    return { token: knock.token, card, deviceList: frame.deviceList, epoch, keyPackage: mine }
  }

  function checkMembers(epoch: Epoch, frame: IntroductionFrame, card: Card): void {
    const sender = epoch.members.some(member => member.device === card.certificate.device && member.account === card.account)
    const onlyTwo = epoch.members.every(member => member.account === card.account || member.account === self.account)
    // Whoever has a role could bring others in.
    const isFlat = epoch.roles.owners.length === 0 && epoch.roles.admins.length === 0
    if (!sender || !onlyTwo || !isFlat || toHex(frame.group) !== epoch.conversation || card.account === self.account)
      throw new ChatError('ERR_MALFORMED', 'a knock for a group that is not the one between its sender and us')
  }

  async function admit(body: Uint8Array): Promise<AccountId> {
    const { token, card, deviceList, epoch, keyPackage } = await readKnock(body)
    const { account, name, directory } = card
    if (deviceList.length > 0 && contacts.find(account) !== undefined) await listKeeping.learn(account, deviceList)
    const known = contacts.find(account)
    const isRevoked = (device: DeviceId): boolean => known?.revoked.includes(device) === true
    const devices = card.devices.filter(({ device }) => !isRevoked(device))
    if (known?.state === 'blocked' || epoch.members.some(({ device }) => isRevoked(device)))
      throw new ChatError('ERR_KNOCK_REFUSED', 'this invite is not valid any more; ask for a new one')
    const id = await directConversationId(primitives, self.account, account)
    const conversation = conversations.withAccount(account) ?? conversations.create({ id, accounts: [self.account, account] })
    if (groupOf(conversation, epoch.conversation) !== undefined)
      throw new ChatError('ERR_MALFORMED', 'a knock for a group that there is already')
    const redeemed = isExpected(known) ? [] : invitations.redeem(token, account)
    let dropped: readonly Epoch[] = []
    await contacts.put(
      account,
      before => ({
        ...newContact(account),
        ...before,
        name,
        devices,
        relays: relaysOn(card, before),
        directory,
        state: before?.state === 'blocked' ? 'blocked' : isExpected(before) ? 'accepted' : 'request',
        token: before?.state === 'accepted' ? before.token : undefined
      }),
      async write => {
        dropped = await conversations.write(conversation, async () => {
          const { writes } = await conversations.addGroup(conversation, epoch)
          const surplus = conversations.dropSurplusGroups(conversation)
          return { writes: [...writes, ...surplus.writes, ...redeemed, ...keyPackage.used, write], result: surplus.epochs }
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

  /** Its log is known here, on disk: the answer was lost, not the knock. */
  async function knockedBefore(body: Uint8Array): Promise<AccountId | undefined> {
    const { log } = decodeEnvelope(decodeKnock(body).welcome)
    const conversation = conversations.byLog(log)
    if (conversation === undefined) return undefined
    await conversations.write(conversation, async () => ({ writes: [], result: undefined }))
    return conversations.byLog(log) && contacts.otherOf(conversation)
  }

  function relaysOn(card: Card, known: Contact | undefined): Contact['relays'] {
    return renameRelays(known?.relays ?? [], readRelayAddresses(card.relays), context.clock.now())
  }

  async function begin(card: InviteCard): Promise<Contact> {
    const { account, name, devices, token, directory } = card
    if (account === self.account) throw new ChatError('ERR_INVALID_ARGUMENT', 'this is your own invite; send it to somebody else')
    const known = conversations.withAccount(account)
    const needsGroup = known === undefined || known.groups.length === 0
    const id = await directConversationId(primitives, self.account, account)
    const begun = await contacts.put(
      account,
      before => {
        if (before?.state === 'blocked') throw new ChatError('ERR_BLOCKED', `${before.name} is blocked; parley unblock lifts it`)
        const relays = relaysOn(card, before)
        const isSettled = before?.state === 'accepted' || before?.state === 'request'
        if (isSettled && !needsGroup) return { ...before, devices, relays, directory }
        return { ...newContact(account), ...before, name, devices, relays, token, directory }
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
    await Promise.all(listing.map(({ account }) => oneAtATime(account)(() => pursue(account))))
  }

  /** A relay has come up with which somebody's invite can be used, or a knock left. */
  async function goOnAt(relay: RelayId): Promise<void> {
    const naming = contacts.all().filter(contact => namedNow(contact.relays).some(({ id }) => id === relay))
    await Promise.all(naming.map(({ account }) => oneAtATime(account)(() => pursue(account))))
  }

  async function goOnWith(conversation: Conversation): Promise<void> {
    const account = contacts.otherOf(conversation)
    if (account !== undefined) await oneAtATime(account)(() => pursue(account))
  }

  /** A device that has only the index, or a backup, asks to be let in: by a group of its own, as at a first contact. */
  async function beginAgain(conversation: Conversation): Promise<void> {
    const other = contacts.otherOf(conversation)
    const contact = other === undefined ? undefined : contacts.find(other)
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
    await goOnWith(conversation)
  }

  return {
    start() {
      for (const conversation of conversations.all()) beginAgain(conversation).catch(passing)
      const stops = [
        onLink(context, goOn),
        context.relays.on('relay:up', ({ relay }) => void goOnAt(relay).catch(passing)),
        context.events.on('conversation:stranded', ({ conversation }) => void goOnWith(conversations.get(conversation)).catch(passing)),
        context.events.on('conversation:changed', ({ conversation }) => void beginAgain(conversations.get(conversation)).catch(passing))
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    alone: decisions,
    begin: card => decisions(() => begin(card)),
    pursue: (account, signal) => oneAtATime(account)(() => pursue(account, { signal })),
    async take(body) {
      const { token } = decoded(() => Take.decode(body))
      return Taken.encode({ keyPackages: [await (doors.isOpen(token) ? invitations.give() : invitations.take(token))] })
    },
    knock: body => decisions(async () => (await knockedBefore(body)) ?? admit(body))
  }
}

function introductionStatement(recipient: AccountId, group: Uint8Array, logSeed: Uint8Array): Uint8Array {
  return concat([utf8('parley knock 1'), accountKeyOf(recipient), group, logSeed])
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'an introduction that does not decode', { cause: toError(err) })
  }
}

/** Whose knock needs no invite of ours. */
function isExpected(contact: Contact | undefined): boolean {
  return contact?.state === 'invited' || contact?.state === 'accepted'
}

function newContact(account: AccountId): Contact {
  return {
    account,
    name: '',
    state: 'invited',
    verified: false,
    devices: [],
    relays: [],
    relaysChangedAtMs: 0,
    changedAtMs: 0,
    token: undefined,
    revoked: [],
    stateBeforeBlock: undefined,
    directory: undefined
  }
}

function decodeKnock(body: Uint8Array): Knock {
  return decoded(() => Knock.decode(body, { limits: { sealed: MAX_SEALED_KNOCKS } }))
}

function groupOf(conversation: Conversation, id: ConversationId): Group | undefined {
  return conversation.groups.find(group => group.id === id)
}

/** The group that waits for the other side: with a knock of ours, or, where none is shared yet, with nobody else in it. */
function openGroup(conversation: Conversation): Group | undefined {
  const groups = conversation.groups.filter(group => !isLeft(conversation, group))
  const knocking = groups.find(group => group.knock !== undefined)
  if (knocking !== undefined) return knocking
  return groups.some(group => isShared(conversation, group)) ? undefined : groups.find(group => !isComplete(conversation, group))
}

import { ChatError, isChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { AsyncStop } from '../base/lifecycle.js'
import { createLifecycle } from '../base/lifecycle.js'
import { encodeDeviceList } from '../identity/device-list-frame.js'
import type { DeviceList } from '../identity/device-list.js'
import type { LinkHandler } from '../network/links.js'
import type { SealedStore } from '../store/sealed-store.js'
import { EMPTY } from '../base/bytes.js'
import { Knocked } from '../wire/generated/introduction.js'
import { createApproach } from './approach.js'
import { createBars } from './bars.js'
import { createCatchingUp } from './catching-up.js'
import { createContacts, type Contact, type Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { createConversations, type Conversations } from './conversations.js'
import { createDeviceLists, type DeviceLists } from './device-lists.js'
import { createDoors } from './doors.js'
import { createDrafts, type Drafts } from './drafts.js'
import { createFading } from './fading.js'
import { createForgetting } from './forgetting.js'
import { createGroupNeighbours } from './group-neighbours.js'
import { createHistoryFetching, type HistoryFetching } from './history-fetching.js'
import { createHistoryGiving } from './history-giving.js'
import { createIntroduction, type Introduction, type KnockOutcome } from './introduction.js'
import { createGroupDoors } from './group-doors.js'
import { createGuests, type Guests } from './guests.js'
import { createJoins, type Joins } from './joins.js'
import { createLetterbox, type Letterbox } from './letterbox.js'
import { createLetters } from './letters.js'
import { createLinking, type Linking } from './linking.js'
import { createListKeeping } from './list-keeping.js'
import { createInvitations, type Invitations } from './invitations.js'
import { createMembership, type Membership } from './membership.js'
import { createFilling } from './filling.js'
import { createMeeting, type Meeting } from './meeting.js'
import { createMerging } from './merging.js'
import { createMeshes, type Meshes } from './meshes.js'
import { createNeighbours } from './neighbours.js'
import { passing } from './on-link.js'
import { createNotedCommits } from './noted-commits.js'
import { createNotes, type Notes } from './notes.js'
import { createOutbox, type Outbox } from './outbox.js'
import { createOwnConversation } from './own-conversation.js'
import { createOwnDevices, peopleWithSelf, type OwnDevices } from './own-devices.js'
import { createOwnEntry, type OwnEntry } from './own-entry.js'
import { markRead } from './reading.js'
import { createPresences } from './presences.js'
import { createReturning } from './returning.js'
import { createReturnHosts } from './return-hosts.js'
import { createReceipts, type Receipts } from './receipts.js'
import { createRelayLogs } from './relay-logs.js'
import { createRelayReading } from './relay-reading.js'
import { createReceiving } from './receiving.js'
import { giveBack } from './sealing.js'
import { createSaidOnce } from './said-once.js'
import { createSending } from './sending.js'
import { createSharedHistory } from './shared-history.js'
import { createSharing, type Sharing } from './sharing.js'
import { createSpeaking, type Speaking } from './speaking.js'
import { createStanding } from './standing.js'
import { createTyping, type Typing } from './typing.js'
import { createUpkeep } from './upkeep.js'
import { createWelcoming } from './welcoming.js'
import { createWhereabouts } from './whereabouts.js'

/** The conversation room put together: what the façade drives, and what answers peers. */
export interface Messenger {
  readonly contacts: Contacts
  readonly conversations: Conversations
  readonly invitations: Invitations
  readonly introduction: Introduction
  readonly letterbox: Pick<Letterbox, 'settled'>
  readonly outbox: Outbox
  readonly notes: Notes
  readonly drafts: Drafts
  readonly typing: Typing
  readonly speaking: Speaking
  readonly receipts: Receipts
  readonly deviceLists: DeviceLists
  readonly membership: Membership
  readonly sharing: Pick<Sharing, 'grant'>
  readonly guests: Guests
  readonly joins: Joins
  /** Devices that this account or a contact has revoked: whoever is in a group with one may put it out. */
  revoked(): ReadonlySet<DeviceId>
  /** Where this runtime brings gossip. */
  readonly meshes: Pick<Meshes, 'unheard'> | undefined
  readonly ownDevices: OwnDevices
  readonly linking: Linking
  readonly history: Pick<HistoryFetching, 'transfer'>
  /** Our record in the directory, where there is one. */
  readonly ownEntry: OwnEntry | undefined
  /** Our name or our addresses are others now. */
  selfChanged(): void
  /** Our account has certified or revoked a device. Durable when it resolves; the others are told. */
  deviceListChanged(list: DeviceList): Promise<void>
  /** Reads what is on disk, serves peers, and goes on with what was left. The stop lets batches under way end. */
  start(): Promise<AsyncStop>
  accept(account: AccountId): Promise<Contact>
  block(account: AccountId): Promise<Contact>
  unblock(account: AccountId): Promise<Contact>
}

export function createMessenger(context: ConversationContext, store: SealedStore): Messenger {
  const contacts = createContacts(context, store)
  const conversations = createConversations(context)
  const invitations = createInvitations(context, store)
  const standing = createStanding(contacts)
  const doors = createDoors(context.self, contacts)
  const ownDevices = createOwnDevices(context, store)
  const people = peopleWithSelf(context.self, contacts, ownDevices)
  const deviceLists = createDeviceLists(context, store, contacts)
  const listKeeping = createListKeeping(context, { contacts, conversations, deviceLists })
  const relayLogs = createRelayLogs(context, { conversations, contacts, standing })
  const receipts = createReceipts(context, conversations, relayLogs, {
    standing,
    doorIn: conversation => doors.in(conversation)
  })
  const outbox = createOutbox(context, { conversations, receipts, relayLogs, standing })
  const notes = createNotes(context, store)
  const drafts = createDrafts(context, store)
  const typing = createTyping(context, store, { conversations, contacts, standing })
  const sending = createSending(context, { conversations, outbox, receipts, notes })
  const presences = createPresences(context, conversations)
  const notedCommits = createNotedCommits(context, { relayLogs, outbox })
  const receiving = createReceiving(context, { conversations, contacts, receipts, outbox, notedCommits, notes, presences, standing })
  const catchingUp = createCatchingUp(context, { conversations, presences, receiving })
  const meshes = context.gossip && createMeshes(context, context.gossip, { conversations, receiving, receipts })
  const relayReading = createRelayReading(context, { conversations, relayLogs, receiving })
  const approach = createApproach(context)
  const welcoming = createWelcoming(context, approach)
  const guests = createGuests(context, store)
  const returnHosts = createReturnHosts(context.self, { conversations, contacts, ownDevices })
  const joins = createJoins(context, store, { approach, welcoming, returnHosts, invitations })
  const groupDoors = createGroupDoors(context, { conversations, joins, guests })
  const introduction = createIntroduction(context, {
    contacts,
    conversations,
    invitations,
    outbox,
    doors,
    listKeeping,
    groupDoors,
    guests,
    joins
  })
  const letters = createLetters(context, { contacts: people, guests, conversations, approach, welcoming })
  const merging = createMerging(context, { contacts, conversations, introduction, notes })
  const history = createHistoryFetching(context, store, { conversations, merging })
  const historyGiving = createHistoryGiving(context, { conversations, ownDevices, isWhole: () => history.isWhole() })
  const membership = createMembership(context, {
    contacts,
    ownDevices,
    deviceLists,
    standing,
    conversations,
    outbox,
    welcoming,
    letters,
    sending,
    guests
  })
  const filling = createFilling(context, { conversations, outbox, standing })
  const meeting: Meeting = createMeeting(context, { conversations, contacts, receipts, outbox, filling, doors, standing })
  const letterbox = createLetterbox(context, store, { contacts, invitations, doors, introduction, groupDoors })
  const neighbours = createNeighbours(context, {
    contacts,
    ownDevices,
    listKeeping,
    accountOf: device =>
      conversations.withDevice(device).flatMap(({ devices }) => devices.find(member => member.device === device)?.account ?? [])[0]
  })
  const sharing = createSharing(context, { conversations, contacts })
  const sharedHistory = createSharedHistory(context, { conversations, contacts, notes })
  const ownConversation = createOwnConversation(context, store, {
    contacts,
    conversations,
    sending,
    markRead: (conversation, id) => markRead(context, { contacts, conversations, receipts }, conversation, id)
  })
  const { directory, self } = context
  const ownEntry =
    directory && self.directory && createOwnEntry(context, directory, self.directory, list => listKeeping.learn(self.account, list))
  const whereabouts = directory && createWhereabouts(context, directory, contacts, deviceLists)

  function selfChanged(): void {
    neighbours.changed()
    presences.changed()
    relayLogs.changed()
    letterbox.changed()
    listKeeping.changed()
    ownEntry?.changed()
    ownConversation.selfChanged()
    for (const conversation of conversations.all()) if (standing.mayTell(conversation)) receipts.changed(conversation)
  }

  const handler: LinkHandler = {
    envelopes: (from, envelopes) => receiving.receive(from, envelopes),
    answered: (_from, verdicts) => {
      if (verdicts.includes('durable')) void context.probe('receive:acknowledged')
    },
    async request(from, kind, body) {
      switch (kind) {
        case 'take':
          return introduction.take(from, body)
        case 'knock':
          return answerKnock(await introduction.knock(body).catch(refuseKnock))
        case 'sync':
          return meeting.answer(from, body)
        case 'ask':
          return catchingUp.answer(from, body)
        case 'devices':
          await neighbours.announced(from, body)
          return EMPTY
        case 'history':
          return historyGiving.answer(from, body)
        case 'share':
          await sharedHistory.take(from, body)
          return EMPTY
        case 'typing':
          typing.heard(from, body)
          return EMPTY
        case 'link':
          throw new ChatError('ERR_NOT_ALLOWED', 'this device has an account already')
      }
    }
  }

  /** To members whom no link tells. Where all has been said, nothing is. */
  function tellWhereWeAre(conversation: Conversation): void {
    if (standing.mayTell(conversation) && relayLogs.of(conversation).append.length > 0) receipts.changed(conversation)
  }

  /** The person has answered this account. */
  async function settle(account: AccountId, edit: (contact: Contact) => Contact): Promise<Contact> {
    const changed = await contacts.change(account, edit, write => context.records.commit([write, ...invitations.settle(account)]))
    const conversation = conversations.withAccount(account)
    if (conversation !== undefined) context.events.emit('conversation:changed', { conversation: conversation.id })
    return changed
  }

  /** Where a change is still under way or the disk refuses, it is skipped after the next start, as after a crash. */
  async function giveAllBack(): Promise<void> {
    const idle = conversations.all().filter(({ serial }) => serial.isIdle())
    const giving = idle.map(async conversation =>
      conversations.write(conversation, async () => ({ writes: giveBack(context, conversation), result: undefined }))
    )
    await Promise.all(giving).catch(passing)
  }

  return {
    contacts,
    conversations,
    invitations,
    introduction,
    letterbox,
    outbox,
    notes,
    drafts,
    typing,
    speaking: createSpeaking(context, { contacts, sending, saidOnce: createSaidOnce(context, sending), notes }),
    receipts,
    deviceLists,
    ownEntry,
    membership,
    sharing,
    guests,
    joins,
    revoked: () => listKeeping.revoked(),
    meshes,
    ownDevices,
    linking: createLinking(context),
    history,
    async start() {
      const lifecycle = createLifecycle()
      await contacts.load()
      await conversations.load()
      await invitations.load()
      await ownDevices.load()
      await deviceLists.load()
      await listKeeping.load()
      await guests.load(conversations.all().flatMap(({ id, kind }) => (kind === 'group' ? id : [])))
      await joins.load()
      await history.load()
      await drafts.load()
      await typing.load()
      lifecycle.add(giveAllBack)
      lifecycle.add(await outbox.start())
      lifecycle.add(await receipts.start())
      lifecycle.add(relayReading.start())
      if (meshes !== undefined) lifecycle.add(meshes.start())
      lifecycle.add(context.links.serve(handler))
      lifecycle.add(
        context.events.on('contact:changed', ({ account, isOtherState }) => {
          const conversation = conversations.withAccount(account)
          if (!isOtherState || conversation === undefined) return
          outbox.standingChanged(conversation)
          // They hear of their door, and where our relays are.
          if (!standing.mayTell(conversation)) return
          receipts.changed(conversation)
          meeting.meet(conversation)
          // What was too much for a stranger was let go.
          relayReading.readAnew(conversation).catch(passing)
        })
      )
      lifecycle.add(
        createUpkeep(context, {
          conversations,
          standing,
          outbox,
          forgetting: createForgetting(context, { contacts, conversations, notes, outbox })
        }).start()
      )
      lifecycle.add(createFading(context, { conversations, outbox, notes }).start())
      lifecycle.add(typing.start())
      lifecycle.add(catchingUp.start())
      lifecycle.add(notedCommits.stop)
      lifecycle.add(filling.start())
      lifecycle.add(meeting.start())
      lifecycle.add(introduction.start())
      lifecycle.add(letters.start())
      lifecycle.add(membership.start())
      lifecycle.add(await ownConversation.start())
      lifecycle.add(
        context.events.on('epochs:changed', ({ conversation }) => {
          // What a group is called, and who is in it, is what its head says.
          const found = conversations.find(conversation)
          if (found?.kind !== 'group') return
          context.events.emit('conversation:changed', { conversation })
          tellWhereWeAre(found)
        })
      )
      lifecycle.add(
        context.events.on('presence:changed', ({ conversation, device }) => {
          if (device === context.self.device) tellWhereWeAre(conversations.get(conversation))
        })
      )
      // Who let us in hears that we are.
      lifecycle.add(
        context.events.on('group:joined', ({ conversation }) => receipts.again(conversations.get(conversation), { soon: true }))
      )
      lifecycle.add(groupDoors.start())
      lifecycle.add(letterbox.start())
      lifecycle.add(joins.start())
      lifecycle.add(listKeeping.start())
      lifecycle.add(history.start())
      lifecycle.add(createReturning(context, { conversations, joins, wantHistory: () => history.want() }).start())
      lifecycle.add(createBars(context, { contacts, conversations }).start())
      lifecycle.add(await neighbours.start())
      lifecycle.add(createGroupNeighbours(context, { conversations, contacts }).start())
      lifecycle.add(presences.start())
      lifecycle.add(sharing.start())
      if (whereabouts !== undefined) lifecycle.add(whereabouts.start())
      if (ownEntry !== undefined) lifecycle.add(ownEntry.start())
      // Last of all: whoever has something to do once a relay is up listens by now.
      lifecycle.add(relayLogs.start())
      return lifecycle.stop
    },
    selfChanged,
    async deviceListChanged(list) {
      await listKeeping.learn(self.account, encodeDeviceList(list))
      selfChanged()
    },
    async accept(account) {
      return settle(account, contact => {
        if (contact.state === 'accepted') return contact
        if (contact.state === 'request') return { ...contact, state: 'accepted' }
        const why = contact.state === 'blocked' ? 'is blocked; parley unblock lifts it' : 'has to accept you, not you them'
        throw new ChatError('ERR_NOT_ALLOWED', `${contact.name} ${why}`)
      })
    },
    block: account =>
      settle(account, contact =>
        contact.state === 'blocked' ? contact : { ...contact, state: 'blocked', stateBeforeBlock: contact.state }
      ),
    unblock: account =>
      settle(account, contact =>
        contact.state === 'blocked' ? { ...contact, state: contact.stateBeforeBlock ?? 'request', stateBeforeBlock: undefined } : contact
      )
  }
}

function answerKnock({ unfinished }: KnockOutcome): Uint8Array {
  return unfinished === undefined ? EMPTY : Knocked.encode({ lacking: Uint8Array.from(unfinished.lacking) })
}

/** Whoever knocks learns no more than that it leads nowhere now: that their invite was never made here, or that others wait, is not for them. */
function refuseKnock(err: unknown): never {
  const isHidden = isChatError(err, 'ERR_NOT_FOUND') || isChatError(err, 'ERR_QUOTA')
  throw isHidden ? new ChatError('ERR_KNOCK_REFUSED', err.message, { cause: err }) : err
}

import type { Clock } from '../base/clock.js'
import { ChatError, isChatError, type ErrorCode } from '../base/errors.js'
import { createEmitter } from '../base/events.js'
import type { AccountId, MessageId } from '../base/ids.js'
import { withPatience } from '../base/patience.js'
import { createLifecycle, type AsyncStop } from '../base/lifecycle.js'
import type { Primitives } from '../base/primitives.js'
import { createSerial } from '../base/serial.js'
import type { Probe } from '../base/probe.js'
import type { Contact as KnownContact } from '../conversation/contacts.js'
import type { ConversationContext, Self } from '../conversation/context.js'
import type { ConversationEvents } from '../conversation/conversation-events.js'
import type { Conversation } from '../conversation/conversation.js'
import { currentGroup } from '../conversation/current-group.js'
import { headOf } from '../conversation/group.js'
import { createIndexKeeper, type IndexKeeper, type IndexShelf } from '../conversation/index-keeper.js'
import { createMessenger } from '../conversation/messenger.js'
import { setOwn } from '../conversation/muting.js'
import { markRead } from '../conversation/reading.js'
import { createRelayShelf } from '../conversation/relay-shelf.js'
import { createRecords } from '../conversation/records.js'
import { hearRelays, namedNow } from '../conversation/relay-set.js'
import { createCard } from '../identity/card.js'
import { encodeCertificate } from '../identity/certificate.js'
import type { Device } from '../identity/device.js'
import { isRevoked } from '../identity/device-list.js'
import { directoryAccess } from '../identity/directory.js'
import { requireName } from '../identity/display-name.js'
import { inviteUri, readInvite } from '../identity/invite-link.js'
import type { InviteRecord } from '../identity/invite.js'
import { safetyNumber } from '../identity/safety-number.js'
import type { Circuits } from '../network/circuit-watchdog.js'
import type { Directory } from '../network/directory.js'
import type { Gossip } from '../network/gossip.js'
import type { Links } from '../network/links.js'
import type { Relays } from '../network/relays.js'
import { addressesForOthers, reach } from '../network/reachability.js'
import { createMlsSession } from '../session/mls-session.js'
import type { CreateSession } from '../session/session-context.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { Vault } from '../store/vault.js'
import type { Chat } from './chat.js'
import type { ChatApi } from './chat-api.js'
import type { Mention } from './message.js'
import type { Contact, Invite, SafetyNumber } from './person.js'
import type { Check, Identity, Status } from './status.js'
import { askingIn } from './asking-in.js'
import { createCompanion } from './companion.js'
import type { Owner } from './companion-life.js'
import type { Checked } from './checks.js'
import { deviceApi } from './devices.js'
import { groupApi } from './groups.js'
import { withPage } from './link-with-page.js'
import { peerApi } from './peers.js'
import { createFinding } from './finding.js'
import { feedEvents } from './event-feed.js'
import { createEventLog } from './events.js'
import { createHistories } from './histories.js'
import { saveOwnProfile, type OwnProfile } from './own-profile.js'
import { createOwnRelays } from './own-relays.js'
import { createLastSeen } from './last-seen.js'
import { reasonsApi } from './reasons.js'
import { chatTitle, memberName, presentChat, presentContact, presentIdentity, presentInvite, presentTransfer } from './presentation.js'
import { createPresenting } from './presenting.js'
import { resolveReference } from './references.js'
import { requireMessageId, speakingApi } from './speaking.js'
import { VERSION } from '../base/version.js'

/** `add` waits so long for the other side before it leaves the rest to the background. */
const FIRST_CONTACT_MS = 10_000
const NOT_NOW: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_UNREACHABLE', 'ERR_TIMEOUT', 'ERR_ABORTED', 'ERR_BUSY'])

/** What each runtime brings: everything else is the same in Node and in a tab. */
export interface ChatHost {
  readonly profile: OwnProfile
  readonly device: Device
  readonly store: SealedStore
  readonly vault: Pick<Vault, 'protectedByPassphrase' | 'keepsAccount' | 'accountEntropy' | 'changePassphrase'>
  readonly primitives: Primitives
  readonly links: Links
  readonly relays: Relays
  /** Absent where it is not loaded yet, or never will be. */
  readonly directory?: Directory
  /** Absent where groups are to go over links and relays alone. */
  readonly gossip?: Gossip
  readonly circuits: Circuits
  readonly clock: Clock
  /** MLS where it is left out. */
  readonly createSession?: CreateSession
  /** Where the account's index is kept up to date, instead of its relays. */
  readonly indexShelf?: IndexShelf
  readonly probe: Probe
  /** False in a browser: others come by circuits, and nothing can be done about that. */
  readonly listens?: boolean
  /** Told to listen where this machine alone can dial it. */
  readonly staysHere?: boolean
  /** Where what is kept may be thrown away by somebody else. */
  readonly storage?: () => Promise<NonNullable<Status['storage']>>
  /** What only the runtime can check: its disk, its permissions. */
  readonly checks: () => Promise<readonly Check[]>
  /** The same of the network. Asks these STUN servers besides those it knows by itself. */
  readonly networkChecks?: (stunServers: readonly string[]) => Promise<readonly Check[]>
}

export interface ChatNode {
  readonly api: ChatApi
  /** Names the relay that runs in this very process: nothing is `stored` on its word, and the account's other relays come before it. @throws as `addRelay` */
  readonly nameRelayHere: (address: string) => Promise<void>
  /** Lets what is under way end, then stops. The host closes what it brought. */
  readonly close: AsyncStop
}

export async function createChatNode(host: ChatHost): Promise<ChatNode> {
  const { store, vault, primitives, relays, directory, gossip, clock, device } = host
  const companion = await createCompanion(host, createChatNode)
  const { links } = companion
  let { profile } = host
  const savingSelf = createSerial()
  const lifecycle = createLifecycle()
  const { account } = profile.certificate

  const self: Self = {
    account,
    device: device.id,
    deviceKey: device.key.publicKey,
    sign: message => primitives.sign(device.key, message),
    name: () => profile.name,
    relays: () => profile,
    relayHere: () => profile.relayHere,
    card: (extra = {}) => ownCard(extra),
    certificate: () => encodeCertificate(profile.certificate),
    isLinked: profile.isLinked === true,
    deviceList: () => profile.deviceList,
    learnName: name => (name === profile.name ? Promise.resolve() : changeSelf(before => ({ ...before, name: requireName(name) }))),
    learnRelays: learnOwnRelays,
    learnDeviceList: deviceList => saveSelf(before => ({ ...before, deviceList })),
    doorKey: profile.doorKey,
    companion: () => companion.account(),
    ...(profile.directory === undefined ? {} : { directory: profile.directory })
  }
  const session = await (host.createSession ?? createMlsSession)({
    primitives,
    deviceKey: device.key,
    certificate: encodeCertificate(profile.certificate),
    now: () => clock.now(),
    revoked: () => messenger.revoked()
  })
  const records = createRecords({ store, session, primitives, ownDevice: device.id })
  const events = createEmitter<ConversationEvents>()
  const context: ConversationContext = {
    self,
    primitives,
    records,
    session,
    links,
    relays,
    clock,
    probe: host.probe,
    events,
    ...(directory === undefined ? {} : { directory }),
    ...(gossip === undefined ? {} : { gossip })
  }
  const messenger = createMessenger(context, store)
  const { contacts, conversations, invitations, introduction, outbox } = messenger
  const ownRelays = createOwnRelays({
    relays,
    circuits: host.circuits,
    nowMs: () => clock.now(),
    named: () => profile.relays,
    save: named =>
      changeSelf(before => ({ ...before, relays: named, relaysChangedAtMs: Math.max(clock.now(), before.relaysChangedAtMs + 1) })),
    here: () => profile.relayHere,
    saveHere: relayHere => saveSelf(before => ({ ...before, relayHere }))
  })
  const indexKeeper = profile.indexKey && keepIndex(host.indexShelf ?? createRelayShelf(relays, self), profile.indexKey)
  const finding = createFinding(context, { store, contacts, findChat, known: knownConversations })
  const startedAtMs = clock.now()
  const log = createEventLog(startedAtMs)

  async function changeSelf(edit: (before: OwnProfile) => OwnProfile): Promise<void> {
    await saveSelf(edit)
    messenger.selfChanged()
    indexKeeper?.changed()
  }

  async function learnOwnRelays({ named, changedAtMs }: Parameters<Self['learnRelays']>[0]): Promise<void> {
    if (hearRelays(profile, named, changedAtMs, clock.now()) === profile) return
    await changeSelf(before => hearRelays(before, named, changedAtMs, clock.now()))
    ownRelays.changed()
  }

  function saveSelf(edit: (before: OwnProfile) => OwnProfile): Promise<void> {
    return savingSelf(async () => {
      const changed = edit(profile)
      await saveOwnProfile(store, changed)
      profile = changed
    })
  }

  function ownCard(extra: { token?: Uint8Array; expiresAtMs?: number }): Promise<Uint8Array> {
    const devices = [{ device: device.id, addresses: addressesForOthers(links.addresses()) }]
    const { name, certificate, relaysChangedAtMs } = profile
    const named = namedNow(profile.relays).map(({ address }) => address)
    // Without any it is left out: an invite stays short enough for a QR code.
    const changed = named.length === 0 ? {} : { relaysChangedAtMs }
    const access = profile.directory === undefined ? {} : { directory: directoryAccess(profile.directory) }
    return createCard(primitives, device, { name, certificate, devices, relays: named, ...changed, ...access, ...extra })
  }

  function keepIndex(shelf: IndexShelf, indexKey: Uint8Array): IndexKeeper {
    return createIndexKeeper(context, {
      shelf,
      indexKey,
      certificate: encodeCertificate(profile.certificate),
      contacts,
      conversations,
      store
    })
  }

  async function presentedInvite(invite: InviteRecord): Promise<Invite> {
    const { token, expiresAtMs } = invite
    const card = await ownCard({ token, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) })
    return presentInvite(invite, withPage(await inviteUri(primitives, card), ownRelays.pageOrigin()))
  }

  const presenting = createPresenting({ self, contacts, outbox, records, clock, notes: messenger.notes })
  const histories = createHistories({ self, records, contacts, clock, presenting })

  async function presentedChat(conversation: Conversation): Promise<Chat> {
    const newest = await histories.newest(conversation)
    const draft = messenger.drafts.of(conversation.id)
    return {
      ...presentChat(self, contacts, conversation, newest),
      ...askingIn(messenger.guests, conversation),
      ...(draft === undefined ? {} : { draft })
    }
  }

  function findContact(reference: string): KnownContact {
    const candidates = contacts.all().map(contact => ({ id: contact.account, name: contact.name, contact }))
    return resolveReference('contact', candidates, reference).contact
  }

  /** Without one whose contact is only now being written. */
  function knownConversations(): readonly Conversation[] {
    return conversations.shown().filter(conversation => {
      const other = contacts.otherOf(conversation)
      return other === undefined || contacts.find(other) !== undefined
    })
  }

  function findChat(reference: string): Conversation {
    const candidates = knownConversations().flatMap(conversation => {
      const other = contacts.otherOf(conversation)
      const state = other === undefined ? 'accepted' : contacts.stateOf(other)
      const own = { id: conversation.id, name: chatTitle(self, contacts, conversation), state, conversation }
      return other !== undefined && conversation === conversations.withAccount(other)
        ? [own, { id: other, name: '', state, conversation }]
        : [own]
    })
    // A stranger who takes a friend's name doesn't come between the two.
    const [friend, ...namesakes] = candidates.filter(({ name, state }) => name === reference.trim() && state === 'accepted')
    return (namesakes.length === 0 ? friend : undefined)?.conversation ?? resolveReference('chat', candidates, reference).conversation
  }

  const lastSeen = createLastSeen(host.links, clock)
  lifecycle.add(lastSeen.stop)

  async function findMessage(reference: string): Promise<{ conversation: Conversation; id: MessageId }> {
    const id = requireMessageId(reference)
    const of = await records.conversationOfMessage(id)
    if (of === undefined) throw new ChatError('ERR_NOT_FOUND', `no message ${reference} here`)
    return { conversation: conversations.get(of), id }
  }

  function othersIn(conversation: Conversation): readonly Mention[] {
    if (conversation.kind !== 'group' || conversation.groups.length === 0) return []
    const present = new Set(headOf(currentGroup(conversation)).members.map(member => member.account))
    return [...present].flatMap(of => (of === account ? [] : { account: of, name: memberName(contacts, conversation, of) }))
  }

  const presentedContact = (of: AccountId): Contact => presentContact(self, contacts.get(of))

  const owner: Owner = {
    context,
    messenger,
    present: presentedContact,
    add: args => api.add(args),
    told: () => log.append({ type: 'events:lost' })
  }

  const identity = (): Identity => presentIdentity(profile, vault)

  function toldIdentity(): Identity {
    const changed = identity()
    log.append({ type: 'identity:changed', identity: changed })
    return changed
  }

  async function numberOf(contact: KnownContact): Promise<SafetyNumber> {
    return { account: contact.account, number: await safetyNumber(account, contact.account), verified: contact.verified }
  }

  const api: ChatApi = {
    async status() {
      const all = conversations.shown()
      const history = presentTransfer(messenger.history.transfer())
      return {
        version: VERSION,
        identity: identity(),
        addresses: links.addresses(),
        reach: reach(links.addresses()),
        links: links.paths().length,
        relays: ownRelays.states(),
        chats: all.length,
        unread: all.reduce((sum, conversation) => sum + (conversation.muted ? 0 : conversation.unread), 0),
        queued: outbox.messages(),
        startedAtMs,
        protectedByPassphrase: vault.protectedByPassphrase,
        tellsTyping: messenger.typing.isTold,
        ...(host.storage === undefined ? {} : { storage: await host.storage() }),
        ...(history === undefined ? {} : { history }),
        ...(isRevoked(profile.deviceList, device.id) ? { revoked: true as const } : {})
      }
    },
    identity: async () => identity(),
    async rename({ name }) {
      await changeSelf(before => ({ ...before, name: requireName(name) }))
      return toldIdentity()
    },
    async phrase({ passphrase }) {
      if (!vault.keepsAccount)
        throw new ChatError(
          'ERR_NOT_ALLOWED',
          'this device does not keep the recovery phrase: it was shown once, when the profile was made'
        )
      if (passphrase === undefined)
        throw new ChatError('ERR_PASSPHRASE', 'the recovery phrase is sealed; give the passphrase of this profile')
      const entropy = await vault.accountEntropy(passphrase)
      if (entropy === undefined) throw new ChatError('ERR_NOT_ALLOWED', 'this device does not keep the recovery phrase')
      const { phraseOf } = await import('../identity/phrase.js')
      return { words: phraseOf(entropy) }
    },
    async setPassphrase(change) {
      await (await import('./protection.js')).setPassphrase({ vault, primitives, account }, change)
      return toldIdentity()
    },
    async removePassphrase({ current }) {
      await vault.changePassphrase({ current, next: undefined })
      return toldIdentity()
    },

    async createInvite(options) {
      const made = await invitations.create(options, presentedInvite)
      // Who is shown it may use it at once, with this device away.
      await messenger.letterbox.settled()
      return made
    },
    invites: async () => Promise.all(invitations.all().map(presentedInvite)),
    revokeInvite: ({ id }) => invitations.revoke(id),
    async add({ invite, message }) {
      const card = await readInvite(primitives, invite)
      const begun = await introduction.begin(card)
      if (begun.state === 'request') await messenger.accept(begun.account)
      const conversation = conversations.withAccount(begun.account)
      if (message !== undefined && conversation !== undefined) await messenger.speaking.send(conversation, { text: message })
      await introduceNow(begun)
      return presentedContact(begun.account)
    },
    ...companion.api(owner),

    relays: async () => ownRelays.states(),
    async addRelay({ replaceIndex, ...args }) {
      const state = await ownRelays.add(args)
      if (replaceIndex === true) await indexKeeper?.replaceAt(state.relay)
      return state
    },
    removeRelay: ({ relay }) => ownRelays.remove(relay),

    contacts: async () => contacts.all().map(contact => presentContact(self, contact)),
    accept: async ({ contact }) => presentContact(self, await messenger.accept(findContact(contact).account)),
    block: async ({ contact }) => presentContact(self, await messenger.block(findContact(contact).account)),
    unblock: async ({ contact }) => presentContact(self, await messenger.unblock(findContact(contact).account)),
    safetyNumber: async ({ contact }) => numberOf(findContact(contact)),
    verify: async ({ contact, verified }) =>
      numberOf(await contacts.change(findContact(contact).account, known => ({ ...known, verified }))),

    async chats() {
      const all = await Promise.all(knownConversations().map(presentedChat))
      return all.toSorted(
        (a, b) => Number(b.pinned === true) - Number(a.pinned === true) || (b.newest?.sentAtMs ?? 0) - (a.newest?.sentAtMs ?? 0)
      )
    },
    ...deviceApi({ context, messenger, primitives, vault, profile: () => profile }),
    ...groupApi({ self, primitives, nowMs: () => clock.now(), messenger, ownRelays, findChat, findContact, present: presentedChat }),
    mute: async ({ chat, muted }) => presentedChat(await setOwn(context, conversations, findChat(chat), { muted })),
    pinChat: async ({ chat, pinned }) => presentedChat(await setOwn(context, conversations, findChat(chat), { pinned })),
    ...speakingApi({ records, messenger, clock, findChat, findMessage, presenting, present: presentedChat, othersIn }),
    history: async ({ chat, ...asked }) => histories.page(findChat(chat), asked),
    search: finding.search,
    markRead: ({ chat, message }) => markRead(context, messenger, findChat(chat), message),
    ...reasonsApi({ context, messenger, lastSeen, findMessage }),
    ...peerApi({ links, relays, contacts, conversations, findContact }),
    doctor: async () => (await import('./checks.js')).doctor(checked()),
    netcheck: async () => (await import('./checks.js')).netcheck(checked()),
    async *exportBackup({ passphrase }) {
      const { exportAll } = await import('./backups.js')
      yield* exportAll(context, messenger, passphrase)
    },
    async importBackup({ passphrase, chunks }) {
      // Of a profile that has begun to live, the name is what the person says here.
      const isNew = contacts.portable().length === 0
      const { importAll } = await import('./backups.js')
      const imported = await importAll(context, messenger, passphrase, chunks)
      if (isNew && imported.account === account && imported.name !== '')
        await changeSelf(before => ({ ...before, name: requireName(imported.name) }))
      return imported
    },
    events: ({ since }, options) => log.read(since, options?.signal)
  }

  const checked = (): Checked => ({ host, context, vault, profile, messenger, relays: ownRelays })

  async function introduceNow(contact: KnownContact): Promise<void> {
    try {
      await withPatience(clock, FIRST_CONTACT_MS, signal => introduction.pursue(contact.account, signal))
    } catch (err) {
      // Not reachable now: the invite is kept and tried again whenever a link comes up. A refusal is for the person to hear.
      if (!isChatError(err) || !NOT_NOW.has(err.code)) throw err
    }
  }

  lifecycle.add(log.close)
  // Who lives here is no path to anybody: of that link nobody is told.
  lifecycle.add(feedEvents({ ...context, links: host.links }, messenger, log, { presentChat: presentedChat, presenting }))
  lifecycle.add(await messenger.start())
  lifecycle.add(companion.start(owner))
  lifecycle.add(finding.start())
  lifecycle.add(ownRelays.start())
  if (indexKeeper !== undefined) {
    lifecycle.add(await indexKeeper.start())
    lifecycle.add(relays.on('relay:up', () => indexKeeper.changed()))
    lifecycle.add(relays.on('relay:joined', () => indexKeeper.changed()))
  }
  return { api, nameRelayHere: address => ownRelays.nameHere(address), close: lifecycle.stop }
}

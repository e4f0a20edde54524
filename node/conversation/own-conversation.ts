import { equals } from '../base/bytes.js'
import { isChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial } from '../base/serial.js'
import { liveDevices } from '../identity/device-list.js'
import type { SealedStore } from '../store/sealed-store.js'
import { OwnStateRecord } from '../wire/generated/records.js'
import { createAlone } from './alone.js'
import { newContact, type Contacts } from './contacts.js'
import { messageId } from './content.js'
import type { ConversationContext } from './context.js'
import { ownConversationId } from './conversation-ids.js'
import type { Conversation } from './conversation.js'
import { currentGroup } from './current-group.js'
import { headOf } from './group.js'
import type { Conversations } from './conversations.js'
import { deviceKeyOf } from '../identity/device-id.js'
import { setOwn } from './muting.js'
import { passing } from './on-link.js'
import { nextHlc, type Hlc } from './order.js'
import {
  contactValue,
  devicesValue,
  decodeOwnEntry,
  encodeOwnEntry,
  flagValue,
  isNewer,
  nameValue,
  ownKeyText,
  readMarkValue,
  readNameValue,
  readReadMark,
  readStanding,
  readFlag,
  readRelaysValue,
  relaysValue,
  standingValue,
  withContactValue,
  withDevicesValue,
  type OwnEntry,
  type OwnKey,
  type Stamped
} from './own-state.js'
import { otherDevices } from './own-devices.js'
import type { RecordWrite } from './records.js'
import type { Sending } from './sending.js'

/** Since before there was anybody to tell. */
const ALWAYS = 0n

/**
 * The conversation of this account's own devices: each tells the others what its person does, and all come to the same contacts, blocks,
 * verified marks, read marks, mutes, pins of conversations, name and relays, and know which groups the person has left. Nobody is shown it.
 */
export interface OwnConversation {
  /** Notes what is so by now, and takes what an earlier run did not come to. */
  start(): Promise<Stop>
  /** The person calls themself something else, or names other relays. */
  selfChanged(): void
}

interface Parts {
  readonly contacts: Contacts
  readonly conversations: Conversations
  readonly sending: Pick<Sending, 'tell'>
  /** As `markRead`. */
  readonly markRead: (conversation: Conversation, id: Awaited<ReturnType<typeof messageId>>) => Promise<void>
}

export function createOwnConversation(
  context: ConversationContext,
  store: SealedStore,
  { contacts, conversations, sending, markRead }: Parts
): OwnConversation {
  const { self, records, events, primitives, clock } = context
  const serial = createSerial()
  const known = new Map<string, OwnKey & Stamped>()
  /** In whose hands everything is that was said before. */
  let told: ReadonlySet<DeviceId> = new Set()
  let hlc = 0n as Hlc
  /** While there is no other device nothing is. */
  let isNoted = false

  const own = (): Conversation | undefined => conversations.all().find(({ kind }) => kind === 'own')

  function remember(entry: OwnEntry): RecordWrite {
    known.set(ownKeyText(entry), entry)
    if (entry.hlc > hlc) hlc = entry.hlc as Hlc
    return { key: pathOf(entry), value: OwnStateRecord.encode({ hlc: entry.hlc, device: entry.device, value: entry.value }) }
  }

  const pathOf = (key: OwnKey): Uint8Array => store.keys.setting(`own ${ownKeyText(key)}`)

  /** Notes all that is so here: where it was never noted, as so since then. */
  async function noteAll(since: bigint): Promise<void> {
    const facts = [
      ...contacts.all().flatMap(({ account }) => factsOf(account)),
      ...conversations.portable().flatMap(factsIn),
      ...ownFacts()
    ]
    const writes: RecordWrite[] = []
    for (const [key, value] of facts) {
      const kept = await store.get(pathOf(key))
      const entry = kept === undefined ? { hlc: since, device: self.deviceKey, value } : OwnStateRecord.decode(kept)
      // What never was otherwise is nothing to tell.
      if (key.about === 'pinned' && kept === undefined && value.length === 0) continue
      const write = remember({ ...key, ...entry })
      if (kept === undefined) writes.push(write)
    }
    isNoted = true
    if (writes.length > 0) await records.commit(writes)
  }

  /** Says to the others what is otherwise here than was noted. */
  async function say(key: OwnKey, value: Uint8Array): Promise<void> {
    const before = known.get(ownKeyText(key))
    if (!isNoted) return
    const isSaidOnce = key.about === 'devices'
    if (before !== undefined && (isSaidOnce || equals(before.value, value))) return
    const entry: OwnEntry = { ...key, hlc: nextHlc(hlc, clock.now()), device: self.deviceKey, value }
    await records.commit([remember(entry)])
    await tell([entry])
  }

  async function tell(entries: readonly OwnEntry[]): Promise<void> {
    const conversation = own()
    if (conversation === undefined || others(conversation).length === 0) return
    await Promise.all(entries.map(entry => sending.tell(conversation, encodeOwnEntry(entry))))
  }

  function others(conversation: Conversation): readonly DeviceId[] {
    return headOf(currentGroup(conversation)).members.flatMap(({ device }) => (device === self.device ? [] : device))
  }

  function factsOf(account: AccountId): readonly Fact[] {
    const contact = contacts.find(account)
    if (contact === undefined || account === self.companion()) return []
    return [
      [{ about: 'contact', of: account }, contactValue(contact)],
      [{ about: 'devices', of: account }, devicesValue(contact)],
      [{ about: 'standing', of: account }, standingValue(contact)],
      [{ about: 'verified', of: account }, flagValue(contact.verified)]
    ]
  }

  function ownFacts(): readonly Fact[] {
    return [
      [{ about: 'name', of: '' }, nameValue(self.name())],
      [{ about: 'relays', of: '' }, relaysValue(self.relays())]
    ]
  }

  async function sayAll(facts: readonly Fact[]): Promise<void> {
    for (const [key, value] of facts) await say(key, value)
  }

  /** What another device says, unless something newer is known. What it is about is so here before it counts as known. */
  async function take(encoded: Uint8Array): Promise<void> {
    const entry = decodeOwnEntry(encoded)
    const before = entry && known.get(ownKeyText(entry))
    if (entry === undefined || (before !== undefined && !isNewer(entry, before))) return
    await makeSo(entry)
    await records.commit([remember(entry)])
  }

  async function makeSo(entry: OwnEntry): Promise<void> {
    const { value } = entry
    if (entry.about === 'name') return self.learnName(readNameValue(value))
    if (entry.about === 'relays') return self.learnRelays(readRelaysValue(value))
    if (entry.about === 'read') return makeRead(entry)
    if (entry.about === 'left' || entry.about === 'muted' || entry.about === 'pinned') return makeSoIn(entry)
    const isKnown = contacts.find(entry.of) !== undefined
    if (entry.about === 'contact')
      await contacts.put(entry.of, contact =>
        withContactValue(contact ?? { ...newContact(entry.of), state: 'request' }, value, clock.now())
      )
    else if (!isKnown) return
    else if (entry.about === 'devices') await contacts.change(entry.of, contact => withDevicesValue(contact, value))
    else if (entry.about === 'standing') await contacts.change(entry.of, contact => ({ ...contact, ...readStanding(value) }))
    else await contacts.change(entry.of, contact => ({ ...contact, verified: readFlag(value) }))
  }

  async function makeSoIn({ about, of, value }: OwnEntry): Promise<void> {
    const conversation = conversations.all().find(({ id, kind }) => id === of && kind !== 'own')
    if (conversation === undefined) return
    if (about === 'muted' || about === 'pinned') {
      const wanted = readFlag(value)
      if (conversation[about] !== wanted) await setOwn(context, conversations, conversation, { [about]: wanted })
    } else if (readFlag(value) && conversation.kind === 'group' && conversation.membership !== 'left') await leaveHere(conversation)
  }

  /** The person has gone, and was not put out: the others have heard of it already. */
  async function leaveHere(conversation: Conversation): Promise<void> {
    await conversations.write(conversation, async () => {
      conversation.membership = 'left'
      conversation.wishes = []
      conversation.letters = []
      return { writes: [records.conversation(conversation), records.membership(conversation)], result: undefined }
    })
    events.emit('conversation:changed', { conversation: conversation.id })
  }

  /** Of what was never otherwise nothing is said. */
  function newsIn(conversation: Conversation): readonly Fact[] {
    return factsIn(conversation).filter(([key, value]) => value.length > 0 || known.has(ownKeyText(key)))
  }

  /** As far as the messages are here; those that come later are looked at when they do. */
  async function makeRead({ of, value }: OwnKey & { readonly value: Uint8Array }): Promise<void> {
    const conversation = conversations.all().find(({ id }) => id === of)
    const place = readReadMark(value)
    if (conversation === undefined || place === undefined) return
    const id = await messageId(primitives, conversation.id, deviceKeyOf(place.device), place.seq)
    await markRead(conversation, id).catch((err: unknown) => {
      if (!isChatError(err, 'ERR_NOT_FOUND')) throw err
    })
  }

  /** A mark of another device may be about what has come only now. */
  async function readAgain(conversation: Conversation): Promise<void> {
    const mark = known.get(ownKeyText({ about: 'read', of: conversation.id }))
    if (mark !== undefined && !equals(mark.device, self.deviceKey)) await makeRead(mark)
  }

  /** The account's oldest device makes it, once there is another. */
  async function found(): Promise<void> {
    const [oldest, ...more] = liveDevices(self.deviceList())
    if (oldest?.device !== self.device || more.length === 0 || own() !== undefined) return
    const conversation = conversations.create({
      id: await ownConversationId(primitives, self.account),
      kind: 'own',
      accounts: [self.account]
    })
    const first = await createAlone(context)
    await conversations.write(conversation, async () => {
      const { writes } = await conversations.addGroup(conversation, first)
      return { writes, result: undefined }
    })
    conversations.adopt(conversation)
    events.emit('epochs:changed', { conversation: conversation.id })
  }

  /** Whoever has come in is told all that was ever said. */
  async function tellNewcomers(conversation: Conversation): Promise<void> {
    const present = others(conversation)
    if (present.every(device => told.has(device))) return
    told = new Set(present)
    await tell([...known.values()].filter(entry => entry.hlc > ALWAYS))
  }

  const soon = (task: () => Promise<void>): void => void serial(task).catch(passing)

  return {
    async start() {
      // Of an account that was restored or linked the others may know better.
      if (otherDevices(self).length > 0) await noteAll(ALWAYS)
      const before = own()
      if (before !== undefined) {
        told = new Set(others(before))
        for await (const { state, device } of records.messagesAfter(before, undefined))
          if (state !== undefined && device !== self.device) soon(() => take(state))
      }
      soon(found)
      const stops = [
        events.on('devices:changed', () =>
          soon(async () => {
            if (!isNoted && otherDevices(self).length > 0) await noteAll(nextHlc(hlc, clock.now()))
            await found()
          })
        ),
        events.on('contact:changed', ({ account }) => soon(() => sayAll(factsOf(account)))),
        events.on('conversation:changed', ({ conversation: id }) => {
          const conversation = conversations.find(id)
          if (conversation !== undefined && conversation.kind !== 'own' && !conversations.isHome(conversation))
            soon(() => sayAll(newsIn(conversation)))
        }),
        events.on('epochs:changed', ({ conversation: id }) => {
          const conversation = conversations.find(id)
          if (conversation?.kind === 'own') soon(() => tellNewcomers(conversation))
        }),
        events.on('message:received', ({ conversation: id, state }) => {
          const conversation = conversations.get(id)
          if (state !== undefined) soon(() => take(state))
          else if (conversation.unread > 0) soon(() => readAgain(conversation))
        })
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    selfChanged: () => soon(() => sayAll(ownFacts()))
  }
}

type Fact = readonly [OwnKey, Uint8Array]

function factsIn({ id, readUpTo, membership, muted, pinned }: Conversation): readonly Fact[] {
  return [
    [{ about: 'read', of: id }, readMarkValue(readUpTo)],
    [{ about: 'left', of: id }, flagValue(membership === 'left')],
    [{ about: 'muted', of: id }, flagValue(muted)],
    [{ about: 'pinned', of: id }, flagValue(pinned)]
  ]
}

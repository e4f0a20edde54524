import { equals } from '../base/bytes.js'
import { isChatError } from '../base/errors.js'
import type { AccountId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial, type Serial } from '../base/serial.js'
import { encodeDeviceList, readDeviceList } from '../identity/device-list-frame.js'
import { admitDeviceList, isRevoked } from '../identity/device-list.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Contact, Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import { createAlone } from './alone.js'
import type { Conversation } from './conversation.js'
import { isMendable } from './current-group.js'
import { headOf, type Group } from './group.js'
import type { Conversations } from './conversations.js'
import type { DeviceLists } from './device-lists.js'
import { passing } from './on-link.js'
import { namedNow } from './relay-set.js'

/** A contact's list is asked for so often at one relay: a knock of a new device brings it at once. */
const ASK_AGAIN_MS = 60 * 60 * 1_000

/**
 * The device lists of this account and of its contacts: our own is kept at our relays, theirs are fetched from theirs, and each is merged
 * with what is known. Where a list revokes a device, nothing is encrypted any more where it has a leaf: of two people, that group is left
 * for good; from one of many, the device is put out.
 */
export interface ListKeeping {
  /** Leaves what an earlier run could not, before anything is sent. */
  load(): Promise<void>
  start(): Stop
  /** Our relays are others now. */
  changed(): void
  /** Merges a contact's list or our own, from wherever it came; durable when this resolves. @throws ERR_CERTIFICATE */
  learn(account: AccountId, encoded: Uint8Array): Promise<void>
  /** All that are known to be revoked: of this account, and of its contacts. */
  revoked(): ReadonlySet<DeviceId>
}

interface Parts {
  readonly contacts: Contacts
  readonly conversations: Conversations
  readonly deviceLists: DeviceLists
}

export function createListKeeping(context: ConversationContext, { contacts, conversations, deviceLists }: Parts): ListKeeping {
  const { relays, self, primitives, clock } = context
  const ownList = createSerial()
  const serials = new Map<RelayId, Serial>()
  const asked = new Map<string, number>()

  function revokedIn(conversation: Conversation): readonly DeviceId[] {
    const theirs = conversation.accounts.flatMap(account => contacts.find(account)?.revoked ?? [])
    const ours = self.deviceList().revocations.map(({ device }) => device)
    // That it was this one is for the others to honour: here it would leave no group to be in.
    return [...theirs, ...ours].filter(device => device !== self.device)
  }

  /** Where nothing else is left, a group of this device alone keeps what is written until somebody is let in. */
  async function leave(conversation: Conversation, devices: readonly DeviceId[]): Promise<void> {
    const isStranded = await conversations.write(conversation, async () => {
      const revoked = new Set([...conversation.revoked, ...devices])
      // Where somebody is left who may, they put the device out.
      const isOver = conversation.kind === 'direct' && conversation.groups.every(group => isBeyondMending(conversation, group, revoked))
      const alone = isOver && conversation.groups.length > 0 ? await createAlone(context) : undefined
      for (const device of devices) conversation.revoked.add(device)
      if (alone === undefined) return { writes: [], result: false }
      const { writes } = await conversations.addGroup(conversation, alone)
      return { writes, result: true }
    })
    context.events.emit('epochs:changed', { conversation: conversation.id })
    if (!isStranded) return
    context.events.emit('conversation:stranded', { conversation: conversation.id })
    context.events.emit('conversation:changed', { conversation: conversation.id })
  }

  function ofAccount(account: AccountId): readonly Conversation[] {
    return conversations.all().filter(conversation => conversation.accounts.includes(account))
  }

  async function honour(concerned: readonly Conversation[]): Promise<void> {
    for (const conversation of concerned) {
      const revoked = revokedIn(conversation)
      const isNews = revoked.some(device => !conversation.revoked.has(device))
      // A group may be left when it begins: somebody had not heard yet.
      const isOver =
        conversation.kind === 'direct' &&
        conversation.groups.length > 0 &&
        conversation.groups.every(group => isBeyondMending(conversation, group, conversation.revoked))
      if (isNews || isOver) await leave(conversation, revoked)
    }
  }

  async function learn(account: AccountId, encoded: Uint8Array): Promise<void> {
    await deviceLists.admit(account, encoded)
    await honour(ofAccount(account))
    context.events.emit('devices:changed', { account })
  }

  async function learnOwn(encoded: Uint8Array): Promise<void> {
    const received = await readDeviceList(primitives, encoded)
    if (received.account !== self.account) return
    const merged = admitDeviceList(self.deviceList(), received)
    const isNews = !equals(encodeDeviceList(merged), encodeDeviceList(self.deviceList()))
    if (isNews) await self.learnDeviceList(merged)
    await honour(conversations.all())
    if (!isNews) return
    context.events.emit('devices:changed', { account: self.account })
    if (!isOut()) return
    for (const { id } of conversations.shown()) context.events.emit('conversation:changed', { conversation: id })
  }

  const isOut = (): boolean => isRevoked(self.deviceList(), self.device)

  /** At one of our relays: what it has, and what we have. One that serves us no more may do so since we were revoked. */
  async function keepAt(relay: RelayId): Promise<void> {
    if (!namedNow(self.relays().relays).some(({ id }) => id === relay)) return
    const isMember = relays.info(relay)?.standing === 'member'
    if (isMember) await learnOwn(await relays.putDeviceList(relay, encodeDeviceList(self.deviceList())))
    else if (!isOut()) await learnOwn(await relays.getDeviceList(relay, self.account))
  }

  async function askFor(relay: RelayId, { account }: Contact): Promise<void> {
    const key = `${relay} ${account}`
    if (clock.now() < (asked.get(key) ?? -Infinity) + ASK_AGAIN_MS) return
    asked.set(key, clock.now())
    try {
      await learn(account, await relays.getDeviceList(relay, account))
    } catch (err) {
      // A relay may have none, or a wrong one: another has better.
      if (isChatError(err, 'ERR_UNREACHABLE') || isChatError(err, 'ERR_TIMEOUT') || isChatError(err, 'ERR_BUSY')) asked.delete(key)
      passing(err)
    }
  }

  async function askForContacts(relay: RelayId): Promise<void> {
    const naming = contacts
      .all()
      .filter(({ state, relays: named }) => state === 'accepted' && namedNow(named).some(({ id }) => id === relay))
    for (const contact of naming) await askFor(relay, contact)
  }

  function soon(relay: RelayId): void {
    // When it comes back, or within the hour.
    ownList(() => keepAt(relay)).catch(passing)
    serialAt(relay)(() => askForContacts(relay)).catch(passing)
  }

  /** A relay that says nothing holds up no other. */
  function serialAt(relay: RelayId): Serial {
    const serial = serials.get(relay) ?? createSerial()
    serials.set(relay, serial)
    return serial
  }

  function everywhere(): void {
    const named = [self.relays().relays, ...contacts.all().map(contact => contact.relays)].flatMap(namedNow)
    for (const id of new Set(named.map(relay => relay.id))) if (relays.isUp(id)) soon(id)
  }

  return {
    async load() {
      for (const conversation of conversations.all()) {
        const revoked = revokedIn(conversation)
        if (revoked.length > 0) await leave(conversation, revoked)
      }
    },
    start() {
      let timer: Stop | undefined
      const again = (): void => {
        timer = clock.after(ASK_AGAIN_MS, again)
        everywhere()
      }
      again()
      const stops = [
        relays.on('relay:up', ({ relay }) => soon(relay)),
        relays.on('relay:joined', ({ relay }) => soon(relay)),
        relays.on('relay:told', ({ relay }) => {
          if (relays.info(relay)?.standing === 'banned') soon(relay)
        }),
        context.events.on('contact:changed', ({ account }) => void honour(ofAccount(account)).catch(passing)),
        context.events.on('epochs:changed', ({ conversation }) => {
          const known = conversations.find(conversation)
          if (known !== undefined) honour([known]).catch(passing)
        }),
        () => timer?.()
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    changed: everywhere,
    learn: (account, encoded) => (account === self.account ? learnOwn(encoded) : learn(account, encoded)),
    revoked() {
      const ours = self.deviceList().revocations.map(({ device }) => device)
      return new Set([...ours, ...contacts.all().flatMap(contact => contact.revoked)])
    }
  }
}

function isBeyondMending(conversation: Conversation, group: Group, revoked: ReadonlySet<DeviceId>): boolean {
  return headOf(group).members.some(({ device }) => revoked.has(device)) && !isMendable(conversation, group, revoked)
}

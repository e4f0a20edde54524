import { ChatError, isChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial, type Serial } from '../base/serial.js'
import { createAlone } from './alone.js'
import type { Epoch } from '../session/session.js'
import { createApproach, type AskOptions, type TakeOptions } from './approach.js'
import type { Contact, Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import { groupOf, isComplete, isLeft, isShared } from './current-group.js'
import { headOf, type Group } from './group.js'
import type { PendingKnock } from './letter.js'
import type { Conversations } from './conversations.js'
import { passing } from './on-link.js'
import type { Outbox } from './outbox.js'
import { createPerseverance } from './perseverance.js'
import { createWelcoming } from './welcoming.js'

/** Whoever refuses our knock where it lies is not knocked at anew all the time: they may have blocked us. */
const BEGIN_ANEW_MS = 24 * 60 * 60 * 1_000

/** The side of who knocks: key packages are taken, the group is made with them, and the knock is handed over or left at relays. */
export interface Pursuit {
  /** One try to get through, after those that are under way; where it fails there are others by themselves. @throws ERR_UNREACHABLE, ERR_TIMEOUT, ERR_KNOCK_REFUSED, ERR_CERTIFICATE */
  pursue(account: AccountId, options?: AskOptions): Promise<void>
  /** The same, waiting for nothing; asked for twice before it begins, it is done once. */
  soon(account: AccountId): void
  stop: Stop
}

interface Parts {
  readonly contacts: Contacts
  readonly conversations: Conversations
  readonly outbox: Outbox
}

export function createPursuit(context: ConversationContext, { contacts, conversations, outbox }: Parts): Pursuit {
  const { session, records, clock } = context
  const approach = createApproach(context)
  const welcoming = createWelcoming(context, approach)
  const serials = new Map<AccountId, Serial>()
  const due = new Set<AccountId>()
  const perseverance = createPerseverance(clock, (account, options) =>
    oneAtATime(account)(() => {
      due.delete(account)
      return tryOnce(account, options)
    })
  )
  /** When a knock that relays had let go of was last made anew. */
  const begunAnew = new Map<ConversationId, number>()

  function oneAtATime(account: AccountId): Serial {
    const serial = serials.get(account) ?? createSerial()
    serials.set(account, serial)
    return serial
  }

  async function addTheirDevices(conversation: Conversation, id: ConversationId, contact: Contact, options?: TakeOptions): Promise<void> {
    const { revoked } = contacts.get(contact.account)
    const isRevoked = (device: DeviceId): boolean => revoked.includes(device) || conversation.revoked.has(device)
    const { device, packages } = await welcoming.take(contact, isRevoked, options)
    await conversations.write(conversation, async () => {
      const group = groupOf(conversation, id)
      if (group === undefined || isComplete(conversation, group)) return { writes: [], result: undefined }
      const { header, child, welcome } = await session.commit(headOf(group), { add: packages.map(({ published }) => published) })
      if (welcome === undefined) throw new ChatError('ERR_INTERNAL', 'a commit that adds must make a Welcome')
      group.knock = { to: device, body: await welcoming.knock(contact, child, packages, welcome), leftAt: [] }
      return { writes: await conversations.advance(conversation, group, { header, child }), result: undefined }
    })
    await context.probe('epoch:durable')
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

  /** Where relays have let go of what they kept of it, nothing that was sent behind it is stored any more. */
  async function takeBack(conversation: Conversation, { id, knock }: Group): Promise<'kept' | 'gone'> {
    const letGo = knock === undefined || knock.leftAt.length === 0 ? [] : await approach.letGo(knock)
    if (knock === undefined || letGo.length === 0) return 'kept'
    const leftAt = knock.leftAt.filter(relay => !letGo.includes(relay))
    if (leftAt.length > 0) {
      await changeKnock(conversation, id, { ...knock, leftAt })
      return 'kept'
    }
    await outbox.takeBack(conversation, id)
    return 'gone'
  }

  /** @returns whether it may be done now */
  function mayBeginAnew({ id }: Conversation): boolean {
    if (clock.now() < (begunAnew.get(id) ?? -Infinity) + BEGIN_ANEW_MS) return false
    begunAnew.set(id, clock.now())
    return true
  }

  async function knockAnew(conversation: Conversation, id: ConversationId, contact: Contact, options?: AskOptions): Promise<void> {
    const fresh = await startOver(conversation, id)
    if (fresh === undefined) return
    await addTheirDevices(conversation, fresh, contact, { ...options, anew: true })
    await deliverKnock(conversation, fresh, contact, options)
  }

  async function tryOnce(account: AccountId, options?: AskOptions): Promise<void> {
    const contact = contacts.get(account)
    const conversation = conversations.withAccount(account)
    const group = conversation && openGroup(conversation)
    if (contact.state === 'blocked' || conversation === undefined || group === undefined) return
    if ((await takeBack(conversation, group)) === 'gone' && mayBeginAnew(conversation))
      return knockAnew(conversation, group.id, contact, options)
    if (!isComplete(conversation, group)) await addTheirDevices(conversation, group.id, contact, options)
    try {
      await deliverKnock(conversation, group.id, contact, options)
    } catch (err) {
      // That key package is gone, or of a device that they have revoked: others take its place.
      if (!isChatError(err, 'ERR_EXPIRED') && !isChatError(err, 'ERR_CERTIFICATE')) throw err
      await knockAnew(conversation, group.id, contact, options)
    }
  }

  return {
    pursue: perseverance.pursue,
    soon(account) {
      if (due.has(account)) return
      due.add(account)
      perseverance.pursue(account).catch(passing) // it is tried again by itself
    },
    stop: perseverance.stop
  }
}

/** The group that waits for the other side: with a knock of ours, or, where none is shared yet, with nobody else in it. */
function openGroup(conversation: Conversation): Group | undefined {
  const groups = conversation.groups.filter(group => !isLeft(conversation, group))
  const knocking = groups.find(group => group.knock !== undefined)
  if (knocking !== undefined) return knocking
  return groups.some(group => isShared(conversation, group)) ? undefined : groups.find(group => !isComplete(conversation, group))
}

import { concat, EMPTY, fromHex, toHex, utf8 } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { DeviceId, LogId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { deviceKeyOf } from '../identity/device-id.js'
import type { Epoch } from '../session/session.js'
import { Receipt } from '../wire/generated/content.js'
import { Sync } from '../wire/generated/introduction.js'
import { decodeReceipt } from './content.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import { currentGroup, everHad, headOf, holdingOf, recipients, type Conversation, type Group } from './conversation.js'
import type { Change, Conversations } from './conversations.js'
import { withDoor, type Doors } from './doors.js'
import { onLink, passing } from './on-link.js'
import type { Outbox } from './outbox.js'
import type { Receipts } from './receipts.js'
import type { Standing } from './standing.js'
import { noteDrained, provesPending } from './group-epochs.js'
import { knownGaps, planFill } from './sync-plan.js'

/**
 * Two members that meet tell each other what they hold, over a link that ends at the other's device, signed by the log's key:
 * what one lacks of the other's messages is sealed again, and each knows of the other's highest number.
 */
export interface Meeting {
  start(): Stop
  /** With every linked device of a conversation, waiting for none: after an accept, or when something may have been missed. */
  meet(conversation: Conversation): void
  /** Answers a `sync` request. @throws ERR_UNKNOWN_LOG, ERR_SIGNATURE, ERR_MALFORMED */
  answer(from: DeviceId, body: Uint8Array): Promise<Uint8Array>
}

interface Place {
  readonly group: Group
  readonly epoch: Epoch
}

interface Parts {
  readonly conversations: Conversations
  readonly contacts: Contacts
  readonly receipts: Receipts
  readonly outbox: Outbox
  readonly doors: Pick<Doors, 'in'>
  readonly standing: Standing
}

export function createMeeting(
  context: ConversationContext,
  { conversations, contacts, receipts, outbox, doors, standing }: Parts
): Meeting {
  const { links, session, self, records } = context

  /** What is said is on disk: the other side takes out of its outbox what it hears that we have. */
  async function say(conversation: Conversation, to: DeviceId): Promise<Uint8Array> {
    return conversations.write(conversation, async () => {
      const epoch = headOf(currentGroup(conversation))
      const signature = await session.signForLog(epoch, proof(self.device, to, epoch.log))
      const receipt = Receipt.encode(receipts.current(conversation))
      const said = { log: fromHex(epoch.log), signature, receipt, newest: conversation.nextSeq - 1, door: doorIn(conversation) }
      return { writes: [], result: Sync.encode(said) }
    })
  }

  function doorIn(conversation: Conversation): Uint8Array {
    return (standing.mayTell(conversation) ? doors.in(conversation) : undefined) ?? EMPTY
  }

  async function hear(conversation: Conversation, from: DeviceId, said: Sync, { group, epoch }: Place): Promise<void> {
    await conversations.write(conversation, async () => note(conversation, from, said))
    const other = contacts.otherOf(conversation)
    if (other !== undefined) {
      await contacts.answered(other)
      await contacts.change(other, contact => withDoor(contact, said.door))
    }
    outbox.covered(conversation, from)
    if (provesPending(group, epoch)) outbox.hasCommit(conversation, group.id, from)
    else outbox.isElsewhere(conversation, from)
    const theirs = holdingOf(conversation.receipts, from).progress
    await outbox.fill(
      conversation,
      planFill({ newest: conversation.nextSeq - 1, theirs, outstanding: outbox.outstanding(conversation), failed: conversation.failed })
    )
  }

  function note(conversation: Conversation, from: DeviceId, said: Sync): Change<void> {
    const { writes: merged, onDisk } = receipts.take(conversation, from, decodeReceipt(said.receipt))
    const writes = [...merged]
    const holding = holdingOf(conversation.holdings, from)
    const next = { ...holding, newest: Math.max(holding.newest, said.newest) }
    const missing = knownGaps(everHad(next), next.newest)
    if (next.newest > holding.newest) {
      conversation.holdings.set(from, next)
      writes.push(records.holding(conversation, from, next))
      if (missing.length > 0) context.events.emit('gap:changed', { conversation: conversation.id, device: from, gaps: missing })
    }
    if (missing.length === 0 && conversation.groups.map(group => noteDrained(group, context.clock.now())).includes(true))
      writes.push(records.conversation(conversation))
    return { writes, result: undefined, onDisk }
  }

  async function meetDevice(conversation: Conversation, device: DeviceId): Promise<void> {
    if (!standing.maySend(conversation) || !recipients(conversation, self.device).includes(device)) return
    // What changes from here on is told by a receipt of its own.
    receipts.told(conversation, device)
    try {
      const answer = decodeSync(await links.request(device, 'sync', await say(conversation, device)))
      await hear(conversation, device, answer, await verify(conversation, device, answer))
    } catch (err) {
      receipts.changed(conversation)
      throw err
    }
  }

  /** Where the other side writes. */
  async function verify(conversation: Conversation, from: DeviceId, said: Sync): Promise<Place> {
    const log = toHex(said.log) as LogId
    const found = conversations.findEpoch(conversation, log)
    const isMember = !conversation.revoked.has(from) && (found?.epoch.members.some(member => member.device === from) ?? false)
    if (found === undefined || !isMember) throw unknownLog()
    if (!(await context.primitives.verify(said.log, proof(from, self.device, log), said.signature)))
      throw new ChatError('ERR_SIGNATURE', 'what was said at a meeting is not signed by the key of its log')
    return found
  }

  return {
    start() {
      return onLink(context, async device => {
        // One of the two begins; both say and both hear.
        if (device < self.device) return
        await Promise.all(conversations.withDevice(device).map(conversation => meetDevice(conversation, device)))
      })
    },
    meet(conversation) {
      for (const device of recipients(conversation, self.device)) if (links.isUp(device)) meetDevice(conversation, device).catch(passing)
    },
    async answer(from, body) {
      const said = decodeSync(body)
      const conversation = conversations.byLog(toHex(said.log) as LogId)
      // Nothing is told to somebody who is not accepted, not even that the conversation is known here.
      if (conversation === undefined || !standing.maySend(conversation)) throw unknownLog()
      await hear(conversation, from, said, await verify(conversation, from, said))
      receipts.told(conversation, from)
      return say(conversation, from)
    }
  }
}

function proof(reader: DeviceId, keeper: DeviceId, log: LogId): Uint8Array {
  return concat([utf8('parley meet 1'), deviceKeyOf(reader), deviceKeyOf(keeper), fromHex(log)])
}

function unknownLog(): ChatError {
  return new ChatError('ERR_UNKNOWN_LOG', 'no conversation here has that log')
}

function decodeSync(bytes: Uint8Array): Sync {
  return decoded(() => Sync.decode(bytes))
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'what was said at a meeting does not decode', { cause: toError(err) })
  }
}

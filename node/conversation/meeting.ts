import { concat, EMPTY, fromHex, toHex, utf8 } from '../base/bytes.js'
import { ChatError, toError } from '../base/errors.js'
import type { ConversationId, DeviceId, LogId, NowMs } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import type { Epoch, Member } from '../session/session.js'
import { Receipt } from '../wire/generated/content.js'
import { Sync } from '../wire/generated/introduction.js'
import { decodeReceipt } from './content.js'
import type { Contacts } from './contacts.js'
import type { ConversationContext } from './context.js'
import { absenceOf, MAX_ABSENCES, type Absence } from './audience.js'
import { memberKey, type Conversation } from './conversation.js'
import { currentGroup, recipients } from './current-group.js'
import { headOf, type Group } from './group.js'
import { holdingOf } from './holding.js'
import type { Change, Conversations } from './conversations.js'
import { withDoor, type Doors } from './doors.js'
import { onLink, passing } from './on-link.js'
import type { Filling } from './filling.js'
import type { Outbox } from './outbox.js'
import type { Receipts } from './receipts.js'
import type { Standing } from './standing.js'
import { gapsIn, ownGapsIn, withAbsence } from './gaps.js'
import { isInside } from './insiders.js'
import { flatten, rangesOf } from './progress.js'
import { noteDrained, provesPending, type LeftEpoch } from './group-epochs.js'

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
  readonly filling: Pick<Filling, 'fill'>
  readonly doors: Pick<Doors, 'in'>
  readonly standing: Standing
}

const NO_WORD: Absence = { since: 0, without: [], isUpToNow: false }

export function createMeeting(
  context: ConversationContext,
  { conversations, contacts, receipts, outbox, filling, doors, standing }: Parts
): Meeting {
  const { links, session, self, records } = context
  /** When each member was last met, in this run. */
  const met = new Map<ConversationId, Map<DeviceId, NowMs>>()

  /** What is said is on disk: the other side takes out of its outbox what it hears that we have. */
  async function say(conversation: Conversation, to: DeviceId): Promise<Uint8Array> {
    return conversations.write(conversation, async () => {
      const epoch = headOf(currentGroup(conversation))
      const signature = await session.signForLog(epoch, proof(self.deviceKey, memberKey(conversation, to), epoch.log))
      const receipt = Receipt.encode(receipts.current(conversation))
      const listener = conversation.devices.find(({ device }) => device === to)
      const { since, without } =
        conversation.kind === 'group' && listener !== undefined ? absenceOf(conversation, listener.account) : NO_WORD
      const said = { log: fromHex(epoch.log), signature, receipt, newest: conversation.nextSeq - 1, door: doorIn(conversation) }
      return { writes: [], result: Sync.encode({ ...said, since, without: flatten(without) }) }
    })
  }

  function doorIn(conversation: Conversation): Uint8Array {
    return (standing.mayTell(conversation) ? doors.in(conversation) : undefined) ?? EMPTY
  }

  async function hear(conversation: Conversation, from: DeviceId, said: Sync, { group, epoch }: Place): Promise<void> {
    await conversations.write(conversation, async () => note(conversation, from, said))
    const other = contacts.otherOf(conversation)
    // Another device of ours says nothing of them.
    const isTheirs = conversation.devices.some(({ device, account }) => device === from && account === other)
    if (other !== undefined && isTheirs) {
      await contacts.answered(other)
      await contacts.change(other, contact => withDoor(contact, said.door))
    }
    outbox.covered(conversation, from)
    const account = epoch.members.find(({ device }) => device === from)?.account
    if (account !== undefined)
      context.events.emit('member:heard', { conversation: conversation.id, account, device: from, epoch: epoch.id })
    if (provesPending(group, epoch)) outbox.hasCommit(conversation, group.id, from)
    else outbox.isElsewhere(conversation, from, epoch)
    await filling.fill(conversation, from)
  }

  function note(conversation: Conversation, from: DeviceId, said: Sync): Change<void> {
    const { writes: merged, onDisk } = receipts.take(conversation, from, decodeReceipt(said.receipt))
    const writes = [...merged]
    const holding = holdingOf(conversation.holdings, from)
    const told = withAbsence(conversation, holding, { since: said.since, without: rangesOf(said.without), isUpToNow: said.since > 0 })
    const next = said.newest > holding.newest ? { ...told, newest: said.newest } : told
    // Nobody knows better how many there are.
    conversation.claimed.delete(from)
    if (next !== holding) {
      conversation.holdings.set(from, next)
      writes.push(records.holding(conversation, from, next))
      const missing = gapsIn(conversation, from)
      if (missing.length > 0) context.events.emit('gap:changed', { conversation: conversation.id, device: from, gaps: missing })
    }
    metIn(conversation).set(from, context.clock.now())
    if (conversation.groups.map(group => noteDrained(group, context.clock.now(), epoch => isDrained(conversation, epoch))).includes(true))
      writes.push(records.conversation(conversation))
    return { writes, result: undefined, onDisk }
  }

  function metIn({ id }: Conversation): Map<DeviceId, NowMs> {
    const own = met.get(id) ?? new Map<DeviceId, NowMs>()
    met.set(id, own)
    return own
  }

  /** Nothing is missing of what its members sent, as all of those say whom we met since it was left; in a group, all others were met. */
  function isDrained(conversation: Conversation, { members, leftAt }: LeftEpoch): boolean {
    const others = members.filter(({ device }) => device !== self.device)
    const meetings = metIn(conversation)
    const isComplete = ({ device }: Member): boolean =>
      ownGapsIn(conversation, device).length === 0 && (meetings.get(device) ?? -1) >= leftAt
    return conversation.kind === 'group' ? others.every(isComplete) : others.some(isComplete)
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
    if (!(await context.primitives.verify(said.log, proof(memberKey(conversation, from), self.deviceKey, log), said.signature)))
      throw new ChatError('ERR_SIGNATURE', 'what was said at a meeting is not signed by the key of its log')
    return found
  }

  return {
    start() {
      const stops = [
        onLink(context, async device => {
          // One of the two begins; both say and both hear.
          if (device < self.device) return
          await Promise.all(conversations.withDevice(device).map(conversation => meetDevice(conversation, device)))
        }),
        // Before, one may have written where the other knew of nothing.
        context.events.on('group:moved', ({ conversation: id, device }) => {
          const conversation = conversations.find(id)
          if (conversation !== undefined && links.isUp(device)) meetDevice(conversation, device).catch(passing)
        })
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    meet(conversation) {
      for (const device of recipients(conversation, self.device)) if (links.isUp(device)) meetDevice(conversation, device).catch(passing)
    },
    async answer(from, body) {
      const said = decodeSync(body)
      const conversation = conversations.byLog(toHex(said.log) as LogId)
      // Nothing is told to somebody who is not accepted, not even that the conversation is known here.
      if (conversation === undefined || !standing.maySend(conversation)) throw unknownLog()
      const place = await verify(conversation, from, said)
      // Who was put out is told nothing of what goes on.
      if (conversation.kind === 'group' && !isInside(conversation, from)) throw unknownLog()
      await hear(conversation, from, said, place)
      receipts.told(conversation, from)
      return say(conversation, from)
    }
  }
}

/** Both by their public keys. */
function proof(reader: Uint8Array, keeper: Uint8Array, log: LogId): Uint8Array {
  return concat([utf8('parley meet 1'), reader, keeper, fromHex(log)])
}

function unknownLog(): ChatError {
  return new ChatError('ERR_UNKNOWN_LOG', 'no conversation here has that log')
}

function decodeSync(bytes: Uint8Array): Sync {
  return decoded(() => Sync.decode(bytes, { limits: { without: 2 * MAX_ABSENCES } }))
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (err) {
    throw new ChatError('ERR_MALFORMED', 'what was said at a meeting does not decode', { cause: toError(err) })
  }
}

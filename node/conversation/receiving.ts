import { isChatError, type ErrorCode } from '../base/errors.js'
import type { AccountId, DeviceId, LogId } from '../base/ids.js'
import type { SignedEnvelope } from '../network/gossip.js'
import type { Envelope, Verdict } from '../network/links.js'
import type { Epoch, Known, Opened } from '../session/session.js'
import type { Contacts } from './contacts.js'
import { createContentTaking } from './content-taking.js'
import type { ConversationContext } from './context.js'
import type { MemberHeard } from './conversation-events.js'
import { withDoor } from './doors.js'
import { isOurFault } from './fault.js'
import type { Conversation } from './conversation.js'
import { isLeft } from './current-group.js'
import type { Group } from './group.js'
import type { Conversations } from './conversations.js'
import { provesPending } from './group-epochs.js'
import { announce, newIntake, writesOf, type Intake } from './intake.js'
import { keep, makeRoom } from './kept-envelopes.js'
import type { NotedCommits } from './noted-commits.js'
import type { Notes } from './notes.js'
import type { Outbox } from './outbox.js'
import type { Presences } from './presences.js'
import { hearRelays } from './relay-set.js'
import { readRelayAddresses } from '../network/relay-address.js'
import type { RelayId } from '../network/relay-protocol.js'
import type { Whereabouts } from '../wire/generated/content.js'
import type { Receipts } from './receipts.js'
import type { RecordWrite } from './records.js'
import type { Standing } from './standing.js'

/** What somebody who is not accepted may leave here. */
export const MAX_HELD_ENVELOPES = 64

export interface Receiving {
  /** As `LinkHandler.envelopes`. */
  receive(from: DeviceId, envelopes: readonly Envelope[]): Promise<readonly Verdict[]>
  /**
   * What this relay gave of one conversation. Whatever can't be taken is given up: another relay, or its sender, may give it better.
   * @param upTo gives what is to be written with it. @throws ERR_STORE, ERR_BUSY, ERR_CLOSED: nothing was taken
   */
  receiveLogged(
    conversation: Conversation,
    relay: RelayId,
    envelopes: readonly Envelope[],
    upTo: () => readonly RecordWrite[]
  ): Promise<void>
  /** What was published in one conversation. Whatever can't be taken is given up: it comes by another way. @throws as `receiveLogged` */
  receivePublished(conversation: Conversation, envelopes: readonly SignedEnvelope[]): Promise<void>
}

interface Parts {
  readonly conversations: Conversations
  readonly contacts: Contacts
  readonly receipts: Receipts
  readonly outbox: Outbox
  readonly notedCommits: NotedCommits
  readonly notes: Pick<Notes, 'begin'>
  readonly presences: Pick<Presences, 'take'>
  readonly standing: Standing
}

interface Taking {
  readonly place: 'open' | 'held'
  readonly intake: Intake
  readonly known: Known
}

/** How a run of envelopes came. */
interface Way {
  readonly known: Known
  /** To be written with what they bring. */
  readonly also: () => readonly RecordWrite[]
}

const UNCHECKED: Way = { known: { isSigned: false }, also: () => [] }

export function createReceiving(
  context: ConversationContext,
  { conversations, contacts, receipts, outbox, notedCommits, notes, presences, standing }: Parts
): Receiving {
  const content = createContentTaking(context, { conversations, contacts, receipts })

  async function intoConversation(
    conversation: Conversation,
    envelopes: readonly Envelope[],
    { known, also }: Way = UNCHECKED
  ): Promise<{ readonly intake: Intake; readonly verdicts: readonly Verdict[] }> {
    const { intake, verdicts } = await conversations.write(conversation, async () => {
      const taken = newIntake(conversation, notes.begin(conversation))
      const answers: Verdict[] = []
      for (const envelope of envelopes) answers.push(await take(conversation, envelope, taken, known))
      await context.probe('receive:opened')
      taken.writes.push(...(await makeRoom(context.records, conversation)))
      return { writes: [...writesOf(context, conversations, conversation, taken), ...also()], result: { intake: taken, verdicts: answers } }
    })
    await context.probe('receive:durable')
    for (const tell of intake.onDisk) tell()
    announce(context, conversation, intake)
    for (const [device, heard] of intake.answering) await hearFrom(conversation, { ...heard, device })
    for (const device of intake.told) {
      outbox.covered(conversation, device)
      context.events.emit('receipt:heard', { conversation: conversation.id, device })
    }
    for (const [group, device] of intake.proven) outbox.hasCommit(conversation, group, device)
    for (const [account, said] of intake.whereabouts) await hearOf(account, said)
    for (const commit of intake.commits) notedCommits.noted(conversation, commit)
    await presences.take(conversation, intake.presences)
    if (intake.moved) await outbox.headChanged(conversation)
    if (conversation.kind === 'group') tellOthers(conversation, intake)
    return { intake, verdicts }
  }

  function tellOthers({ id }: Conversation, { messages, moved, lacking }: Intake): void {
    if (messages.length > 0 || moved) context.events.emit('group:news', { conversation: id })
    for (const device of lacking) context.events.emit('group:lacking', { conversation: id, device })
  }

  async function hearFrom(conversation: Conversation, heard: Omit<MemberHeard, 'conversation'>): Promise<void> {
    if (conversation.kind === 'direct') await contacts.answered(heard.account)
    context.events.emit('member:heard', { ...heard, conversation: conversation.id })
  }

  async function hearOf(account: AccountId, { relays, changedAtMs, door }: Whereabouts): Promise<void> {
    if (contacts.find(account) === undefined) return
    await contacts.change(account, contact => {
      const heard = hearRelays(contact, readRelayAddresses(relays), Number(changedAtMs), context.clock.now())
      return withDoor(heard, door)
    })
  }

  /** Whatever comes of it, nothing is told to who is not accepted or blocked: no acknowledgement, and no refusal either. */
  async function take(conversation: Conversation, envelope: Envelope, intake: Intake, known: Known): Promise<Verdict> {
    const place = standing.of(conversation)
    if (place === 'closed' || (place === 'held' && conversation.held >= MAX_HELD_ENVELOPES)) return 'silent'
    const verdict = await takeFrom(conversation, envelope, { place, intake, known })
    return place === 'held' ? 'silent' : verdict
  }

  async function takeFrom(conversation: Conversation, envelope: Envelope, { place, intake, known }: Taking): Promise<Verdict> {
    const found = conversations.findEpoch(conversation, envelope.log)
    if (found === undefined) return 'ERR_UNKNOWN_LOG'
    const { group, epoch } = found
    let opened: Opened
    try {
      opened = await context.session.open(epoch, envelope.bytes, known)
    } catch (err) {
      // Its generation was opened before: what it holds is on disk once all batches before this one are. The acknowledgement was lost.
      if (isChatError(err, 'ERR_REPLAY')) return 'durable'
      return refusal(err)
    }
    if (opened.kind === 'removed') {
      if (conversation.kind === 'direct') return 'durable'
      intake.writes.push(...conversations.takeRemoval(conversation, group, opened.header))
      intake.moved = true
      return 'durable'
    }
    const { device } = opened.kind === 'commit' ? opened.header.committer : opened.sender
    if (!isTaken(conversation, group, opened.kind, device)) return 'ERR_UNKNOWN_LOG'
    if (provesPending(group, epoch)) intake.proven.push([group.id, device])
    if (opened.kind === 'commit') {
      // Of a stranger's group nothing is taken but what there is to read: the commit comes again once they are accepted.
      if (place === 'held') return 'silent'
      const isNew = !group.epochs.has(opened.child.id)
      intake.heardCommits.push(envelope.bytes)
      try {
        intake.writes.push(...(await conversations.takeCommit(conversation, group, opened)))
      } catch (err) {
        return refusal(err)
      }
      if (isNew) noteCommit(conversation, group, epoch, { opened, envelope: envelope.bytes }, intake)
      intake.committers.add(device)
      intake.moved = true
      return 'durable'
    }
    // A thief may have it: nothing of what it says is taken, as in a direct conversation.
    if (conversation.revoked.has(device)) return 'ERR_UNKNOWN_LOG'
    // Nobody is told that it came to who is gone.
    if (conversation.membership === 'left') return 'silent'
    try {
      const seqs = await content.take(conversation, opened.sender, opened.plaintext, intake)
      if (seqs !== undefined) {
        const kept = { device: opened.sender.device, ...seqs, child: undefined, envelope: envelope.bytes }
        intake.writes.push(...keep(context.records, conversation, epoch.id, kept))
      }
    } catch (err) {
      return refusal(err)
    }
    group.epochs.set(epoch.id, opened.epoch)
    intake.ratchets.set(epoch.id, (intake.ratchets.get(epoch.id) ?? new Set()).add(opened.sender.leaf))
    noteKnown(conversation, group, intake)
    if (place === 'held') conversation.held++
    else intake.answering.set(opened.sender.device, { account: opened.sender.account, epoch: epoch.id })
    return 'durable'
  }

  /** It is kept for members who lack it, and stands in the log of the epoch that it leaves. */
  function noteCommit(
    conversation: Conversation,
    group: Group,
    epoch: Epoch,
    { opened, envelope }: { readonly opened: Opened & { readonly kind: 'commit' }; readonly envelope: Uint8Array },
    intake: Intake
  ): void {
    const { committer } = opened.header
    const kept = { device: committer.device, first: 0, last: 0, child: opened.child.id, envelope }
    intake.writes.push(...keep(context.records, conversation, epoch.id, kept), context.records.counters(conversation))
    const noted = notedCommits.note(conversation, { group, epoch, envelope })
    if (noted === undefined) return
    intake.commits.push(noted.commit)
    intake.writes.push(...noted.writes)
  }

  /** Who writes in a group knows of it, even where the answer to our knock was lost. */
  function noteKnown(conversation: Conversation, group: Group, intake: Intake): void {
    if (group.knock === undefined) return
    group.knock = undefined
    intake.writes.push(context.records.conversation(conversation))
    intake.moved = true
  }

  /**
   * Whoever hands us an envelope is a member of its epoch, the sender or one that passes it on. To anybody else no log is known
   * here: a stranger with a recording learns nothing from it.
   */
  function mayHandOver(conversation: Conversation, log: LogId, from: DeviceId): boolean {
    return conversations.findEpoch(conversation, log)?.epoch.members.some(({ device }) => device === from) ?? false
  }

  return {
    async receive(from, envelopes) {
      await context.probe('receive:arrived')
      const verdicts: Verdict[] = Array.from<Verdict>({ length: envelopes.length }).fill('ERR_UNKNOWN_LOG')
      const shares = new Map<Conversation, number[]>()
      for (const [i, envelope] of envelopes.entries()) {
        const conversation = conversations.byLog(envelope.log)
        if (conversation === undefined) context.events.emit('log:unknown', { device: from })
        if (conversation !== undefined && mayHandOver(conversation, envelope.log, from))
          shares.set(conversation, [...(shares.get(conversation) ?? []), i])
      }
      await Promise.all(
        [...shares].map(async ([conversation, indexes]) => {
          const { verdicts: answers } = await intoConversation(
            conversation,
            indexes.map(i => envelopes[i] as Envelope)
          )
          for (const [at, i] of indexes.entries()) verdicts[i] = answers[at] ?? 'ERR_INTERNAL'
        })
      )
      return verdicts
    },
    async receiveLogged(conversation, relay, envelopes, upTo) {
      await context.probe('receive:arrived')
      const { intake } = await intoConversation(conversation, envelopes, { ...UNCHECKED, also: upTo })
      notedCommits.standAt(relay, intake.heardCommits)
      // A relay's word that somebody has it tells its sender nothing: ours does.
      if (intake.messages.length > 0) receipts.changed(conversation)
    },
    async receivePublished(conversation, envelopes) {
      await context.probe('receive:arrived')
      const { intake } = await intoConversation(conversation, envelopes, { ...UNCHECKED, known: { isSigned: true } })
      if (intake.messages.length > 0) receipts.changed(conversation)
      // Nobody writes behind a commit before its maker knows who has it; over a link it knows at once.
      if ([...intake.committers].some(device => !context.links.isUp(device))) receipts.again(conversation, { soon: true })
    }
  }
}

/**
 * Of a group with a revoked device in it only commits are taken, whosever they are: they lead to where it is out. Where it is, nothing of
 * its own is taken.
 */
function isTaken(conversation: Conversation, group: Group, kind: Opened['kind'], from: DeviceId): boolean {
  const isOut = !isLeft(conversation, group)
  return kind === 'commit' ? !(isOut && conversation.revoked.has(from)) : isOut && !conversation.revoked.has(from)
}

/** What a peer is told of an envelope that can't be taken. A fault of ours is not the peer's: it may try again. */
function refusal(err: unknown): ErrorCode {
  if (!isChatError(err) || isOurFault(err)) throw err
  return err.code
}

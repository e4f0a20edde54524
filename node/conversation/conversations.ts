import { ChatError, isChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId, EpochId, LogId } from '../base/ids.js'
import { readRelayAddresses } from '../network/relay-address.js'
import type { CommitHeader, Committed, Epoch } from '../session/session.js'
import type { Turn } from './chronicle.js'
import type { ConversationContext } from './context.js'
import {
  deviceIndex,
  newConversation,
  ownAccount,
  type Conversation,
  type ConversationMember,
  type ConversationParts,
  type MemberState
} from './conversation.js'
import { currentGroup } from './current-group.js'
import { headOf, type Disowned, type Group } from './group.js'
import { applyBranch, applyCommit, applyRemoval, confirmPending, holdPending, isOut, isPartedAlone, newGroup } from './group-epochs.js'
import { handOver } from './batches.js'
import { createChronicling, type Chronicling } from './chronicling.js'
import { forgetKept } from './kept-envelopes.js'
import type { RecordWrite } from './records.js'
import { renameRelays } from './relay-set.js'

const MAX_GROUPS = 8
/** Those that were dropped last are known for good: a knock for one of them is a replay. */
const MAX_FORMER_GROUPS = 64

/** All conversations of this device, in memory, and whose log is whose. */
export interface Conversations extends Pick<Chronicling, 'noteDeparture'> {
  load(): Promise<void>
  all(): readonly Conversation[]
  /** Those that the person knows of: without that of their own devices. */
  shown(): readonly Conversation[]
  /** Of those, the ones that backups, the account's index and its other devices hear of: without that with our companion. */
  portable(): readonly Conversation[]
  /** With our companion: of this device alone, at no relay, with no device but these two. */
  isHome(conversation: Conversation): boolean
  /** @throws ERR_NOT_FOUND */
  get(id: ConversationId): Conversation
  find(id: ConversationId): Conversation | undefined
  byLog(log: LogId): Conversation | undefined
  /** The one we write in: never an archive. */
  withAccount(account: AccountId): Conversation | undefined
  withDevice(device: DeviceId): readonly Conversation[]
  findEpoch(conversation: Conversation, log: LogId): { readonly group: Group; readonly epoch: Epoch } | undefined
  epochOf(conversation: Conversation, epoch: EpochId): Epoch | undefined
  /** Known to nobody before `adopt`, which is for when it is durable. */
  create(parts: Omit<ConversationParts, 'createdAtMs' | 'devices'>): Conversation
  adopt(conversation: Conversation): void
  /** What is on disk of it is gone: nothing can be changed in it any more. */
  forget(conversation: Conversation): void
  /** The writes are the caller's to commit, durably, before anything that was encrypted in the epoch leaves. */
  addGroup(conversation: Conversation, first: Epoch): Promise<{ readonly group: Group; readonly writes: readonly RecordWrite[] }>
  /**
   * Of more than 8 groups those that began first go, the one that is written in excepted: a contact can't have us keep
   * groups without end. Their epochs' keys are the caller's to wipe once the writes are durable.
   */
  dropSurplusGroups(conversation: Conversation): Dropped
  /** The same of these, whatever they are. A group that was dropped is known, and none again. */
  dropGroups(conversation: Conversation, groups: readonly Group[]): Dropped
  /** The same, of a commit that nobody else has to hear of: its child is written in from now on. */
  advance(conversation: Conversation, group: Group, commit: Pick<Committed, 'header' | 'child'>): Promise<readonly RecordWrite[]>
  /** The same, of a commit that the others have yet to get. */
  hold(conversation: Conversation, group: Group, child: Epoch): Promise<readonly RecordWrite[]>
  /** They have it: fork choice decides where to write. */
  confirm(conversation: Conversation, group: Group): readonly RecordWrite[]
  /** Takes what `Session.open` said of somebody's commit. @throws ERR_QUOTA */
  takeCommit(conversation: Conversation, group: Group, opened: Pick<Committed, 'header' | 'child'>): Promise<readonly RecordWrite[]>
  /** The same of a commit that puts this device out. */
  takeRemoval(conversation: Conversation, group: Group, header: CommitHeader): readonly RecordWrite[]
  /** Somebody who is believed says that this account came in on a branch that lost, or that it did not. */
  disown(conversation: Conversation, group: Group, disowned: Disowned | undefined): readonly RecordWrite[]
  /** An epoch to which we were let in on another branch, and the commits that are said to lead there. @throws ERR_QUOTA */
  takeBranch(conversation: Conversation, group: Group, epoch: Epoch, told: readonly CommitHeader[]): Promise<readonly RecordWrite[]>
  /** Makes these epochs unreadable for good, here. */
  wipe(conversation: Conversation, group: Group, epochs: readonly Epoch[]): Promise<readonly RecordWrite[]>
  /**
   * Runs a change alone on its conversation, hands over what it returns to be written, and resolves with its result once that and
   * all before it is on disk. Batches reach the disk in the order of the changes.
   *
   * What a change did in memory and what it gave to be written belong together. Where it breaks off, or the disk refuses its batch,
   * the conversation is read again from disk before the next change, and batches of changes that were built upon it are refused
   * too: nothing is told or built upon that would be gone after a restart. @throws what the change or the batch did
   */
  write<T>(conversation: Conversation, change: () => Promise<Change<T>>): Promise<T>
}

export interface Dropped {
  readonly writes: readonly RecordWrite[]
  readonly epochs: readonly Epoch[]
}

export interface Change<T> {
  readonly writes: readonly RecordWrite[]
  readonly result: T
  /** What comes back by itself after a crash need not be on disk at once: `write` doesn't wait for it. */
  readonly canWait?: boolean
  /** Called once the writes are on disk, also where nobody waits for that. */
  readonly onDisk?: () => void
}

interface Begun<T> {
  readonly result: T
  readonly turns: readonly Turn[]
  readonly batch: { readonly durable: Promise<void> }
}

export function createConversations(context: ConversationContext): Conversations {
  const { records, self } = context
  const byId = new Map<ConversationId, Conversation>()
  const byLog = new Map<LogId, Conversation>()
  const chronicling = createChronicling(context)

  function adopt(conversation: Conversation): void {
    byId.set(conversation.id, conversation)
    for (const group of conversation.groups) for (const epoch of group.epochs.values()) byLog.set(epoch.log, conversation)
    if (conversation.joinedBy !== undefined) byLog.set(conversation.joinedBy, conversation)
  }

  function noteMembers(conversation: Conversation, { members }: Epoch): void {
    for (const { device, account } of members) {
      const known = conversation.devices.length
      if (deviceIndex(conversation, { device, account }) === known && conversation.groups.length > 0)
        context.events.emit('device:added', { account, device })
    }
  }

  const changed = ({ id }: Conversation): void => context.events.emit('epochs:changed', { conversation: id })

  /** Of a group: whether we are in it, and where it is kept, is what its head says. */
  function followHead(conversation: Conversation, group: Group): void {
    if (conversation.kind !== 'group' || conversation.membership === 'left') return
    conversation.membership = placeIn(conversation, group)
    conversation.name = headOf(group).profile.name
    const relays = groupRelaysAt(conversation, headOf(group))
    if (relays === conversation.relays) return
    conversation.relays = relays
    if (byId.get(conversation.id) === conversation) context.events.emit('relays:changed', { conversation: conversation.id })
  }

  function placeIn({ revoked }: Conversation, group: Group): MemberState {
    if (!isOut(group, self.account)) return 'joined'
    return isPartedAlone(group, self.account) && !revoked.has(self.device) ? 'parted' : 'removed'
  }

  function groupRelaysAt({ relays }: Conversation, { profile }: Epoch): Conversation['relays'] {
    return renameRelays(relays, readRelayAddresses(profile.relays), context.clock.now())
  }

  async function keep(conversation: Conversation, group: Group, epoch: Epoch): Promise<RecordWrite[]> {
    noteMembers(conversation, epoch)
    changed(conversation)
    if (byId.get(conversation.id) === conversation) byLog.set(epoch.log, conversation)
    const writes = await records.newEpoch(conversation, epoch)
    return [...writes, records.conversation(conversation)]
  }

  function dropGroups(conversation: Conversation, dropped: readonly Group[]): Dropped {
    if (dropped.length === 0) return { writes: [], epochs: [] }
    for (const group of dropped) conversation.groups.splice(conversation.groups.indexOf(group), 1)
    const former = new Set([...conversation.formerGroups, ...dropped.map(({ id }) => id)])
    conversation.formerGroups = [...former].slice(-MAX_FORMER_GROUPS)
    const epochs = dropped.flatMap(group => [...group.epochs.values()])
    changed(conversation)
    for (const { log } of epochs) byLog.delete(log)
    return { writes: [records.conversation(conversation), ...epochs.flatMap(epoch => records.noEpoch(conversation, epoch))], epochs }
  }

  /** Reads a torn conversation again, once all that was handed over before has come to an end. */
  async function mend(conversation: Conversation): Promise<void> {
    if (!conversation.batches.torn) return
    await conversation.batches.durable.catch(() => undefined) // told to whoever handed it over
    const fresh = await records.loadConversation(conversation.id)
    for (const [log, owner] of byLog) if (owner === conversation) byLog.delete(log)
    if (fresh === undefined) throw new ChatError('ERR_STORE', 'the disk refused this conversation when it began; begin it again')
    const groups = fresh.groups.map(group => Object.assign(conversation.groups.find(known => known.id === group.id) ?? group, group))
    // What others have of ours is a fact about their disks: it can only grow.
    Object.assign(conversation, {
      ...fresh,
      groups,
      serial: conversation.serial,
      receipts: conversation.receipts,
      revoked: conversation.revoked,
      shown: conversation.shown
    })
    adopt(conversation)
    context.events.emit('conversation:mended', { conversation: conversation.id })
  }

  /** The batch stands in an object: a bare promise would be waited for before the next change may begin. */
  async function begin<T>(conversation: Conversation, change: () => Promise<Change<T>>): Promise<Begun<T>> {
    await mend(conversation)
    try {
      const { writes, result, ...how } = await change()
      return { result, turns: chronicling.take(conversation), batch: { durable: handOver(records, conversation.batches, writes, how) } }
    } catch (err) {
      chronicling.take(conversation)
      conversation.batches.torn = true
      throw err
    }
  }

  function isHome({ kind, accounts }: Conversation): boolean {
    const companion = self.companion()
    return kind === 'direct' && companion !== undefined && accounts.includes(companion)
  }

  const shown = (): readonly Conversation[] => [...byId.values()].filter(({ kind }) => kind !== 'own')

  return {
    async load() {
      for (const conversation of await records.loadConversations()) adopt(conversation)
    },
    all: () => [...byId.values()],
    shown,
    portable: () => shown().filter(conversation => !isHome(conversation)),
    isHome,
    get(id) {
      const conversation = byId.get(id)
      if (conversation === undefined) throw new ChatError('ERR_NOT_FOUND', `no conversation ${id}; parley chats lists them`)
      return conversation
    },
    find: id => byId.get(id),
    byLog: log => byLog.get(log),
    withAccount: account =>
      [...byId.values()].find(conversation => {
        const own = ownAccount(conversation)
        return conversation.kind === 'direct' && own === self.account && account !== own && conversation.accounts.includes(account)
      }),
    withDevice: device => [...byId.values()].filter(conversation => conversation.devices.some(member => member.device === device)),
    findEpoch(conversation, log) {
      for (const group of conversation.groups) for (const epoch of group.epochs.values()) if (epoch.log === log) return { group, epoch }
      return undefined
    },
    epochOf(conversation, id) {
      return conversation.groups.map(group => group.epochs.get(id)).find(epoch => epoch !== undefined)
    },
    create(parts) {
      const own: ConversationMember = { device: self.device, account: self.account, key: self.deviceKey }
      return newConversation({ ...parts, createdAtMs: context.clock.now(), devices: [own] })
    },
    adopt,
    forget(conversation) {
      byId.delete(conversation.id)
      for (const [log, owner] of byLog) if (owner === conversation) byLog.delete(log)
      conversation.batches.torn = true
    },
    async addGroup(conversation, first) {
      const group = newGroup(first, context.clock.now())
      if (conversation.kind === 'group') {
        conversation.relays = groupRelaysAt(conversation, first)
        conversation.name = first.profile.name
      }
      noteMembers(conversation, first)
      conversation.groups.push(group)
      const told = chronicling.begin(conversation, group)
      return { group, writes: [...(await keep(conversation, group, first)), ...told, records.counters(conversation)] }
    },
    dropSurplusGroups(conversation) {
      const current = currentGroup(conversation)
      const spare = conversation.groups.filter(group => group !== current && group.knock === undefined)
      return dropGroups(conversation, spare.slice(0, Math.max(0, conversation.groups.length - MAX_GROUPS)))
    },
    dropGroups,
    async advance(conversation, group, { header, child }) {
      const told = chronicling.around(conversation, group, () => applyCommit(group, header, child, context.clock.now()))
      followHead(conversation, group)
      return [...(await keep(conversation, group, child)), ...told]
    },
    async hold(conversation, group, child) {
      holdPending(group, child, context.clock.now())
      return keep(conversation, group, child)
    },
    confirm(conversation, group) {
      const told = chronicling.around(conversation, group, () => confirmPending(group, context.clock.now()))
      followHead(conversation, group)
      return [records.conversation(conversation), ...told]
    },
    async takeCommit(conversation, group, { child, header }) {
      const isNew = !group.epochs.has(child.id)
      const told = chronicling.around(conversation, group, () => applyCommit(group, header, child, context.clock.now()))
      followHead(conversation, group)
      return [...(isNew ? await keep(conversation, group, child) : [records.conversation(conversation)]), ...told]
    },
    async takeBranch(conversation, group, epoch, told) {
      const happened = chronicling.around(conversation, group, () => applyBranch(group, epoch, told, context.clock.now()))
      followHead(conversation, group)
      return [...(await keep(conversation, group, epoch)), ...happened]
    },
    takeRemoval(conversation, group, header) {
      const told = chronicling.around(conversation, group, () => applyRemoval(group, header, context.clock.now()))
      followHead(conversation, group)
      changed(conversation)
      return [records.conversation(conversation), ...told]
    },
    disown(conversation, group, disowned) {
      group.disowned = disowned
      followHead(conversation, group)
      return [records.conversation(conversation)]
    },
    noteDeparture: async (conversation, leaving) => chronicling.noteDeparture(conversation, leaving),
    async wipe(conversation, group, epochs) {
      const kept = await forgetKept(records, conversation, epochs)
      for (const { id, log } of epochs) {
        group.epochs.delete(id)
        group.ages.delete(id)
        byLog.delete(log)
      }
      changed(conversation)
      await records.wipeEpochs(epochs)
      const gone = epochs.flatMap(epoch => records.noEpoch(conversation, epoch))
      return [records.conversation(conversation), ...gone, ...kept, ...(kept.length === 0 ? [] : [records.counters(conversation)])]
    },
    async write(conversation, change) {
      try {
        const { result, turns, batch } = await conversation.serial(() => begin(conversation, change))
        await batch.durable
        if (byId.get(conversation.id) === conversation)
          for (const turn of turns) context.events.emit('happening:changed', { conversation: conversation.id, ...turn })
        return result
      } catch (err) {
        // Where the disk still refuses, the next change tries again before it does anything.
        if (!isChatError(err, 'ERR_CLOSED')) await conversation.serial(() => mend(conversation)).catch(() => undefined)
        throw err
      }
    }
  }
}

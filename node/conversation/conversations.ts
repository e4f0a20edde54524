import { ChatError, isChatError } from '../base/errors.js'
import type { AccountId, ConversationId, DeviceId, EpochId, LogId } from '../base/ids.js'
import type { Verdict } from '../network/links.js'
import type { Epoch, Opened } from '../session/session.js'
import type { ConversationContext } from './context.js'
import { deviceIndex, headOf, newConversation, type Conversation, type ConversationMember, type Group } from './conversation.js'
import type { RecordWrite } from './records.js'

/** Epochs whose state a group keeps. Older ones are wiped once nothing in the outbox needs them. */
export const KEPT_EPOCHS = 8

/** All conversations of this device, in memory, and whose log is whose. */
export interface Conversations {
  load(): Promise<void>
  all(): readonly Conversation[]
  /** @throws ERR_NOT_FOUND */
  get(id: ConversationId): Conversation
  byLog(log: LogId): Conversation | undefined
  withAccount(account: AccountId): Conversation | undefined
  withDevice(device: DeviceId): readonly Conversation[]
  findEpoch(conversation: Conversation, log: LogId): { readonly group: Group; readonly epoch: Epoch } | undefined
  epochOf(conversation: Conversation, epoch: EpochId): Epoch | undefined
  /** In memory only: its first group's writes make it durable. */
  create(id: ConversationId, accounts: readonly AccountId[]): Conversation
  /** The writes are the caller's to commit, durably, before anything that was encrypted in the epoch leaves. */
  addGroup(conversation: Conversation, first: Epoch): Promise<{ readonly group: Group; readonly writes: readonly RecordWrite[] }>
  /** The same, of a group's next epoch, which becomes its head. */
  advance(conversation: Conversation, group: Group, child: Epoch): Promise<readonly RecordWrite[]>
  /** Takes what `Session.open` said of a commit; adds what is to be written to `writes`. */
  takeCommit(
    conversation: Conversation,
    group: Group,
    opened: Opened & { kind: 'commit' | 'removed' },
    writes: RecordWrite[]
  ): Promise<Verdict>
  /**
   * Waits for a batch. When the disk refuses it, what is in memory is ahead of what is on disk, and is read again from there,
   * so that nothing is acknowledged or built upon that would be gone after a restart. @throws what the batch did
   */
  keepInStep(conversation: Conversation, batch: Promise<void>): Promise<void>
}

export function createConversations(context: ConversationContext): Conversations {
  const { records, self } = context
  const byId = new Map<ConversationId, Conversation>()
  const byLog = new Map<LogId, Conversation>()

  function register(conversation: Conversation): void {
    byId.set(conversation.id, conversation)
    for (const group of conversation.groups) for (const epoch of group.epochs.values()) byLog.set(epoch.log, conversation)
  }

  async function enter(conversation: Conversation, group: Group, epoch: Epoch): Promise<RecordWrite[]> {
    for (const { device, account } of epoch.members) {
      const known = conversation.devices.length
      if (deviceIndex(conversation, { device, account }) === known && conversation.groups.length > 0)
        context.events.emit('device:added', { account, device })
    }
    group.epochs.set(epoch.id, epoch)
    group.head = epoch.id
    group.reserved = epoch.nextGeneration
    byLog.set(epoch.log, conversation)
    const wiped = [...group.epochs.values()].slice(0, -KEPT_EPOCHS)
    for (const old of wiped) {
      group.epochs.delete(old.id)
      byLog.delete(old.log)
    }
    const writes = await records.newEpoch(conversation, epoch)
    return [
      ...writes,
      ...wiped.flatMap(old => records.noEpoch(conversation, old)),
      records.reservation(conversation, group),
      records.conversation(conversation)
    ]
  }

  async function reload(conversation: Conversation): Promise<void> {
    const fresh = await records.loadConversation(conversation.id)
    if (fresh !== undefined) {
      Object.assign(conversation, { ...fresh, serial: conversation.serial })
      register(conversation)
      return
    }
    byId.delete(conversation.id)
    for (const group of conversation.groups) for (const epoch of group.epochs.values()) byLog.delete(epoch.log)
  }

  return {
    async load() {
      for (const conversation of await records.loadConversations()) register(conversation)
    },
    all: () => [...byId.values()],
    get(id) {
      const conversation = byId.get(id)
      if (conversation === undefined) throw new ChatError('ERR_NOT_FOUND', `no conversation ${id}; parley chats lists them`)
      return conversation
    },
    byLog: log => byLog.get(log),
    withAccount: account => [...byId.values()].find(conversation => conversation.accounts.includes(account) && account !== self.account),
    withDevice: device => [...byId.values()].filter(conversation => conversation.devices.some(member => member.device === device)),
    findEpoch(conversation, log) {
      for (const group of conversation.groups) for (const epoch of group.epochs.values()) if (epoch.log === log) return { group, epoch }
      return undefined
    },
    epochOf(conversation, id) {
      return conversation.groups.map(group => group.epochs.get(id)).find(epoch => epoch !== undefined)
    },
    create(id, accounts) {
      const own: ConversationMember = { device: self.device, account: self.account }
      const conversation = newConversation({ id, accounts, createdAtMs: context.clock.now(), devices: [own] })
      byId.set(id, conversation)
      return conversation
    },
    async addGroup(conversation, first) {
      const group: Group = { id: first.conversation, epochs: new Map(), head: first.id, reserved: 0, knock: undefined }
      conversation.groups.push(group)
      return { group, writes: [...(await enter(conversation, group, first)), records.counters(conversation)] }
    },
    advance: enter,
    async takeCommit(conversation, group, opened, writes) {
      if (opened.kind === 'removed') {
        context.events.emit('conversation:changed', { conversation: conversation.id })
        return 'durable'
      }
      if (!group.epochs.has(opened.child.id)) writes.push(...(await enter(conversation, group, opened.child)))
      return 'durable'
    },
    async keepInStep(conversation, batch) {
      try {
        await batch
      } catch (err) {
        if (!isChatError(err, 'ERR_CLOSED')) await conversation.serial(() => reload(conversation))
        throw err
      }
    }
  }
}

/** Whether every account of the conversation has a leaf in the group's head: before that nobody else can read it. */
export function isComplete(conversation: Conversation, group: Group): boolean {
  const present = new Set(headOf(group).members.map(member => member.account))
  return conversation.accounts.every(account => present.has(account))
}

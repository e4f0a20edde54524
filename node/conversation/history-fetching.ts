import { ChatError } from '../base/errors.js'
import type { ConversationId, DeviceId } from '../base/ids.js'
import type { Stop } from '../base/lifecycle.js'
import { createSerial } from '../base/serial.js'
import { deviceIdOf, deviceKeyOf } from '../identity/device-id.js'
import { liveDevices } from '../identity/device-list.js'
import type { Keyspace, MessagePlace } from '../store/keyspace.js'
import type { SealedStore } from '../store/sealed-store.js'
import type { Write } from '../store/store.js'
import type { Receipt } from '../wire/generated/content.js'
import { HistoryRecord } from '../wire/generated/records.js'
import type { ConversationContext } from './context.js'
import type { Conversation } from './conversation.js'
import type { Conversations } from './conversations.js'
import { decodeHistoryList, decodeHistoryPage, encodeHistoryAsk, type HistoryList, type ListedConversation } from './history-frame.js'
import type { Merging } from './merging.js'
import { passing } from './on-link.js'
import { otherDevices } from './own-devices.js'
import { flatten } from './progress.js'

const SETTING = 'history'
/** A link may have become a direct one, and a device that was busy may not be any more. */
const LOOK_AGAIN_MS = 10_000
/** Of a receipt. */
const MAX_HELD_DEVICES = 256
/** A list that never ends is given up. */
const MAX_LISTS = 64

/** How far what was said before this device came has come to it. */
export interface HistoryTransfer {
  /** `waiting`: no device that has it is linked directly. */
  readonly state: 'waiting' | 'coming' | 'done'
  /** Who gives it now, or did last. */
  readonly from: DeviceId | undefined
  /** Of its messages, those that were looked through, and how many there are. */
  readonly passed: number
  readonly of: number
  /** Messages that were not here before, of all devices and runs. */
  readonly messages: number
}

/**
 * Brings to a device of the account what was said before it came: from each other device of it, over a direct link, the newest of all
 * conversations first. What is here is not given again, so nothing need be kept of how far it is: where it breaks off it begins anew.
 */
export interface HistoryFetching {
  load(): Promise<void>
  start(): Stop
  /** Undefined where nothing was to come. */
  transfer(): HistoryTransfer | undefined
  /** This device may lack what was said while it was out: it asks all others once more. Durable when it resolves. */
  want(): Promise<void>
  /** Whether this device has what it is to have: another one need ask no further. */
  isWhole(): boolean
}

interface Parts {
  readonly conversations: Pick<Conversations, 'find'>
  readonly merging: Merging
}

/** A conversation that is being given. */
interface Open {
  readonly id: ConversationId
  /** Clock value of the newest message that was not looked at. */
  readonly newest: bigint
  readonly before: MessagePlace | undefined
}

/** What a profile starts with that another device's history is to come to. */
export function wantedHistory({ setting }: Pick<Keyspace, 'setting'>): Write {
  return { key: setting(SETTING), value: HistoryRecord.encode({ wanted: true, given: [], messages: 0, all: false }) }
}

export function createHistoryFetching(
  context: ConversationContext,
  store: SealedStore,
  { conversations, merging }: Parts
): HistoryFetching {
  const { links, self, records, clock, events } = context
  const key = store.keys.setting(SETTING)
  const serial = createSerial()
  let record: HistoryRecord | undefined
  let current: { from: DeviceId; passed: number; of: number } | undefined
  let isComing = false
  let stopped = false
  let timer: Stop | undefined

  async function note(changes: Partial<HistoryRecord>): Promise<void> {
    record = { wanted: true, given: [], messages: 0, all: false, ...record, ...changes }
    await records.commit([{ key, value: HistoryRecord.encode(record) }])
    events.emit('history:changed', {})
  }

  /** Those that have not given all they have; what came to the account after this device did came to it too. */
  function sources(): readonly DeviceId[] {
    if (record === undefined) return []
    const { given, all } = record
    const had = new Set(given.map(deviceIdOf))
    const order = liveDevices(self.deviceList()).map(({ device }) => device)
    const own = order.indexOf(self.device)
    return otherDevices(self).filter(device => !had.has(device) && (all || order.indexOf(device) < own))
  }

  const isDirect = (device: DeviceId): boolean => links.paths().some(path => path.device === device && path.via === 'direct')

  async function listOf(device: DeviceId): Promise<HistoryList> {
    const all: ListedConversation[] = []
    for (let pages = 0; pages < MAX_LISTS; pages++) {
      const after = all.at(-1)?.id
      const list = decodeHistoryList(await links.request(device, 'history', encodeHistoryAsk({ kind: 'list', after })))
      all.push(...list.conversations)
      if (!list.hasMore || list.conversations.length === 0) return { ...list, conversations: all }
    }
    throw new ChatError('ERR_PROTOCOL', 'a list of conversations without an end')
  }

  /** @returns whether that was all it has */
  async function fetchFrom(device: DeviceId): Promise<boolean> {
    const list = await listOf(device)
    // It waits for its own: another time there is more.
    if (!list.isWhole) return false
    current = { from: device, passed: 0, of: list.conversations.reduce((sum, { messages }) => sum + messages, 0) }
    isComing = true
    events.emit('history:changed', {})
    let open = list.conversations.flatMap(({ id, newest, messages }): Open[] => (messages === 0 ? [] : [{ id, newest, before: undefined }]))
    while (open.length > 0) {
      if (stopped || !isDirect(device)) return false
      const next = open.reduce((newest, one) => (one.newest > newest.newest ? one : newest))
      const left = await fetchPage(device, next)
      open = open.flatMap(one => (one === next ? (left ?? []) : one))
    }
    return true
  }

  /** @returns what is left of that conversation */
  async function fetchPage(device: DeviceId, { id, before }: Open): Promise<Open | undefined> {
    const held = heldIn(conversations.find(id))
    const answer = await links.request(device, 'history', encodeHistoryAsk({ kind: 'page', conversation: id, before, held }))
    const { conversation, messages, passed, next } = decodeHistoryPage(answer)
    const isForward = next === undefined || before === undefined || next.hlc <= before.hlc
    if ((conversation !== undefined && conversation.id !== id) || (next !== undefined && passed === 0) || !isForward)
      throw new ChatError('ERR_PROTOCOL', 'a page of the history that does not follow upon the one before it')
    if (conversation !== undefined) {
      const entered = await merging.enter(conversation)
      const taken = await merging.take(entered, messages, ({ imported }) => !imported)
      if (taken > 0) await note({ messages: (record?.messages ?? 0) + taken })
    }
    const known = conversations.find(id)
    if (known !== undefined && next === undefined) await merging.leave(known)
    else if (conversation !== undefined) events.emit('conversation:changed', { conversation: id })
    if (current !== undefined) current.passed += passed
    await context.probe('history:taken')
    events.emit('history:changed', {})
    return next && { id, newest: next.hlc, before: next }
  }

  async function attend(): Promise<void> {
    for (const device of sources()) {
      if (stopped || !isDirect(device)) continue
      try {
        const isAll = await fetchFrom(device).finally(() => (isComing = false))
        if (isAll) await note({ wanted: false, given: [...(record?.given ?? []), deviceKeyOf(device)] })
      } catch (err) {
        passing(err)
      }
    }
    if (!stopped && sources().length > 0) {
      timer?.()
      timer = clock.after(LOOK_AGAIN_MS, soon)
    }
  }

  function soon(): void {
    if (sources().length > 0) serial(attend).catch(passing)
  }

  return {
    async load() {
      const bytes = await store.get(key)
      if (bytes !== undefined) record = HistoryRecord.decode(bytes)
    },
    start() {
      soon()
      const stops = [
        links.on('link:up', soon),
        events.on('devices:changed', ({ account }) => {
          if (account === self.account) soon()
        })
      ]
      return () => {
        stopped = true
        timer?.()
        for (const stop of stops) stop()
      }
    },
    transfer() {
      // Of an account that was restored there may be nobody who has any.
      if (record === undefined || (record.wanted && sources().length === 0)) return undefined
      const state = isComing ? 'coming' : record.wanted ? 'waiting' : 'done'
      return { state, from: current?.from, passed: current?.passed ?? 0, of: current?.of ?? 0, messages: record.messages }
    },
    isWhole: () => record === undefined || !record.wanted || record.all || sources().length === 0,
    async want() {
      if (otherDevices(self).length === 0) return
      await note({ wanted: true, given: [], all: true })
      soon()
    }
  }
}

/** What is here of each device. What an earlier device of the account had is not. */
function heldIn(conversation: Conversation | undefined): Receipt {
  const held = (conversation?.devices ?? []).flatMap(({ device, key }) => {
    const progress = conversation?.holdings.get(device)?.progress
    if (progress === undefined || (progress.contiguous === 0 && progress.ranges.length === 0)) return []
    return [{ device: key, contiguous: progress.contiguous, ranges: flatten(progress.ranges), read: 0 }]
  })
  return { devices: held.slice(-MAX_HELD_DEVICES) }
}

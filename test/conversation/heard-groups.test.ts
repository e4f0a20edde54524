import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createEmitter } from '../../node/base/events.js'
import type { ConversationId, EpochId, LogId } from '../../node/base/ids.js'
import type { ConversationContext } from '../../node/conversation/context.js'
import type { ConversationEvents } from '../../node/conversation/conversation-events.js'
import { newConversation, type Conversation } from '../../node/conversation/conversation.js'
import { createMeshes, type Meshes } from '../../node/conversation/meshes.js'
import { COUNTER_BITS, type Hlc } from '../../node/conversation/order.js'
import { createGossipLogs, MAX_HEARD_LOGS } from '../../node/network/gossip-logs.js'
import type { Gossip, GossipEvents } from '../../node/network/gossip.js'
import { createSimTime } from '../sim/clock.js'
import { watchIdleness } from '../sim/idle.js'

const MINUTE_MS = 60_000
const heard = suite('which groups are heard where more are open than can be')
const { settled } = watchIdleness()

const logOf = (number: number): LogId => `log ${number}` as LogId

/** Group n was written in at minute n. */
function groupAt(number: number): Conversation {
  const id = `group ${number}` as ConversationId
  const conversation = newConversation({ id, kind: 'group', accounts: [], createdAtMs: 0, devices: [] })
  const epoch = { id: 'epoch' as EpochId, log: logOf(number), members: [] }
  conversation.groups.push({ id, epochs: new Map([[epoch.id, epoch]]), ages: new Map(), head: epoch.id, pending: undefined } as never)
  conversation.hlc = atMinute(number)
  return conversation
}

const atMinute = (minute: number): Hlc => (BigInt(minute * MINUTE_MS) << COUNTER_BITS) as Hlc

interface Room {
  readonly groups: Conversation[]
  readonly meshes: Meshes
  /** How often somebody was told that a log is heard, or is no more. */
  readonly told: LogId[]
  unheard(): readonly number[]
  /** Somebody writes in one of the groups. */
  write(number: number, minute: number): Promise<void>
}

/** As many groups more than can be heard. */
function roomWith(more: number): Room {
  const time = createSimTime(0, settled)
  const told: LogId[] = []
  const emitter = createEmitter<GossipEvents>()
  const tell = (log: LogId): void => void told.push(log)
  const logs = createGossipLogs({ mostHeard: MAX_HEARD_LOGS, hear: tell, ignore: tell, mesh: () => 0, emitter })
  const gossip: Pick<Gossip, 'join' | 'admit' | 'on'> = {
    join: (log, take) => logs.join(log, take),
    admit: () => () => undefined,
    on: (name, listener) => emitter.on(name, listener)
  }
  const events = createEmitter<ConversationEvents>()
  const links = { on: () => () => undefined, isUp: () => false }
  const groups = Array.from({ length: MAX_HEARD_LOGS + more }, (_, number) => groupAt(number))
  const context = { events, clock: time.clock(), links, self: { device: 'own' } } as unknown as ConversationContext
  const meshes = createMeshes(context, gossip as Gossip, {
    conversations: { all: () => groups, find: id => groups.find(group => group.id === id), byLog: () => undefined },
    receiving: { receivePublished: () => Promise.reject(new Error('nothing is published')) },
    receipts: { again: () => undefined }
  })
  return {
    groups,
    meshes,
    told,
    unheard: () => groups.flatMap((_, number) => (logs.isHeard(logOf(number)) ? [] : [number])),
    async write(number, minute) {
      const conversation = groups[number]
      if (conversation === undefined) throw new Error(`there is no group ${number}`)
      conversation.hlc = atMinute(minute)
      events.emit('message:received', { conversation: conversation.id } as ConversationEvents['message:received'])
      await time.pass(1)
    }
  }
}

heard('those that were written in last are from the start, and the others are counted', () => {
  const room = roomWith(3)
  const stop = room.meshes.start()
  assert.equal(room.unheard(), [0, 1, 2])
  assert.is(room.meshes.unheard(), 3)
  stop()
})

heard('one that is written in takes the place of the one that was silent for longest, and no other is left meanwhile', async () => {
  const room = roomWith(3)
  const stop = room.meshes.start()
  const newest = MAX_HEARD_LOGS + 2
  room.told.length = 0
  await room.write(1, newest + 1)
  assert.equal(room.unheard(), [0, 2, 3])
  assert.equal(room.told.toSorted(), [logOf(1), logOf(3)])
  assert.is(room.meshes.unheard(), 3)
  await room.write(3, newest + 2)
  assert.equal(room.unheard(), [0, 2, 4])
  stop()
})

heard('those written in about the same time do not change places', async () => {
  const room = roomWith(1)
  for (const group of room.groups) group.hlc = atMinute(1_000)
  const stop = room.meshes.start()
  const [out] = room.unheard()
  room.told.length = 0
  await room.write(out ?? -1, 1_009)
  assert.equal(room.unheard(), [out])
  assert.equal(room.told, [])
  await room.write(out ?? -1, 1_011)
  assert.is(room.unheard().includes(out ?? -1), false)
  assert.is(room.told.length, 2)
  stop()
})

heard('one that the person has left makes room, whatever is said there', () => {
  const room = roomWith(1)
  const [last] = room.groups.slice(-1)
  if (last === undefined) throw new Error('there are groups')
  last.membership = 'left'
  const stop = room.meshes.start()
  assert.equal(room.unheard(), [MAX_HEARD_LOGS])
  assert.is(room.meshes.unheard(), 0)
  stop()
})

heard.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId, ConversationId, DeviceId, EpochId, LogId } from '../../node/base/ids.js'
import type { ConversationContext } from '../../node/conversation/context.js'
import { newConversation } from '../../node/conversation/conversation.js'
import type { OutboxEntry, StoredMark } from '../../node/conversation/outbox-row.js'
import { createRelayLogs, type RelayLogs } from '../../node/conversation/relay-logs.js'
import { createWaitingCommits, type WaitingCommits } from '../../node/conversation/waiting-commits.js'
import type { RelayId } from '../../node/network/relay-protocol.js'
import type { RelayAddress } from '../../node/network/relays.js'
import { numberedDevice } from '../identity/people.js'
import { befriend, createWorld, type SimPerson } from '../sim/people.js'

const waiting = suite('commits that nobody writes behind yet')
const [ada, bob, cleo, dora] = ['Ada', 'Bob', 'Cleo', 'Dora'] as unknown as [DeviceId, DeviceId, DeviceId, DeviceId]

const conversation = newConversation({
  id: 'group' as ConversationId,
  kind: 'group',
  accounts: ['A' as AccountId],
  createdAtMs: 0,
  devices: []
})

const ENTRY: OutboxEntry = {
  number: 1,
  group: 'g' as ConversationId,
  epoch: 'e' as EpochId,
  log: 'l' as LogId,
  first: 0,
  last: 0,
  queuedAtMs: 0,
  acknowledged: [],
  stored: [],
  stamp: ''
}

const [MINUTE_MS, DAY_MS] = [60_000, 24 * 60 * 60_000]

function among(
  linked: readonly DeviceId[],
  relayLogs: Pick<RelayLogs, 'placing'> = { placing: () => [] },
  clock: Pick<ConversationContext['clock'], 'now'> = { now: () => 0 as never }
): WaitingCommits {
  return createWaitingCommits(
    { links: { isUp: (device: DeviceId) => linked.includes(device) }, self: { account: 'A', device: ada }, clock } as never,
    {
      conversations: {} as never,
      relayLogs,
      lacking: (_conversation, { acknowledged }) => [bob, cleo, dora].filter(device => !acknowledged.includes(device))
    }
  )
}

waiting('one that all who are linked have gone past and refused is given up, also while somebody is away', () => {
  const commits = among([bob, cleo])
  assert.not.ok(commits.isPassedByAll(conversation, ENTRY, bob))
  assert.ok(commits.isPassedByAll(conversation, ENTRY, cleo))
})

waiting('one that anybody has taken is not', () => {
  const commits = among([bob, cleo])
  const taken = { ...ENTRY, acknowledged: [dora] }
  for (const device of [bob, cleo]) assert.not.ok(commits.isPassedByAll(conversation, taken, device))
})

/** Of a group that names the first two of these relays, and has named the third until yesterday. */
async function placingIn(): Promise<{ readonly relayLogs: Pick<RelayLogs, 'placing'>; readonly relays: readonly RelayId[] }> {
  const relays: RelayAddress[] = []
  for (const number of [1, 2, 3]) {
    const { id } = await numberedDevice(number)
    relays.push({ id, address: `/ip4/192.0.2.${number}/tcp/4002/p2p/${id}` })
  }
  const [named, left] = [relays.slice(0, 2), relays.slice(2)]
  const relaysOfGroup = [...named.map(one => ({ ...one, leftAtMs: undefined })), ...left.map(one => ({ ...one, leftAtMs: DAY_MS }))]
  const clock = { now: () => 2 * DAY_MS }
  const logs = createRelayLogs({ clock, self: { relayHere: () => undefined } } as never, {
    conversations: { isHome: () => false, epochOf: () => ({ profile: { relays: named.map(({ address }) => address) } }) } as never,
    contacts: { otherOf: () => undefined } as never,
    standing: { of: () => 'open' } as never
  })
  const inGroup = { ...conversation, relays: relaysOfGroup }
  assert.is(logs.of(inGroup).append.length, 3, 'what was left gets all that is sent, for a while')
  return { relayLogs: { placing: (_, parent) => logs.placing(inGroup, parent) }, relays: relays.map(({ id }) => id) }
}

const marksOf = (relays: readonly (RelayId | undefined)[]): readonly StoredMark[] => relays.map(relay => ({ relay }) as StoredMark)

waiting('one is placed by the relays that its parent names, not by one that the group has left', async () => {
  const { relayLogs, relays } = await placingIn()
  const [first, second, left] = relays
  const commits = among([], relayLogs)
  assert.ok(commits.isPlaced(conversation, ENTRY, marksOf([first, second])))
  assert.not.ok(commits.isPlaced(conversation, ENTRY, marksOf([first, left])))
})

waiting('one that has waited for ten minutes is placed by one of these relays', async () => {
  const { relayLogs, relays } = await placingIn()
  const [first, , left] = relays
  let nowMs = 10 * MINUTE_MS - 1
  const commits = among([], relayLogs, { now: () => nowMs as never })
  assert.not.ok(commits.isPlaced(conversation, ENTRY, marksOf([first])))
  assert.is(commits.easierInMs(ENTRY), 1)
  nowMs++
  assert.ok(commits.isPlaced(conversation, ENTRY, marksOf([first])))
  assert.not.ok(commits.isPlaced(conversation, ENTRY, marksOf([left])))
  assert.not.ok(commits.isPlaced(conversation, ENTRY, []))
})

waiting('one that has waited for a day is for those who are linked, where no relay has it', async () => {
  const { relayLogs } = await placingIn()
  const waits = {
    id: ENTRY.group,
    pending: 'child',
    epochs: new Map([['child', { parent: ENTRY.epoch, members: [ada, bob, cleo, dora].map(device => ({ device })) }]])
  }
  const group = { ...conversation, groups: [waits as never], devices: [{ device: bob, account: 'B' as AccountId } as never] }
  let nowMs = DAY_MS - 1
  const commits = among([bob], relayLogs, { now: () => nowMs as never })
  const taken = { ...ENTRY, acknowledged: [bob] }
  assert.equal([commits.isEstablished(group, taken), commits.easierInMs(ENTRY)], [false, 1])
  nowMs++
  assert.equal(
    [commits.isEstablished(group, taken), commits.isEstablished(group, ENTRY), commits.easierInMs(ENTRY)],
    [true, false, undefined]
  )
})

waiting('a change is made within a quarter of an hour where one of two relays is gone for good and somebody is away', async () => {
  const world = createWorld('a dead relay')
  try {
    const [gone, there] = [await world.relay(), await world.relay()]
    const [owner, friend, traveller] = [await world.person('Ada'), await world.person('Bob'), await world.person('Cleo')] as const
    for (const { address } of [gone, there]) await owner.api.addRelay({ address })
    for (const one of [friend, traveller]) await befriend(world, owner, one)
    const { id: chat } = await owner.api.createGroup({ name: 'Garden', contacts: ['Bob', 'Cleo'] })
    await world.time.pass(MINUTE_MS)
    await traveller.stop()
    await gone.leave()
    await owner.api.setGroupRelays({ chat, relays: [there.address] })
    const named = (of: SimPerson): Promise<number> => of.api.groupRelays({ chat }).then(({ length }) => length)
    await world.time.pass(5 * MINUTE_MS)
    assert.is(await named(owner), 2, 'the other relay may only be away')
    await world.time.pass(10 * MINUTE_MS)
    assert.equal([await named(owner), await named(friend)], [1, 1])
  } finally {
    await world.close()
  }
})

waiting.run()

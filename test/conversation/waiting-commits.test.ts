import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId, ConversationId, DeviceId, EpochId, LogId } from '../../node/base/ids.js'
import { newConversation } from '../../node/conversation/conversation.js'
import type { OutboxEntry } from '../../node/conversation/outbox-row.js'
import { createWaitingCommits, type WaitingCommits } from '../../node/conversation/waiting-commits.js'

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

function among(linked: readonly DeviceId[]): WaitingCommits {
  return createWaitingCommits(
    { links: { isUp: (device: DeviceId) => linked.includes(device) }, self: { account: 'A', device: ada } } as never,
    {
      conversations: {} as never,
      relayLogs: { placing: () => [] },
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

waiting.run()

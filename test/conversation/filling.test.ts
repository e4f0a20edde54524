import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createEmitter } from '../../node/base/events.js'
import type { AccountId, ConversationId, EpochId, LogId, NowMs } from '../../node/base/ids.js'
import type { ConversationEvents } from '../../node/conversation/conversation-events.js'
import { newConversation, type Conversation } from '../../node/conversation/conversation.js'
import { NO_HOLDING } from '../../node/conversation/holding.js'
import { createFilling } from '../../node/conversation/filling.js'
import { newGroup } from '../../node/conversation/group-epochs.js'
import type { OutboxEntry } from '../../node/conversation/outbox-row.js'
import type { SeqRange } from '../../node/conversation/progress.js'
import { NO_PROFILE } from '../../node/session/profile.js'
import { NO_ROLES } from '../../node/session/roles.js'
import type { Epoch } from '../../node/session/session.js'
import { numberedDevice } from '../identity/people.js'

const CHAT = 'cc'.repeat(32) as ConversationId
const EPOCH = 'ee'.repeat(32) as EpochId
const [own, other] = ['aa'.repeat(32), 'bb'.repeat(32)] as [AccountId, AccountId]
const [here, there] = await Promise.all([numberedDevice(1), numberedDevice(2)])
const members = [
  { leaf: 0, account: own, device: here.id },
  { leaf: 1, account: other, device: there.id }
]
/** What the functions under test look at of an epoch. */
const head: Epoch = {
  id: EPOCH,
  conversation: CHAT,
  parent: undefined,
  lineage: [],
  log: EPOCH as string as LogId,
  members,
  roles: NO_ROLES,
  profile: NO_PROFILE,
  ownLeaf: 0,
  nextGeneration: 0
}

/** A group in which eight messages of ours were sent, of which the other member says that it has these. */
function groupWhereTheyHave(contiguous: number): Conversation {
  const devices = [
    { device: here.id, account: own, key: here.key.publicKey },
    { device: there.id, account: other, key: there.key.publicKey }
  ]
  const group = newConversation({ id: CHAT, kind: 'group', accounts: [own, other], devices, createdAtMs: 0 })
  group.groups.push(newGroup(head, 0 as NowMs))
  group.nextSeq = 9
  group.receipts.set(there.id, { ...NO_HOLDING, progress: { contiguous, ranges: [] } })
  return group
}

/** @returns what is sealed again once a receipt of theirs was heard */
async function filledIn(group: Conversation, outstanding: readonly SeqRange[] = [], maySend = true): Promise<readonly SeqRange[]> {
  const events = createEmitter<ConversationEvents>()
  const filled: SeqRange[] = []
  const outbox = {
    outstanding: () => outstanding as readonly OutboxEntry[],
    fill: async (_: Conversation, ranges: readonly SeqRange[]) => void filled.push(...ranges)
  }
  const self = { device: here.id } as Parameters<typeof createFilling>[0]['self']
  const filling = createFilling({ events, self }, { conversations: { find: () => group }, outbox, standing: { maySend: () => maySend } })
  const stop = filling.start()
  events.emit('receipt:heard', { conversation: CHAT, device: there.id })
  await settled()
  stop()
  return filled
}

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

const filling = suite('what nothing else brings to a member')

filling('what a receipt shows to be missing is sealed again, unless it is on its way', async () => {
  assert.equal(await filledIn(groupWhereTheyHave(5)), [{ first: 6, last: 8 }])
  assert.equal(await filledIn(groupWhereTheyHave(5), [{ first: 7, last: 8 }]), [{ first: 6, last: 6 }])
  assert.equal(await filledIn(groupWhereTheyHave(8)), [])
})

filling('nothing is sealed again of what was said before they came in, what has failed, or to whom nothing is sent', async () => {
  const late = groupWhereTheyHave(0)
  late.audiences = [
    { first: 1, accounts: [] },
    { first: 6, accounts: [other] }
  ]
  assert.equal(await filledIn(late), [{ first: 6, last: 8 }])
  assert.equal(await filledIn(Object.assign(groupWhereTheyHave(5), { failed: [{ first: 6, last: 7 }] })), [{ first: 8, last: 8 }])
  assert.equal(await filledIn(groupWhereTheyHave(5), [], false), [])
})

filling.run()

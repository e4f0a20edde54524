import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId, ConversationId, DeviceId } from '../../node/base/ids.js'
import { newConversation, type Conversation } from '../../node/conversation/conversation.js'
import { isStranded, strandedIn } from '../../node/conversation/stranded.js'
import type { Epoch } from '../../node/session/session.js'

const stranded = suite('who was let in by somebody that is out')
const [ada, bob, eve] = ['Ada', 'Bob', 'Eve'].map((name, leaf) => ({
  account: `account of ${name}` as AccountId,
  device: name as DeviceId,
  leaf
})) as [Epoch['members'][number], Epoch['members'][number], Epoch['members'][number]]
const LET_IN_AT_MS = 1_000

/** Bob has let Eve in. */
function headOf(members: Epoch['members']): Epoch {
  const letIn = { committer: bob, added: [{ account: eve.account, undoes: [] }], removed: [], atMs: LET_IN_AT_MS }
  return { members, lineage: [letIn] } as unknown as Epoch
}

function groupWhere(eveToldAtMs: number | undefined): Conversation {
  const parts = { id: 'group' as ConversationId, accounts: [ada.account], createdAtMs: 0, devices: [] }
  const conversation = newConversation({ ...parts, kind: 'group' })
  if (eveToldAtMs !== undefined) conversation.presences.set(eve.device, { device: eve.device, toldAtMs: eveToldAtMs } as never)
  return conversation
}

stranded('is so while nothing shows that they came', () => {
  const head = headOf([ada, eve])
  assert.ok(isStranded(groupWhere(undefined), head, eve.device))
  assert.ok(isStranded(groupWhere(LET_IN_AT_MS), head, eve.device), 'told when they were in before')
  assert.not.ok(isStranded(groupWhere(LET_IN_AT_MS + 1), head, eve.device))
  assert.equal([...strandedIn(groupWhere(undefined), head)], [eve.account])
})

stranded('is not while whoever let them in is there, or we have', () => {
  assert.not.ok(isStranded(groupWhere(undefined), headOf([ada, bob, eve]), eve.device))
  assert.not.ok(isStranded(groupWhere(undefined), headOf([ada, eve]), ada.device))
  const conversation = groupWhere(undefined)
  conversation.letters = [{ account: eve.account } as never]
  assert.is(strandedIn(conversation, headOf([ada, eve])).size, 0)
})

stranded.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId, ConversationId, DeviceId, EpochId } from '../../node/base/ids.js'
import { newConversation, type Conversation } from '../../node/conversation/conversation.js'
import type { Letter } from '../../node/conversation/letter.js'
import { liveLetters } from '../../node/conversation/live-letters.js'
import { isStranded, strandedIn, strayedIn } from '../../node/conversation/stranded.js'
import { plantTree } from '../../node/session/epoch-tree.js'
import { NO_ROLES } from '../../node/session/roles.js'
import type { Epoch, Member } from '../../node/session/session.js'

const stranded = suite('who was let in by somebody that is out')
const [ada, bob, eve, cleo] = ['Ada', 'Bob', 'Eve', 'Cleo'].map((name, leaf) => ({
  account: `account of ${name}` as AccountId,
  device: name as DeviceId,
  leaf
})) as [Member, Member, Member, Member]
const LET_IN_AT_MS = 1_000
const BY_BOB = { committer: bob, added: [{ account: eve.account, undoes: [] }], removed: [], atMs: LET_IN_AT_MS }

/** Bob has let Eve in; what was committed since comes first. */
function headOf(members: readonly Member[], since: readonly object[] = []): Epoch {
  return { members, lineage: [...since, BY_BOB] } as unknown as Epoch
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

stranded('is not while whoever let them in is there', () => {
  assert.not.ok(isStranded(groupWhere(undefined), headOf([ada, bob, eve]), eve.device))
  assert.not.ok(isStranded(groupWhere(undefined), headOf([ada, eve]), ada.device))
})

stranded('is over once somebody who is there has let them in anew, and begins again where that one is out too', () => {
  const anew = { committer: ada, added: [], letInAnew: [eve.account], removed: [], atMs: LET_IN_AT_MS + 5 }
  assert.not.ok(isStranded(groupWhere(undefined), headOf([ada, eve], [anew]), eve.device))
  const without = headOf([cleo, eve], [anew])
  assert.ok(isStranded(groupWhere(LET_IN_AT_MS + 1), without, eve.device), 'told before they were let in anew')
  assert.not.ok(isStranded(groupWhere(LET_IN_AT_MS + 6), without, eve.device))
})

stranded('is so also where we had let them in on a branch that lost', () => {
  const conversation = groupWhere(undefined)
  conversation.letters = [letterTo(eve, 'lost')]
  assert.equal([...strandedIn(conversation, headOf([ada, eve]))], [eve.account])
})

stranded('is another thing than to have strayed: that our letter to whom we let in leads nowhere', () => {
  const conversation = groupWhere(undefined)
  conversation.wishes = [{ kind: 'add', account: eve.account }]
  conversation.groups.push({ tree: plantTree({ epoch: 'head' as EpochId, accounts: [], roles: NO_ROLES }), head: 'head' } as never)
  const head = headOf([ada, bob, eve])
  const strayed = (own: DeviceId): readonly AccountId[] => [...strayedIn(conversation, head, own)]
  assert.equal([strayed(bob.device), strayed(ada.device)], [[eve.account], []], 'who let them in sees to it')
  conversation.letters = [letterTo(eve, 'lost')]
  assert.equal(strayed(bob.device), [eve.account])
  conversation.letters = [letterTo(eve, 'lost'), letterTo(eve, 'head')]
  assert.equal(strayed(bob.device), [])
  assert.equal([...strayedIn(conversation, headOf([ada, bob]), bob.device)], [], 'who is not in')
})

stranded('is nobody to whom a letter waits with the commit that it goes with: that letter counts, as those on the way do', () => {
  const conversation = groupWhere(undefined)
  const tree = plantTree({ epoch: 'head' as EpochId, accounts: [], roles: NO_ROLES })
  conversation.groups.push({ tree, head: 'head', pending: 'waiting' } as never)
  conversation.letters = ['lost', 'head', 'waiting'].map(epoch => letterTo(eve, epoch))
  assert.equal(
    liveLetters(conversation).map(({ epoch }) => epoch),
    ['head', 'waiting']
  )
})

function letterTo({ account, device }: Member, epoch: string): Letter {
  return { account, to: device, epoch } as unknown as Letter
}

stranded.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId, ConversationId, EpochId, LogId, NowMs } from '../../node/base/ids.js'
import type { Group } from '../../node/conversation/conversation.js'
import {
  applyCommit,
  confirmPending,
  dueForWiping,
  holdPending,
  isOnTheWay,
  MAX_STATES,
  newGroup,
  noteDrained
} from '../../node/conversation/group-epochs.js'
import { growTree, MAX_COMMITS } from '../../node/session/epoch-tree.js'
import { NO_PROFILE } from '../../node/session/profile.js'
import { NO_ROLES } from '../../node/session/roles.js'
import type { CommitHeader, Epoch } from '../../node/session/session.js'
import { numberedDevice } from '../identity/people.js'
import { refusal } from '../identity/refusal.js'

const DAY_MS = 86_400_000
const START = 1_000 * DAY_MS
const at = (days: number): NowMs => (START + days * DAY_MS) as NowMs
const idOf = (number: number): EpochId => number.toString(16).padStart(64, '0') as EpochId
const NONE: ReadonlySet<EpochId> = new Set()

const accounts = ['aa'.repeat(32), 'bb'.repeat(32)] as AccountId[]
const devices = await Promise.all([1, 2].map(numberedDevice))
const members = devices.map(({ id }, leaf) => ({ leaf, account: accounts[leaf] as AccountId, device: id }))

/** What the functions under test look at of an epoch. */
function epoch(number: number, lineage: readonly CommitHeader[] = []): Epoch {
  const id = idOf(number)
  return {
    id,
    conversation: 'cc'.repeat(32) as ConversationId,
    parent: lineage[0]?.parent,
    lineage,
    log: id as string as LogId,
    members,
    roles: NO_ROLES,
    profile: NO_PROFILE,
    ownLeaf: 0,
    nextGeneration: 5
  }
}

function commit(parent: number, child: number, leaf = 0): { header: CommitHeader; child: Epoch } {
  const committer = members[leaf]
  if (committer === undefined) throw new Error('there are two members')
  const header = { child: idOf(child), parent: idOf(parent), committer, removed: [], added: [] }
  return { header, child: epoch(child, [header]) }
}

function apply(group: Group, made: ReturnType<typeof commit>, days: number): boolean {
  return applyCommit(group, made.header, made.child, at(days))
}

const kept = (group: Group): string[] => [...group.epochs.keys()].toSorted()
const due = (group: Group, days: number, inUse = NONE): EpochId[] => dueForWiping(group, inUse, at(days)).map(({ id }) => id)

const epochs = suite('epochs of a group')

epochs('a commit moves the head to its child, and the reservation with it', () => {
  const group = newGroup(epoch(1), at(0))
  assert.is(apply(group, commit(1, 2), 1), true)
  assert.is(group.head, idOf(2))
  assert.is(group.reserved, 5)
  assert.is(apply(group, commit(1, 2), 2), false, 'a commit that comes again changes nothing')
  assert.equal(kept(group), [idOf(1), idOf(2)])
})

epochs('our own commit is read in at once and written in when everybody has it', () => {
  const group = newGroup(epoch(1), at(0))
  const own = commit(1, 2)
  holdPending(group, own.child, at(1))
  assert.equal([group.head, group.pending, group.renewedAtMs], [idOf(1), idOf(2), at(1)])
  assert.equal(kept(group), [idOf(1), idOf(2)])
  assert.is(confirmPending(group, at(2)), true)
  assert.equal([group.head, group.pending], [idOf(2), undefined])
  assert.is(confirmPending(group, at(3)), false)
})

epochs('of two commits at once both sides choose one, in whatever order they learn of them', () => {
  const heads = [true, false].map(oursFirst => {
    const group = newGroup(epoch(1), at(0))
    const [ours, theirs] = [commit(1, 3, 0), commit(1, 2, 1)]
    holdPending(group, ours.child, at(1))
    if (oursFirst) confirmPending(group, at(1))
    apply(group, theirs, 1)
    if (!oursFirst) confirmPending(group, at(2))
    assert.is(isOnTheWay(group, idOf(1)), true)
    assert.is(isOnTheWay(group, idOf(3)), group.head === idOf(3))
    return group.head
  })
  assert.is(heads[0], heads[1])
})

epochs('what was left is wiped 7 days after it was drained, 30 days after it was left, and never while it is used', () => {
  const group = newGroup(epoch(1), at(0))
  apply(group, commit(1, 2), 1)
  assert.equal(due(group, 30.9), [])
  assert.equal(due(group, 31), [idOf(1)])
  assert.equal(due(group, 31, new Set([idOf(1)])), [])
  assert.is(
    noteDrained(group, at(2), () => true),
    true
  )
  assert.is(
    noteDrained(group, at(3), () => true),
    false
  )
  assert.equal(due(group, 8.9), [])
  assert.equal(due(group, 9), [idOf(1)])
  assert.equal(due(group, 1_000), [idOf(1)], 'the head stays')
})

epochs('what lost a fork, and what waits to be confirmed: one goes after 30 days, the other stays', () => {
  const group = newGroup(epoch(1), at(0))
  apply(group, commit(1, 2, 1), 1)
  apply(group, commit(1, 3, 0), 2)
  const [lost] = [idOf(2), idOf(3)].filter(id => id !== group.head)
  const pending = commit(Number(`0x${group.head}`), 4)
  holdPending(group, pending.child, at(3))
  const gone = due(group, 33)
  assert.ok(lost !== undefined && gone.includes(lost))
  assert.not(gone.includes(group.head))
  assert.not(gone.includes(idOf(4)))
})

const [ADA, BOB] = [0, 1] as const
const ROLES = { owners: [accounts[ADA] as AccountId], admins: [] }

/** As upkeep does. */
function forget(group: Group, days: number): void {
  for (const { id } of dueForWiping(group, NONE, at(days))) group.epochs.delete(id)
}

epochs('somebody who commits without end loses the epochs that they made, and nothing of the others is refused or forgotten', () => {
  const group = newGroup({ ...epoch(1), roles: ROLES }, at(0))
  for (let number = 2; number <= 10; number++) apply(group, commit(number - 1, number, ADA), number / 10)
  // Bob's first was written in for hours; Ada's last stands amid the flood.
  for (let number = 11; number <= 400; number++) {
    apply(group, commit(number - 1, number, number === 300 ? ADA : BOB), number === 11 ? 1.5 : 2 + number / 1_000_000)
    forget(group, 3)
  }
  assert.is(group.epochs.size, MAX_STATES)
  assert.is(group.head, idOf(400))
  for (const number of [...Array.from({ length: 11 }, (_, i) => i + 1), 300]) assert.ok(group.epochs.has(idOf(number)), `epoch ${number}`)
  const { header, child } = commit(400, 401, ADA)
  applyCommit(group, { ...header, removed: [accounts[BOB] as AccountId] }, child, at(3))
  assert.is(group.head, idOf(401))
})

epochs('what lost a fork is forgotten before what stands on the way', () => {
  const group = newGroup(epoch(1), at(0))
  for (let number = 2; number <= MAX_STATES; number++) apply(group, commit(number - 1, number, BOB), 1)
  apply(group, commit(1, 1_000, BOB), 2)
  const [beside] = dueForWiping(group, NONE, at(2))
  assert.is(isOnTheWay(group, idOf(1_000)), false)
  assert.is(beside?.id, idOf(1_000))
  assert.is(dueForWiping(group, NONE, at(2)).length, 1)
  assert.not(dueForWiping(group, new Set([idOf(1_000)]), at(2)).some(({ id }) => id === idOf(1_000)))
})

epochs('a tree that is nearly full takes what puts somebody out and what owners do, and nothing else', () => {
  const group = newGroup({ ...epoch(1), roles: ROLES }, at(0))
  const crowd = Array.from({ length: MAX_COMMITS - 1_024 }, (_, i) => commit(i + 1, i + 2, BOB).header)
  group.tree = growTree(
    group.tree,
    crowd.map(header => ({ header, seenAt: at(0) }))
  )
  const last = crowd.length + 1
  refusal(() => apply(group, commit(last, last + 1, BOB), 0), 'ERR_QUOTA')
  apply(group, commit(last, last + 2, ADA), 0)
  const { header, child } = commit(last + 2, last + 3, BOB)
  applyCommit(group, { ...header, removed: [accounts[ADA] as AccountId] }, child, at(0))
  assert.ok(group.tree.commits.has(child.id))
})

epochs.run()

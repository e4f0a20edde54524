import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isChatError } from '../../node/base/errors.js'
import type { AccountId, ConversationId, EpochId, LogId, NowMs } from '../../node/base/ids.js'
import type { Group } from '../../node/conversation/group.js'
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
import { growTree } from '../../node/session/epoch-tree.js'
import { NO_PROFILE } from '../../node/session/profile.js'
import { NO_ROLES } from '../../node/session/roles.js'
import type { CommitHeader, Epoch } from '../../node/session/session.js'
import { numberedDevice } from '../identity/people.js'

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

/** A group of three, and a tree that is soon full. */
const THREE = [...members, { leaf: 2, account: 'dd'.repeat(32) as AccountId, device: (await numberedDevice(3)).id }]
const CLEO = 2
const RANKED = { owners: [accounts[ADA] as AccountId], admins: [accounts[BOB] as AccountId] }
const BOUNDS = { inAll: { owner: 200, admin: 190, member: 180 }, onOneWay: 20, ofOneAccount: 30 }

function commitOf(parent: number, number: number, leaf: number, removed: readonly number[] = []): ReturnType<typeof commit> {
  const [committer, out] = [THREE[leaf], removed.map(one => THREE[one]?.account as AccountId)]
  if (committer === undefined) throw new Error('there are three members')
  const header = { child: idOf(number), parent: idOf(parent), committer, removed: out, added: [] }
  const staying = THREE.filter(({ account }) => !out.includes(account))
  return { header, child: { ...epoch(number, [header]), members: staying, roles: RANKED } }
}

const groupOfThree = (): Group => newGroup({ ...epoch(1), members: THREE, roles: RANKED }, at(0))

/** @returns whether it was taken: nobody can open one from an epoch that they have not */
function takes(group: Group, { header, child }: ReturnType<typeof commit>): boolean {
  if (!group.epochs.has(header.parent)) return false
  try {
    applyCommit(group, header, child, at(0), BOUNDS)
    return true
  } catch (err) {
    if (isChatError(err, 'ERR_QUOTA')) return false
    throw err
  }
}

const chainOf = (leaf: number, count: number): ReturnType<typeof commit>[] =>
  Array.from({ length: count }, (_, i) => commitOf(i === 0 ? 1 : 1_000 + i, 1_001 + i, leaf))

epochs('on one way everybody commits so often and no more, whatever their role, and others go on from there', () => {
  for (const leaf of [BOB, CLEO]) {
    const group = groupOfThree()
    const taken = chainOf(leaf, 40).filter(one => takes(group, one))
    assert.is(taken.length, BOUNDS.onOneWay)
    assert.is(group.head, taken.at(-1)?.child.id)
    const last = 1_000 + BOUNDS.onOneWay
    assert.not.ok(takes(group, commitOf(last, 2_000, leaf, leaf === BOB ? [CLEO] : [])), 'nor do they put anybody out')
    assert.ok(takes(group, commitOf(last, 2_001, ADA)))
    assert.ok(takes(group, commitOf(2_001, 2_002, ADA, [leaf])))
    assert.is(group.head, idOf(2_002))
  }
})

epochs('an admin who commits without end is put out by the owner, for whoever had got all of it, some or none, in any order', () => {
  const chain = chainOf(BOB, 40)
  // As many as anybody makes, from every epoch on the way.
  const beside = Array.from({ length: 120 }, (_, i) => commitOf(i % 20 === 0 ? 1 : 1_000 + (i % 20), 5_000 + i, BOB))
  const owner = groupOfThree()
  for (const one of chain) takes(owner, one)
  const removal = commitOf(Number(`0x${owner.head}`), 9_000, ADA, [BOB])
  assert.ok(takes(owner, removal))
  const way = chain.slice(0, BOUNDS.onOneWay)
  fc.assert(
    fc.property(fc.nat(40), fc.array(fc.nat(119), { maxLength: 300, size: 'max' }), fc.boolean(), (had, others, isFirst) => {
      const group = groupOfThree()
      for (const one of chain.slice(0, had)) takes(group, one)
      const flood = others.flatMap(i => beside[i] ?? [])
      if (isFirst) for (const one of flood) takes(group, one)
      for (const one of [...way, removal]) assert.ok(takes(group, one))
      for (const one of flood) takes(group, one)
      assert.is(group.head, removal.child.id)
      const count = [...group.tree.commits.values()].filter(({ header }) => header.committer.leaf === BOB).length
      assert.ok(count <= BOUNDS.ofOneAccount, `${count} of them`)
    }),
    { numRuns: 15 }
  )
})

epochs('what the head rests upon is not left out, though nothing is built upon it', () => {
  const group = groupOfThree()
  const supporting = commitOf(50, 9_999, BOB)
  for (const one of [commitOf(1, 40, CLEO), commitOf(1, 50, ADA), commitOf(50, 60, ADA), supporting]) assert.ok(takes(group, one))
  assert.is(group.head, idOf(60))
  for (let number = 100; number < 100 + BOUNDS.ofOneAccount + 5; number++) assert.ok(takes(group, commitOf(1, number, BOB)))
  assert.is(group.head, idOf(60))
  assert.ok(group.tree.commits.has(supporting.child.id))
})

epochs('what was left out, since nobody had built upon it, is in again when somebody does', () => {
  const group = groupOfThree()
  for (let number = 100; number < 100 + BOUNDS.ofOneAccount + 5; number++) assert.ok(takes(group, commitOf(1, number, BOB)))
  const [out] = [...group.epochs.keys()].filter(id => id !== idOf(1) && !group.tree.commits.has(id))
  assert.ok(out !== undefined)
  const built = commitOf(Number(`0x${out}`), 900, CLEO)
  assert.ok(takes(group, built))
  assert.is(group.head, built.child.id, 'two have committed there')
})

epochs('the last places of a tree are for admins, and the very last for owners', () => {
  const group = groupOfThree()
  const crowd = Array.from({ length: BOUNDS.inAll.member }, (_, i) => commitOf(i + 1, i + 2, ADA).header)
  group.tree = growTree(
    group.tree,
    crowd.map(header => ({ header, seenAt: at(0) }))
  )
  const last = crowd.length + 1
  group.epochs.set(idOf(last), commitOf(last - 1, last, ADA).child)
  assert.equal([takes(group, commitOf(last, 900, CLEO)), takes(group, commitOf(last, 901, BOB))], [false, true])
  let parent = 901
  for (let number = 902; takes(group, commitOf(parent, number, BOB)); number++) parent = number
  assert.ok(group.tree.commits.size <= BOUNDS.inAll.admin)
  const wide = { ...BOUNDS, onOneWay: 1_000, ofOneAccount: 1_000 }
  const { header, child } = commitOf(parent, 990, ADA, [BOB, CLEO])
  applyCommit(group, header, child, at(0), wide)
  assert.ok(group.tree.commits.has(child.id))
})

epochs.run()

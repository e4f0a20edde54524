import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { AccountId } from '../../node/base/ids.js'
import { createHearing } from '../../node/conversation/hearing.js'
import { superiorsTo } from '../../node/conversation/superiors.js'
import type { CommitHeader } from '../../node/session/session.js'

const [ada, bob, cleo, dora, eve] = ['ada', 'bob', 'cleo', 'dora', 'eve'] as AccountId[] as [
  AccountId,
  AccountId,
  AccountId,
  AccountId,
  AccountId
]
const ROLES = { owners: [ada, bob], admins: [cleo] }
const KNOWN = { roles: ROLES, members: [ada, bob, cleo, dora, eve].map(account => ({ account })) }
const DAY_MS = 24 * 60 * 60_000

const removing = (account: AccountId, ...removed: AccountId[]): CommitHeader =>
  ({ committer: { account }, removed, added: [] }) as unknown as CommitHeader

const superiors = suite('whose word counts for more than that of who lets a device in again')

superiors('those who could have put the host out, the highest first, without the device’s own account', () => {
  assert.equal(superiorsTo(dora, KNOWN, eve, { lineage: [] }), [ada, bob, cleo])
  assert.equal(superiorsTo(dora, KNOWN, bob, { lineage: [] }), [ada, cleo])
  assert.equal(superiorsTo(bob, KNOWN, eve, { lineage: [] }), [ada])
  assert.equal(superiorsTo(ada, KNOWN, eve, { lineage: [] }), [])
  assert.equal(superiorsTo(eve, KNOWN, eve, { lineage: [] }), [], 'another device of the account')
})

superiors('who is said to be out counts on where nobody who could put them out is said to have done it', () => {
  assert.equal(superiorsTo(dora, KNOWN, eve, { lineage: [removing(ada, bob)] }), [ada, cleo])
  assert.equal(superiorsTo(dora, KNOWN, eve, { lineage: [removing(cleo, bob), removing(dora, ada, cleo)] }), [ada, bob, cleo])
})

superiors('who has said for a minute that they know nothing of where we are outweighs those whom they could put out', () => {
  const hearing = createHearing()
  hearing.heard(dora, 40 * DAY_MS)
  hearing.heard(cleo, 10 * DAY_MS)
  hearing.isElsewhere(cleo, 41 * DAY_MS)
  assert.is(hearing.lastMs(ROLES), 40 * DAY_MS, 'they may have fallen behind')
  hearing.isElsewhere(cleo, 41 * DAY_MS + 60_000)
  assert.is(hearing.lastMs(ROLES), undefined)
  hearing.heard(bob, 20 * DAY_MS)
  assert.is(hearing.lastMs(ROLES), 20 * DAY_MS, 'whom they could not')
})

superiors('who asks where we are has only fallen behind, and two that are elsewhere outweigh their like', () => {
  const hearing = createHearing()
  const isElsewhere = (account: AccountId): void => {
    hearing.isElsewhere(account, 41 * DAY_MS)
    hearing.isElsewhere(account, 42 * DAY_MS)
  }
  hearing.heard(dora, 40 * DAY_MS)
  isElsewhere(cleo)
  hearing.isBehind(cleo)
  assert.is(hearing.lastMs(ROLES), 40 * DAY_MS)
  const roles = { owners: [ada], admins: [] }
  isElsewhere(eve)
  assert.is(hearing.lastMs(roles), 40 * DAY_MS, 'one alone')
  isElsewhere(bob)
  assert.is(hearing.lastMs(roles), undefined)
  hearing.heard(ada, 39 * DAY_MS)
  assert.is(hearing.lastMs(roles), 39 * DAY_MS)
})

superiors.run()

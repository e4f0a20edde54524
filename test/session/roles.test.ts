import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as fc from 'fast-check'
import type { AccountId, DeviceId } from '../../node/base/ids.js'
import { isChatError } from '../../node/base/errors.js'
import { NO_PROFILE } from '../../node/session/profile.js'
import {
  type MembershipChange,
  NO_ROLES,
  type Roles,
  appointed,
  decodeRoles,
  encodeRoles,
  excessOf,
  mayCommit,
  outranks,
  roleOf
} from '../../node/session/roles.js'
import type { Member } from '../../node/session/session.js'

const roles = suite('roles')

const account = (n: number): AccountId => n.toString(16).padStart(64, '0') as AccountId
const leafOf = (n: number, device = 0): Member => ({
  leaf: n * 8 + device,
  account: account(n),
  device: `device ${n}.${device}` as DeviceId
})
const [FOUNDER, SECOND, ADMIN, OTHER_ADMIN, PLAIN, STRANGER] = [0, 1, 2, 3, 4, 5] as const
const GROUP: Roles = { owners: [account(FOUNDER), account(SECOND)], admins: [account(ADMIN), account(OTHER_ADMIN)] }
const MEMBERS = [FOUNDER, SECOND, ADMIN, OTHER_ADMIN, PLAIN].map(n => leafOf(n))

function may(committer: number, change: Partial<MembershipChange>, group = GROUP, revoked: readonly DeviceId[] = []): boolean {
  const parent = { members: MEMBERS, roles: group, revoked: new Set(revoked) }
  return mayCommit(parent, leafOf(committer), { added: [], removed: [], ...change })
}

const mayRemove = (committer: number, other: number): boolean => may(committer, { removed: [leafOf(other)] })

const arbitraryRoles = fc
  .uniqueArray(fc.nat(200), { maxLength: 60 })
  .map((ns): Roles => ({ owners: ns.slice(0, 16).map(account), admins: ns.slice(16).map(account) }))

roles('survive their encoding', () => {
  fc.assert(
    fc.property(arbitraryRoles, given => {
      assert.equal(decodeRoles(encodeRoles(given)), given)
    })
  )
})

roles('are refused when cut short, prolonged, of another version or naming somebody twice', () => {
  const encoded = encodeRoles(GROUP)
  const twice = encodeRoles({ owners: [account(1)], admins: [account(1)] })
  const bad = [encoded.subarray(0, -1), Uint8Array.of(...encoded, 0), Uint8Array.of(2, ...encoded.subarray(1)), new Uint8Array(0), twice]
  for (const bytes of bad)
    assert.throws(
      () => decodeRoles(bytes),
      (err: unknown) => isChatError(err, 'ERR_MALFORMED')
    )
})

roles('never let two accounts outrank each other', () => {
  fc.assert(
    fc.property(arbitraryRoles, fc.nat(200), fc.nat(200), (given, a, b) => {
      assert.not(outranks(given, account(a), account(b)) && outranks(given, account(b), account(a)))
    })
  )
})

roles('let owners remove junior owners, admins and members, and admins only members', () => {
  assert.ok(mayRemove(FOUNDER, SECOND))
  assert.not(mayRemove(SECOND, FOUNDER))
  assert.ok(mayRemove(SECOND, ADMIN))
  assert.not(mayRemove(ADMIN, OTHER_ADMIN))
  assert.ok(mayRemove(OTHER_ADMIN, PLAIN))
  assert.not(mayRemove(PLAIN, ADMIN))
})

roles('keep two people in a direct conversation from removing each other or bringing in a third', () => {
  assert.not(may(FOUNDER, { removed: [leafOf(SECOND)] }, NO_ROLES))
  assert.not(may(FOUNDER, { added: [leafOf(STRANGER)] }, NO_ROLES))
  assert.ok(may(FOUNDER, { added: [leafOf(SECOND, 1)] }, NO_ROLES))
})

roles('let an account drop its own devices, and anybody a device that its account revoked', () => {
  assert.ok(may(PLAIN, { removed: [leafOf(PLAIN, 1)] }))
  assert.not(may(PLAIN, { removed: [leafOf(ADMIN)] }))
  assert.ok(may(PLAIN, { removed: [leafOf(ADMIN)] }, GROUP, [leafOf(ADMIN).device]))
})

roles(
  'let a device be let in anew by who outranks it, its own account, and anybody whom it has asked; by all where none has a role',
  () => {
    const anew = (committer: number, of: number, isWished = false, group = GROUP): boolean =>
      may(committer, { removed: [leafOf(of)], added: [{ ...leafOf(of), isWished }] }, group)
    assert.equal(
      [anew(PLAIN, FOUNDER), anew(ADMIN, OTHER_ADMIN), anew(SECOND, FOUNDER), anew(FOUNDER, SECOND), anew(ADMIN, PLAIN)],
      [false, false, false, true, true]
    )
    assert.ok(may(PLAIN, { removed: [leafOf(PLAIN, 1)], added: [leafOf(PLAIN, 1)] }))
    assert.equal([anew(PLAIN, FOUNDER, true), anew(SECOND, FOUNDER, true), anew(PLAIN, FOUNDER, false, NO_ROLES)], [true, true, true])
    const others = { removed: [leafOf(FOUNDER)], added: [{ ...leafOf(FOUNDER, 1), isWished: true }] }
    assert.not(may(PLAIN, others), 'a wish is of one device')
  }
)

roles('let nobody remove their own leaf, which no commit can', () => {
  assert.not(may(PLAIN, { removed: [leafOf(PLAIN)] }))
  const alone = { members: [leafOf(FOUNDER), leafOf(FOUNDER, 1)], roles: NO_ROLES, revoked: new Set<DeviceId>() }
  assert.not(mayCommit(alone, leafOf(FOUNDER), { added: [], removed: [leafOf(FOUNDER)] }))
})

const some = (count: number): Member[] => Array.from({ length: count }, (_, n) => leafOf(n))

roles('allow nothing that could not be written down: 16 owners, 64 admins, 32 devices at once, 256 in all', () => {
  const [founder] = some(1) as [Member]
  const upTo = (members: number, added: number, next: Partial<Roles> = {}): boolean => {
    const parent = { members: some(members), roles: { ...NO_ROLES, owners: [founder.account] }, revoked: new Set<DeviceId>() }
    const change = { added: some(members + added).slice(members), removed: [], roles: { ...parent.roles, ...next } }
    const isLawful = mayCommit(parent, founder, change)
    assert.is(excessOf(parent, change) === undefined, isLawful)
    return isLawful
  }
  const accounts = (count: number): AccountId[] => some(count).map(member => member.account)
  assert.equal([upTo(2, 32), upTo(2, 33)], [true, false])
  assert.equal([upTo(250, 6), upTo(250, 7)], [true, false])
  assert.equal([upTo(100, 0, { owners: accounts(16) }), upTo(100, 0, { owners: accounts(17) })], [true, false])
  assert.equal([upTo(100, 0, { admins: accounts(65).slice(1) }), upTo(100, 0, { admins: accounts(66).slice(1) })], [true, false])
})

roles('leave the adding of accounts to owners and admins', () => {
  for (const committer of [FOUNDER, SECOND, ADMIN]) assert.ok(may(committer, { added: [leafOf(STRANGER)] }))
  assert.not(may(PLAIN, { added: [leafOf(STRANGER)] }))
})

roles('do not come back by the back door: who is still named as an admin is added again only by an owner', () => {
  const stale: Roles = { ...GROUP, admins: [...GROUP.admins, account(STRANGER)] }
  assert.not(may(ADMIN, { added: [leafOf(STRANGER)] }, stale))
  assert.ok(may(SECOND, { added: [leafOf(STRANGER)] }, stale))
})

roles('let a founder that is alone do anything, and nobody that is not a member', () => {
  const alone = { members: [leafOf(FOUNDER)], roles: NO_ROLES, revoked: new Set<DeviceId>() }
  const change = { added: [leafOf(SECOND)], removed: [], roles: { owners: [account(FOUNDER)], admins: [] } }
  assert.ok(mayCommit(alone, leafOf(FOUNDER), change))
  assert.not(mayCommit(alone, leafOf(SECOND), change))
  assert.not(may(STRANGER, {}))
})

roles('are given by owners, behind those who have them, and taken only from whom the owner outranks', () => {
  const [founder, second, admin, otherAdmin, plain] = MEMBERS.map(m => m.account) as [AccountId, AccountId, AccountId, AccountId, AccountId]
  const mayBecome = (committer: number, next: Partial<Roles>): boolean => may(committer, { roles: { ...GROUP, ...next } })
  assert.ok(mayBecome(SECOND, { admins: [admin, otherAdmin, plain] }))
  assert.ok(mayBecome(SECOND, { owners: [founder, second, plain] }))
  assert.not(mayBecome(SECOND, { owners: [founder, plain, second] }), 'ahead of one who was there')
  assert.not(mayBecome(SECOND, { owners: [second, founder] }), 'a change of order')
  assert.not(mayBecome(SECOND, { owners: [second] }), 'above the committer')
  assert.not(mayBecome(SECOND, { admins: [...GROUP.admins, account(STRANGER)] }), 'not a member')
  assert.ok(mayBecome(FOUNDER, { owners: [founder], admins: [admin, otherAdmin, second] }))
  assert.ok(mayBecome(SECOND, { admins: [admin] }))
  assert.not(mayBecome(ADMIN, { admins: [admin] }))
  assert.ok(mayBecome(ADMIN, { admins: [otherAdmin] }), 'stepping down')
  assert.not(mayBecome(ADMIN, { owners: [founder, second, admin], admins: [otherAdmin] }), 'stepping up')
})

roles('leave the last owner where they are until there is another', () => {
  const lonely: Roles = { owners: [account(FOUNDER)], admins: [account(ADMIN)] }
  assert.not(may(FOUNDER, { roles: { ...lonely, owners: [] } }, lonely))
  assert.not(may(FOUNDER, { roles: NO_ROLES }, lonely))
  assert.not(may(FOUNDER, { roles: { ...lonely, owners: [account(STRANGER)] } }, lonely))
  assert.ok(may(FOUNDER, { roles: { owners: [account(PLAIN)], admins: lonely.admins } }, lonely))
  const orphaned: Roles = { ...lonely, owners: [account(STRANGER)] }
  assert.ok(may(ADMIN, { roles: { ...orphaned, admins: [] } }, orphaned), 'nothing is lost where there was no owner')
})

roles('let owners and admins say what the group is called, and nobody in a conversation without roles', () => {
  const profile = { ...NO_PROFILE, name: 'Garden' }
  for (const committer of [FOUNDER, SECOND, ADMIN]) assert.ok(may(committer, { profile }))
  for (const committer of [PLAIN, STRANGER]) assert.not(may(committer, { profile }))
  assert.not(may(FOUNDER, { profile: NO_PROFILE }), 'a group keeps a name')
  assert.not(may(FOUNDER, { profile }, NO_ROLES))
  const alone = { members: [leafOf(FOUNDER)], roles: NO_ROLES, revoked: new Set<DeviceId>() }
  assert.ok(mayCommit(alone, leafOf(FOUNDER), { added: [], removed: [], profile }))
})

roles('of one account change without those of the others, who stand before it', () => {
  assert.equal(appointed(GROUP, account(PLAIN), 'admin'), { ...GROUP, admins: [...GROUP.admins, account(PLAIN)] })
  assert.equal(appointed(GROUP, account(ADMIN), 'owner'), { owners: [...GROUP.owners, account(ADMIN)], admins: [account(OTHER_ADMIN)] })
  assert.equal(appointed(GROUP, account(ADMIN), 'member'), { ...GROUP, admins: [account(OTHER_ADMIN)] })
})

roles('of somebody who has left are cleared by any owner', () => {
  const gone = account(STRANGER)
  const stale: Roles = { ...GROUP, owners: [gone, ...GROUP.owners] }
  assert.ok(may(SECOND, { roles: GROUP }, stale))
  assert.is(roleOf(stale, gone), 'owner')
})

roles.run()

import * as fc from 'fast-check'
import type { AccountId, DeviceId, EpochId, NowMs } from '../../node/base/ids.js'
import { type EpochTree, type SeenCommit, growTree, originIn, plantTree } from '../../node/session/epoch-tree.js'
import { type Rules, RULES, chooseHead } from '../../node/session/fork-choice.js'
import { dutiesAtHead, removalsToUndo } from '../../node/session/head-duties.js'
import { NO_PROFILE } from '../../node/session/profile.js'
import { type Roles, appointed, mayCommit, outranks, roleOf } from '../../node/session/roles.js'
import type { CommitHeader } from '../../node/session/session.js'
import { accountOf, nameOf, profileOf, rolesOf } from './drawn-tree.js'

/**
 * A model of one group that is torn into pieces: honest people follow the rules on what they know, mallory and an accomplice
 * commit wherever they hold keys, keep branches back and grind ids. `olga`, the first owner, is honest and nobody can remove her.
 */
const CAST = { owners: ['olga', 'mallory'], admins: ['ada', 'ali'], members: ['nick', 'pete', 'accomplice'] }
const OUTSIDERS = ['yan', 'zed']
const MEMBERS = [...CAST.owners, ...CAST.admins, ...CAST.members]
const PEOPLE = [...MEMBERS, ...OUTSIDERS]
const DISHONEST = ['mallory', 'accomplice']
const HONEST = PEOPLE.filter(name => !DISHONEST.includes(name))

/** What happens next: a kind, and numbers that pick the people and places it happens to. */
export type Happening = readonly [kind: 'meet' | 'act' | 'attack' | 'reveal', who: number, whom: number, where: number]

export const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('act' as const) },
      { weight: 3, arbitrary: fc.constant('meet' as const) },
      { weight: 3, arbitrary: fc.constant('attack' as const) },
      { weight: 1, arbitrary: fc.constant('reveal' as const) }
    ),
    fc.nat(99),
    fc.nat(99),
    fc.nat(99)
  ),
  { minLength: 5, maxLength: 40, size: 'max' }
)

export interface World {
  /** Every commit that was ever made, in the order it was made. */
  readonly commits: readonly SeenCommit[]
  tree(): EpochTree
  /** Everybody meets everybody, and does what is due until nothing is. Returns how many commits that took. */
  heal(): number
}

export function happen(course: readonly Happening[], rules: Rules = RULES): World {
  const origin = { epoch: scrambled(0), accounts: MEMBERS.map(accountOf), roles: rolesOf(CAST), profile: NO_PROFILE }
  const commits: SeenCommit[] = []
  const keptBack = new Set<EpochId>()
  const spent = new Set<string>()
  const views = new Map(PEOPLE.map(name => [name, plantTree(origin)]))
  const viewOf = (name: string): EpochTree => views.get(name) ?? plantTree(origin)

  function commit(
    name: string,
    parent: EpochId,
    change: Partial<Pick<CommitHeader, 'removed' | 'added' | 'roles' | 'profile'>>,
    isGround = false
  ): void {
    const key = `${name} ${parent}`
    if (spent.has(key)) return
    spent.add(key)
    const child = scrambled(commits.length + 1, isGround)
    const committer = { leaf: PEOPLE.indexOf(name), account: accountOf(name), device: `${name}'s` as DeviceId }
    const header = { child, parent, committer, removed: [], added: [], ...change }
    const seen = { header, seenAt: commits.length as NowMs }
    commits.push(seen)
    for (const knower of [name, ...header.added.map(({ account }) => nameOf(account))])
      learn(knower, [...viewOf(name).commits.values(), seen])
    if (DISHONEST.includes(name)) {
      keptBack.add(child)
      for (const friend of DISHONEST) learn(friend, [seen])
    }
  }

  function learn(name: string, seen: Iterable<SeenCommit>): void {
    views.set(name, growTree(viewOf(name), seen))
  }

  /** What one is willing to tell. */
  function told(name: string): SeenCommit[] {
    return [...viewOf(name).commits.values()].filter(({ header }) => !keptBack.has(header.child))
  }

  function meet(one: string, other: string): void {
    const [from, to] = [told(one), told(other)]
    learn(other, from)
    learn(one, to)
  }

  /** What an honest member commits on the head that it sees. */
  function act(name: string, whom: number, where: number, isDutyOnly = false): void {
    const tree = viewOf(name)
    const head = chooseHead(tree, rules)
    const { accounts, roles } = originIn(tree, head)
    const self = accountOf(name)
    if (!accounts.includes(self)) return
    const mayAdd = roleOf(roles, self) !== 'member'
    const { struck, lostAdds, lostRoles, lostProfile } = dutiesAtHead(tree)
    const removable = struck.filter(account => outranks(roles, self, account))
    if (removable.length > 0) return commit(name, head, { removed: removable })
    if (struck.length > 0) return
    const lost = lostAdds[0]
    if (lost !== undefined && mayAdd) return commit(name, head, { added: addOf(tree, head, lost.account) })
    if (lostProfile !== undefined && mayAdd) return commit(name, head, { profile: lostProfile.profile })
    for (const { account, role } of lostRoles) {
      const next = appointed(roles, account, role)
      if (mayAppoint(accounts, roles, self, next)) return commit(name, head, { roles: next })
    }
    if (isDutyOnly) return
    if (where < 8 && mayAdd) return commit(name, head, { profile: profileOf(`${name} ${whom}`) })
    const target = accountOf(PEOPLE[whom % PEOPLE.length] ?? name)
    if (!accounts.includes(target) && mayAdd) return commit(name, head, { added: addOf(tree, head, target) })
    const next = appointed(roles, target, whom % 2 === 0 ? 'admin' : 'member')
    if (where > 85 && target !== self && next.admins.length !== roles.admins.length && mayAppoint(accounts, roles, self, next)) {
      return commit(name, head, { roles: next })
    }
    if (accounts.includes(target) && whom > 30 && outranks(roles, self, target)) return commit(name, head, { removed: [target] })
    commit(name, head, {})
  }

  /** What the dishonest commit, anywhere they are members: removals, each other back in, more power for the accomplice. */
  function attack(name: string, whom: number, where: number): void {
    const tree = viewOf(name)
    const parents = [tree.origin.epoch, ...tree.commits.keys()]
    const parent = parents[where % parents.length] ?? tree.origin.epoch
    const { accounts, roles } = originIn(tree, parent)
    const self = accountOf(name)
    if (!accounts.includes(self)) return
    const target = accountOf(PEOPLE[whom % PEOPLE.length] ?? name)
    const isGround = where % 2 === 0
    if (!accounts.includes(target) && roleOf(roles, self) !== 'member') {
      const undoes = DISHONEST.includes(nameOf(target)) ? [] : removalsToUndo(tree, parent, target)
      return commit(name, parent, { added: [{ account: target, undoes }] }, isGround)
    }
    const accomplice = accountOf('accomplice')
    if (whom > 80 && roleOf(roles, self) === 'owner' && accounts.includes(accomplice) && roleOf(roles, accomplice) === 'member') {
      return commit(name, parent, { roles: { ...roles, admins: [...roles.admins, accomplice] } }, isGround)
    }
    if (where % 16 === 3) return commit(name, parent, { profile: profileOf(`mine ${whom}`) }, isGround)
    const isVictim = whom > 30 && !DISHONEST.includes(nameOf(target)) && accounts.includes(target) && outranks(roles, self, target)
    commit(name, parent, isVictim ? { removed: [target] } : {}, isGround)
  }

  for (const [kind, who, whom, where] of course) {
    const honest = HONEST[who % HONEST.length] ?? 'olga'
    if (kind === 'meet') meet(honest, PEOPLE[whom % PEOPLE.length] ?? 'olga')
    if (kind === 'act') act(honest, whom, where)
    if (kind === 'attack') attack(DISHONEST[who % DISHONEST.length] ?? 'mallory', whom, where)
    if (kind === 'reveal') for (const child of [...keptBack].slice(0, where)) keptBack.delete(child)
  }

  return {
    commits,
    tree: () => growTree(plantTree(origin), commits),
    heal() {
      const before = commits.length
      keptBack.clear()
      for (let quietSince = 0; quietSince < HONEST.length;) {
        for (const name of HONEST) {
          learn(name, commits)
          const sofar = commits.length
          act(name, 0, 0, true)
          quietSince = commits.length > sofar ? 0 : quietSince + 1
        }
      }
      return commits.length - before
    }
  }
}

function mayAppoint(accounts: readonly AccountId[], roles: Roles, committer: AccountId, next: Roles): boolean {
  const members = accounts.map((account, leaf) => ({ leaf, account, device: account as string as DeviceId }))
  const self = members.find(({ account }) => account === committer)
  return self !== undefined && mayCommit({ members, roles, revoked: new Set() }, self, { added: [], removed: [], roles: next })
}

function addOf(tree: EpochTree, parent: EpochId, account: AccountId): CommitHeader['added'] {
  return [{ account, undoes: removalsToUndo(tree, parent, account) }]
}

/** Ids without any order of time in them; ground ones are lower than all others. */
function scrambled(n: number, isGround = false): EpochId {
  const scatter = Math.imul(n + 1, 0x9e3779b1) >>> 0
  return `${isGround ? '00' : 'c1'}${scatter.toString(16).padStart(8, '0')}${n.toString(16).padStart(6, '0')}`.padEnd(64, 'e') as EpochId
}

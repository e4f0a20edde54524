import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { CRITERIA, type Rules, RULES, chooseHead, explainHead } from '../../node/session/fork-choice.js'
import { type EpochTree, growTree, pathTo, plantTree } from '../../node/session/epoch-tree.js'
import { dutiesAtHead, removalsToUndo } from '../../node/session/head-duties.js'
import { type Role, type Roles, appointed } from '../../node/session/roles.js'
import { type Cast, type DrawnCommit, accountOf, drawTree, epochOf, nameOf, profileOf, rolesOf } from './drawn-tree.js'

const forkChoice = suite('fork choice')

const GROUP: Cast = { owners: ['olga', 'omar'], admins: ['ada', 'ali'], members: ['mira', 'nick', 'pete', 'quin'] }

const draw = (commits: Record<string, DrawnCommit>, cast = GROUP): EpochTree => drawTree(cast, commits)
const headOf = (tree: EpochTree, rules: Rules = RULES): string => nameOf(chooseHead(tree, rules))
const struckAt = (tree: EpochTree): string[] => dutiesAtHead(tree).struck.map(nameOf)
const without = (name: string): Rules => {
  assert.ok(CRITERIA.some(criterion => criterion.name === name))
  return { ...RULES, criteria: CRITERIA.filter(criterion => criterion.name !== name) }
}
const WITHOUT_STRIKES: Rules = {
  ...RULES,
  judge: (layout, bygone) => ({ ...RULES.judge(layout, bygone), isStruck: () => false, strikesAt: () => [], endsBranch: () => false })
}

forkChoice('stays at the origin while there is no commit, and follows a chain to its end', () => {
  assert.is(headOf(draw({})), 'root')
  assert.is(headOf(draw({ a: { on: 'root', by: 'mira' }, b: { on: 'a', by: 'nick' } })), 'b')
})

/** What each part of the rules is for: with the part taken out, what it protects is lost. */
interface Needed {
  readonly test: string
  readonly crippled: Rules
  readonly tree: EpochTree
  readonly isKept: (tree: EpochTree, rules: Rules) => boolean
}

const NEEDED: readonly Needed[] = [
  {
    test: 'never builds on what a removed member commits, whoever goes along (strikes)',
    crippled: WITHOUT_STRIKES,
    tree: draw({
      'x removes mira': { on: 'root', by: 'olga', removes: ['mira'] },
      'y by the accomplice': { on: 'root', by: 'ada', removes: ['quin'] },
      'y by mira': { on: 'y by the accomplice', by: 'mira' },
      'y by pete': { on: 'y by mira', by: 'pete' }
    }),
    isKept: (tree, rules) => !pathTo(tree, chooseHead(tree, rules)).includes(epochOf('y by mira'))
  },
  {
    test: 'keeps to the lawful child, whatever accomplices pile on the other (place not struck)',
    crippled: without('place not struck'),
    tree: draw({
      'x removes mira': { on: 'root', by: 'olga', removes: ['mira'] },
      'a by mira': { on: 'root', by: 'mira' },
      'b by the accomplice': { on: 'a by mira', by: 'ada', removes: ['nick', 'pete'] }
    }),
    isKept: (tree, rules) => headOf(tree, rules) === 'x removes mira'
  },
  {
    test: 'lets a removal stand against any number of other commits (most removals standing)',
    crippled: without('most removals standing'),
    tree: draw({
      'x removes mira': { on: 'root', by: 'olga', removes: ['mira'] },
      'a by nick': { on: 'root', by: 'nick' },
      'b by pete': { on: 'a by nick', by: 'pete' }
    }),
    isKept: (tree, rules) => headOf(tree, rules) === 'x removes mira'
  },
  {
    test: 'follows the branch that more accounts build on, not the lower id (most committers)',
    crippled: without('most committers'),
    tree: draw({
      '0 by the grinder': { on: 'root', by: 'mira' },
      '1 by the grinder': { on: '0 by the grinder', by: 'mira' },
      'x by nick': { on: 'root', by: 'nick' },
      'y by pete': { on: 'x by nick', by: 'pete' }
    }),
    isKept: (tree, rules) => headOf(tree, rules) === 'y by pete'
  },
  {
    test: 'is the same for any order of arrival, also between equals (lowest epoch id)',
    crippled: without('lowest epoch id'),
    tree: draw({ b: { on: 'root', by: 'mira' }, a: { on: 'root', by: 'nick' }, c: { on: 'root', by: 'pete' } }),
    isKept: (tree, rules) =>
      headOf(tree, rules) === headOf(growTree(plantTree(tree.origin), [...tree.commits.values()].toReversed()), rules)
  }
]

for (const { test, crippled, tree, isKept } of NEEDED) {
  forkChoice(test, () => {
    assert.ok(isKept(tree, RULES))
    assert.not(isKept(tree, crippled), 'the part that was taken out is not what this test is about')
  })
}

forkChoice('counts nothing that was built on the commit of a struck place', () => {
  const tree = draw({
    z: { on: 'root', by: 'olga', removes: ['mira'] },
    z2: { on: 'z', by: 'quin' },
    a: { on: 'root', by: 'ada', removes: ['nick'] },
    a2: { on: 'a', by: 'mira' },
    a3: { on: 'a2', by: 'pete' }
  })
  assert.is(headOf(tree), 'z2')
})

forkChoice('counts neither votes nor removals of accounts that a branch brought in itself', () => {
  const puppets = { sock: [], puppet: [], straw: [] }
  const voting = draw({
    z: { on: 'root', by: 'nick' },
    z2: { on: 'z', by: 'pete' },
    a: { on: 'root', by: 'ada', adds: puppets },
    a2: { on: 'a', by: 'sock' },
    a3: { on: 'a2', by: 'puppet' }
  })
  assert.is(headOf(voting), 'z2')
  const removing = draw({
    z: { on: 'root', by: 'olga', removes: ['mira'] },
    a: { on: 'root', by: 'ada', adds: puppets },
    a2: { on: 'a', by: 'ada', removes: Object.keys(puppets) }
  })
  assert.is(headOf(removing), 'z')
})

forkChoice('gives each child of a three-way fork one tuple, the same whatever its rivals are', () => {
  const three: Record<string, DrawnCommit> = {
    a: { on: 'root', by: 'ada', removes: ['mira'] },
    b: { on: 'root', by: 'omar', removes: ['ada'] },
    c: { on: 'root', by: 'pete' },
    c2: { on: 'c', by: 'mira' },
    c3: { on: 'c2', by: 'ali' }
  }
  const { head, forks } = explainHead(draw(three))
  assert.is(nameOf(head), 'b')
  assert.equal(
    forks[0]?.claims.map(claim => [nameOf(claim.child), claim.isStruck, claim.removals, claim.committers]),
    [
      ['b', false, 1, 1],
      ['c', false, 0, 3],
      ['a', true, 0, 1]
    ]
  )
})

forkChoice('does not count a removal by somebody whom a higher rank removed elsewhere', () => {
  const tree = draw({ a: { on: 'root', by: 'ada', removes: ['mira', 'nick'] }, b: { on: 'root', by: 'olga', removes: ['ada'] } })
  assert.is(headOf(tree), 'b')
  assert.equal(struckAt(tree), [])
})

forkChoice('judges removals that look circular from the highest rank down', () => {
  const tree = draw({
    a: { on: 'root', by: 'ada', removes: ['mira'] },
    b: { on: 'root', by: 'omar', removes: ['ada'] },
    c: { on: 'root', by: 'olga', removes: ['omar'] }
  })
  assert.equal(
    explainHead(tree).forks[0]?.claims.map(claim => [nameOf(claim.child), claim.isStruck]),
    [
      ['a', false],
      ['c', false],
      ['b', true]
    ],
    "omar's removal of ada does not count, so ada's of mira does"
  )
  assert.equal(struckAt(tree), ['omar'])
})

forkChoice('does not hold against somebody what they did before their removal', () => {
  const tree = draw({
    a: { on: 'root', by: 'ada', removes: ['mira'] },
    b: { on: 'a', by: 'olga', removes: ['ada'] },
    c: { on: 'root', by: 'nick' }
  })
  assert.is(headOf(tree), 'b')
  assert.equal(struckAt(tree), [])
})

forkChoice('ends a branch where a struck place commits, and has the removal committed there first', () => {
  const tree = draw({
    x: { on: 'root', by: 'olga', removes: ['mira'] },
    a: { on: 'root', by: 'ada', removes: ['nick', 'pete'] },
    b: { on: 'a', by: 'mira' },
    c: { on: 'b', by: 'ada' }
  })
  assert.is(headOf(tree), 'a')
  assert.equal(struckAt(tree), ['mira'])
})

forkChoice('grants nothing to whom a struck place let in or raised', () => {
  const raised = { owners: ['olga', 'omar'].map(accountOf), admins: ['ada', 'ali', 'mira'].map(accountOf) }
  const tree = draw({
    x: { on: 'root', by: 'olga', removes: ['omar'] },
    y: { on: 'root', by: 'omar', adds: { zed: [] }, roles: raised },
    z: { on: 'y', by: 'mira', removes: ['nick'] }
  })
  assert.is(headOf(tree), 'x')
  assert.equal(struckAt(tree), [])
})

forkChoice('keeps a lawful removal that was built on the commit of a struck place', () => {
  const tree = draw({
    x: { on: 'root', by: 'olga', removes: ['mira'] },
    y: { on: 'root', by: 'mira' },
    z: { on: 'y', by: 'ada', removes: ['nick'] }
  })
  assert.is(headOf(tree), 'x')
  assert.equal(struckAt(tree), ['nick'])
})

forkChoice('takes back just those who were added again by somebody who knew of the removal', () => {
  const commits = {
    x: { on: 'root', by: 'olga', removes: ['mira'] },
    y: { on: 'root', by: 'ada', removes: ['mira', 'nick'] },
    z: { on: 'y', by: 'ada', adds: { mira: [] } }
  }
  assert.equal(struckAt(draw(commits)), ['mira'], 'ada did not know of x')
  const parent = draw({ x: commits.x, y: commits.y })
  assert.equal(removalsToUndo(parent, epochOf('y'), accountOf('mira')), [epochOf('x')])
  const knowing = draw({ ...commits, z: { ...commits.z, adds: { mira: ['x'] } } })
  assert.is(headOf(knowing), 'z')
  assert.equal(struckAt(knowing), [])
})

forkChoice('does not fall back to an older branch when a removed member is let in again', () => {
  const commits: Record<string, DrawnCommit> = {
    x: { on: 'root', by: 'olga', removes: ['mira'] },
    x2: { on: 'x', by: 'olga', adds: { mira: [] } },
    y: { on: 'root', by: 'nick' },
    y2: { on: 'y', by: 'pete' }
  }
  assert.is(headOf(draw(commits)), 'x2')
})

forkChoice('proposes again what a losing branch added, unless it was removed again or never lawful', () => {
  const tree = draw({
    x: { on: 'root', by: 'olga', removes: ['mira'] },
    y: { on: 'root', by: 'ada', adds: { zed: [], yan: [], wim: [] } },
    y2: { on: 'y', by: 'ali', removes: ['yan'] },
    x2: { on: 'x', by: 'ali', adds: { wim: [] } },
    z: { on: 'root', by: 'mira', adds: { eve: [] } },
    z2: { on: 'z', by: 'pete', adds: { mallory: [] } }
  })
  const { head, lostAdds } = dutiesAtHead(tree)
  assert.is(nameOf(head), 'x2')
  assert.equal(
    lostAdds.map(({ account, proposers }) => [nameOf(account), proposers.map(nameOf)]),
    [['zed', ['ada']]]
  )
})

const lostRolesAt = (tree: EpochTree): unknown =>
  dutiesAtHead(tree).lostRoles.map(({ account, role, proposer }) => [nameOf(account), role, nameOf(proposer)])
const lostNameAt = (tree: EpochTree): string | undefined => dutiesAtHead(tree).lostProfile?.profile.name

forkChoice('proposes again what a losing branch called the group last, unless it was done without right', () => {
  const commits: Record<string, DrawnCommit> = {
    x: { on: 'root', by: 'olga', removes: ['mira'] },
    y: { on: 'root', by: 'ada', renames: 'Garden' },
    y2: { on: 'y', by: 'ali', renames: 'Gardens' },
    y3: { on: 'y2', by: 'pete', renames: 'Mine' }
  }
  assert.equal(dutiesAtHead(draw(commits)).lostProfile, { profile: profileOf('Gardens'), proposers: [accountOf('ali')] })
  const byAStruckOne = { ...commits, x: { on: 'root', by: 'olga', removes: ['ali'] } }
  assert.is(lostNameAt(draw(byAStruckOne)), 'Garden')
  assert.is(lostNameAt(draw({ ...commits, x2: { on: 'x', by: 'ada', renames: 'Gardens' } })), undefined, 'it was proposed again')
})

forkChoice('keeps what the way to the head called the group since the branch left it, not what it did before', () => {
  const tree = {
    a: { on: 'root', by: 'ada', renames: 'Park' },
    x: { on: 'a', by: 'olga', removes: ['mira'] },
    y: { on: 'a', by: 'ali', renames: 'Garden' }
  }
  assert.is(lostNameAt(draw(tree)), 'Garden')
  assert.is(lostNameAt(draw({ ...tree, x2: { on: 'x', by: 'omar', renames: 'Wood' } })), undefined)
  assert.is(lostNameAt(draw({ ...tree, y2: { on: 'y', by: 'ali', renames: 'Park' } })), undefined, 'it is called that already')
})

forkChoice('prefers, of several names that were lost, the one that the highest rank gave', () => {
  const tree = draw({
    x: { on: 'root', by: 'olga', removes: ['mira'] },
    b: { on: 'root', by: 'ada', renames: "Ada's" },
    c: { on: 'root', by: 'omar', renames: "Omar's" },
    d: { on: 'root', by: 'nick', renames: "Nick's" }
  })
  assert.is(lostNameAt(tree), "Omar's")
})

const appoint = (changes: Record<string, Role>): Roles =>
  Object.entries(changes).reduce((roles, [name, role]) => appointed(roles, accountOf(name), role), rolesOf(GROUP))

forkChoice('proposes again who was appointed on a losing branch, account by account', () => {
  const commits: Record<string, DrawnCommit> = {
    x: { on: 'root', by: 'olga', removes: ['mira'] },
    x2: { on: 'x', by: 'olga', roles: appoint({ nick: 'admin' }) },
    y: { on: 'root', by: 'omar', roles: appoint({ nick: 'owner', pete: 'admin', mira: 'admin' }) },
    y2: { on: 'y', by: 'ali', roles: appoint({ nick: 'owner', pete: 'admin', mira: 'admin', ali: 'member' }) },
    y3: { on: 'y2', by: 'ada', roles: appoint({ quin: 'admin' }) }
  }
  assert.equal(lostRolesAt(draw(commits)), [
    ['pete', 'admin', 'omar'],
    ['ali', 'member', 'ali']
  ])
  const again = { on: 'x2', by: 'olga', roles: appoint({ nick: 'admin', pete: 'admin' }) }
  assert.equal(lostRolesAt(draw({ ...commits, x3: again })), [['ali', 'member', 'ali']])
  assert.equal(lostRolesAt(draw({ ...commits, x: { on: 'root', by: 'olga', removes: ['omar'] } })), [['ali', 'member', 'ali']])
})

forkChoice('has no strikes where nobody outranks anybody, as in a direct conversation', () => {
  const tree = draw({ a: { on: 'root', by: 'mira', removes: ['nick'] }, b: { on: 'root', by: 'nick' } }, { members: ['mira', 'nick'] })
  assert.is(headOf(tree), 'a')
  assert.equal(
    explainHead(tree).forks[0]?.claims.map(claim => claim.removals),
    [0, 0]
  )
})

forkChoice.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as fc from 'fast-check'
import type { NowMs } from '../../node/base/ids.js'
import { growTree, originIn, pathTo, plantTree } from '../../node/session/epoch-tree.js'
import { decodeTree, encodeTree } from '../../node/session/epoch-tree-codec.js'
import { CRITERIA, type Rules, RULES, chooseHead, explainHead } from '../../node/session/fork-choice.js'
import { dutiesAtHead } from '../../node/session/head-duties.js'
import { forgetOld } from '../../node/session/retention.js'
import { judge } from '../../node/session/strikes.js'
import { layOut } from '../../node/session/tree-layout.js'
import { builtInSpiteOf } from './built-in-spite-of.js'
import { accountOf } from './drawn-tree.js'
import { type World, happen, happenings } from './forked-world.js'

const randomTrees = suite('fork choice on random trees')

const isSoak = process.env.PARLEY_SOAK === '1'
const RUNS = { numRuns: isSoak ? 20_000 : 1_500 }
const FEW_RUNS = { numRuns: isSoak ? 5_000 : 300 }

const OLGA = accountOf('olga')
const WITHOUT_STRIKES: Rules = {
  ...RULES,
  judge: (layout, bygone) => ({ ...RULES.judge(layout, bygone), isStruck: () => false, strikesAt: () => [], endsBranch: () => false })
}

const removalStands = (rules: Rules) => (world: World) => {
  const tree = world.tree()
  return builtInSpiteOf(tree, chooseHead(tree, rules), OLGA).length === 0
}

function forAll(property: (world: World, extra: number) => void, runs = RUNS): void {
  fc.assert(
    fc.property(happenings, fc.nat(), (course, extra) => property(happen(course), extra)),
    runs
  )
}

randomTrees('have one head for any order of arrival, with duplicates and restarts on the way', () => {
  forAll((world, seed) => {
    const tree = world.tree()
    const head = chooseHead(tree)
    const shuffled = world.commits.toSorted((a, b) => shuffle(a.header.child, seed) - shuffle(b.header.child, seed))
    let late = growTree(plantTree(tree.origin), shuffled.slice(0, shuffled.length / 2))
    late = growTree(decodeTree(encodeTree(late)), [...shuffled, ...world.commits])
    assert.is(chooseHead(late), head)
    assert.is(chooseHead(decodeTree(encodeTree(late))), head)
    assert.is(growTree(late, world.commits), late)
  })
})

randomTrees('never build on what a removed member committed, whoever went along and whatever was kept back', () => {
  forAll(world => assert.ok(removalStands(RULES)(world)))
})

randomTrees('would bring a removed member back without strikes', () => {
  const { failed } = fc.check(
    fc.property(happenings, course => removalStands(WITHOUT_STRIKES)(happen(course, WITHOUT_STRIKES))),
    { numRuns: 1_000, endOnFailure: true }
  )
  assert.ok(failed)
})

randomTrees('do not count a removal by somebody whom the first owner removed elsewhere', () => {
  let seen = 0
  forAll(world => {
    const tree = world.tree()
    const layout = layOut(tree)
    const judgement = judge(layout, [])
    const removals = layout.nodes.filter(node => (node.header?.removed.length ?? 0) > 0)
    for (const removal of removals) {
      const remover = removal.header?.committer.account
      const isBarred = removals.some(other => {
        if (other.header?.committer.account !== OLGA || remover === undefined || !other.header.removed.includes(remover)) return false
        const [way, otherWay] = [pathTo(tree, removal.id), pathTo(tree, other.id)]
        const isNamed = way.some(epoch => tree.commits.get(epoch)?.header.added.some(({ undoes }) => undoes.includes(other.id)))
        return !way.includes(other.id) && !otherWay.includes(removal.id) && !isNamed
      })
      if (!isBarred) continue
      seen++
      assert.is(judgement.countedRemovals(removal), 0n)
    }
  })
  assert.ok(seen > RUNS.numRuns / 50, `only ${seen} such removals`)
})

randomTrees('put the children of every fork into one strict order: no circle of three', () => {
  let threeWay = 0
  forAll(world => {
    for (const { claims } of explainHead(world.tree()).forks) {
      if (claims.length > 2) threeWay++
      for (const [i, better] of claims.entries()) {
        for (const worse of claims.slice(i + 1)) {
          const order = CRITERIA.map(({ compare }) => compare(better, worse)).find(result => result !== 0) ?? 0
          assert.ok(order < 0)
        }
      }
    }
  })
  assert.ok(threeWay > RUNS.numRuns / 50, `only ${threeWay} three-way forks`)
})

randomTrees('heal: the honest end on one head where nobody struck is a member and nothing lawful that was lost is missing', () => {
  let lost = 0
  forAll(world => {
    const { lostProfile, lostRoles } = dutiesAtHead(world.tree())
    if (lostProfile !== undefined || lostRoles.length > 0) lost++
    const commits = world.heal()
    const { head, ...duties } = dutiesAtHead(world.tree())
    assert.equal(duties, { struck: [], lostAdds: [], lostRoles: [], lostProfile: undefined })
    assert.ok(removalStands(RULES)(world))
    assert.ok(originIn(world.tree(), head).accounts.includes(OLGA))
    assert.ok(commits <= 16, `${commits} commits to heal`)
  })
  assert.ok(lost > RUNS.numRuns / 50, `only ${lost} worlds had lost a profile or a role`)
})

randomTrees('keep their head when old commits are forgotten, and afterwards', () => {
  let forgotten = 0
  forAll((world, seed) => {
    world.heal()
    const tree = world.tree()
    const head = chooseHead(tree)
    const now = (90 * 86_400_000 + (seed % (world.commits.length + 2))) as NowMs
    const rest = decodeTree(encodeTree(forgetOld(tree, now)))
    forgotten += tree.commits.size - rest.commits.size
    assert.is(chooseHead(rest), head)
    const [there, before] = [originIn(rest, head), originIn(tree, head)]
    assert.equal(there.accounts.toSorted(), before.accounts.toSorted())
    assert.equal([there.roles, there.profile], [before.roles, before.profile])
    assert.is(chooseHead(growTree(rest, world.commits)), head, 'what was forgotten comes again')
  }, FEW_RUNS)
  assert.ok(forgotten > FEW_RUNS.numRuns, `only ${forgotten} commits were forgotten`)
})

function shuffle(id: string, seed: number): number {
  return Math.imul(Number.parseInt(id.slice(2, 10), 16) ^ seed, 0x85ebca6b) >>> 0
}

randomTrees.run()

import type { EpochId } from '../base/ids.js'
import type { EpochTree } from './epoch-tree.js'
import { type Judgement, judge } from './strikes.js'
import { type AccountSet, type EpochNode, type TreeLayout, layOut, sizeOf } from './tree-layout.js'

/** What one child of a fork has to show: one tuple a child, whatever the other children are. */
interface Claim {
  readonly child: EpochId
  /** Whether its committer's place at the fork is struck. */
  readonly isStruck: boolean
  /** Accounts, members at the fork, whose counted removal is in the child's surviving tree, also where they came back later. */
  readonly removals: number
  /** Distinct accounts, members at the fork, that committed in the child's surviving tree. */
  readonly committers: number
}

export interface Criterion {
  readonly name: string
  /** Negative where `a` is the better claim. */
  readonly compare: (a: Claim, b: Claim) => number
}

/** The first that tells two claims apart decides. Never chain length, never a clock. */
export const CRITERIA: readonly Criterion[] = [
  { name: 'place not struck', compare: (a, b) => Number(a.isStruck) - Number(b.isStruck) },
  { name: 'most removals standing', compare: (a, b) => b.removals - a.removals },
  { name: 'most committers', compare: (a, b) => b.committers - a.committers },
  { name: 'lowest epoch id', compare: (a, b) => (a.child < b.child ? -1 : a.child > b.child ? 1 : 0) }
]

/** How heads are chosen. There is one way, `RULES`: tests take a part out to show what it is for. */
export interface Rules {
  readonly judge: typeof judge
  readonly criteria: readonly Criterion[]
}

export const RULES: Rules = { judge, criteria: CRITERIA }

/** A point on the way to the head where something had to be decided. */
interface Fork {
  readonly parent: EpochId
  /** The best first. Where even that one is struck, the head is `parent`. */
  readonly claims: readonly Claim[]
}

export interface Choice {
  readonly head: EpochId
  readonly forks: readonly Fork[]
}

/** The head: a pure function of the set of verified commits. */
export function chooseHead(tree: EpochTree, rules: Rules = RULES): EpochId {
  return explainHead(tree, rules).head
}

/** The head with every fork on the way to it, for `why` and for whoever doubts the choice. */
export function explainHead(tree: EpochTree, rules: Rules = RULES): Choice {
  const layout = layOut(tree)
  const judgement = rules.judge(layout, tree.bygone)
  return walk(layout, judgement, rules.criteria)
}

/** The same from a tree that is already laid out and judged. */
export function walk(layout: TreeLayout, judgement: Judgement, criteria: readonly Criterion[] = CRITERIA): Choice {
  const claimOf = surveySurvivors(layout, judgement)
  const forks: Fork[] = []
  let head = layout.origin
  for (;;) {
    const claims = head.children.map(child => claimOf(child, head)).toSorted((a, b) => compareClaims(criteria, a, b))
    const best = claims[0]
    if (claims.length > 1 || best?.isStruck === true) forks.push({ parent: head.id, claims })
    const next = best === undefined || best.isStruck ? undefined : layout.byEpoch.get(best.child)
    if (next === undefined) return { head: head.id, forks }
    head = next
  }
}

function compareClaims(criteria: readonly Criterion[], a: Claim, b: Claim): number {
  for (const { compare } of criteria) {
    const order = compare(a, b)
    if (order !== 0) return order
  }
  return 0
}

/** What a commit's surviving tree holds: itself, and all below it that no commit from a struck place cuts off. */
interface Survivors {
  readonly removed: AccountSet
  readonly committers: AccountSet
}

function surveySurvivors(layout: TreeLayout, judgement: Judgement): (child: EpochNode, fork: EpochNode) => Claim {
  const survivors = new Map<EpochNode, Survivors>()
  for (const node of layout.nodes.toReversed()) {
    let removed = judgement.countedRemovals(node)
    let committers = layout.setOf(node.header === undefined ? [] : [node.header.committer.account])
    for (const child of node.children) {
      const below = survivors.get(child)
      if (below === undefined || judgement.endsBranch(child)) continue
      removed |= below.removed
      committers |= below.committers
    }
    survivors.set(node, { removed, committers })
  }
  return (child, fork) => {
    const { removed, committers } = survivors.get(child) ?? { removed: 0n, committers: 0n }
    return {
      child: child.id,
      isStruck: judgement.endsBranch(child),
      removals: sizeOf(removed & fork.accounts),
      committers: sizeOf(committers & fork.accounts)
    }
  }
}

import type { EpochId, NowMs } from '../base/ids.js'
import { type EpochTree, MAX_BYGONE, growTree, originIn, plantTree } from './epoch-tree.js'
import { chooseHead, walk } from './fork-choice.js'
import { judge } from './strikes.js'
import { type EpochNode, type TreeLayout, ancestry, isWithin, layOut } from './tree-layout.js'

const DAY_MS = 24 * 60 * 60 * 1_000
const READABLE_AFTER_DRAINED_MS = 7 * DAY_MS
const READABLE_AT_MOST_MS = 30 * DAY_MS
const HEADERS_KEPT_MS = 90 * DAY_MS

/** When, here, an epoch's first child was applied and its log read to its end; undefined for what has not happened yet. */
export interface EpochAge {
  readonly childAppliedAt: NowMs | undefined
  readonly drainedAt: NowMs | undefined
}

/** From when on the epoch's reading secrets are to be wiped; undefined while it has no child here. */
export function wipeAt({ childAppliedAt, drainedAt }: EpochAge): NowMs | undefined {
  if (childAppliedAt === undefined) return undefined
  const atLatest = childAppliedAt + READABLE_AT_MOST_MS
  const onceDrained = drainedAt === undefined ? atLatest : Math.max(childAppliedAt, drainedAt) + READABLE_AFTER_DRAINED_MS
  return Math.min(onceDrained, atLatest) as NowMs
}

/**
 * The tree without the commits that were seen over 90 days ago and that nothing younger is beside or before: it starts later
 * on the way to the same head. Removals made on the branches so forgotten stay behind as facts while they strike. Nothing is
 * forgotten while somebody struck is a member of the head, nor where that would change the head.
 */
export function forgetOld(tree: EpochTree, now: NowMs): EpochTree {
  const layout = layOut(tree)
  const judgement = judge(layout, tree.bygone)
  const head = layout.byEpoch.get(walk(layout, judgement).head) ?? layout.origin
  const hasDuty = judgement.strikesAt(head).some(({ account }) => layout.isMember(account, head))
  const origin = lastForgettable(tree, layout, head, now - HEADERS_KEPT_MS)
  if (hasDuty || origin === layout.origin) return tree

  const isForgotten = (epoch: EpochId): boolean => {
    const node = layout.byEpoch.get(epoch)
    return node === undefined || !isWithin(node, origin)
  }
  const kept = [...tree.commits.values()].filter(({ header }) => !isForgotten(header.parent))
  const bygone = judgement.strikesAt(origin).flatMap(({ account, removal }) => (isForgotten(removal) ? [{ account, removal }] : []))
  const rest = growTree(plantTree(originIn(tree, origin.id)), [...kept, ...tree.waiting.values()])
  const pruned = { ...rest, bygone: bygone.slice(-MAX_BYGONE) }
  return chooseHead(pruned) === head.id ? pruned : tree
}

/** The last epoch on the way to the head that nothing seen since `before` leads to or leaves the way above. */
function lastForgettable(tree: EpochTree, layout: TreeLayout, head: EpochNode, before: number): EpochNode {
  const latest = new Map<EpochNode, number>()
  for (const node of layout.nodes.toReversed()) {
    const own = tree.commits.get(node.id)?.seenAt ?? -Infinity
    latest.set(node, Math.max(own, ...node.children.map(child => latest.get(child) ?? own)))
  }
  let last = layout.origin
  for (const next of ancestry(head).slice(1)) {
    const beside = last.children.filter(child => child !== next)
    const seenAt = tree.commits.get(next.id)?.seenAt ?? Infinity
    if (seenAt >= before || beside.some(child => (latest.get(child) ?? Infinity) >= before)) break
    last = next
  }
  return last
}

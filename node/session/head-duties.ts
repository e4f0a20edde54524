import type { AccountId, DeviceId, EpochId } from '../base/ids.js'
import type { EpochTree } from './epoch-tree.js'
import { walk } from './fork-choice.js'
import { type LostChanges, findLost } from './lost-changes.js'
import type { Member } from './session.js'
import { type Judgement, judge } from './strikes.js'
import { type EpochNode, type TreeLayout, isWithin, layOut } from './tree-layout.js'

/** What is left to do once a head is chosen. */
export interface HeadDuties extends LostChanges {
  readonly head: EpochId
  /** Members whose place is struck: nobody encrypts here before their removal is committed. */
  readonly struck: readonly AccountId[]
}

export function dutiesAtHead(tree: EpochTree): HeadDuties {
  const { layout, judgement, at } = judged(tree)
  return { head: at.id, struck: struckAt(layout, judgement, at), ...findLost(layout, judgement, at) }
}

/** The head, and who must go before anything is encrypted there: what has to be known after each commit. */
export function standAtHead(tree: EpochTree): Pick<HeadDuties, 'head' | 'struck'> {
  const { layout, judgement, at } = judged(tree)
  return { head: at.id, struck: struckAt(layout, judgement, at) }
}

function judged(tree: EpochTree): { readonly layout: TreeLayout; readonly judgement: Judgement; readonly at: EpochNode } {
  const layout = layOut(tree)
  const judgement = judge(layout, tree.bygone)
  const { head } = walk(layout, judgement)
  return { layout, judgement, at: layout.byEpoch.get(head) ?? layout.origin }
}

function struckAt(layout: TreeLayout, judgement: Judgement, at: EpochNode): AccountId[] {
  const struck = judgement.strikesAt(at).map(({ account }) => account)
  return [...new Set(struck)].filter(account => layout.isMember(account, at))
}

/** The leaves that must go before anything is encrypted at the head: those of struck places, and devices that were revoked. */
export function leavesToRemove(
  members: readonly Member[],
  struck: readonly AccountId[],
  revoked: ReadonlySet<DeviceId>
): readonly Member[] {
  return members.filter(({ account, device }) => struck.includes(account) || revoked.has(device))
}

/** The most removals one add names. */
const MAX_UNDOES = 64

/** The removals that an add of `account`, committed at `parent`, names and undoes: all that are known and not already behind it. */
export function removalsToUndo(tree: EpochTree, parent: EpochId, account: AccountId): EpochId[] {
  const { byEpoch, nodes } = layOut(tree)
  const at = byEpoch.get(parent)
  const elsewhere = nodes.filter(node => node.header?.removed.includes(account) === true && !(at !== undefined && isWithin(at, node)))
  const bygone = tree.bygone.filter(removal => removal.account === account).map(({ removal }) => removal)
  return [...bygone, ...elsewhere.map(node => node.id)].slice(-MAX_UNDOES)
}

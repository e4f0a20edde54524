import type { AccountId, EpochId } from '../base/ids.js'
import type { EpochTree } from './epoch-tree.js'
import type { GroupProfile } from './profile.js'
import type { Roles } from './roles.js'
import type { CommitHeader } from './session.js'

/** A set of accounts as bits, by the numbers of one layout. */
export type AccountSet = bigint

export interface EpochNode {
  readonly id: EpochId
  /** Undefined, like its parent, for the origin alone. */
  readonly header: CommitHeader | undefined
  readonly parent: EpochNode | undefined
  readonly children: EpochNode[]
  readonly accounts: AccountSet
  readonly roles: Roles
  /** Undefined where only a later one was told. */
  readonly profile: GroupProfile | undefined
  /** Numbers in preorder: a node's subtree is exactly the nodes from its `first` to its `last`. */
  first: number
  last: number
}

/** An epoch tree made ready for questions: each one linear in the tree or better, none recursive. */
export interface TreeLayout {
  readonly origin: EpochNode
  /** Parents before children. */
  readonly nodes: readonly EpochNode[]
  readonly byEpoch: ReadonlyMap<EpochId, EpochNode>
  setOf(accounts: Iterable<AccountId>): AccountSet
  isMember(account: AccountId, at: EpochNode): boolean
}

/** A tree never changes, and is asked about many times before the next commit makes another. */
const layouts = new WeakMap<EpochTree, TreeLayout>()

export function layOut(tree: EpochTree): TreeLayout {
  const known = layouts.get(tree) ?? layOutAnew(tree)
  layouts.set(tree, known)
  return known
}

function layOutAnew(tree: EpochTree): TreeLayout {
  const setOf = numberAccounts()
  const { epoch, accounts, roles, profile } = tree.origin
  const origin: EpochNode = { ...unplaced(epoch), header: undefined, parent: undefined, accounts: setOf(accounts), roles, profile }
  const byEpoch = new Map([[epoch, origin]])
  for (const { header } of tree.commits.values()) {
    const parent = byEpoch.get(header.parent)
    if (parent === undefined) continue
    const remaining = parent.accounts & ~setOf(header.removed)
    const node: EpochNode = {
      ...unplaced(header.child),
      header,
      parent,
      accounts: remaining | setOf(header.added.map(add => add.account)),
      roles: header.roles ?? parent.roles,
      profile: header.profile ?? parent.profile
    }
    parent.children.push(node)
    byEpoch.set(header.child, node)
  }
  const nodes = [...byEpoch.values()]
  numberInPreorder(nodes)
  return { origin, nodes, byEpoch, setOf, isMember: (account, at) => (at.accounts & setOf([account])) !== 0n }
}

/** Whether `node` is `ancestor` or below it. */
export function isWithin(node: EpochNode, ancestor: EpochNode): boolean {
  return ancestor.first <= node.first && node.first <= ancestor.last
}

/** From the origin to this node, both included. */
export function ancestry(node: EpochNode): EpochNode[] {
  const path: EpochNode[] = []
  for (let at: EpochNode | undefined = node; at !== undefined; at = at.parent) path.push(at)
  return path.toReversed()
}

export function sizeOf(set: AccountSet): number {
  let size = 0
  for (let rest = set; rest !== 0n; rest &= rest - 1n) size++
  return size
}

function unplaced(id: EpochId): Pick<EpochNode, 'id' | 'children' | 'first' | 'last'> {
  return { id, children: [], first: 0, last: 0 }
}

function numberAccounts(): TreeLayout['setOf'] {
  const bits = new Map<AccountId, AccountSet>()
  return accounts => {
    let set = 0n
    for (const account of accounts) {
      const bit = bits.get(account) ?? 1n << BigInt(bits.size)
      bits.set(account, bit)
      set |= bit
    }
    return set
  }
}

function numberInPreorder(nodes: readonly EpochNode[]): void {
  const sizes = new Map<EpochNode, number>()
  for (const node of nodes.toReversed()) {
    sizes.set(
      node,
      node.children.reduce((size, child) => size + (sizes.get(child) ?? 0), 1)
    )
  }
  for (const node of nodes) {
    node.last = node.first + (sizes.get(node) ?? 1) - 1
    let next = node.first + 1
    for (const child of node.children) {
      child.first = next
      next += sizes.get(child) ?? 1
    }
  }
}

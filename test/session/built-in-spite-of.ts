import type { AccountId, EpochId } from '../../node/base/ids.js'
import { type EpochTree, pathTo } from '../../node/session/epoch-tree.js'
import type { CommitHeader } from '../../node/session/session.js'

/**
 * The commits that the head is built on in spite of a removal by `remover`, whom nobody outranks: made by the removed account,
 * neither leading to its removal nor after it nor undone. There must be none. Says the rule once more, without the judge.
 */
export function builtInSpiteOf(tree: EpochTree, head: EpochId, remover: AccountId): CommitHeader[] {
  const way = pathTo(tree, head).flatMap(epoch => tree.commits.get(epoch)?.header ?? [])
  const removals = [...tree.commits.values()].map(({ header }) => header).filter(({ committer }) => committer.account === remover)
  return way.filter((header, i) =>
    removals.some(({ child: removal, removed }) => {
      const { account } = header.committer
      const isBehind = way.slice(0, i).some(({ child }) => child === removal)
      const isUndone = way.slice(0, i).some(({ added }) => added.some(add => add.account === account && add.undoes.includes(removal)))
      const leadsThere = pathTo(tree, removal).includes(header.child)
      return removed.includes(account) && !isBehind && !isUndone && !leadsThere
    })
  )
}

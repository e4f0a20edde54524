import { parseAst } from 'vite'

/** Puts what `replace` says in the place of nodes, and looks into none of these. */
export function edited(code, replace) {
  const parts = []
  let copied = 0
  some(parseAst(code), node => {
    const edit = node.start >= copied && replace(node)
    if (!edit) return false
    const [{ start, end }, text] = edit
    parts.push(code.slice(copied, start), text)
    copied = end
    return false
  })
  return parts.join('') + code.slice(copied)
}

/** Whether it holds for the node or for any inside it, in the order of the source. */
export function some(node, holds) {
  if (holds(node)) return true
  return Object.values(node).some(child =>
    Array.isArray(child) ? child.some(one => isNode(one) && some(one, holds)) : isNode(child) && some(child, holds)
  )
}

const isNode = value => typeof value?.type === 'string'

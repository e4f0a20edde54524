import { hash } from 'node:crypto'
import type { Primitives } from '../../node/base/primitives.js'
import { createNodePrimitives } from '../../node/host/node-crypto.js'

/** Choices that a seed repeats. */
export interface Draw {
  /** A whole number, 0 and above, below `bound`. */
  below(bound: number): number
  /** One of them. */
  one<T>(from: readonly T[]): T
  /** So many of them, each once. */
  some<T>(from: readonly T[], count: number): T[]
}

/** SHA-256 of seed and counter: nothing secret is made of it outside of tests. */
function createBlocks(seed: string): () => Buffer {
  let counter = 0
  return () => hash('sha256', `${seed} ${counter++}`, 'buffer')
}

export function createDraw(seed: string): Draw {
  const next = createBlocks(`draw ${seed}`)
  let block = next()
  let at = 0
  const below = (bound: number): number => {
    if (at === block.length) [block, at] = [next(), 0]
    at += 4
    return block.readUInt32BE(at - 4) % bound
  }
  function some<T>(from: readonly T[], count: number): T[] {
    const left = [...from]
    return Array.from({ length: Math.min(count, from.length) }, () => left.splice(below(left.length), 1)).flat()
  }
  return {
    below,
    some,
    one(from) {
      const [chosen] = some(from, 1)
      if (chosen === undefined) throw new Error('nothing to choose from')
      return chosen
    }
  }
}

/** Everything but HPKE, which draws its own randomness, repeats with the seed. */
export function createSeededPrimitives(seed: string): Primitives {
  const block = createBlocks(`bytes ${seed}`)
  return {
    ...createNodePrimitives(),
    randomBytes(length) {
      const blocks = Array.from({ length: Math.ceil(length / 32) }, block)
      return Uint8Array.from(Buffer.concat(blocks).subarray(0, length))
    }
  }
}
